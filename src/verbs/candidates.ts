/** What a run over many paths judges: files that were named, standard input, and what a walk meets in directories. */
import { statSync } from "node:fs";
import { isStandardInput, systemPath } from "../artifact/path.js";
import { type OpenArtifact, openPath, openStream } from "../artifact/source.js";
import type { TreeChoice } from "../artifact/tree-choice.js";
import { TreeFilter } from "../artifact/tree-filter.js";
import { type Met, walk } from "../artifact/walk.js";
import type { Changed } from "./changed.js";
import { COUNT, FLAG, OBJECT, TEXTS } from "./check-options.js";
import { Tracked } from "./tracked.js";

/**
 * What a run over many files takes. `stdin` is what the path `-` stands for.
 * @see scanAll
 * @see convertAll
 */
export interface BatchOptions {
  /** Children at a time. */
  readonly jobs: number;
  /** Read where a path is `-`. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Ends the run. */
  readonly signal?: AbortSignal;
}

export const BATCH = { jobs: COUNT, stdin: OBJECT };

/** A file that was named is judged whatever it is. */
export interface Given {
  readonly what: "given";
  readonly path: string;
  open(): OpenArtifact | Promise<OpenArtifact>;
}

/** What git knows to be as it was. */
export interface Unchanged {
  readonly what: "skipped";
  readonly path: string;
  readonly kind: "unchanged";
}

/** What was met is opened before the walk goes on. */
export type Candidate = Given | Met | Unchanged;

function isDirectory(path: string): boolean {
  try {
    return statSync(systemPath(path)).isDirectory();
  } catch {
    // What cannot be looked at cannot be opened either, and is told then.
    return false;
  }
}

export function given(path: string, options: BatchOptions, maxBytes: number): Given {
  const open = (): OpenArtifact | Promise<OpenArtifact> =>
    isStandardInput(path) ? openStream(options.stdin, path, maxBytes, options.signal) : openPath(path);
  return { what: "given", path, open };
}

/** How directories are walked. */
export interface Walking {
  readonly filter: TreeFilter;
  readonly follow: boolean;
  /** What is looked at; all unless told otherwise. */
  readonly changed?: Changed | null;
  readonly tracked?: (path: string) => boolean;
  /** Told of each directory how much will be met in it. */
  readonly counted?: (met: number) => void;
}

/** A walk as it was asked for. @throws CornichonError `usage` */
export async function walkingOf(
  paths: readonly string[],
  choice: TreeChoice & { readonly follow?: boolean; readonly signal?: AbortSignal },
  changed: Changed | null = null,
): Promise<Walking> {
  const filter = new TreeFilter(choice);
  const tracked = filter.gitignore ? await Tracked.below(paths, choice.signal) : null;
  return { filter, follow: choice.follow !== false, changed, ...(tracked === null ? {} : { tracked: (path) => tracked.has(path) }) };
}

/** What of directories a verb walks, as options take it. */
export const TREE = { include: TEXTS, exclude: TEXTS, gitignore: FLAG, allFolders: FLAG, follow: FLAG };

export function* candidates(paths: readonly string[], options: BatchOptions, maxBytes: number, walking: Walking): Generator<Candidate> {
  const { changed = null } = walking;
  for (const candidate of all(paths, options, maxBytes, walking)) {
    const { what, path } = candidate;
    yield what === "skipped" || changed === null || changed.has(path) ? candidate : { what: "skipped", path, kind: "unchanged" };
  }
}

function* all(paths: readonly string[], options: BatchOptions, maxBytes: number, walking: Walking): Generator<Given | Met> {
  for (const path of paths) {
    if (isStandardInput(path) || !isDirectory(path)) yield given(path, options, maxBytes);
    else yield* walk(path, walking);
  }
}
