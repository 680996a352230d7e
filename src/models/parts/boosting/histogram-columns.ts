/**
 * Columns of histogram boosting on data frames with categories (sklearn 1.4 on, `_preprocessor`): categories become their
 * numbers and move to the front, all else is numbers. A category that was not seen, and a missing one, is NaN
 * (sklearn.ensemble._hist_gradient_boosting.gradient_boosting.BaseHistGradientBoosting._preprocess_X 1.9).
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { arrayOf, typeOf } from "../../../neutral/document.js";
import { type Matrix, matrix } from "../../../numeric/ndarray.js";
import { numberAt } from "../../input/numbers.js";
import type { Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";

/** A column that the trees see. */
export interface Column {
  /** Position in X. */
  readonly from: number;
  /** Numbers of its categories; null for a column of numbers. */
  readonly codes: ReadonlyMap<unknown, number> | null;
  /** Categories are numbers, so a text of X may spell one. */
  readonly numeric: boolean;
  /** What an unknown category stands for where that is unknown, too. */
  readonly refuses?: number;
}

/** Columns that the trees were fitted on; null where they are those of X. @throws CornichonError `model.inconsistent` */
export function codedColumns(state: State, features: number): readonly Column[] | null {
  const encoder = encoderOf(state);
  if (encoder === null) return null;
  const flags = state.vector("is_categorical_", features);
  const codes = encoder.items("categories_").map((value) => {
    if (typeOf(value) !== "ndarray") throw encoder.inconsistent("categories_ is no list of arrays");
    const values: readonly unknown[] = Array.from(arrayOf(value).data);
    return { map: new Map(values.map((category, at) => [category, at])), numeric: values.every((one) => typeof one === "number") };
  });
  const places = (flag: boolean): number[] => [...flags].flatMap((one, j) => ((one !== 0) === flag ? [j] : []));
  const encoded = places(true);
  if (codes.length !== encoded.length) throw state.inconsistent(`${codes.length} lists of categories for ${encoded.length} columns`);
  return [
    ...encoded.map((from, at) => ({ from, codes: codes[at]?.map ?? null, numeric: codes[at]?.numeric ?? false })),
    ...places(false).map((from) => ({ from, codes: null, numeric: true })),
  ];
}

/** How X becomes what the trees were fitted on; null where it is that already. @throws CornichonError `model.inconsistent` */
export function histogramColumns(state: State, features: number): ((x: Samples, expected: Expectation) => Matrix) | null {
  const columns = codedColumns(state, features);
  if (columns === null) return null;
  const unseen = state.since(1, 6);
  return (x, expected) => {
    const known = x.dtype === "bool" && unseen;
    return encode(x, expected, known ? columns.map(withoutBooleans) : columns);
  };
}

/**
 * From 1.6 on an unknown category becomes the first one before it is looked up: as a boolean, among booleans, which need
 * not be a category either.
 */
function withoutBooleans(column: Column): Column {
  const { codes } = column;
  if (codes === null) return column;
  const [first] = codes.keys();
  const stands = Number(Boolean(first));
  if (codes.has(stands)) return column;
  return { ...column, refuses: stands };
}

/** The fitted `OrdinalEncoder` among the preprocessor's transformers. */
function encoderOf(state: State): State | null {
  const preprocessor = state.object("_preprocessor");
  if (preprocessor === null) return null;
  for (const step of preprocessor.items("transformers_")) {
    const [name, value] = itemsOf(step, state.references) ?? [];
    if (name === "encoder") return preprocessor.inner(value);
  }
  throw state.inconsistent("its _preprocessor has no encoder");
}

/** A number may be written as a text, and be a boolean. */
const isWritten = (value: unknown): boolean => typeof value === "string" || typeof value === "boolean";

/** Number of a category, NaN of one that was not seen. @throws CornichonError `input.malformed` */
function codeOf({ codes, refuses }: Column, value: unknown): number {
  const code = codes?.get(value);
  if (code === undefined && refuses !== undefined)
    throw new CornichonError(
      "input.malformed",
      sentence`y contains previously unseen labels: ${showText(refuses === 0 ? "np.False_" : "np.True_")}`,
    );
  return code ?? Number.NaN;
}

function encode(x: Samples, expected: Expectation, columns: readonly Column[]): Matrix {
  const table = x.table(expected);
  const out = matrix(table.rows.length, columns.length);
  table.rows.forEach((row, i) => {
    columns.forEach((column, j) => {
      const { from, codes, numeric } = column;
      const value = row[from];
      const name = table.columns[from] ?? from;
      const number = (): number => numberAt(value, i, name);
      out.data[i * columns.length + j] = codes === null ? number() : codeOf(column, numeric && isWritten(value) ? number() : value);
    });
  });
  return out;
}
