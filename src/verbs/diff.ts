/** `diff`: two models side by side, each an artifact, a neutral document or an ONNX file. */

import type { CompareOptions, DiffInput, DiffResult, GivenRows } from "../diff/index.js";
import { CornichonError, type Shown, sentence, showPath, showText } from "../errors.js";
import { answersByRow } from "../model/whole.js";
import { filled, locationsOf, looksLikeOnnx, type OnnxFile, readOnnx } from "../targets/onnx/read.js";
import { ask } from "./ask.js";
import { ANY, CALLED, FLAG, MEASURE, TEXT } from "./check-options.js";
import { refused } from "./convert.js";
import { documentOr, type Loadable, type LoadOptions } from "./load.js";
import { isTooLong, type Run } from "./run.js";
import { type InputOptions, rowsOf, type XSource } from "./x-source.js";

export type { AnswerDiff, Difference, DiffResult, DiffSide } from "../diff/index.js";

/**
 * How `diff` reads both models, what they are asked, and how close is the same.
 * @see diff
 */
export interface DiffOptions extends LoadOptions, InputOptions {
  /** Relative tolerance, of the larger of two numbers; 1e-9 where it is not given, 1e-5 for answers of an ONNX file in float32. */
  readonly rtol?: number;
  /** Absolute tolerance; 1e-12 where it is not given. */
  readonly atol?: number;
  /** X, whose answers are compared; where it is not given, rows are made of what the models were fitted to. */
  readonly input?: XSource;
}

const OWN = { rtol: MEASURE, atol: MEASURE, input: ANY, header: FLAG, delimiter: TEXT, keepText: FLAG, inputName: TEXT, progress: CALLED };
const RTOL = 1e-9;
const ATOL = 1e-12;
const START = 16;
const ONNX_NAME = /\.onnx$/i;

/** What an error says of a file, said with its name. */
const named = (path: string, error: CornichonError): CornichonError =>
  new CornichonError(error.code, sentence`${showPath(path)}: ${error.message}`, { cause: error, args: { path } });

/** A plain name in its own folder: never a path. */
const isPlainName = (name: string): boolean =>
  name.length > 0 && name.length < 256 && !/[/\\\0]/.test(name) && name !== "." && name !== "..";
const MOST_BESIDE = 1000;

/** The files that its weights are in, read from its own folder through no link. @throws CornichonError `input.unreadable` */
async function weightsBeside({ artifact, job, signal }: Run, file: OnnxFile): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  const unread = (name: string, why: Shown): CornichonError =>
    new CornichonError("input.unreadable", sentence`its weights are in ${showText(name)}, ${why}`);
  const names = locationsOf(file);
  if (names.length > MOST_BESIDE) throw new CornichonError("input.unreadable", sentence`its weights are in more than ${MOST_BESIDE} files`);
  let left = job.limits.maxBytes - artifact.size;
  for (const name of names) {
    signal?.throwIfAborted();
    if (!isPlainName(name)) throw unread(name, sentence`which is no name of a file beside it: a path is not followed`);
    const beside = await artifact.companion?.(name);
    if (beside === null || beside === undefined) throw unread(name, sentence`which is not beside it; put it into the same folder`);
    left -= beside.size;
    if (left < 0) throw unread(name, sentence`and both are longer than ${job.limits.maxBytes} bytes`);
    found.set(name, await beside.read(0, beside.size));
  }
  return found;
}

/** An ONNX file, by its first bytes or its name, with the weights that stand beside it. @throws CornichonError `input.unreadable` */
async function onnxIn(run: Run): Promise<{ readonly onnx: OnnxFile } | null> {
  const { artifact, job } = run;
  if (isTooLong(artifact, job)) return null;
  const start = await artifact.read(0, Math.min(START, artifact.size));
  if (!looksLikeOnnx(start) && !ONNX_NAME.test(artifact.path)) return null;
  run.signal?.throwIfAborted();
  const bytes = await artifact.read(0, artifact.size);
  try {
    const file = readOnnx(bytes);
    return { onnx: filled(file, await weightsBeside(run, file)) };
  } catch (error) {
    throw error instanceof CornichonError ? named(artifact.path, error) : error;
  }
}

/** A side, read. @throws CornichonError `artifact.refused`, `input.unreadable`, `document.*`, `host.*` */
export async function readSide(input: Loadable, options: LoadOptions, own: Parameters<typeof documentOr>[2]): Promise<DiffInput> {
  const read = await documentOr(input, options, own, onnxIn);
  if ("onnx" in read) return read;
  if (read.document === null) throw refused(read.artifacts);
  return { document: read.document };
}

/** Rows that the user gave: a model is asked in blocks where there are many. */
function givenRows(x: XSource, { header, delimiter, keepText, inputName, ...options }: DiffOptions): GivenRows {
  const { select: _select, rtol: _rtol, atol: _atol, input: _input, ...reading } = options;
  const rows = (wanted: Parameters<typeof rowsOf>[1]) => rowsOf(x, wanted, { header, delimiter, keepText, inputName }, reading);
  return {
    ask: async (model, root) => {
      const own = await rows(model);
      return (method) => ask({ model, method, rows: own, progress: () => undefined }, () => answersByRow(method, root)).result;
    },
    blocks: async (wanted, size) => Array.from((await rows(wanted)).blocks(size), (block) => block.x),
  };
}

/** @throws CornichonError `usage` */
export function compareOptions(options: DiffOptions): CompareOptions {
  const { rtol = RTOL, atol = ATOL, select, input } = options;
  const isDefault = options.rtol === undefined && options.atol === undefined;
  // An infinite one would let everything pass.
  if (!Number.isFinite(rtol) || !Number.isFinite(atol))
    throw new CornichonError("usage", sentence`rtol and atol are finite numbers from 0`);
  return { select, tolerance: { rtol, atol }, given: input === undefined ? undefined : givenRows(input, options), isDefault };
}

/**
 * Compares two models: classes and what is there, parameters, attributes with the largest difference, and what they answer.
 * An ONNX file is asked too, and its graph held against what the model is written as.
 * @throws CornichonError `artifact.refused`, `usage`, `input.*`, `document.*`, `model.*`, `target.unsupported`, `host.*`
 * @example
 * ```ts
 * import { convert, diff } from "cornichon";
 *
 * const { same, rows } = await diff("model.joblib", await convert("model.joblib"));
 * console.log(same, rows); //=> true 96 rows from means and scales
 * const { differences } = await diff("model.joblib", "model.pkl");
 * console.log(differences[0]?.what, differences[0]?.a, differences[0]?.b); //=> class sklearn.pipeline.Pipeline sklearn.linear_model.Ridge
 * ```
 */
export async function diff(a: Loadable, b: Loadable, options: DiffOptions = {}): Promise<DiffResult> {
  const how = compareOptions(options);
  const mine = await readSide(a, options, OWN);
  const theirs = await readSide(b, options, OWN);
  return (await import("../diff/index.js")).compare(mine, theirs, how);
}
