/**
 * Many artifacts judged in one run: paths and directories are expanded, children work side by side, results come in the
 * order of the input. What is not recognised in a directory is skipped and counted, never listed as safe.
 */
import type { OpenArtifact } from "../artifact/source.js";
import { looksLikeArtifact } from "../artifact/walk.js";
import { createHost } from "../host/index.js";
import type { Judgement } from "../report/judgement.js";
import type { ArtifactReport } from "../report/scan-report.js";
import { Counts, type Summary } from "../report/summary.js";
import { BATCH, type BatchOptions, type Candidate, candidates } from "./candidates.js";
import { inOrder } from "./in-order.js";
import { jobFor } from "./options.js";
import { SCANNING, type ScanOptions, scanArtifact, unreadable } from "./scan.js";

/** True for a file of a directory that is no artifact. */
export const isNoArtifact = (candidate: Pick<Candidate, "named" | "path">, own: ArtifactReport): boolean =>
  !candidate.named &&
  !looksLikeArtifact(candidate.path) &&
  own.findings.some((f) => f.code === "artifact.unrecognised" || f.code === "artifact.empty");

/**
 * Judges files, directories and standard input; `take` gets each artifact in order, with its lines: its own first, then
 * its members'. They are only there until it returns (or its promise resolves), and nothing but counts is kept of them.
 */
export async function scanAll(
  paths: readonly string[],
  options: ScanOptions & BatchOptions,
  take: (judgement: Judgement) => void | Promise<void>,
): Promise<Summary> {
  const job = await jobFor("scan", options, { ...SCANNING, own: BATCH });
  const host = createHost({ jobs: options.jobs });
  const counts = new Counts();
  const judge = async (candidate: Candidate): Promise<{ candidate: Candidate; judgement: Judgement }> => {
    let artifact: OpenArtifact | null = null;
    try {
      artifact = await candidate.open();
      return { candidate, judgement: await scanArtifact({ host, artifact, job, signal: options.signal }) };
    } catch (error) {
      return { candidate, judgement: unreadable(candidate.path, error) };
    } finally {
      await artifact?.close();
    }
  };
  const tell = async ({ candidate, judgement }: { candidate: Candidate; judgement: Judgement }): Promise<void> => {
    try {
      if (isNoArtifact(candidate, judgement.own)) counts.skipped++;
      else {
        counts.add(judgement);
        await take(judgement);
      }
    } finally {
      judgement.close();
    }
  };
  try {
    await inOrder(candidates(paths, options, job.limits.maxBytes), options.jobs, judge, tell, ({ judgement }) => judgement.close());
  } finally {
    await host.close();
  }
  return counts.summary();
}
