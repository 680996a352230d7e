/** The policy as the machine asks it, packed as it is for the guest. */
import { Policy } from "../../sandbox/machine/policy.js";
import type { PolicyTable } from "../../sandbox/wire/policy.js";
import { defaultPolicy } from "../../src/policy/index.js";
import { pack } from "../../src/policy/pack.js";

export const policyOf = (table: PolicyTable = defaultPolicy()): Policy => new Policy(pack(table));
