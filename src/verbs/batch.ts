/**
 * Many artifacts in one run: paths and directories are expanded, children work side by side, results come in the order
 * of the input. What is not recognised in a directory is skipped and counted, never listed as safe.
 */
import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isStandardInput, systemPath } from "../artifact/path.js";
import { type OpenArtifact, openPath, openStream } from "../artifact/source.js";
import { looksLikeArtifact, walk } from "../artifact/walk.js";
import { CornichonError, reportPath } from "../errors.js";
import { createHost } from "../host/index.js";
import type { Host } from "../host/types.js";
import { AtomicFile, Inputs } from "../output/atomic.js";
import { Spool } from "../output/spool.js";
import type { Judgement } from "../report/judgement.js";
import type { ArtifactReport } from "../report/scan-report.js";
import { Counts, type Summary } from "../report/summary.js";
import { CALLED, COUNT, OBJECT, type Takes } from "./check-options.js";
import { type Converted, convertArtifact } from "./convert.js";
import type { Metadata } from "./metadata.js";
import { CONVERSION, type ConvertOptions, jobFor } from "./options.js";
import { fileNameOf } from "./run.js";
import { SCANNING, type ScanOptions, scanArtifact, unreadable } from "./scan.js";

/** A file to judge, and whether it was named or met in a directory. What was met is opened before the walk goes on. */
interface Candidate {
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

function named(path: string, options: BatchOptions, maxBytes: number): Candidate {
  const open = (): OpenArtifact | Promise<OpenArtifact> =>
    isStandardInput(path) ? openStream(options.stdin, path, maxBytes, options.signal) : openPath(path);
  return { path, named: true, open };
}

function* candidates(paths: readonly string[], options: BatchOptions, maxBytes: number): Generator<Candidate> {
  for (const path of paths) {
    if (isStandardInput(path) || !isDirectory(path)) yield named(path, options, maxBytes);
    else for (const { path: below, open } of walk(path)) yield { path: below, named: false, open };
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
      // Before anything else is waited for: what an iterator gave may be good only until it goes on.
      const job = work(item);
      // It is awaited in its turn: until then its failure is nobody's surprise.
      job.catch(() => undefined);
      running.push(job);
      if (running.length >= jobs) await next();
    }
    while (running.length > 0) await next();
  } finally {
    for (const end of await Promise.allSettled(running)) if (end.status === "fulfilled") drop(end.value);
  }
}

export interface BatchOptions {
  /** Children at a time. */
  readonly jobs: number;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
}

const BATCH = { jobs: COUNT, stdin: OBJECT };

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
    await inOrder(candidates(paths, options, job.limits.maxBytes), options.jobs, judge, tell, ({ judgement }) => judgement.close());
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

const TAKES: Takes = { own: { ...BATCH, metadata: OBJECT, text: CALLED }, job: [...CONVERSION, "sidecar"] };

export interface ConvertedFile {
  readonly path: string;
  readonly output: string | null;
  readonly converted: Converted;
  /** Why its output could not be written. */
  readonly failure?: CornichonError;
}

/** Name of the sidecar beside an output. The document names it, so it is text. */
const sidecarOf = (output: string): string => join(dirname(output), `${reportPath(basename(output).replace(/\.json$/, ""))}.safetensors`);

const unwritten = (artifacts: readonly ArtifactReport[]): Converted => ({
  artifacts,
  verdict: artifacts[0]?.verdict ?? "unsupported",
  written: false,
  conflicts: [],
});

/** One file. What cannot be read, and an output that cannot be written, is no reason to leave out the others. */
async function convertOne(host: Host, task: ConvertTask, options: ConvertAllOptions, inputs: Inputs): Promise<ConvertedFile> {
  const { path, output } = task;
  try {
    return { path, output, converted: await convertTo(host, task, options, inputs) };
  } catch (error) {
    if (!(error instanceof CornichonError) || error.code !== "output.exists")
      return { path, output, converted: unwritten([unreadable(path, error).own]) };
    return { path, output, converted: unwritten([]), failure: error };
  }
}

async function convertTo(host: Host, task: ConvertTask, options: ConvertAllOptions, inputs: Inputs): Promise<Converted> {
  const { path, output } = task;
  if (output !== null) for (const one of [output, sidecarOf(output)]) inputs.refuse(one);
  const job = await jobFor("convert", { ...options, sidecar: output === null ? "" : basename(sidecarOf(output)) }, TAKES);
  const artifact = await named(path, options, job.limits.maxBytes).open();
  let target: AtomicFile | null = null;
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
    if (output !== null) target = new AtomicFile(output);
    const run = { host, artifact, job, signal: options.signal };
    const converted = await convertArtifact(run, { fileName: fileNameOf(path), metadata: options.metadata }, sink);
    if (converted.written) {
      side.file?.commit();
      target?.commit();
      for (const piece of waiting?.pieces() ?? []) await options.text(piece);
    }
    return converted;
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
    const inputs = new Inputs(tasks.flatMap(({ path }) => (isStandardInput(path) ? [] : [path])));
    await inOrder(tasks, options.jobs, (task) => convertOne(host, task, options, inputs), take);
  } finally {
    await host.close();
  }
}
