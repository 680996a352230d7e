/**
 * Rows to ask two models about, where nobody gave any: made of what both were fitted to, the same each time. Kept samples
 * come first, then rows whose cells are taken from their columns' values in a fixed order that mixes them; a column of which
 * nothing is known has small numbers. A model may still refuse them (no row of texts is made for one that takes images).
 */
import { CornichonError } from "../errors.js";
import type { Model, X } from "../model/all.js";
import type { References } from "../neutral/document.js";
import { type Cell, type Ranges, RangesFinder } from "./ranges.js";

/** Rows, and how they were made. */
export interface MadeRows {
  readonly x: X;
  readonly count: number;
  /** In words: `64 rows from means and scales`. */
  readonly how: string;
}

/** A model with the estimator that it was made of. */
export interface Source {
  readonly model: Model;
  readonly value: unknown;
  readonly references: References;
}

/** Rows that are mixed for each model. */
const MIXED = 48;
/** Of columns of which nothing is known: any number, none below zero, none but above, ones and zeros. */
const PATTERNS: readonly (readonly number[])[] = [
  [0, 1, -1, 0.5, -2, 3, -0.25, 1.5],
  [0, 1, 2, 0.5, 3, 1.5, 4, 0.25],
  [0.25, 1, 2, 3.5, 0.75],
  [0, 1],
];
/** Widest X that rows are made for. */
const WIDEST = 20_000;

/** A number that depends on both, and looks as if it did not. */
function mixed(row: number, column: number): number {
  let hash = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(column + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function rangesOf({ model, value, references }: Source): Ranges | null {
  const width = model.nFeatures;
  if (!model.takesTexts && (width === null || width > WIDEST)) return null;
  const finder = new RangesFinder(width ?? 0, references);
  try {
    finder.look(value, model.featureNames ?? []);
  } catch (error) {
    // What cannot be read is no hint; the model says what is wrong with it.
    if (!(error instanceof CornichonError)) throw error;
  }
  return finder;
}

function cellsOf(ranges: Ranges, pattern: readonly number[]): (readonly Cell[])[] {
  const values = ranges.columns.map((column) => (column.size > 0 ? [...column] : pattern));
  const rows = Array.from({ length: MIXED }, (_, i) => values.map((cells, j) => cells[mixed(i, j) % cells.length] ?? 0));
  return [...ranges.rows, ...rows];
}

/** Texts of a few words each, and an empty one. */
function textsOf({ words }: Ranges): string[] {
  const length = (row: number): number => row % 7;
  return Array.from({ length: MIXED }, (_, i) =>
    Array.from({ length: length(i) }, (_none, j) => words[mixed(i, j) % Math.max(1, words.length)] ?? "word").join(" "),
  );
}

function describe(count: number, all: readonly Ranges[]): string {
  const from = [...new Set(all.flatMap((ranges) => [...ranges.from]))];
  return `${count} rows from ${from.length === 0 ? "a fixed pattern of small numbers" : from.join(", ")}`;
}

const isNumeric = (rows: readonly (readonly Cell[])[]): rows is readonly (readonly number[])[] =>
  rows.every((row) => row.every((cell) => typeof cell === "number"));

function xOf(rows: readonly (readonly Cell[])[], names: readonly string[] | null): X {
  if (names !== null) return { columns: names, rows };
  if (isNumeric(rows)) return { dtype: "float64", shape: [rows.length, rows[0]?.length ?? 0], data: Float64Array.from(rows.flat()) };
  return { dtype: "object", shape: [rows.length, rows[0]?.length ?? 0], data: rows.flat() };
}

/** Rows that may suit all, the likeliest first. */
function rowsFrom(all: readonly Ranges[], names: readonly string[] | null, takesTexts: boolean): readonly MadeRows[] {
  if (takesTexts) {
    const texts = all.flatMap(textsOf);
    return [{ x: texts, count: texts.length, how: describe(texts.length, all) }];
  }
  const widths = new Set(all.map(({ columns }) => columns.length));
  if (widths.size > 1) return [];
  return PATTERNS.map((pattern) => {
    const rows = all.flatMap((ranges) => cellsOf(ranges, pattern));
    return { x: xOf(rows, names), count: rows.length, how: describe(rows.length, all) };
  });
}

/** Rows that may suit both, the likeliest first; none where nothing is known of X's width. */
export function madeRows(sources: readonly Source[]): readonly MadeRows[] {
  const all = sources.map(rangesOf).filter((ranges) => ranges !== null);
  const [first] = sources;
  if (first === undefined || all.length !== sources.length) return [];
  return rowsFrom(
    all,
    first.model.featureNames,
    sources.every(({ model }) => model.takesTexts),
  );
}

/** Rows of numbers of which nothing is known but their width. */
export function plainRows(width: number | null, names: readonly string[] | null): readonly MadeRows[] {
  if (width === null || width > WIDEST) return [];
  const columns = Array.from({ length: width }, () => new Set<Cell>());
  return rowsFrom([{ columns, rows: [], words: [], from: new Set() }], names, false);
}

/** The same rows in float32's numbers. */
export function singleRows(made: MadeRows): MadeRows {
  const cell = (value: unknown): unknown => (typeof value === "number" ? Math.fround(value) : value);
  const { x, how } = made;
  if ("rows" in x) return { ...made, x: { ...x, rows: x.rows.map((row) => row.map(cell)) }, how: `${how}, in float32` };
  if (!("dtype" in x) || x.dtype !== "float64") return made;
  return { ...made, x: { ...x, data: Float64Array.from(x.data, (value) => Math.fround(Number(value))) }, how: `${how}, in float32` };
}
