/**
 * sklearn.naive_bayes: sums of log-probabilities, as `models/naive-bayes` has them. A category that CategoricalNB does not
 * know is an error in sklearn; here it points outside of the table, which a runtime refuses, too.
 */
import { type ClassTables, classTables } from "../../models/parts/linear/class-tables.js";
import { arraysOf, asMatrix } from "../../models/parts/stored/array-list.js";
import type { State } from "../../models/state.js";
import { type Context, defineLowering, type Lowering } from "../define.js";
import type { Value } from "../ir.js";
import { differenceColumns } from "../parts/distances.js";
import { type LabelTable, labelTable } from "../parts/labels.js";
import { transposed } from "../parts/linear.js";
import { byLikelihood } from "../parts/log-densities.js";

/** −½ Σ ln(2π σ²) of each class, rounded where the state is float32. */
function constantsOf({ state }: Context, count: number, variances: Float64Array, features: number): Float64Array {
  const round = state.dtype("var_") === "float32" ? Math.fround : Number;
  return Float64Array.from({ length: count }, (_, k) => {
    let sum = 0;
    for (let j = 0; j < features; j++)
      sum = round(sum + round(Math.log(round(round(2 * Math.PI) * (variances[k * features + j] ?? Number.NaN)))));
    return -0.5 * sum;
  });
}

const gaussian = defineLowering({
  class: "sklearn.naive_bayes.GaussianNB",
  lower: (context) => {
    const { state, ops, rows } = context;
    const labels = labelTable(context);
    const means = state.matrix("theta_", labels.count);
    const variances = state.matrix("var_", labels.count, means.cols).data;
    const constants = constantsOf(context, labels.count, variances, means.cols);
    const round = state.dtype("class_prior_") === "float32" ? Math.fround : Number;
    const priors = state.vector("class_prior_", labels.count).map((p) => round(Math.log(p)));
    return byLikelihood(ops, labels, () => {
      const sums = differenceColumns(ops, rows.x, means, (steps, k) => {
        const own = variances.subarray(k * means.cols, (k + 1) * means.cols);
        const terms = ops.div(ops.mul(steps, steps), ops.row(own));
        // numpy adds fewer than eight one after the other.
        return means.cols < 8 ? ops.sumInOrder(ops.reshape(terms, ["N", means.cols, 1])) : ops.sum(terms, true);
      });
      // In sklearn's order: far out, where the sums are large, the last digits decide.
      return ops.add(ops.row(priors), ops.sub(ops.row(constants), ops.mul(ops.double(0.5), sums)));
    });
  },
});

/** Weights and constants of a joint log-likelihood that is linear in X, and above what value X counts as one. */
interface Formula {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  readonly threshold: number | null;
}

type FormulaOf = (tables: ClassTables, labels: LabelTable, state: State) => Formula;

const discrete = (name: string, formulaOf: FormulaOf): Lowering =>
  defineLowering({
    class: `sklearn.naive_bayes.${name}`,
    lower: (context) => {
      const { state, ops, rows } = context;
      const labels = labelTable(context);
      const tables = classTables(state, labels.count);
      const { count, features } = tables;
      const { weights, bias, threshold } = formulaOf(tables, labels, state);
      const x = (): Value => (threshold === null ? rows.x : ops.cast(ops.greater(rows.x, ops.double(threshold)), "float64"));
      return byLikelihood(ops, labels, () =>
        ops.add(ops.matmul(x(), ops.doubles([features, count], transposed(weights, count, features))), ops.row(bias)),
      );
    },
  });

const multinomial = discrete("MultinomialNB", ({ logs, priors }) => ({ weights: logs, bias: priors, threshold: null }));

/** The prior counts where there is one class only. */
const complement = discrete("ComplementNB", ({ count, logs, priors }, labels) => ({
  weights: logs,
  bias: labels.count === 1 ? priors : new Float64Array(count),
  threshold: null,
}));

const bernoulli = discrete("BernoulliNB", ({ features, logs, priors }, _labels, state) => {
  const absent = logs.map((value) => Math.log(1 - Math.exp(value)));
  const bias = Float64Array.from(priors);
  absent.forEach((value, at) => {
    const k = Math.floor(at / features);
    bias[k] = (bias[k] ?? 0) + value;
  });
  const weights = logs.map((value, at) => value - (absent[at] ?? 0));
  return { weights, bias, threshold: state.number("binarize") };
});

const categorical = defineLowering({
  class: "sklearn.naive_bayes.CategoricalNB",
  lower: (context) => {
    const { state, ops, rows } = context;
    const labels = labelTable(context);
    const { count } = labels;
    const tables = arraysOf(state, "feature_log_prob_").map((array) => asMatrix(state, "feature_log_prob_", array));
    if (tables.some((table) => table.rows !== count)) throw state.inconsistent(`a table of feature_log_prob_ is not for ${count} classes`);
    const prior = state.vector("class_log_prior_", count);
    const sizes = tables.map(({ cols }) => cols);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const starts = sizes.map((_, j) => sizes.slice(0, j).reduce((sum, size) => sum + size, 0));
    return byLikelihood(ops, labels, () => {
      const all = Float64Array.from(tables.flatMap((table) => Array.from(transposed(table.data, count, table.cols))));
      const at = ops.cast(rows.x, "int64");
      const isKnown = ops.and(ops.greaterOrEqual(at, ops.long(0)), ops.less(at, ops.longs(sizes)));
      const places = ops.where(isKnown, ops.add(at, ops.longs(starts)), ops.long(total));
      return ops.add(ops.sumInOrder(ops.gather(ops.doubles([total, count], all), places)), ops.row(prior));
    });
  },
});

export const NAIVE_BAYES: readonly Lowering[] = [bernoulli, categorical, complement, gaussian, multinomial];
