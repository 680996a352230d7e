/**
 * sklearn.feature_extraction.text.TfidfTransformer (0.17 to 1.9): counts times the terms' inverse document frequencies,
 * each row over its norm. A diagonal matrix of frequencies (until 1.4) counts in the type of the result.
 */
import { floatType } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { toSparse } from "../../numeric/sparse-product.js";
import { defineModel, methods } from "../define.js";
import { namesOut } from "../parts/columns/columns.js";
import { type Norm, normalizeSparse, normOf } from "../parts/columns/row-norms.js";
import { expectationOf } from "../parts/expectation.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

/** Weights of terms, null where frequencies are not used. */
function weightsOf(state: State): Float64Array | null {
  return state.flag("use_idf", true) ? state.vector("idf_") : null;
}

function normNamed(state: State): Norm | null {
  const name = state.text("norm");
  if (name === null) return null;
  const norm = normOf(name, state.before(0, 23));
  if (norm === null) throw state.inconsistent("its norm is none of l1, l2, max");
  return norm;
}

/** Until 1.4 a product with a diagonal matrix, whose type counts; then in place. */
function dtypeOf(state: State, weights: Float64Array | null, x: Samples): string {
  const inPlace = state.since(1, 5);
  return weights === null || inPlace ? floatType(x.dtype) : floatType(x.dtype, state.dtype("idf_"));
}

function weighted(x: Sparse, weights: Float64Array | null, sublinear: boolean): Float64Array {
  const data = Float64Array.from(x.data as ArrayLike<number>);
  if (sublinear) for (let at = 0; at < data.length; at++) data[at] = Math.log(data[at]) + 1;
  if (weights !== null) for (let at = 0; at < data.length; at++) data[at] *= weights[x.indices[at]];
  return data;
}

export const TfidfTransformer = defineModel({
  class: "sklearn.feature_extraction.text.TfidfTransformer",
  build: (state) => {
    const weights = weightsOf(state);
    const expected = expectationOf(state, weights?.length ?? null);
    const norm = normNamed(state);
    const sublinear = state.flag("sublinear_tf", false);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const rows = x.sparse(expected) ?? toSparse(x.matrix(expected), "float64");
          const dtype = dtypeOf(state, weights, x);
          const counted: Sparse = { ...rows, dtype: "float64", data: weighted(rows, weights, sublinear) };
          return normalizeSparse(counted, dtype, norm ?? (() => 1));
        },
        get_feature_names_out: (_x, options) => namesOut(expected.featureNames, expected.nFeatures ?? 0, options),
      }),
    };
  },
});
