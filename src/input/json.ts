/**
 * X from JSON: the library's shapes, what pandas and Python write (NaN as a bare word), JSON Lines, and requests to servers
 * of models. What an object is, the model's own names say first: a column may be called `data`.
 */
import { CornichonError, type Shown, sentence, showText } from "../errors.js";
import type { X } from "../model/all.js";
import { isTable } from "../models/input/x.js";
import { parsePython, parsePythonLines } from "../neutral/python-json.js";
import { malformed } from "./decode.js";
import { isTensor, tensorsOf } from "./json-bodies.js";
import { listsOf, nestedOf, recordOf, recordsOf, schemaOf, splitOf } from "./json-frames.js";
import { at, cells, isMapping, isScalar, keysOf, type Mapping, valuesOf } from "./json-values.js";
import { UNKNOWN, type Wanted } from "./wanted.js";

const ACCEPTED: Shown = sentence`neither rows, rows by name, {columns, rows}, what DataFrame.to_json writes, {dtype, shape, data}, sparse rows, nor a request of MLflow or the Open Inference Protocol`;

/**
 * JSON as X. With `reviver`, as `JSON.parse` has it, the text is plain JSON.
 * @throws CornichonError `input.malformed`
 * @example
 * ```ts
 * import { jsonInput, load } from "cornichon";
 *
 * const { model } = await load("model.joblib");
 * const answer = model?.predict?.(jsonInput('[{"MKT": 0.4, "SMB": -0.6, "HML": 2.9}]'));
 * console.log(Number(answer?.data[0]).toFixed(6)); //=> 1.834320
 * ```
 */
export function jsonInput(text: string, reviver?: (key: string, value: unknown) => unknown, wanted: Wanted = UNKNOWN): X {
  return inputOf(reviver === undefined ? parsed(text) : plainlyParsed(text, reviver), wanted);
}

function plainlyParsed(text: string, reviver: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, reviver);
  } catch {
    throw malformed(sentence`the JSON cannot be parsed`);
  }
}

/** One value, or the values of JSON Lines: those are what is left when the first value has ended its line. */
function parsed(text: string): unknown {
  try {
    return parsePython(text);
  } catch (error) {
    if (!isOfLines(text) || !(error instanceof CornichonError)) throw error;
    return parsePythonLines(text);
  }
}

/** True where a line ends what the next one begins anew. */
const isOfLines = (text: string): boolean => /[}\]]\s*\n\s*[{[]/.test(text);

/** A value that was read already as X. @throws CornichonError `input.malformed` */
export function inputOf(value: unknown, wanted: Wanted): X {
  if (Array.isArray(value)) return listOf(value, wanted);
  if (isMapping(value)) return objectOf(value, wanted);
  throw malformed(sentence`the JSON is ${ACCEPTED}`);
}

/** The texts of rows of one text, for a model that takes no rows. */
function textsOf(rows: readonly (readonly unknown[])[]): X | null {
  return rows.every((row) => row.length === 1) ? (rows.map(([only]) => only) as X) : null; // looked at when a model takes them
}

function listOf(list: readonly unknown[], wanted: Wanted): X {
  if (list.length > 0 && list.every(Array.isArray)) return (wanted.takesTexts ? textsOf(list) : null) ?? (cells(list) as X);
  if (list.length > 0 && list.every(isMapping)) return textsOfTable(recordsOf(list), wanted);
  // The values of one row, which sklearn would ask to reshape: here the model says how many there are.
  const isRow = list.length > 0 && list.length === wanted.nFeatures && !wanted.takesTexts && list.every(isScalar);
  if (isRow) return [list] as X; // any value is looked at when a model takes it
  return (list.every(isScalar) ? cells(list.map((one) => [one])).map(([one]) => one) : list) as X; // as before
}

/** A table of one column, for a model that takes texts. */
function textsOfTable(x: X, { takesTexts }: Wanted): X {
  if (!takesTexts) return x;
  if (Array.isArray(x)) return textsOf(x.map((record) => (isMapping(record) ? valuesOf(record) : []))) ?? x;
  return isTable(x) ? (textsOf(x.rows) ?? x) : x;
}

/** Keys that say what an object is, and are no columns unless the model has such. */
const RESERVED: ReadonlySet<string> = new Set(["columns", "rows", "data", "shape", "indptr", "schema"]);

function objectOf(value: Mapping, wanted: Wanted): X {
  const keys = new Set(keysOf(value));
  const isNamed = wanted.featureNames?.every((name) => keys.has(name));
  const x = (isNamed ? byName(value, wanted) : null) ?? request(value, wanted) ?? shaped(value, wanted);
  if (x !== null) return textsOfTable(x, wanted);
  const other = [...keys].some((key) => RESERVED.has(key)) ? null : byName(value, wanted);
  if (other === null) throw malformed(sentence`the JSON is ${ACCEPTED}`);
  return textsOfTable(other, wanted);
}

const byName = (value: Mapping, wanted: Wanted): X | null => nestedOf(value, wanted) ?? listsOf(value) ?? recordOf(value);

/** The body of a request; null for what is none. */
function request(value: Mapping, wanted: Wanted): X | null {
  const split = at(value, "dataframe_split");
  if (isMapping(split)) return splitOf(split);
  const rows = at(value, "dataframe_records") ?? at(value, "instances");
  if (Array.isArray(rows)) return listOf(rows, wanted);
  const inputs = at(value, "inputs");
  if (isMapping(inputs)) {
    const keys = keysOf(inputs);
    const only = at(inputs, keys[0] ?? "");
    return keys.length === 1 && isMatrix(only) ? listOf(only, wanted) : inputOf(inputs, wanted);
  }
  if (!Array.isArray(inputs)) return null;
  return inputs.length > 0 && inputs.every(isTensor) ? tensorsOf(inputs) : listOf(inputs, wanted);
}

const isMatrix = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length > 0 && value.every((row) => Array.isArray(row) && row.length !== 1);

function shaped(value: Mapping, wanted: Wanted): X | null {
  const table = splitOf(value) ?? schemaOf(value, wanted);
  if (table !== null) return table;
  if (at(value, "indptr") !== undefined) return sparseInput(value);
  const [shape, data, dtype] = [at(value, "shape"), at(value, "data"), at(value, "dtype")];
  return Array.isArray(shape) && Array.isArray(data)
    ? arrayInput(dtype === undefined ? "float64" : String(dtype), shape.map(Number), data)
    : null;
}

const WORD = /^[+-]?(?:nan|inf(?:inity)?)$/i;

/** NaN and infinities stand as texts where the array is one of numbers. */
function arrayInput(dtype: string, shape: readonly number[], data: readonly unknown[]): X {
  const number = (value: unknown): unknown =>
    typeof value === "string" && WORD.test(value) ? Number(value.replace(/nan/i, "NaN").replace(/inf(?:inity)?/i, "Infinity")) : value;
  return { dtype, shape, data: /^[<>=|]?f/.test(dtype) ? data.map(number) : data };
}

/** `{shape, data, indices, indptr}` as sparse rows; whether they hold together is seen when a model takes them. */
function sparseInput(parsed: Mapping): X {
  const list = (key: string): number[] => {
    const value = at(parsed, key);
    if (!Array.isArray(value)) throw malformed(sentence`sparse rows need ${showText(key)}, a list of numbers`);
    return value.map(Number);
  };
  const [rows = 0, cols = 0] = list("shape");
  const dtype = at(parsed, "dtype");
  const name = typeof dtype === "string" ? dtype : "float64";
  return { format: "csr", dtype: name, shape: [rows, cols], data: list("data"), indices: list("indices"), indptr: list("indptr") };
}
