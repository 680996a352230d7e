/**
 * sklearn.decomposition.LatentDirichletAllocation: the shares of topics in each document, by the variational E-step
 * (Hoffman, Blei and Bach 2010; sklearn.decomposition._lda 0.17 to 1.9) until they change by less than
 * `mean_change_tol`. To 0.17 the shares were not divided by their sum.
 */
import { CornichonError, sentence } from "../../errors.js";
import { fastDigamma } from "../../numeric/gamma.js";
import { floats, type Matrix } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { toSparse } from "../../numeric/sparse-product.js";
import { defineModel, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import type { State } from "../state.js";

interface Topics {
  /** exp(E[ln β]), topics × words. */
  readonly words: Matrix;
  readonly prior: number;
  readonly rounds: number;
  readonly tolerance: number;
  readonly epsilon: number;
}

function topicsOf(state: State): Topics {
  const { rows, cols } = state.matrix("components_");
  return {
    words: state.matrix("exp_dirichlet_component_", rows, cols),
    prior: state.amount("doc_topic_prior_"),
    rounds: state.whole("max_doc_update_iter", 0, 1e6),
    tolerance: state.amount("mean_change_tol"),
    epsilon: state.dtype("components_") === "float32" ? 2 ** -23 : Number.EPSILON,
  };
}

/** Counts over what the topics expect of the words of document `i`, then of each topic its share of that. */
function expectedCounts(x: Sparse, i: number, weights: Float64Array, { words, epsilon }: Topics, out: Float64Array): void {
  out.fill(0);
  for (let at = x.indptr[i]; at < x.indptr[i + 1]; at++) {
    const word = x.indices[at];
    let norm = epsilon;
    for (let k = 0; k < words.rows; k++) norm += weights[k] * words.data[k * words.cols + word];
    const ratio = Number(x.data[at]) / norm;
    for (let k = 0; k < words.rows; k++) out[k] += ratio * words.data[k * words.cols + word];
  }
}

/** exp(E[ln θ]) for θ of a Dirichlet distribution. */
function dirichlet(shares: Float64Array, out: Float64Array): void {
  const whole = fastDigamma(shares.reduce((sum, share) => sum + share, 0));
  for (let k = 0; k < shares.length; k++) out[k] = Math.exp(fastDigamma(shares[k]) - whole);
}

/** γ of document `i`. */
function document(x: Sparse, i: number, topics: Topics): Float64Array {
  const count = topics.words.rows;
  const [weights, next] = [new Float64Array(count), new Float64Array(count)];
  const shares = new Float64Array(count).fill(1);
  dirichlet(shares, weights);
  for (let round = 0; round < topics.rounds; round++) {
    expectedCounts(x, i, weights, topics, next);
    let change = 0;
    for (let k = 0; k < count; k++) {
      const share = weights[k] * next[k] + topics.prior;
      change += Math.abs(share - shares[k]);
      shares[k] = share;
    }
    dirichlet(shares, weights);
    if (change / count < topics.tolerance) break;
  }
  return shares;
}

export const LatentDirichletAllocation = defineModel({
  class: "sklearn.decomposition.LatentDirichletAllocation",
  build: (state) => {
    const topics = topicsOf(state);
    const dtype = state.dtype("components_");
    const expected = expectationOf(state, topics.words.cols);
    const normalized = state.since(0, 18);
    return {
      ...expected,
      methods: methods({
        transform: (x, options) => {
          const counts = x.sparse(expected) ?? toSparse(x.matrix(expected), "float64");
          if (Array.from(counts.data, Number).some((count) => count < 0))
            throw new CornichonError("input.malformed", sentence`Negative values in data passed to LatentDirichletAllocation.transform.`);
          const [rows] = counts.shape;
          const out = new Float64Array(rows * topics.words.rows);
          for (let i = 0; i < rows; i++) {
            const shares = document(counts, i, topics);
            const whole = normalized && options["normalize"] !== false ? shares.reduce((sum, share) => sum + share, 0) : 1;
            out.set(
              shares.map((share) => share / whole),
              i * topics.words.rows,
            );
          }
          return floats(dtype, [rows, topics.words.rows], out);
        },
        get_feature_names_out: prefixedNames(state, topics.words.rows),
      }),
    };
  },
});
