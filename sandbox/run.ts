/**
 * One job from its JSON to what goes out through the hooks: a report, then neutral JSON and tensors. Nothing is
 * returned, nothing is thrown for what is in the artifact.
 */
import { decodeUtf8 } from "./bytes/utf8.js";
import type { Source } from "./container/source.js";
import { because, type Reason, reasonArgs } from "./finding/because.js";
import { type Judged, judge } from "./judge/artifact.js";
import { inspect } from "./judge/inspect.js";
import { Policy } from "./machine/policy.js";
import { decodeBoosters } from "./native/index.js";
import { factsOf, inPlace, planRoot, writeRoot, writeTensors } from "./neutral/index.js";
import { type Handle, NOTHING, OBJECT } from "./tape/handle.js";
import type { Tape } from "./tape/tape.js";
import { CHANNEL, type Hooks } from "./wire/hooks.js";
import type { GuestReport, Job, Verdict } from "./wire/job.js";
import type { PackedPolicy } from "./wire/policy.js";

/** Runs one job; `policy` is the one for jobs that bring none. */
export function runJob(jobJson: string, hooks: Hooks, policy: PackedPolicy): void {
  // Our own host wrote the job.
  const job = JSON.parse(jobJson) as Job;
  const judged = judge(hooks, job, new Policy(job.policy ?? policy));
  if (job.verb === "inspect") inspect(hooks, job, judged);
  if (job.verb === "convert") convert(hooks, job, judged);
  else report(judged, { facts: null, converted: false, tensors: [] });
}

function report(judged: Judged, rest: Pick<GuestReport, "facts" | "converted" | "tensors">): void {
  const { artifact, findings, lines, skipped } = judged;
  // What is no artifact is nothing but counted.
  if (skipped !== null) return lines.end({ ...artifact, findings: [], moreFindings: 0 }, { ...rest, skipped });
  const list = findings.list();
  lines.end({ ...artifact, findings: list, moreFindings: Math.max(0, findings.total - list.length) }, rest);
}

/** True when nothing found demands another verdict than these, in the artifact and in every member. */
const demandsOnly = ({ findings, lines }: Judged, verdicts: readonly Verdict[]): boolean =>
  [...findings.verdicts(), ...lines.verdicts].every((verdict) => verdicts.includes(verdict));

const allSafe = (judged: Judged): boolean => demandsOnly(judged, ["safe"]);

/** With placeholders, what is merely not listed may be converted; nothing dangerous and nothing broken. */
const onlyUnlisted = (judged: Judged): boolean => judged.findings.worst() === "unlisted" && demandsOnly(judged, ["safe", "unlisted"]);

/** Why a safe artifact has no value to write. */
function whyNothing(job: Job, { artifact, read }: Judged): Reason {
  if (artifact.kind === "safetensors") return "container.tensors";
  const streams = read?.roots.length ?? 0;
  if (job.options.member === null && streams > 0) return streams === 1 ? "container.index-one" : because("container.index", { streams });
  return job.options.member === null ? "container.member" : "container.no-member";
}

/** Plans the whole output first, so that nothing is written for an artifact that cannot be. */
function convert(hooks: Hooks, job: Job, judged: Judged): void {
  const { chosen, findings } = judged;
  const nothing = { facts: null, converted: false, tensors: [] };
  const fit = allSafe(judged) || (job.options.placeholders && onlyUnlisted(judged));
  if (chosen === null && fit)
    findings.add("container.unsupported", { offset: 0 }, { container: judged.artifact.kind, ...reasonArgs(whyNothing(job, judged)) });
  if (chosen === null || !fit) return report(judged, nothing);
  const { root, source } = chosen;
  const { machine } = chosen.read;
  const { tape } = machine;
  decodeBoosters(machine, source, findings);
  // Of torch's tensors nobody computes: who takes bytes takes all of them so.
  const arrays =
    (chosen.read.kind === "torch" || machine.torch !== null) && job.options.arrays === "behind" ? "all-behind" : job.options.arrays;
  const planned = planRoot(tape, root, source, { ...job.options, arrays }, job.limits, mostOutput(job, source));
  if ("code" in planned) {
    findings.add(planned.code, { offset: 0 }, planned.args);
    return report(judged, nothing);
  }
  const plan = job.inPlace === true ? inPlace(planned, source) : planned;
  const isEstimator = (handle: Handle): boolean =>
    machine.classOf(handle)?.estimator === true && tape.field(handle, OBJECT.STATE) !== NOTHING;
  const facts = factsOf(tape, root, isEstimator, (handle) => printed(tape, handle, source, job));
  report(judged, { facts, converted: true, tensors: plan.tensors });
  const send = (channel: typeof CHANNEL.root | typeof CHANNEL.tensor) => (bytes: Uint8Array, length: number) => {
    for (let at = 0; at < length; at += hooks.output.length) {
      const piece = bytes.subarray(at, Math.min(length, at + hooks.output.length));
      hooks.output.set(piece);
      hooks.emit(channel, piece.length);
    }
  };
  const failure = writeRoot(plan, source, send(CHANNEL.root)) ?? writeTensors(plan, source, send(CHANNEL.tensor));
  // A text that is cut off here is no JSON: the host throws it away.
  if (failure !== null) throw new Error(`output: ${failure.code}`);
}

/** Bytes of output that every artifact may have. */
const FREE_OUTPUT = 64 * 1024 * 1024;
/** A byte that was decoded counts for so much of one that is stored: numbers and short texts grow by less. */
const DECODED = 0.1;

/** What an artifact may become: texts, bytes and dtypes that it refers to again and again are written each time. */
const mostOutput = ({ size, limits }: Job, source: Source): number =>
  Math.max(FREE_OUTPUT, limits.maxOutputRatio * Math.max(size, DECODED * source.length));

/** Longest metadata that is told twice. */
const MAX_METADATA = 1024 * 1024;

/** Neutral JSON text of a small value, null when it is not small. */
function printed(tape: Tape, handle: Handle, source: Source, job: Job): string | null {
  const plan = planRoot(tape, handle, source, { ...job.options, arrays: "auto" }, job.limits, 4 * MAX_METADATA);
  if ("code" in plan) return null;
  const pieces: string[] = [];
  let total = 0;
  const failure = writeRoot(plan, source, (bytes, length) => {
    total += length;
    if (total <= MAX_METADATA) pieces.push(decodeUtf8(bytes, 0, length));
  });
  return failure === null && total <= MAX_METADATA ? pieces.join("") : null;
}
