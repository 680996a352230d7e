/** `scan`: judges artifacts and converts nothing. Malice is a result; what throws is our own failure. */
import { Unreadable } from "../artifact/failure.js";
import { type Input, type OpenArtifact, openInput } from "../artifact/source.js";
import { createHost } from "../host/index.js";
import type { Host, HostJob } from "../host/types.js";
import { Judgement, Members } from "../report/judgement.js";
import { type ArtifactReport, failedReport, type Verdict } from "../report/scan-report.js";
import { jobFor, type VerbOptions } from "./options.js";
import { judged } from "./run.js";

export interface ScanOptions extends VerbOptions {
  /** Let bytes after the pickle pass with a note. */
  readonly allowTrailing?: boolean;
  /** Judge bytes and texts that spell a pickle as members. */
  readonly deep?: boolean;
}

export interface ScanResult {
  /** The artifact's own verdict: the worst of it and its members. */
  readonly verdict: Verdict;
  readonly findings: ArtifactReport["findings"];
  /** The artifact first, then its members. */
  readonly artifacts: readonly ArtifactReport[];
}

/** Judges one open artifact on a host. Whoever gets the judgement closes it. */
export async function scanArtifact(host: Host, artifact: OpenArtifact, job: HostJob, signal?: AbortSignal): Promise<Judgement> {
  const members = new Members(artifact.path);
  try {
    const { own } = await judged(host, artifact, job, members, () => ({}), signal);
    return new Judgement(own, members);
  } catch (error) {
    members.close();
    throw error;
  }
}

/** What could not be opened or read gets a line as well. */
export function unreadable(path: string, error: unknown): Judgement {
  if (!(error instanceof Unreadable)) throw error;
  return new Judgement(failedReport(path, { code: "artifact.unreadable", offset: 0, args: { why: error.why } }));
}

/**
 * Judges one artifact: a path, bytes, or a stream.
 * @throws CornichonError `input.unreadable`, `host.*`
 */
export async function scan(input: Input, options: ScanOptions = {}): Promise<ScanResult> {
  const job = await jobFor("scan", options);
  const artifact = await openInput(input, job.limits.maxBytes, options.signal);
  const host = createHost();
  let judgement: Judgement | null = null;
  try {
    judgement = await scanArtifact(host, artifact, job, options.signal);
    const { verdict, findings } = judgement.own;
    return { verdict, findings, artifacts: [...judgement] };
  } finally {
    judgement?.close();
    await Promise.all([host.close(), artifact.close()]);
  }
}
