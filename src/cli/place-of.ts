/** Where an output really lies, so that two names of one file are told before either is written. */
import { readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

const MOST_LINKS = 40;

/** The value of the first that does not fail; null where all do. */
function firstOf(...ways: readonly (() => string)[]): string | null {
  for (const way of ways)
    try {
      return way();
    } catch {
      // The next way may be one.
    }
  return null;
}

/** Where a file is, or would be made: links are followed, and one that leads to nothing yet is as well. */
export function placeOf(path: string, links = MOST_LINKS): string {
  const whole = resolve(path);
  const real = firstOf(() => realpathSync(whole));
  if (real !== null || links === 0) return real ?? whole;
  const target = firstOf(() => readlinkSync(whole));
  if (target !== null) return placeOf(resolve(dirname(whole), target), links - 1);
  return firstOf(() => join(realpathSync(dirname(whole)), basename(whole))) ?? whole;
}
