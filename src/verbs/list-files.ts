/** Which files a scan would look at: what is named, and what a walk meets and does not leave out by its name. */
import { walkingOf } from "./candidates.js";
import { Changed } from "./changed.js";
import { allMet, type ScanAllOptions } from "./scan-all.js";

/**
 * Paths that `scanAll` would open, in its order. What they are is not looked at.
 * @throws CornichonError `usage`
 * @example
 * ```ts
 * import { listFiles } from "cornichon";
 *
 * const paths: string[] = [];
 * for await (const path of listFiles(["several"], { jobs: 1, stdin: process.stdin })) paths.push(path);
 * console.log(paths.length); //=> 4
 * ```
 */
export async function* listFiles(paths: readonly string[], options: ScanAllOptions): AsyncGenerator<string> {
  const { changedSince, signal } = options;
  const changed = changedSince === undefined ? null : await Changed.since(changedSince, paths, signal);
  const walking = await walkingOf(paths, options, changed);
  for await (const candidate of allMet(paths, options, 0, { ...walking, isListing: true }))
    if (candidate.what !== "skipped") yield candidate.path;
}
