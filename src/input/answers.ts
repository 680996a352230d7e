/**
 * Answers to text, in pieces: JSON in the library's shapes, CSV that no spreadsheet runs, or a line of JSON a row; the rows
 * that were asked about may stand before their answers.
 */
import { CornichonError, sentence } from "../errors.js";
import type { Result } from "../model/all.js";
import { isArrayResult, isListResult, isSparseResult } from "../models/define.js";
import type { NDArray } from "../numeric/ndarray.js";
import { numberIn } from "./csv-columns.js";
import { writtenOut } from "./dense.js";
import type { Written } from "./rows.js";

/**
 * An answer and what is known of it.
 * @see answerJson
 * @see answerCsv
 * @see answerLines
 */
export interface Answer {
  /** sklearn's name of the method that was asked. */
  readonly method: string;
  /** What it answered. */
  readonly result: Result;
  /** Names of its columns; numbers behind the method's name where there are none. */
  readonly columns?: readonly string[] | null;
  /** The classes that its columns are of, a list an output. */
  readonly classes?: readonly (readonly unknown[])[] | null;
  /** The rows that it answers, to stand before it. */
  readonly input?: Written | null;
}

/** A number as JSON has it, NaN and infinities as texts. */
const jsonValue = (value: unknown): unknown => {
  if (typeof value === "bigint") return value.toString();
  return typeof value === "number" && !Number.isFinite(value) ? (Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf") : value;
};

const PIECE = 8192;

/** `[…]` in pieces. */
function* jsonList(values: ArrayLike<unknown>): Generator<string> {
  yield "[";
  for (let from = 0; from < values.length; from += PIECE) {
    const part = Array.from({ length: Math.min(PIECE, values.length - from) }, (_, i) => jsonValue(values[from + i]));
    yield `${from === 0 ? "" : ","}${JSON.stringify(part).slice(1, -1)}`;
  }
  yield "]";
}

function* jsonResult(result: Result, classes: readonly (readonly unknown[])[] | null): Generator<string> {
  if (isListResult(result)) {
    yield "[";
    for (const [k, one] of result.entries()) {
      const own = classes?.[k];
      if (k > 0) yield ",";
      yield* jsonResult(one, own === undefined ? null : [own]);
    }
    yield "]";
  } else if (!isArrayResult(result) && !isSparseResult(result)) yield JSON.stringify(jsonValue(result));
  else {
    yield `{${isSparseResult(result) ? '"format":"csr",' : ""}"dtype":${JSON.stringify(result.dtype)},"shape":${JSON.stringify(result.shape)},"data":`;
    yield* jsonList(result.data);
    if (isSparseResult(result)) {
      yield ',"indices":';
      yield* jsonList(result.indices);
      yield ',"indptr":';
      yield* jsonList(result.indptr);
    }
    const [own] = classes ?? [];
    if (own !== undefined) yield `,"classes":${JSON.stringify(own.map(jsonValue))}`;
    yield "}";
  }
}

/**
 * `{dtype, shape, data}` with `classes` where the columns are of classes; sparse rows with their indices; lists of those.
 * @example
 * ```ts
 * import { answerJson, load } from "cornichon";
 *
 * const { model } = await load("model.joblib");
 * const result = model?.call("predict", [[0.4, -0.6, 2.9]]) ?? null;
 * console.log(JSON.parse(Array.from(answerJson({ method: "predict", result })).join("")).shape); //=> [ 1 ]
 * ```
 */
export function* answerJson({ result, classes = null }: Answer): Generator<string> {
  yield* jsonResult(result, classes);
  yield "\n";
}

/** A text field that no spreadsheet runs: texts that begin a formula are quoted away. */
function textField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvField(value: unknown): string {
  if (typeof value === "string") return textField(value);
  return typeof value === "number" || typeof value === "bigint" ? String(jsonValue(value)) : String(value);
}

/** A field of X: a number is as it was written, and nothing is nothing. */
const inputField = (value: unknown): string => {
  if (value === null || Number.isNaN(value)) return "";
  return typeof value === "string" && numberIn(value) !== undefined ? value : csvField(value);
};

/** The answer as one array, with the width of its rows. */
interface Wide {
  readonly array: NDArray;
  readonly width: number;
  readonly names: readonly string[];
}

function wide({ method, result, columns = null }: Answer): Wide {
  const array = writtenOut(method, result);
  const rest = array.shape.slice(1);
  const width = rest.reduce((product, n) => product * n, 1);
  const numbered = rest.length === 0 ? [method] : Array.from({ length: width }, (_, j) => `${method}_${j}`);
  return { array, width, names: columns ?? numbered };
}

/** A row of the answer, and the row that it answers. */
function* rowsOf(
  { array, width }: Wide,
  input: Written | null,
): Generator<{ readonly before: readonly unknown[]; readonly own: unknown[] }> {
  const given = input?.rows[Symbol.iterator]();
  const count = array.shape[0] ?? 0;
  for (let i = 0; i < count; i++) {
    const next = given?.next();
    if (given !== undefined && next?.done === true) throw otherRows();
    yield { before: next?.value ?? [], own: Array.from({ length: width }, (_, j) => array.data[i * width + j]) };
  }
  if (given !== undefined && given.next().done !== true) throw otherRows();
}

const otherRows = (): CornichonError =>
  new CornichonError("usage", sentence`the answer has not a row for each row of X, to stand beside it`);

/** Lines in pieces that are worth being written. */
function* gathered(lines: Iterable<string>): Generator<string> {
  let text = "";
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < PIECE * 8) continue;
    yield text;
    text = "";
  }
  yield text;
}

