/**
 * Naive Bayes over counts: MultinomialNB, ComplementNB (Rennie et al., Tackling the Poor Assumptions of Naive Bayes,
 * ICML 2003) and BernoulliNB are linear in X; sparse X stays sparse (sklearn.naive_bayes 0.17 to 1.9).
 */
import { CornichonError, sentence } from "../../errors.js";
import { matrix } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { type Labels, labelsOf } from "../parts/labels.js";
import { type ClassTables, classTables } from "../parts/linear/class-tables.js";
import { type Joint, likelihoodMethods } from "../parts/linear/joint-likelihood.js";
import { scorer } from "../parts/linear/predictor.js";
import { type Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

/** Coefficients and intercepts of the joint log-likelihood, and what happens to X before. */
interface Formula {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  readonly threshold: number | null;
}

type FormulaOf = (tables: ClassTables, labels: Labels, state: State) => Formula;

/** X as zeros and ones: one for what is above the threshold. @throws CornichonError `input.malformed` where the zeros of sparse rows are */
function binarized(x: Samples, expected: Expectation, threshold: number): Samples {
  const above = (value: unknown): number => (Number(value) > threshold ? 1 : 0);
  const sparse = x.sparse(expected);
  if (sparse !== null && threshold < 0)
    throw new CornichonError("input.malformed", sentence`Cannot binarize a sparse matrix with threshold < 0`);
  if (sparse !== null) return new Samples(withoutZeros({ ...sparse, dtype: "float64", data: Float64Array.from(sparse.data, above) }));
  const m = x.matrix(expected);
  return new Samples(matrix(m.rows, m.cols, m.data.map(above)));
}

/** Sparse rows without the zeros that they store: beside an infinite weight they would be NaN. */
function withoutZeros(x: Sparse): Sparse {
  const [data, indices, indptr]: [number[], number[], number[]] = [[], [], [0]];
  for (let i = 0; i < x.shape[0]; i++) {
    for (let at = x.indptr[i]; at < x.indptr[i + 1]; at++)
      if (x.data[at] !== 0) {
        data.push(Number(x.data[at]));
        indices.push(x.indices[at]);
      }
    indptr.push(data.length);
  }
  return { ...x, data: Float64Array.from(data), indices, indptr };
}

const discrete = (className: string, formulaOf: FormulaOf): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const labels = labelsOf(state);
      const tables = classTables(state, labels.count);
      const expected = expectationOf(state, tables.features);
      const { weights, bias, threshold } = formulaOf(tables, labels, state);
      const dtypes = [state.dtype("feature_log_prob_"), state.dtype("class_log_prior_")];
      const linear = scorer(expected, dtypes, weights, bias);
      const joint: Joint = threshold === null ? linear : (x) => linear(binarized(x, expected, threshold));
      return {
        ...expected,
        classes: labels.classes,
        methods: methods(likelihoodMethods(labels, joint)),
      };
    },
  });

export const MultinomialNB = discrete("sklearn.naive_bayes.MultinomialNB", ({ logs, priors }) => ({
  weights: logs,
  bias: priors,
  threshold: null,
}));

/** The prior counts where there is one class only. */
export const ComplementNB = discrete("sklearn.naive_bayes.ComplementNB", ({ count, logs, priors }, labels) => ({
  weights: logs,
  bias: labels.count === 1 ? priors : new Float64Array(count),
  threshold: null,
}));

export const BernoulliNB = discrete("sklearn.naive_bayes.BernoulliNB", ({ features, logs, priors }, _labels, state) => {
  const absent = logs.map((value) => Math.log(1 - Math.exp(value)));
  const bias = Float64Array.from(priors);
  absent.forEach((value, at) => {
    const k = Math.floor(at / features);
    bias[k] += value;
  });
  return { weights: logs.map((value, at) => value - absent[at]), bias, threshold: state.number("binarize") };
});
