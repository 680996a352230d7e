/**
 * sklearn.preprocessing.Normalizer: each row over its norm (`normalize` of _data 1.7). A row of (near) zeros stays; until
 * 0.22 `max` was the largest value, not the largest magnitude.
 */
import type { Matrix } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { copyOf, floating, namesOut } from "../parts/columns/columns.js";
import { leastNorm, type Norm, normalizeRows, normalizeSparse, normOf } from "../parts/columns/row-norms.js";
import { expectationOf } from "../parts/expectation.js";
import type { State } from "../state.js";

function stateNorm(state: State): Norm {
  const given = state.get("norm") === undefined ? "l2" : state.text("norm");
  const norm = given === null ? null : normOf(given, state.before(0, 23));
  if (norm === null) throw state.inconsistent("its norm is none of l1, l2, max");
  return norm;
}

function dense(x: Matrix, dtype: string, norm: Norm, least: number) {
  const data = copyOf(x.data, dtype);
  normalizeRows(data, x.cols, norm, least);
  return floating([x.rows, x.cols], data);
}

export const Normalizer = defineModel({
  class: "sklearn.preprocessing.Normalizer",
  build: (state) => {
    const expected = expectationOf(state, null);
    const norm = stateNorm(state);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const rows = x.sparse(expected);
          return rows === null ? dense(x.matrix(expected), x.dtype, norm, leastNorm(state, x.dtype)) : normalizeSparse(rows, x.dtype, norm);
        },
        get_feature_names_out: (_x, options) => namesOut(expected.featureNames, expected.nFeatures ?? 0, options),
      }),
    };
  },
});
