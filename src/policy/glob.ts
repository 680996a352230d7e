/**
 * Globs as `--include`, `--exclude` and exceptions of a policy take them. One without `/` is held against the name alone, one
 * that ends with `/` against what is below that folder. A glob becomes a regular expression: only short ones with few
 * wildcards do, so that none of them takes long.
 */
import picomatch from "picomatch";

export const MOST_WILDCARDS = 8;
export const LONGEST_PATTERN = 500;

export type Match = (path: string) => boolean;

/** True for a pattern that is short and has few wildcards. */
export const isQuick = (pattern: string): boolean =>
  pattern.length <= LONGEST_PATTERN && (pattern.match(/[*?[{(!+@]/g)?.length ?? 0) <= MOST_WILDCARDS;

/** Null for what is empty or would take long. */
export function globMatch(pattern: string): Match | null {
  if (pattern === "" || !isQuick(pattern)) return null;
  const clean = pattern.replace(/^\.\//, "").replace(/\/+$/, "/**");
  const match = picomatch(clean, { dot: true, basename: !clean.includes("/") });
  // A second argument, such as the index that array methods give, would make it answer with an object, which is always true.
  return (path) => match(path);
}
