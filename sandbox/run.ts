/**
 * One job from its JSON to what goes out through the hooks: a report, then neutral JSON and tensors. Nothing is
 * returned, nothing is thrown for what is in the artifact.
 */

import { decodeUtf8 } from "./bytes/utf8.js";
import type { Source } from "./container/source.js";
import { CODES, isFindingCode } from "./finding/codes.js";
import { type Judged, judge } from "./judge/artifact.js";
import { emitText } from "./judge/emitter.js";
import { inspect } from "./judge/inspect.js";
import { decodeBoosters } from "./native/index.js";
import { factsOf, planRoot, writeRoot, writeTensors } from "./neutral/index.js";
import { type Handle, NOTHING, OBJECT } from "./tape/handle.js";
import type { Tape } from "./tape/tape.js";
import { CHANNEL, type Hooks } from "./wire/hooks.js";
import type { GuestReport, Job } from "./wire/job.js";
import type { PolicyTable } from "./wire/policy.js";

/** Runs one job; `policy` is the table for jobs that bring none. */
export function runJob(jobJson: string, hooks: Hooks, policy: PolicyTable): void {
  // Our own host wrote the job.
  const job = JSON.parse(jobJson) as Job;
  const judged = judge(hooks, job, job.policy ?? policy);
  if (job.verb === "inspect") inspect(hooks, job, judged);
  if (job.verb === "convert") convert(hooks, job, judged);
  else report(hooks, judged, { facts: null, converted: false, tensors: [] });
}

function report(hooks: Hooks, judged: Judged, rest: Pick<GuestReport, "facts" | "converted" | "tensors">): void {
  const { findings } = judged;
  const list = findings.list();
  const [first, ...members] = judged.artifacts;
  if (first === undefined) return;
  const artifact = { ...first, findings: list, moreFindings: Math.max(0, findings.total - list.length) };
  emitText(hooks, CHANNEL.report, JSON.stringify({ artifacts: [artifact, ...members], ...rest } satisfies GuestReport));
}

/** True when nothing worse than a note was found, in the artifact and in every member. */
const allSafe = ({ findings, artifacts }: Judged): boolean =>
  !findings.bad && artifacts.every((artifact) => artifact.findings.every((f) => isFindingCode(f.code) && CODES[f.code].verdict === "safe"));

/** With placeholders, what is merely not listed may be converted; nothing dangerous and nothing broken. */
const onlyUnlisted = ({ findings, artifacts }: Judged): boolean =>
  findings.worst() === "unlisted" &&
  artifacts.every((artifact) =>
    artifact.findings.every((f) => isFindingCode(f.code) && (CODES[f.code].verdict === "safe" || CODES[f.code].verdict === "unlisted")),
  );

/** Why a safe artifact has no value to write. */
function whyNothing(job: Job, { read }: Judged): string {
  const pickles = read?.roots.length ?? 0;
  if (job.options.member === null && pickles > 0)
    return `it holds ${pickles === 1 ? "one pickle" : `${pickles} pickles`} and --index counts from 0`;
  return job.options.member === null ? "--member says which of its members" : "it has no such member, or the member is not read";
}

/** Plans the whole output first, so that nothing is written for an artifact that cannot be. */
function convert(hooks: Hooks, job: Job, judged: Judged): void {
  const { chosen, findings } = judged;
  const nothing = { facts: null, converted: false, tensors: [] };
  const fit = allSafe(judged) || (job.options.placeholders && onlyUnlisted(judged));
  if (chosen === null && fit)
    findings.add("container.unsupported", { offset: 0 }, { container: judged.artifacts[0]?.kind ?? "", why: whyNothing(job, judged) });
  if (chosen === null || !fit) return report(hooks, judged, nothing);
  const { root, source } = chosen;
  const { machine } = chosen.read;
  const { tape } = machine;
  decodeBoosters(machine, source, findings);
  const plan = planRoot(tape, root, source, job.options, job.limits);
  if ("code" in plan) {
    findings.add(plan.code, { offset: 0 }, plan.args);
    return report(hooks, judged, nothing);
  }
  const isEstimator = (handle: Handle): boolean =>
    machine.classOf(handle)?.estimator === true && tape.field(handle, OBJECT.STATE) !== NOTHING;
  const facts = factsOf(tape, root, isEstimator, (handle) => printed(tape, handle, source, job));
  report(hooks, judged, { facts, converted: true, tensors: plan.tensors });
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

/** Longest metadata that is told twice. */
const MAX_METADATA = 1024 * 1024;

/** Neutral JSON text of a small value, null when it is not small. */
function printed(tape: Tape, handle: Handle, source: Source, job: Job): string | null {
  const plan = planRoot(tape, handle, source, { ...job.options, arrays: "auto" }, job.limits);
  if ("code" in plan) return null;
  const pieces: string[] = [];
  let total = 0;
  const failure = writeRoot(plan, source, (bytes, length) => {
    total += length;
    if (total <= MAX_METADATA) pieces.push(decodeUtf8(bytes, 0, length));
  });
  return failure === null && total <= MAX_METADATA ? pieces.join("") : null;
}
