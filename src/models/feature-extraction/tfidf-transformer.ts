/**
 * sklearn.feature_extraction.text.TfidfTransformer (0.17 to 1.9): counts times the terms' inverse document frequencies,
 * each row over its norm. A diagonal matrix of frequencies (until 1.4) counts in the type of the result.
 */
import { floatType } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { toSparse } from "../../numeric/sparse-product.js";
import { RowBuilder } from "../../numeric/sparse-rows.js";
import { rounded } from "../../numeric/typed.js";
import { defineModel, methods } from "../define.js";
import { namesOut } from "../parts/columns/columns.js";
import { type Norm, normalizeSparse, normOf } from "../parts/columns/row-norms.js";
import { expectationOf } from "../parts/expectation.js";
import { checkFinite } from "../parts/finite.js";
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

/** dtypes of the rows as they are taken (dense ones as doubles until 1.4) and of what a product with a diagonal matrix (until 1.4) makes of them. */
function dtypesOf(state: State, weights: Float64Array | null, x: Samples, isDense: boolean): readonly [string, string] {
  const inPlace = state.since(1, 5);
  const taken = isDense && !inPlace ? "float64" : floatType(x.dtype);
  return [taken, weights === null || inPlace ? taken : floatType(taken, state.dtype("idf_"))];
}

function weighted(x: Sparse, weights: Float64Array | null, sublinear: boolean, dtype: string): Float64Array {
  const data = Float64Array.from(x.data as ArrayLike<number>);
  if (sublinear) {
    for (let at = 0; at < data.length; at++) data[at] = Math.log(data[at]);
    rounded(dtype, data);
    for (let at = 0; at < data.length; at++) data[at] += 1;
    rounded(dtype, data);
  }
  if (weights !== null) for (let at = 0; at < data.length; at++) data[at] *= weights[x.indices[at]];
  return data;
}

/** The same rows without the zeros in them: a product of sparse matrices stores none. */
function withoutZeros(rows: Sparse): Sparse {
  const builder = new RowBuilder(rows.shape[1], rows.data.length);
  for (let i = 0; i < rows.shape[0]; i++) {
    for (let at = rows.indptr[i]; at < rows.indptr[i + 1]; at++)
      if (rows.data[at] !== 0) builder.put(rows.indices[at], Number(rows.data[at]));
    builder.endRow();
  }
  return builder.end(rows.dtype);
}

export const TfidfTransformer = defineModel({
  class: "sklearn.feature_extraction.text.TfidfTransformer",
  build: (state) => {
    const weights = weightsOf(state);
    const expected = expectationOf(state, weights?.length ?? null);
    const norm = normNamed(state);
    const multiplies = weights !== null && state.before(1, 5);
    const sublinear = state.flag("sublinear_tf", false);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const given = x.sparse(expected);
          const rows = given ?? toSparse(x.matrix(expected), "float64");
          const [taken, dtype] = dtypesOf(state, weights, x, given === null);
          const counted = { ...rows, dtype: "float64", data: weighted(rows, weights, sublinear, taken) };
          if (norm !== null) checkFinite(counted.data, dtype); // as `normalize` does
          return normalizeSparse(multiplies ? withoutZeros(counted) : counted, dtype, norm ?? (() => 1));
        },
        get_feature_names_out: (_x, options) => namesOut(expected.featureNames, expected.nFeatures ?? 0, options),
      }),
    };
  },
});
