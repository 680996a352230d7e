/**
 * sklearn.manifold.LocallyLinearEmbedding 1.5: a row is written as a weighted mean of its nearest fitted rows, and the same
 * weights mean their embeddings (Roweis, Saul 2000), whatever method the embedding was fitted by.
 */
import { cholesky, dotRows, solve, solveLower, solveLowerTransposed } from "../../numeric/linear-algebra.js";
import { float64, type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, headOf, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { handedOn } from "../parts/meta/handed-on.js";
import { expectedBy, readSearch } from "../parts/neighbors/search.js";
import { storedMatrix } from "../parts/stored/matrix.js";

/** Weights that sum to one and bring the neighbours' mean closest to row `i` (barycenter_weights). */
function barycentre(x: Matrix, i: number, fitted: Matrix, indices: Int32Array, regularisation: number): Float64Array {
  const k = indices.length;
  const steps = matrix(k, x.cols);
  indices.forEach((index, n) => {
    for (let j = 0; j < x.cols; j++) steps.data[n * x.cols + j] = fitted.data[index * x.cols + j] - x.data[i * x.cols + j];
  });
  const gram = matrix(k, k);
  let trace = 0;
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) gram.data[a * k + b] = dotRows(steps, a, steps, b);
    trace += gram.data[a * k + a];
  }
  for (let a = 0; a < k; a++) gram.data[a * k + a] += trace > 0 ? regularisation * trace : regularisation;
  const ones = matrix(k, 1, new Float64Array(k).fill(1));
  const lower = cholesky(gram);
  const weights = lower === null ? solve(gram, ones) : solveLowerTransposed(lower, solveLower(lower, ones));
  const data = weights?.data ?? new Float64Array(k).fill(Number.NaN);
  const sum = data.reduce((total, value) => total + value, 0);
  return data.map((value) => value / sum);
}

export const LocallyLinearEmbedding = defineModel({
  class: "sklearn.manifold.LocallyLinearEmbedding",
  build: (state) => {
    const nearest = state.inner(state.fitted("nbrs_"));
    const search = readSearch(nearest);
    const fitted = storedMatrix(nearest, "_fit_X");
    const k = state.whole("n_neighbors", 1, search.rows);
    const embedding = state.matrix("embedding_", search.rows);
    if (fitted.rows !== search.rows) throw state.inconsistent("nbrs_ has other rows than its search");
    const regularisation = state.amount("reg");
    const expected = expectedBy(state, search);
    return {
      ...headOf(expected),
      methods: methods({
        transform: (given) => {
          const samples = handedOn(given, expected);
          const x = samples.matrix(search.expected);
          const { indices } = search.nearest(samples, k);
          const round = samples.dtype === "float32" ? Math.fround : Number;
          const out = matrix(x.rows, embedding.cols);
          for (let i = 0; i < x.rows; i++) {
            const mine = indices.subarray(i * k, (i + 1) * k);
            barycentre(x, i, fitted, mine, regularisation).forEach((weight, n) => {
              for (let c = 0; c < out.cols; c++) out.data[i * out.cols + c] += round(weight) * embedding.data[mine[n] * out.cols + c];
            });
          }
          return float64([x.rows, embedding.cols], out.data);
        },
        get_feature_names_out: prefixedNames(state, embedding.cols),
      }),
    };
  },
});
