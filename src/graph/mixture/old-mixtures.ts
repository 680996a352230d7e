/**
 * sklearn.mixture.GMM, DPGMM and VBGMM, to 0.19, as `models/mixture/old-mixtures.ts` has them. Their `score_samples` gives
 * two arrays, and has no graph.
 */
import { covarianceFactors, EPSILON, expectedWeights, matrices } from "../../models/parts/projections/old-components.js";
import { identity, solveLower } from "../../numeric/linear-algebra.js";
import type { Matrix } from "../../numeric/ndarray.js";
import { type Context, defineLowering, type Lowering, makes, once } from "../define.js";
import type { Value } from "../ir.js";
import { differenceColumns } from "../parts/distances.js";
import { logShares } from "../parts/log-densities.js";
import { normalized } from "../parts/probabilities.js";

type Shares = (context: Context, means: Matrix) => Value;

/** Responsibilities by Cholesky factors of the covariances. */
const gaussian: Shares = ({ state, ops, rows }, means) => {
  const { rows: count, cols: d } = means;
  const factors = covarianceFactors(state, count, d);
  const weights = state.vector("weights_", count);
  const logs = differenceColumns(ops, rows.x, means, (steps, k) => {
    const factor = factors[k] ?? means;
    const inverse = solveLower(factor, identity(d));
    const turned = Float64Array.from({ length: d * d }, (_, at) => inverse.data[(at % d) * d + Math.floor(at / d)] ?? 0);
    const distance = ops.sumOfSquares(ops.matmul(steps, ops.doubles([d, d], turned)), true);
    let constant = Math.log(weights[k] ?? 0) - 0.5 * d * Math.log(2 * Math.PI);
    for (let j = 0; j < d; j++) constant -= Math.log(factor.data[j * (d + 1)] ?? 0);
    return ops.sub(ops.double(constant), ops.mul(ops.double(0.5), distance));
  });
  return ops.exp(logShares(ops, logs));
};

/** Softmax of the bounds, kept away from zero; in 0.19 over the sum of all rows. */
const variational: Shares = ({ state, ops, rows }, means) => {
  const { rows: count, cols: d } = means;
  const { at } = matrices(state, "precs_", count, d);
  const bound = state.numbers("bound_prec_").data;
  if (bound.length !== 1 && bound.length !== count) throw state.inconsistent("bound_prec_ needs a value a component");
  const initial = state.amount("_initial_bound");
  const weights = expectedWeights(state, count);
  const logs = differenceColumns(ops, rows.x, means, (steps, k) => {
    const precision = Float64Array.from({ length: d * d }, (_, p) => at(k, Math.floor(p / d), p % d));
    const distance = ops.sum(ops.mul(ops.matmul(steps, ops.doubles([d, d], precision)), steps), true);
    const constant = initial + (bound[bound.length === 1 ? 0 : k] ?? 0);
    return ops.add(ops.sub(ops.double(constant), ops.mul(ops.double(0.5), distance)), ops.double(weights[k] ?? 0));
  });
  const shares = ops.exp(ops.sub(logs, ops.greatest(logs, true)));
  const sums = ops.sum(shares, true);
  const whole = state.since(0, 19) ? ops.sum(sums, true, 0) : sums;
  return normalized(ops, ops.add(ops.div(shares, whole), ops.double(EPSILON)));
};

const oldMixture = (name: string, shares: Shares): Lowering =>
  defineLowering({
    class: `sklearn.mixture.${name}`,
    lower: (context) => {
      const made = once(() => shares(context, context.state.matrix("means_")));
      return { kind: "clusterer", methods: makes({ predict: () => context.ops.argmax(made()), predict_proba: made }) };
    },
  });

export const OLD_MIXTURES: readonly Lowering[] = [
  oldMixture("DPGMM", variational),
  oldMixture("GMM", gaussian),
  oldMixture("VBGMM", variational),
];
