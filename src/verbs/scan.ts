/** `scan`: judges artifacts and converts nothing. Malice is a result; what throws is our own failure. */
import type { ContentKind } from "../../sandbox/wire/content-kind.js";
import { isUnreadable } from "../artifact/failure.js";
import type { Input } from "../artifact/input.js";
import { Judgement, Members } from "../report/judgement.js";
import { type ArtifactReport, failedReport, type Verdict } from "../report/scan-report.js";
import type { Takes } from "./check-options.js";
import { jobFor, READING, type ReadingOptions } from "./options.js";
import { POOL, type Pool } from "./pool.js";
import { judge, type Run, withInput } from "./run.js";

/**
 * How `scan` reads: its policy, limits and signal, and `deep`.
 * @see scan
 */
export interface ScanOptions extends ReadingOptions {
  /** Judge bytes and texts that spell a pickle as members. */
  readonly deep?: boolean;
  /** Children that other calls use as well. */
  readonly pool?: Pool;
}

/**
 * What `scan` found.
 * @see scan
 */
export interface ScanResult {
  /** The artifact's own verdict: the worst of it and its members. */
  readonly verdict: Verdict;
  /** The artifact's own findings. */
  readonly findings: ArtifactReport["findings"];
  /** The artifact first, then its members. */
  readonly artifacts: readonly ArtifactReport[];
}

export const SCANNING: Takes = { job: [...READING, "deep"] };

/** Judges one open artifact on a host: what is no artifact, where it was met, has a kind. Whoever gets the judgement closes it. */
export async function scanArtifact(run: Run): Promise<Judgement | ContentKind> {
  const members = new Members(run.artifact.path);
  try {
    const { own, sound, skipped } = await judge(run, members, () => ({}));
    if (skipped === null) return new Judgement(own, members, sound?.skippedMembers);
    members.close();
    return skipped;
  } catch (error) {
    members.close();
    throw error;
  }
}

/** What could not be opened or read gets a line as well. */
export function unreadable(path: string, error: unknown): Judgement {
  if (!isUnreadable(error)) throw error;
  return new Judgement(failedReport(path, { code: "artifact.unreadable", offset: 0, args: { why: error.args["why"] ?? "" } }));
}

/**
 * Judges one artifact: a path, bytes, or a stream.
 * @throws CornichonError `input.unreadable`, `host.*`
 * @example
 * ```ts
 * import { scan } from "cornichon";
 *
 * const { verdict, findings } = await scan("evil.pkl");
 * console.log(verdict); //=> dangerous
 * console.log(findings[0]?.code, findings[0]?.global, findings[0]?.offset); //=> global.dangerous os.system 28
 * ```
 */
export async function scan(input: Input, options: ScanOptions = {}): Promise<ScanResult> {
  const job = await jobFor("scan", options, { ...SCANNING, own: { pool: POOL } });
  return withInput(input, job, options, async (run) => {
    const judgement = await scanArtifact(run);
    if (typeof judgement === "string") throw new Error("What was given is always judged.");
    try {
      const { verdict, findings } = judgement.own;
      return { verdict, findings, artifacts: [...judgement] };
    } finally {
      judgement.close();
    }
  });
}
