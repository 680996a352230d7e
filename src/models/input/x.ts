/** X: the shapes in which samples come, told apart by what they carry. One more shape is one more line in `X` and a guard. */
import type { NDArray } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";

/** Columns with names, rows of values: number, bigint, boolean, text, null (None), NaN (missing). */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** The fields of a CSV as they were written (`01234`), for models whose categories are texts. */
  readonly written?: readonly (readonly string[])[];
}

/**
 * Everything that `predict` and its like take: numbers, arrays, rows by name, texts, dicts, label sets, tables.
 * @example
 * ```ts
 * import { load, type X } from "cornichon";
 *
 * const { model } = await load("model.pkl");
 * const sameRow: X[] = [
 *   [[0.4, -0.6, 2.9]],
 *   [{ HML: 2.9, MKT: 0.4, SMB: -0.6 }], // by name: the order does not count
 *   { columns: ["HML", "MKT", "SMB"], rows: [[2.9, 0.4, -0.6]] },
 *   { dtype: "float64", shape: [1, 3], data: Float64Array.of(0.4, -0.6, 2.9) },
 *   { format: "csr", dtype: "float64", shape: [1, 3], data: Float64Array.of(0.4, -0.6, 2.9), indices: Int32Array.of(0, 1, 2), indptr: Int32Array.of(0, 3) },
 * ];
 * console.log(new Set(sameRow.map((x) => model?.predict?.(x).data[0])).size); //=> 1
 * ```
 * @see createLoader
 */
export type X =
  | Sparse
  | readonly (readonly (number | string)[])[]
  | NDArray
  | readonly Readonly<Record<string, unknown>>[]
  | readonly string[]
  | readonly number[]
  | Table;

/** What a model expects of X: the number of its features, and their names where it was fitted with names. */
export interface Expectation {
  readonly name: string;
  readonly nFeatures: number | null;
  readonly featureNames: readonly string[] | null;
}

/** The expectation of so many columns, whatever their names. */
export const unnamed = (name: string, nFeatures: number | null): Expectation => ({ name, nFeatures, featureNames: null });

export const isArrayOfArrays = (x: readonly unknown[]): x is readonly (readonly unknown[])[] => x.every(Array.isArray);
export const isRecord = (row: unknown): row is object => typeof row === "object" && row !== null;
export const isNDArray = (x: object): x is NDArray => "shape" in x && "data" in x && !("indptr" in x);
export const isSparse = (x: object): x is Sparse => "indptr" in x && "indices" in x;
export const isTable = (x: object): x is Table => "columns" in x && "rows" in x;

const KINDS: Readonly<Record<string, string>> = { f: "float", i: "int", u: "uint", c: "complex" };

/** numpy's `dtype.str` (`<f8`) as a dtype's name (`float64`); names stay as they are. */
export function dtypeName(dtype: string): string {
  const match = /^[<>=|]?([fiucbOUS])(\d*)$/.exec(dtype);
  if (match === null) return dtype;
  const [, kind = "", size = ""] = match;
  if (kind === "O") return "object";
  if (kind === "b") return "bool";
  return kind === "U" || kind === "S" ? kind + size : `${KINDS[kind]}${Number(size) * 8}`;
}
