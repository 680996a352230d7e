/** X that is there as a whole: of JSON, of arrays, of a program. */
import type { X } from "../model/all.js";
import { givenX } from "../models/input/given.js";
import { isTable } from "../models/input/x.js";
import { Samples } from "../models/samples.js";
import type { Bytes } from "./bytes.js";
import { textOf } from "./decode.js";
import { jsonInput } from "./json.js";
import type { Rows, Written } from "./rows.js";
import type { Wanted } from "./wanted.js";

/** The rows of X beside its answers; null for what has none (sparse rows, arrays of more axes). */
function writtenOf(x: X): Written | null {
  if (!Array.isArray(x) && isTable(x)) return { columns: x.columns, rows: x.rows };
  try {
    const { columns, rows } = new Samples(x).table({ name: "", nFeatures: null, featureNames: null });
    return { columns, rows };
  } catch {
    return null;
  }
}

export const oneBlock = (x: X, line?: (row: number) => number): Rows => ({
  count: null,
  warnings: [],
  blocks: () => {
    const own = givenX(x);
    const samples = new Samples(own);
    return [{ x: own, count: samples.rows, isNamed: samples.columns !== null, ...(line === undefined ? {} : { line }) }];
  },
  written: () => writtenOf(x),
});

export const jsonRows = (bytes: Bytes, wanted: Wanted): Rows => oneBlock(jsonInput(textOf(bytes), undefined, wanted));

/** A text a line, as they are: an empty line is an empty text. */
export function textRows(bytes: Bytes): Rows {
  const lines = textOf(bytes).split(/\r\n|\r|\n/);
  if (lines[lines.length - 1] === "") lines.pop();
  return oneBlock(lines, (row) => row + 1);
}
