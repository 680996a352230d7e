/** The guest's only door: puts itself at `cornichonGuest`, over the policy that stands in the snapshot. */
import { runJob } from "./run.js";
import type { GuestRun } from "./wire/hooks.js";
import type { PackedPolicy } from "./wire/policy.js";

/** Put there before the snapshot was taken, frozen. */
declare const cornichonPolicy: PackedPolicy;

const run: GuestRun = (jobJson, hooks) => runJob(jobJson, hooks, cornichonPolicy);

Object.defineProperty(globalThis, "cornichonGuest", { value: run });
