/** `diff`: two models side by side, each an artifact, a neutral document or an ONNX file. */

import type { AskGiven, CompareOptions, DiffInput, DiffResult } from "../diff/index.js";
import { CornichonError, sentence, showPath } from "../errors.js";
import { answersByRow } from "../model/whole.js";
import { looksLikeOnnx, readOnnx } from "../targets/onnx/read.js";
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
  /** Relative tolerance, of the larger of two numbers; 1e-9 where it is not given. */
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

/** An ONNX file, by its first bytes or its name. @throws CornichonError `input.unreadable` */
async function onnxIn({ artifact, job, ...run }: Run): Promise<{ readonly onnx: ReturnType<typeof readOnnx> } | null> {
  if (isTooLong(artifact, job)) return null;
  const start = await artifact.read(0, Math.min(START, artifact.size));
  if (!looksLikeOnnx(start) && !ONNX_NAME.test(artifact.path)) return null;
  run.signal?.throwIfAborted();
  const bytes = await artifact.read(0, artifact.size);
  try {
    return { onnx: readOnnx(bytes) };
  } catch (error) {
    if (!(error instanceof CornichonError)) throw error;
    throw new CornichonError(error.code, sentence`${showPath(artifact.path)}: ${error.message}`, {
      cause: error,
      args: { path: artifact.path },
    });
  }
}

/** A side, read. @throws CornichonError `artifact.refused`, `input.unreadable`, `document.*`, `host.*` */
export async function readSide(input: Loadable, options: LoadOptions, own: Parameters<typeof documentOr>[2]): Promise<DiffInput> {
  const read = await documentOr(input, options, own, onnxIn);
  if ("onnx" in read) return read;
  if (read.document === null) throw refused(read.artifacts);
  return { document: read.document };
}

/** Asks about rows that the user gave, in blocks where there are many. */
function asking(x: XSource, { header, delimiter, keepText, inputName, ...options }: DiffOptions): AskGiven {
  const { select: _select, rtol: _rtol, atol: _atol, input: _input, ...reading } = options;
  return async (model, root) => {
    const rows = await rowsOf(x, model, { header, delimiter, keepText, inputName }, reading);
    return (method) => ask({ model, method, rows, progress: () => undefined }, () => answersByRow(method, root)).result;
  };
}

/** @throws CornichonError `usage` */
export function compareOptions(options: DiffOptions): CompareOptions {
  const { rtol = RTOL, atol = ATOL, select, input } = options;
  // An infinite one would let everything pass.
  if (!Number.isFinite(rtol) || !Number.isFinite(atol))
    throw new CornichonError("usage", sentence`rtol and atol are finite numbers from 0`);
  return { select, tolerance: { rtol, atol }, given: input === undefined ? undefined : asking(input, options) };
}

/**
 * Compares two models: classes and what is there, parameters, attributes with the largest difference, and what they answer.
 * An ONNX file is held against a model by writing that one as ONNX too.
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
