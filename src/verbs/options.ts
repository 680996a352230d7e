/** What all verbs take: policy, limits and how to convert. Library options and command-line options end up here, as a job. */
import type { ArraysMode, JobOptions, Limits } from "../../sandbox/wire/job.js";
import type { PackedPolicy } from "../../sandbox/wire/policy.js";
import { CornichonError, sentence } from "../errors.js";
import type { HostJob } from "../host/types.js";
import { FAMILY_NAMES } from "../policy/unread-libraries.js";
import { checkOptions, type Takes } from "./check-options.js";
import { limitsWith } from "./limits.js";

/** How the policy differs from the built-in one. */
export interface PolicyChoice {
  /** Classes taken as inert data, `module.qualname`. */
  readonly allow?: readonly string[];
  /** Families switched on (`xgboost`). */
  readonly families?: readonly string[];
  /** Families switched off. */
  readonly noFamilies?: readonly string[];
}

export interface VerbOptions {
  /** What passes beside the built-in list: `allow`, `families`, `noFamilies`. */
  readonly policy?: PolicyChoice;
  /** Limits that are to be others; each finding `limit.*` names the one that stopped a file. */
  readonly limits?: Partial<Limits>;
  /** Ends the work: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** How artifacts are read, whatever becomes of them. */
export type ReadingOptions = VerbOptions & Partial<Pick<JobOptions, (typeof READING)[number]>>;

/** How values are converted. */
export type ConvertOptions = VerbOptions &
  Partial<Omit<Pick<JobOptions, (typeof CONVERSION)[number]>, "arrays">> & {
    /** How arrays are written: `auto` is base64 beyond 1,000 items. */
    readonly arrays?: ArraysMode;
  };

export const READING = ["allowTrailing", "py2Strings"] as const satisfies readonly (keyof JobOptions)[];

export const CONVERSION = [
  ...READING,
  "arrays",
  "index",
  "all",
  "member",
  "placeholders",
  "repairCrlf",
  "view",
] as const satisfies readonly (keyof JobOptions)[];

/** The policy's table, null for the built-in one (which the guest has already). @throws CornichonError `policy.malformed` */
export async function policyTable(choice: PolicyChoice | undefined): Promise<PackedPolicy | null> {
  const { allow = [], families = [], noFamilies = [] } = choice ?? {};
  if (allow.length === 0 && families.length === 0 && noFamilies.length === 0) return null;
  // The tables are large and the guest has the built-in one: they are only loaded to be changed.
  const { defaultPolicy, pack, withAllowed, withFamilies } = await import("../policy/index.js");
  return pack(withAllowed(withFamilies(defaultPolicy(), families, noFamilies), allow));
}

/** How jobs are run unless told otherwise. */
export const DEFAULT_OPTIONS: JobOptions = {
  arrays: "auto",
  index: 0,
  all: false,
  member: null,
  deep: false,
  allowTrailing: false,
  placeholders: false,
  repairCrlf: false,
  py2Strings: "latin1",
  view: "stored",
  way: "given",
  sidecar: "",
};

/** The job of a document that is needed whole: bytes of long arrays come as they are, where the caller did not say how. */
export const bytesBehind = (job: HostJob): HostJob =>
  job.options.arrays === "auto" ? { ...job, options: { ...job.options, arrays: "behind" } } : job;

/**
 * A job for the host.
 * @throws CornichonError `usage` for options that the verb does not take
 */
export async function jobFor(verb: HostJob["verb"], options: VerbOptions & Partial<JobOptions>, takes: Takes): Promise<HostJob> {
  checkOptions(options, takes);
  const { policy, limits, signal: _signal, ...rest } = options;
  const given = Object.fromEntries(Object.entries(rest).filter(([key, value]) => key in DEFAULT_OPTIONS && value !== undefined));
  if (given["view"] === "upgrade" && given["arrays"] === "sidecar")
    throw new CornichonError(
      "usage",
      sentence`the upgrade view computes with arrays, so they cannot be in a sidecar: choose inline or base64`,
    );
  return {
    verb,
    families: FAMILY_NAMES,
    policy: await policyTable(policy),
    limits: limitsWith(limits),
    options: { ...DEFAULT_OPTIONS, ...given },
  };
}
