/** Answers to text: JSON in the library's shapes, or CSV that no spreadsheet runs. */
import { CornichonError, sentence, showText } from "../errors.js";
import type { Result } from "../model/all.js";
import { denseResult, isArrayResult, isListResult, isSparseResult } from "../models/define.js";

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
