/** What a run over many paths judges: files that were named, standard input, and what a walk meets in directories. */
import { statSync } from "node:fs";
import { isStandardInput, systemPath } from "../artifact/path.js";
import { type OpenArtifact, openPath, openStream } from "../artifact/source.js";
import { walk } from "../artifact/walk.js";
import { COUNT, OBJECT } from "./check-options.js";

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

/** A file to judge, and whether it was named or met in a directory. What was met is opened before the walk goes on. */
export interface Candidate {
  readonly path: string;
  readonly named: boolean;
  open(): OpenArtifact | Promise<OpenArtifact>;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(systemPath(path)).isDirectory();
  } catch {
    // What cannot be looked at cannot be opened either, and is told then.
    return false;
  }
}

export function named(path: string, options: BatchOptions, maxBytes: number): Candidate {
  const open = (): OpenArtifact | Promise<OpenArtifact> =>
    isStandardInput(path) ? openStream(options.stdin, path, maxBytes, options.signal) : openPath(path);
  return { path, named: true, open };
}

export function* candidates(paths: readonly string[], options: BatchOptions, maxBytes: number): Generator<Candidate> {
  for (const path of paths) {
    if (isStandardInput(path) || !isDirectory(path)) yield named(path, options, maxBytes);
    else for (const { path: below, open } of walk(path)) yield { path: below, named: false, open };
  }
}
