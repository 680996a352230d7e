/** Many files converted in one run: children work side by side, each output appears whole or not at all. */
import { basename, dirname, join } from "node:path";
import { isStandardInput } from "../artifact/path.js";
import { CornichonError, reportPath, sentence, showPath } from "../errors.js";
import { createHost } from "../host/index.js";
import type { Host } from "../host/types.js";
import { AtomicFile, Inputs } from "../output/atomic.js";
import { Spool } from "../output/spool.js";
import { isFilePlace } from "../output/target.js";
import type { ArtifactReport } from "../report/scan-report.js";
import { BATCH, type BatchOptions, given } from "./candidates.js";
import { CALLED, OBJECT, type Takes } from "./check-options.js";
import { type Converted, convertArtifact } from "./convert.js";
import { inOrder } from "./in-order.js";
import type { Metadata } from "./metadata.js";
import { CONVERSION, type ConvertOptions, jobFor } from "./options.js";
import { fileNameOf } from "./run.js";
import { unreadable } from "./scan.js";

/**
 * A file to convert and where it goes: a path, or null for the caller's own sink.
 * @see convertAll
 */
export interface ConvertTask {
  readonly path: string;
  readonly output: string | null;
}

/**
 * How `convertAll` reads and writes.
 * @see convertAll
 */
export interface ConvertAllOptions extends ConvertOptions, BatchOptions {
  /** What each document's `metadata` says beside what the artifact does. */
  readonly metadata: Metadata;
  /** Gets the document of tasks without an output, once it is whole. A piece is only good until it returns. */
  readonly text: (piece: Uint8Array) => void | Promise<void>;
}

const TAKES: Takes = { own: { ...BATCH, metadata: OBJECT, text: CALLED }, job: [...CONVERSION, "sidecar"] };

/**
 * What became of one file.
 * @see convertAll
 */
export interface ConvertedFile {
  readonly path: string;
  readonly output: string | null;
  /** Its line, its verdict, whether it was written. */
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
  // Nothing is put beside a device or a pipe: `/dev` is no folder for arrays.
  const sidecar = output !== null && isFilePlace(output) ? sidecarOf(output) : null;
  if (output !== null && sidecar === null && options.arrays === "sidecar")
    throw new CornichonError("output.exists", sentence`${showPath(output)}: no file, so no sidecar can stand beside it; name a file`);
  for (const one of [output, sidecar]) if (one !== null) inputs.refuse(one);
  const job = await jobFor("convert", { ...options, sidecar: sidecar === null ? "" : basename(sidecar) }, TAKES);
  const artifact = await given(path, options, job.limits.maxBytes).open();
  let target: AtomicFile | null = null;
  const side: { file: AtomicFile | null } = { file: null };
  // Nothing is to be seen of a document that fails, so it waits until it is whole.
  const waiting = output === null ? new Spool() : null;
  const sink = {
    text: (piece: Uint8Array): void => {
      (target ?? waiting)?.write(piece);
    },
    sidecar: (piece: Uint8Array): void => {
      side.file ??= sidecar === null ? null : new AtomicFile(sidecar);
      side.file?.write(piece);
    },
  };
  try {
    if (output !== null) target = new AtomicFile(output);
    const run = { host, artifact, job, signal: options.signal };
    const converted = await convertArtifact(run, { fileName: fileNameOf(path), metadata: options.metadata }, sink);
    if (converted.written) {
      await side.file?.commit();
      await target?.commit();
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

/**
 * Converts files; those that are refused leave nothing behind, the others go on.
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { convertAll } from "cornichon";
 *
 * const tasks = ["model.pkl", "evil.pkl"].map((path) => ({ path, output: `${path}.json` }));
 * const options = { jobs: 2, stdin: process.stdin, metadata: {}, text: () => undefined };
 * await convertAll(tasks, options, ({ path, converted }) => console.log(path, converted.written));
 * //=> model.pkl true
 * //=> evil.pkl false
 * console.log(JSON.parse(await readFile("model.pkl.json", "utf8")).format); //=> cornichon
 * ```
 */
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
