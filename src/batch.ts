/**
 * Many artifacts in one run: paths and directories are expanded, children work side by side, results come in the order
 * of the input. What is not recognised in a directory is skipped and counted, never listed as safe.
 */
import { statSync } from "node:fs";
import { basename } from "node:path";
import { type OpenArtifact, openPath, openStream } from "./artifact/source.js";
import { looksLikeArtifact, walk } from "./artifact/walk.js";
import { type Converted, convertArtifact } from "./convert.js";
import { createHost } from "./host/index.js";
import type { Metadata } from "./metadata.js";
import { type ConvertOptions, jobFor } from "./options.js";
import { AtomicFile, refuseSameFile } from "./output/atomic.js";
import { Spool } from "./output/spool.js";
import type { Judgement } from "./report/judgement.js";
import { Counts, type Summary } from "./report/summary.js";
import { type ScanOptions, scanArtifact, unreadable } from "./scan.js";

/** A file to judge, and whether it was named or met in a directory. */
interface Candidate {
  readonly path: string;
  readonly named: boolean;
}

function* candidates(paths: readonly string[]): Generator<Candidate> {
  for (const path of paths) {
    if (path !== "-" && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
      for (const file of walk(path)) yield { path: file.path, named: false };
    else yield { path, named: true };
  }
}

/** Runs `work` on each item, `jobs` at a time; results are handed on in order. */
async function inOrder<T, R>(
  items: Iterable<T>,
  jobs: number,
  work: (item: T) => Promise<R>,
  take: (result: R) => void | Promise<void>,
  drop: (result: R) => void = () => undefined,
): Promise<void> {
  const running: Promise<R>[] = [];
  const next = async (): Promise<void> => {
    const first = running.shift();
    if (first !== undefined) await take(await first);
  };
  try {
    for (const item of items) {
      if (running.length >= jobs) await next();
      const task = work(item);
      // It may fail while an earlier one is waited for: that is told when it is its turn.
      task.catch(() => undefined);
      running.push(task);
    }
    while (running.length > 0) await next();
  } finally {
    for (const end of await Promise.allSettled(running)) if (end.status === "fulfilled") drop(end.value);
  }
}

const STDIN = "-";

function openCandidate({ path, named }: Candidate, maxBytes: number, stdin: AsyncIterable<Uint8Array>): Promise<OpenArtifact> {
  return path === STDIN ? openStream(stdin, STDIN, maxBytes) : openPath(path, named);
}

export interface BatchOptions {
  /** Children at a time. */
  readonly jobs: number;
  readonly stdin: AsyncIterable<Uint8Array>;
}

/** True for a file of a directory that is no artifact. */
const isSkipped = (candidate: Candidate, { own }: Judgement): boolean =>
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
  const job = await jobFor("scan", options);
  const host = createHost({ jobs: options.jobs });
  const counts = new Counts();
  const judge = async (candidate: Candidate): Promise<{ candidate: Candidate; judgement: Judgement }> => {
    let artifact: OpenArtifact;
    try {
      artifact = await openCandidate(candidate, job.limits.maxBytes, options.stdin);
    } catch (error) {
      return { candidate, judgement: unreadable(candidate.path, error) };
    }
    try {
      return { candidate, judgement: await scanArtifact(host, artifact, job, options.signal) };
    } finally {
      await artifact.close();
    }
  };
  const tell = async ({ candidate, judgement }: { candidate: Candidate; judgement: Judgement }): Promise<void> => {
    try {
      if (isSkipped(candidate, judgement)) counts.skipped++;
      else {
        counts.add(judgement);
        await take(judgement);
      }
    } finally {
      judgement.close();
    }
  };
  try {
    await inOrder(candidates(paths), options.jobs, judge, tell, ({ judgement }) => judgement.close());
  } finally {
    await host.close();
  }
  return counts.summary();
}

/** A file to convert and where it goes: a path, or null for the caller's own sink. */
export interface ConvertTask {
  readonly path: string;
  readonly output: string | null;
}

export interface ConvertAllOptions extends ConvertOptions, BatchOptions {
  readonly metadata: Metadata;
  /** Gets the document of tasks without an output, once it is whole. A piece is only good until it returns. */
  readonly text: (piece: Uint8Array) => void | Promise<void>;
}

export interface ConvertedFile {
  readonly path: string;
  readonly output: string | null;
  readonly converted: Converted;
}

/** Name of the sidecar beside an output. */
const sidecarOf = (output: string): string => `${output.replace(/\.json$/, "")}.safetensors`;

async function convertOne(host: ReturnType<typeof createHost>, task: ConvertTask, options: ConvertAllOptions): Promise<ConvertedFile> {
  const { path, output } = task;
  if (output !== null && path !== STDIN) refuseSameFile(path, output);
  const job = await jobFor("convert", { ...options, sidecar: output === null ? "" : basename(sidecarOf(output)) });
  let artifact: OpenArtifact;
  try {
    artifact = await openCandidate({ path, named: true }, job.limits.maxBytes, options.stdin);
  } catch (error) {
    const report = unreadable(path, error).own;
    return { path, output, converted: { artifacts: [report], verdict: report.verdict, written: false, conflicts: [] } };
  }
  const target = output === null ? null : new AtomicFile(output);
  const side: { file: AtomicFile | null } = { file: null };
  // Nothing is to be seen of a document that fails, so it waits until it is whole.
  const waiting = output === null ? new Spool() : null;
  const sink = {
    text: (piece: Uint8Array): void => {
      (target ?? waiting)?.write(piece);
    },
    sidecar: (piece: Uint8Array): void => {
      side.file ??= output === null ? null : new AtomicFile(sidecarOf(output));
      side.file?.write(piece);
    },
  };
  try {
    const fileName = path === STDIN ? "" : basename(path);
    const converted = await convertArtifact(host, artifact, { job, fileName, metadata: options.metadata, signal: options.signal }, sink);
    if (converted.written) {
      side.file?.commit();
      target?.commit();
      for (const piece of waiting?.pieces() ?? []) await options.text(piece);
    }
    return { path, output, converted };
  } finally {
    waiting?.close();
    target?.discard();
    side.file?.discard();
    await artifact.close();
  }
}

/** Converts files; those that are refused leave nothing behind, the others go on. */
export async function convertAll(
  tasks: readonly ConvertTask[],
  options: ConvertAllOptions,
  take: (file: ConvertedFile) => void,
): Promise<void> {
  const host = createHost({ jobs: options.jobs });
  try {
    await inOrder(tasks, options.jobs, (task) => convertOne(host, task, options), take);
  } finally {
    await host.close();
  }
}
