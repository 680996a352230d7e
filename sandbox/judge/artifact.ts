/**
 * The judgement of one artifact: what it is, what its pickles name, call and build, whether it was read to its end.
 * What was not read to its end is never without a finding.
 */
import type { DecodedSource } from "../container/decoded.js";
import { RawSource } from "../container/hook-source.js";
import { Findings } from "../finding/findings.js";
import { type Handle, KIND, NOTHING, OBJECT, TAG } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import type { Hooks } from "../wire/hooks.js";
import type { GuestArtifact, Job } from "../wire/job.js";
import type { PolicyTable } from "../wire/policy.js";
import { closeLayer, open } from "./open.js";
import { chosenRoot, type PicklesRead, readPickles } from "./pickles.js";

export interface Judged {
  readonly artifact: GuestArtifact;
  /** What the pickles built, null when there were none to run. */
  readonly read: PicklesRead | null;
  /** The value to convert, NOTHING when there is none. */
  readonly root: Handle;
  readonly findings: Findings;
}

export function judge(hooks: Hooks, job: Job, policy: PolicyTable): Judged {
  const findings = new Findings(job.limits.maxFindings);
  const raw = new RawSource(hooks, 0, job.size);
  if (job.size === 0) findings.add("artifact.empty", { offset: 0 });
  const opened = job.size === 0 ? null : open(hooks, raw, job.limits, findings);
  const read = opened?.source == null ? null : readPickles({ source: opened.source, policy, limits: job.limits, options: job.options, findings, reading: "joblib" });
  const whole = read !== null && readToEnd(read, opened?.decoded ?? null, raw, findings);
  if (read !== null && !read.recognised && findings.worst() !== "dangerous" && findings.worst() !== "unlisted") findings.add("artifact.unrecognised", { offset: 0 });
  const root = read === null ? NOTHING : chosenRoot(read, job.options.index);
  return {
    read,
    root,
    findings,
    artifact: {
      kind: kindOf(opened?.container ?? "pickle", read),
      encodings: opened?.decoded == null ? [] : [opened.decoded.encoding],
      protocol: read === null || !read.recognised ? null : read.protocol,
      root: read === null || root === NOTHING ? null : describe(read.machine.tape, root),
      globals: read?.machine.names.report(job.limits.maxGlobals) ?? [],
      versions: Object.fromEntries(read?.machine.versions ?? []),
      findings: findings.list(),
      moreFindings: Math.max(0, findings.total - findings.list().length),
      bytes: job.size,
      readTo: whole ? job.size : 0,
    },
  };
}

/** True when every byte was looked at: the pickles reached the end of the bytes, and the layer its own. */
function readToEnd(read: PicklesRead, decoded: DecodedSource | null, raw: RawSource, findings: Findings): boolean {
  if (decoded !== null) return closeLayer(decoded, findings) && read.readTo === decoded.length;
  return read.readTo === raw.length;
}

function kindOf(container: string, read: PicklesRead | null): string {
  if (read === null) return container === "pickle" ? "unknown" : container;
  return read.machine.wrapperModule === null ? "pickle" : "joblib";
}

const TYPE_NAMES: Readonly<Record<number, string>> = {
  [KIND.LIST]: "list",
  [KIND.DICT]: "dict",
  [KIND.SET]: "set",
  [KIND.FROZENSET]: "frozenset",
  [KIND.TUPLE]: "tuple",
  [KIND.BYTES]: "bytes",
  [KIND.BYTEARRAY]: "bytearray",
  [KIND.PY2STR]: "str",
  [KIND.DTYPE]: "dtype",
  [KIND.NDARRAY]: "ndarray",
  [KIND.SCALAR]: "scalar",
  [KIND.SLICE]: "slice",
  [KIND.COMPLEX]: "complex",
};

/** Canonical class of an instance, path of a name, or the value's type. */
function describe(tape: Tape, root: Handle): string {
  if (tape.kind(root) === KIND.OBJECT) return tape.globalValue(tape.field(root, OBJECT.CLASS))?.path.slice(0, 1000) ?? "object";
  const named = tape.globalValue(root);
  if (named !== null) return named.path.slice(0, 1000);
  const tag = root & 7;
  if (tag === TAG.NODE) return TYPE_NAMES[tape.kind(root)] ?? "object";
  if (tag === TAG.STR) return "str";
  if (tag === TAG.FLOAT) return "float";
  return tag === TAG.CONST ? (root === 8 ? "NoneType" : "bool") : "int";
}
