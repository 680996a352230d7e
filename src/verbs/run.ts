/**
 * One open artifact through a host: its length is held against the limit first, then it is judged and hashed side by
 * side. Both stop with the signal, and both with `--timeout`: a hash of 200 GB takes minutes as well.
 */

import type { GuestReport } from "../../sandbox/wire/job.js";
import type { OpenArtifact } from "../artifact/source.js";
import type { Host, HostJob, JobSinks, WallHit } from "../host/types.js";
import { type MemberVerdicts, ownReport } from "../report/judgement.js";
import { type ArtifactReport, failedReport } from "../report/scan-report.js";

/** Longest delay of a timer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface Judged {
  /** The artifact's own line; its members went to whoever keeps them. */
  readonly own: ArtifactReport;
  /** The guest's report as it stands; null when the artifact was too long, changed, or a limit of the walls was hit. */
  readonly sound: GuestReport | null;
}

/** Sinks, made with the promise of the artifact's hash: null when there was no time for it. */
export type SinksOf = (sha256: Promise<string | null>) => JobSinks;

/** Judges an artifact. @throws CornichonError `input.unreadable`, `host.*` */
export async function judged(
  host: Host,
  artifact: OpenArtifact,
  job: HostJob,
  members: MemberVerdicts,
  sinksOf: SinksOf,
  signal?: AbortSignal,
): Promise<Judged> {
  const { maxBytes, timeout } = job.limits;
  if (artifact.size > maxBytes) {
    const raw = { code: "limit.bytes", offset: 0, args: { limit: maxBytes, option: "--max-bytes" } };
    return { own: failedReport(artifact.path, raw, { bytes: artifact.size }), sound: null };
  }
  const hashing = hashWithin(artifact, timeout, signal);
  const outcome = await host.run(artifact, job, { member: members.take, ...sinksOf(hashing) }, signal);
  const sha256 = await hashing;
  const late: WallHit | null = sha256 === null ? { code: "limit.time", args: { limit: timeout, option: "--timeout" } } : null;
  const wall = outcome.wall ?? late;
  const changed = sha256 !== null && artifact.changed();
  const own = ownReport({ ...outcome, wall }, { path: artifact.path, sha256, bytes: artifact.size, changed }, members);
  return { own, sound: wall === null && !changed ? outcome.report : null };
}

/** The hash, null when it takes longer than an artifact may. */
function hashWithin(artifact: OpenArtifact, seconds: number, signal: AbortSignal | undefined): Promise<string | null> {
  const deadline = AbortSignal.timeout(Math.min(MAX_TIMER_MS, seconds * 1000));
  const hashing = artifact.sha256(signal === undefined ? deadline : AbortSignal.any([deadline, signal])).catch((error: unknown) => {
    if (deadline.aborted && error === deadline.reason) return null;
    throw error;
  });
  // Whoever fails first is who is told.
  hashing.catch(() => undefined);
  return hashing;
}