/**
 * A row a sample, under the names of the columns.
 * @throws CornichonError `usage` where there is no single array
 * @example
 * ```ts
 * import { answerCsv, load } from "cornichon";
 *
 * const { model } = await load("model.joblib");
 * const result = model?.call("predict", [[0.4, -0.6, 2.9]]) ?? null;
 * const columns = ["return"];
 * console.log(Array.from(answerCsv({ method: "predict", result, columns })).join("").split("\n")[0]); //=> return
 * ```
 */
export function* answerCsv(answer: Answer): Generator<string> {
  const { input = null } = answer;
  const whole = wide(answer);
  function* lines(): Generator<string> {
    yield [...(input?.columns ?? []), ...whole.names].map(textField).join(",");
    for (const { before, own } of rowsOf(whole, input)) yield [...before.map(inputField), ...own.map(csvField)].join(",");
  }
  yield* gathered(lines());
}

/**
 * An object a sample, a line each.
 * @throws CornichonError `usage` where there is no single array
 * @example
 * ```ts
 * import { answerLines, load } from "cornichon";
 *
 * const { model } = await load("model.joblib");
 * const result = model?.call("predict", [[0.4, -0.6, 2.9]]) ?? null;
 * console.log(Object.keys(JSON.parse(Array.from(answerLines({ method: "predict", result })).join("")))); //=> [ 'predict' ]
 * ```
 */
export function* answerLines(answer: Answer): Generator<string> {
  const { input = null } = answer;
  const whole = wide(answer);
  const keys = [...(input?.columns ?? []), ...whole.names].map((name) => JSON.stringify(name));
  function* lines(): Generator<string> {
    for (const { before, own } of rowsOf(whole, input))
      yield `{${[...before, ...own].map((value, j) => `${keys[j]}:${JSON.stringify(jsonValue(value))}`).join(",")}}`;
  }
  yield* gathered(lines());
}

/**
 * The answer as JSON text.
 * @example
 * ```ts
 * import { load, resultJson } from "cornichon";
 *
 * const { model } = await load("model.joblib");
 * const result = model?.call("predict", [[0.4, -0.6, 2.9]]) ?? null;
 * console.log(JSON.parse(resultJson(result)).dtype); //=> float64
 * ```
 */
export const resultJson = (result: Result): string => Array.from(answerJson({ method: "", result })).join("");

/**
 * The answer as CSV: the header says the method, and the column where there are several, unless they have names.
 * @example
 * ```ts
 * import { load, resultCsv } from "cornichon";
 *
 * const { model } = await load("model.joblib");
 * const result = model?.call("predict", [[0.4, -0.6, 2.9]]) ?? null;
 * console.log(resultCsv("predict", result).split("\n")[0]); //=> predict
 * ```
 */
export const resultCsv = (method: string, result: Result, columns: readonly string[] | null = null): string =>
  Array.from(answerCsv({ method, result, columns })).join("");
