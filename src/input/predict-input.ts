/** X from text, and answers to text: CSV with a header (RFC 4180), JSON in the library's shapes. */
import { CornichonError, type Shown, sentence, showText } from "../errors.js";
import type { Result, X } from "../model/all.js";
import { denseResult, isArrayResult, isListResult, isSparseResult } from "../models/define.js";
import { own } from "../neutral/document.js";

const malformed = (why: Shown): CornichonError => new CornichonError("input.malformed", why);

/** Fields of CSV text, line by line. Quotes, doubled quotes, CRLF and a byte order mark are understood. */
export function parseCsv(text: string): string[][] {
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < source.length; i++) {
    const c = source[i] ?? "";
    if (quoted) {
      if (c !== '"') field += c;
      else if (source[i + 1] === '"') field += source[++i];
      else quoted = false;
    } else if (c === '"' && field === "") quoted = true;
    else if (c === ",") {
      row.push(field);
      field = "";
    } else if (c === "\n" || c === "\r") {
      if (c === "\r" && source[i + 1] === "\n") i++;
      rows.push([...row, field]);
      row = [];
      field = "";
    } else field += c;
  }
  if (quoted) throw malformed(sentence`the CSV ends inside quotes`);
  if (field !== "" || row.length > 0) rows.push([...row, field]);
  return rows.filter((r) => r.length > 1 || r[0] !== "");
}

const isNumber = (text: string): boolean => text.trim() !== "" && Number.isFinite(Number(text));

/**
 * CSV as X. The first line names the columns; where every field of it is a number there is no header, and the columns
 * count by position.
 */
export function csvInput(text: string): X {
  const rows = parseCsv(text);
  const [first, ...rest] = rows;
  if (first === undefined) throw malformed(sentence`the CSV is empty`);
  const headless = first.every(isNumber);
  const body = headless ? rows : rest;
  const odd = body.findIndex((row) => row.length !== first.length);
  if (odd >= 0)
    throw malformed(
      sentence`line ${odd + (headless ? 1 : 2)} of the CSV has ${body[odd]?.length ?? 0} fields, the first has ${first.length}`,
    );
  return headless ? body : { columns: first.map((name) => name.trim()), rows: body };
}

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

/** A number as JSON has it, NaN and infinities as texts. */
const jsonValue = (value: unknown): unknown => {
  if (typeof value === "bigint") return value.toString();
  return typeof value === "number" && !Number.isFinite(value) ? (Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf") : value;
};

function plain(result: Result): unknown {
  if (isListResult(result)) return result.map(plain);
  if (!isArrayResult(result) && !isSparseResult(result)) return jsonValue(result);
  const array = { dtype: result.dtype, shape: result.shape, data: Array.from<unknown, unknown>(result.data, jsonValue) };
  return isSparseResult(result)
    ? { format: "csr", ...array, indices: Array.from(result.indices), indptr: Array.from(result.indptr) }
    : array;
}

/** `{dtype, shape, data}` as JSON text, sparse rows with their indices, lists as arrays of those. */
export const resultJson = (result: Result): string => `${JSON.stringify(plain(result))}\n`;

/** A field that no spreadsheet runs: texts that begin a formula are quoted away. */
function csvField(value: unknown): string {
  const text = typeof value === "number" || typeof value === "bigint" ? String(jsonValue(value)) : String(value);
  if (typeof value !== "string") return text;
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A row a sample; the header says the method, and the column where there are several. */
export function resultCsv(method: string, given: Result): string {
  if (!isArrayResult(given) && !isSparseResult(given))
    throw new CornichonError("usage", sentence`${showText(method)} gives no single array; --format json shows what it gives`);
  const result = denseResult(given);
  const [rows = 0, ...rest] = result.shape;
  const cols = rest.reduce((product, n) => product * n, 1);
  const header = rest.length === 0 ? method : Array.from({ length: cols }, (_, j) => `${method}_${j}`).join(",");
  const values = Array.from(result.data);
  const lines = Array.from({ length: rows }, (_, i) =>
    values
      .slice(i * cols, (i + 1) * cols)
      .map(csvField)
      .join(","),
  );
  return `${[header, ...lines].join("\n")}\n`;
}
