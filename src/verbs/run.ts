/**
 * An artifact's way, one for all verbs: it is opened, a host reads it while it is hashed, what the host says becomes a
 * report, and both are closed whatever happened. Its length is held against the limit here, before any byte is read.
 * Judging and hashing stop with the signal, and with `--timeout`: a hash of 200 GB takes minutes as well.
 */
import { basename } from "node:path";
import type { ContentKind } from "../../sandbox/wire/content-kind.js";
import type { GuestFinding, GuestReport } from "../../sandbox/wire/job.js";
import type { Input } from "../artifact/input.js";
import { isStandardInput } from "../artifact/path.js";
import type { OpenArtifact } from "../artifact/source.js";
import { findingsBeside } from "../beside/notes.js";
import { reportPath } from "../errors.js";
import { HELD_BYTES, type Host, type HostJob, type JobSinks, type WallHit } from "../host/types.js";
import { type MemberVerdicts, ownReport } from "../report/own-report.js";
import { type ArtifactReport, failedReport } from "../report/scan-report.js";
import { openGiven } from "./open.js";
import { onHost, type Pool } from "./pool.js";

/** Longest delay of a timer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** An open artifact, the host that is to read it, and what is asked. */
export interface Run {
  readonly host: Host;
  readonly artifact: OpenArtifact;
  readonly job: HostJob;
  readonly signal?: AbortSignal | undefined;
  /** True where the host ends with this run: then it may be ended before, when its memory is of more use elsewhere. */
  readonly isOwn?: boolean;
}

/** On what an input is read, and what ends it. */
export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly pool?: Pool;
}

export interface Judged {
  /** The artifact's own line; its members went to whoever keeps them. */
  readonly own: ArtifactReport;
  /** The guest's report as it stands; null when the artifact was too long, changed, or a limit of the walls was hit. */
  readonly sound: GuestReport | null;
  /** What it is where it was met and is no artifact; its line says nothing then. */
  readonly skipped: ContentKind | null;
}

/** Sinks, made with the promise of the artifact's hash: null when there was no time for it. */
export type SinksOf = (sha256: Promise<string | null>) => JobSinks;

/**
 * Opens an input for one job on the pool's host or one of its own, and closes what is its own.
 * @throws CornichonError `input.unreadable`, `host.*`
 */
export async function withInput<T>(input: Input, job: HostJob, { signal, pool }: RunOptions, work: (run: Run) => Promise<T>): Promise<T> {
  const artifact = await openGiven(input, job.limits.maxBytes, signal);
  try {
    return await onHost(pool, (host, isOwn) => work({ host, artifact, job, signal, isOwn }));
  } finally {
    await artifact.close();
  }
}

/** Judges an open artifact. @throws CornichonError `input.unreadable`, `host.*` */
export async function judge({ host, artifact, job, signal }: Run, members: MemberVerdicts, sinksOf: SinksOf): Promise<Judged> {
  const { timeout } = job.limits;
  const met = job.options.way !== "given";
  if (isTooLong(artifact, job) && !met) return { own: tooLong(artifact, job), sound: null, skipped: null };
  // What was met is mostly no artifact: nothing long is hashed before it is one. (A document has the hash at its beginning.)
  const hash = (): Promise<string | null> => hashWithin(artifact, timeout, signal);
  const early = met && job.verb !== "convert" && artifact.size > HELD_BYTES ? null : hash();
  const outcome = await host.run(artifact, job, { member: members.take, ...sinksOf(early ?? Promise.resolve(null)) }, signal);
  const skipped = outcome.report?.skipped ?? null;
  if (skipped !== null && outcome.wall === null) return { own: failedReport(artifact.path, UNSAID), sound: null, skipped };
  if (isTooLong(artifact, job)) return { own: tooLong(artifact, job), sound: null, skipped: null };
  const sha256 = await (early ?? hash());
  const late: WallHit | null = sha256 === null ? { code: "limit.time", args: { limit: timeout, option: "--timeout" } } : null;
  const wall = outcome.wall ?? late;
  const beside = wall === null ? await besideWithin({ host, artifact, job, signal }, outcome.report?.artifacts[0]?.versions ?? {}) : [];
  const changed = sha256 !== null && artifact.changed();
  const own = ownReport({ ...outcome, wall }, { path: artifact.path, sha256, bytes: artifact.size, changed, beside }, members);
  return { own, sound: wall === null && !changed ? outcome.report : null, skipped: null };
}

/** The line of what has none. */
const UNSAID = { code: "artifact.unrecognised", offset: 0 };

/** True for what no verb may read a byte of. */
export const isTooLong = ({ size }: OpenArtifact, { limits }: HostJob): boolean => size > limits.maxBytes;

const tooLong = ({ path, size }: OpenArtifact, { limits }: HostJob): ArtifactReport =>
  failedReport(path, { code: "limit.bytes", offset: 0, args: { limit: limits.maxBytes, option: "--max-bytes" } }, { bytes: size });

/** The name that a document keeps of an artifact; bytes and streams have none. */
export const fileNameOf = (path: string): string => (path === "" || isStandardInput(path) ? "" : reportPath(basename(path)));

/** What stands beside an artifact says of it; where that takes longer than an artifact may, this is said. */
const besideWithin = (run: Run, versions: Readonly<Record<string, string>>): Promise<readonly GuestFinding[]> =>
  findingsWithin(run, (signal) => findingsBeside({ path: run.artifact.path, source: run.artifact, versions, signal }));

/** What `find` finds of an artifact in the time that one may take. */
export async function findingsWithin(
  { job, signal }: Pick<Run, "job" | "signal">,
  find: (until: AbortSignal) => Promise<readonly GuestFinding[]>,
): Promise<readonly GuestFinding[]> {
  const { timeout } = job.limits;
  const deadline = AbortSignal.timeout(Math.min(MAX_TIMER_MS, timeout * 1000));
  const until = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
  try {
    return await find(until);
  } catch (error) {
    if (!deadline.aborted || error !== deadline.reason) throw error;
    return [{ code: "limit.time", offset: 0, args: { limit: timeout, option: "--timeout" } }];
  }
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
