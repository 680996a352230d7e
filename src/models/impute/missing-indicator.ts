/**
 * sklearn.impute.MissingIndicator (_base 0.20 to 1.9): true where a value is missing, for the columns that had missing
 * values or for all. New columns with missing values are an error unless `error_on_new` is off.
 */
import { CornichonError, sentence } from "../../errors.js";
import type { NDArray } from "../../numeric/ndarray.js";
import { texts } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { RowBuilder } from "../../numeric/sparse-rows.js";
import { defineModel, methods } from "../define.js";
import { cellsOf } from "../parts/columns/cells.js";
import { namesIn } from "../parts/columns/columns.js";
import { columnsTold, indicatorNames, missingOf, withNaN } from "../parts/columns/missing.js";
import { expectationOf } from "../parts/expectation.js";
import type { Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

/** Calls back for each missing value, in order of rows and columns. */
function eachMissing(state: State, x: Samples, expected: Expectation, tell: (row: number, column: number) => void): number {
  const missing = missingOf(state);
  const sparse = x.sparse(expected);
  if (sparse === null) {
    const cells = cellsOf(x, expected);
    missing.refuseDtype(x.dtype);
    const numbers = !x.holdsObjects && cells.dtype !== "object";
    const data = withNaN(cells, state);
    missing.refuseNaN(data);
    if (numbers) missing.refuseNumbers();
    const isMissing = numbers ? missing.inNumbers : missing.inObjects;
    for (let at = 0; at < data.length; at++) if (isMissing(data[at])) tell(Math.floor(at / cells.shape[1]), at % cells.shape[1]);
    return cells.shape[0];
  }
  if (missing.inNumbers(0))
    throw new CornichonError(
      "input.malformed",
      sentence`Sparse input with missing_values=0 is not supported. Provide a dense array instead.`,
    );
  missing.refuseNaN(sparse.data);
  for (let i = 0; i < sparse.shape[0]; i++)
    for (let at = sparse.indptr[i]; at < sparse.indptr[i + 1]; at++) if (missing.inNumbers(sparse.data[at])) tell(i, sparse.indices[at]);
  return sparse.shape[0];
}

/** Places of columns among those kept. @throws CornichonError `input.malformed` for one that is not among those told */
function placesOf(state: State, told: readonly number[], kept: readonly number[]): (column: number) => number {
  const places = new Map(kept.map((column, place) => [column, place]));
  const known = new Set(told);
  const strict = state.text("features") !== "all" && state.flag("error_on_new", true);
  return (column) => {
    const place = places.get(column);
    if (!known.has(column) && strict)
      throw new CornichonError(
        "input.malformed",
        sentence`The features [${column}] have missing values in transform but have no missing values in fit.`,
      );
    return place ?? -1;
  };
}

const isSparseOut = (state: State, x: Samples, expected: Expectation): boolean =>
  state.text("sparse") === "auto" ? x.sparse(expected) !== null : state.flag("sparse", false);

function dense(marks: readonly (readonly [number, number])[], rows: number, cols: number): NDArray {
  const data = new Array<boolean>(rows * cols).fill(false);
  for (const [row, place] of marks) data[row * cols + place] = true;
  return { dtype: "bool", shape: [rows, cols], data };
}

function sparse(marks: readonly (readonly [number, number])[], rows: number, cols: number, old: boolean): Sparse {
  const builder = new RowBuilder(cols, marks.length);
  for (let i = 0, at = 0; i < rows; i++) {
    for (; marks[at]?.[0] === i; at++) builder.put(marks[at]?.[1] ?? 0, 1);
    builder.endRow();
  }
  return builder.end(cols === 0 && old ? "float64" : "bool");
}

/** In 0.20 a sparse mask kept a False where X stored what is not missing. */
function withFalses(mask: Sparse, { shape, indptr, indices }: Sparse, kept: readonly number[]): Sparse {
  const places = new Map(kept.map((column, place) => [column, place]));
  const builder = new RowBuilder(kept.length, indices.length);
  for (let i = 0; i < shape[0]; i++) {
    const marked = new Set(Array.from(mask.indices.slice(mask.indptr[i], mask.indptr[i + 1])));
    for (let at = indptr[i]; at < indptr[i + 1]; at++) {
      const place = places.get(indices[at]);
      if (place !== undefined) builder.put(place, Number(marked.has(place)));
    }
    builder.endRow();
  }
  return builder.end("bool");
}

export const MissingIndicator = defineModel({
  class: "sklearn.impute.MissingIndicator",
  build: (state) => {
    const features = state.has("n_features_in_") ? state.whole("n_features_in_", 0, 2 ** 31) : state.whole("_n_features", 0, 2 ** 31);
    const columns = columnsTold(state, features);
    // In 0.20 none is all.
    const kept = columns.length === 0 && state.before(0, 21) ? Array.from({ length: features }, (_, j) => j) : columns;
    // scipy of that time (to 1.8) made doubles of no columns.
    const old = state.before(1, 2);
    const expected = expectationOf(state, features);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const place = placesOf(state, columns, kept);
          const marks: [number, number][] = [];
          const rows = eachMissing(state, x, expected, (row, column) => {
            const at = place(column);
            if (at >= 0) marks.push([row, at]);
          });
          if (!isSparseOut(state, x, expected)) return dense(marks, rows, kept.length);
          const mask = sparse(marks, rows, kept.length, old);
          const stored = state.before(0, 21) ? x.sparse(expected) : null;
          return stored === null ? mask : withFalses(mask, stored, kept);
        },
        get_feature_names_out: (_x, options) => texts(indicatorNames(columns, namesIn(expected.featureNames, features, options))),
      }),
    };
  },
});
