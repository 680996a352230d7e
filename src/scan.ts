/** `scan`: judges artifacts and converts nothing. Malice is a result; what throws is our own failure. */
import { Unreadable } from "./artifact/failure.js";
import { type Input, type OpenArtifact, openInput } from "./artifact/source.js";
import { createHost } from "./host/index.js";
import type { Host, HostJob } from "./host/types.js";
import { judged } from "./judged.js";
import { jobFor, type VerbOptions } from "./options.js";
import { type ArtifactReport, failedReport, type Verdict } from "./report/scan-report.js";

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

/** Judges one open artifact on a host. */
export async function scanArtifact(
  host: Host,
  artifact: OpenArtifact,
  job: HostJob,
  signal?: AbortSignal,
): Promise<readonly [ArtifactReport, ...ArtifactReport[]]> {
  return (await judged(host, artifact, job, () => ({}), signal)).reports;
}

/** What could not be opened or read gets a line as well. */
export function unreadableReport(path: string, error: unknown): ArtifactReport {
  if (!(error instanceof Unreadable)) throw error;
  return failedReport(path, { code: "artifact.unreadable", offset: 0, args: { why: error.why } });
}

/**
 * Judges one artifact: a path, bytes, or a stream.
 * @throws CornichonError `input.unreadable`, `host.*`
 */
export async function scan(input: Input, options: ScanOptions = {}): Promise<ScanResult> {
  const job = await jobFor("scan", options);
  const artifact = await openInput(input, job.limits.maxBytes, options.signal);
  const host = createHost();
  try {
    const artifacts = await scanArtifact(host, artifact, job, options.signal);
    const [{ verdict, findings }] = artifacts;
    return { verdict, findings, artifacts };
  } finally {
    await Promise.all([host.close(), artifact.close()]);
  }
}
