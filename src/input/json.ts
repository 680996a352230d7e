/** X from JSON in the library's shapes. */
import { CornichonError, type Shown, sentence, showText } from "../errors.js";
import type { X } from "../model/all.js";
import { own } from "../neutral/document.js";

const malformed = (why: Shown): CornichonError => new CornichonError("input.malformed", why);

/** JSON as X: rows, rows by name, `{columns, rows}`, `{dtype, shape, data}` or sparse rows. `reviver` as `JSON.parse` has it. */
export function jsonInput(text: string, reviver?: (key: string, value: unknown) => unknown): X {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, reviver);
  } catch {
    throw malformed(sentence`the JSON cannot be parsed`);
  }
  if (Array.isArray(parsed)) return parsed as X; // its rows are looked at when a model takes them
  if (typeof parsed === "object" && parsed !== null) {
    if (
      "columns" in parsed &&
      "rows" in parsed &&
      Array.isArray(parsed.columns) &&
      Array.isArray(parsed.rows) &&
      parsed.rows.every(Array.isArray)
    )
      return { columns: parsed.columns.map(String), rows: parsed.rows };
    if ("indptr" in parsed) return sparseInput(parsed);
    if ("shape" in parsed && "data" in parsed && Array.isArray(parsed.shape) && Array.isArray(parsed.data))
      return arrayInput("dtype" in parsed ? String(parsed.dtype) : "float64", parsed.shape.map(Number), parsed.data);
  }
  throw malformed(sentence`the JSON is neither rows, {columns, rows}, {dtype, shape, data} nor sparse rows`);
}

const WORD = /^[+-]?(?:nan|inf(?:inity)?)$/i;

/** NaN and infinities stand as texts where the array is one of numbers. */
function arrayInput(dtype: string, shape: readonly number[], data: readonly unknown[]): X {
  const number = (value: unknown): unknown =>
    typeof value === "string" && WORD.test(value) ? Number(value.replace(/nan/i, "NaN").replace(/inf(?:inity)?/i, "Infinity")) : value;
  return { dtype, shape, data: /^[<>=|]?f/.test(dtype) ? data.map(number) : data };
}

/** `{shape, data, indices, indptr}` as sparse rows; whether they hold together is seen when a model takes them. */
function sparseInput(parsed: object): X {
  const list = (key: string): number[] => {
    const value: unknown = own(parsed, key);
    if (!Array.isArray(value)) throw malformed(sentence`sparse rows need ${showText(key)}, a list of numbers`);
    return value.map(Number);
  };
  const [rows = 0, cols = 0] = list("shape");
  const dtype = own(parsed, "dtype");
  const name = typeof dtype === "string" ? dtype : "float64";
  return { format: "csr", dtype: name, shape: [rows, cols], data: list("data"), indices: list("indices"), indptr: list("indptr") };
}
