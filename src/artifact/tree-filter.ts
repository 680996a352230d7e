/**
 * What a walk leaves out by its name: folders of tools, what the user excludes or does not include, and, when asked for,
 * what `.gitignore` files say. Nothing is left out in silence: whoever walks counts it, by kind.
 *
 * A pattern that stands in the scanned tree becomes a regular expression: only with `gitignore`, and only short ones with
 * few wildcards, so that none of them takes long.
 */
import ignore from "ignore";
import { CornichonError, sentence, showText } from "../errors.js";
import { globMatch, isQuick, LONGEST_PATTERN, type Match, MOST_WILDCARDS } from "../policy/glob.js";
import { TOOL_FOLDERS, type TreeChoice } from "./tree-choice.js";

export type LeftOut = "folder" | "excluded";

/** @throws CornichonError `usage` */
function matcher(pattern: string, option: string): Match {
  const match = globMatch(pattern);
  if (match !== null) return match;
  throw new CornichonError(
    "usage",
    sentence`${showText(option)} ${showText(pattern)}: a glob has up to ${LONGEST_PATTERN} characters and ${MOST_WILDCARDS} wildcards`,
  );
}

/** Patterns of one `.gitignore`, and the folder that they speak of. */
interface Ignored {
  readonly below: string;
  readonly excludes: Match;
}

export class TreeFilter {
  readonly #include: readonly Match[];
  readonly #exclude: readonly Match[];
  readonly #tools: ReadonlySet<string>;
  readonly gitignore: boolean;

  /** @throws CornichonError `usage` */
  constructor(choice: TreeChoice = {}) {
    this.#include = (choice.include ?? []).map((pattern) => matcher(pattern, "--include"));
    this.#exclude = (choice.exclude ?? []).map((pattern) => matcher(pattern, "--exclude"));
    this.#tools = new Set(choice.allFolders === true ? [] : TOOL_FOLDERS);
    this.gitignore = choice.gitignore === true;
  }

  /** Why a folder is left out; `path` is relative to the root. */
  folder(path: string, name: string, ignored: readonly Ignored[]): LeftOut | null {
    if (this.#tools.has(name)) return "folder";
    return this.#exclude.some((match) => match(path) || match(`${path}/`)) || isIgnored(`${path}/`, ignored) ? "excluded" : null;
  }

  file(path: string, ignored: readonly Ignored[]): LeftOut | null {
    const wanted = this.#include.length === 0 || this.#include.some((match) => match(path));
    return !wanted || this.#exclude.some((match) => match(path)) || isIgnored(path, ignored) ? "excluded" : null;
  }
}

const isIgnored = (path: string, ignored: readonly Ignored[]): boolean =>
  ignored.some(({ below, excludes }) => path.startsWith(below) && excludes(path.slice(below.length)));

/** What the `.gitignore` of a folder says; `below` is the folder's path with a `/` at its end, empty for the root. */
export function ignoredBy(text: string, below: string): Ignored {
  const patterns = ignore({ allowRelativePaths: true }).add(text.split(/\r?\n/).filter(isQuick));
  return { below, excludes: (path) => patterns.ignores(path) };
}

export type { Ignored };
