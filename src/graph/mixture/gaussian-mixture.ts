/**
 * sklearn.mixture.GaussianMixture and BayesianGaussianMixture, as `models/mixture` has them for doubles. From 1.7 on X of
 * whole numbers is answered with distances cut to whole numbers: a graph's X are doubles.
 */
import { factorsOf, logDeterminant, posterior, shiftsOf } from "../../models/parts/projections/gaussian-components.js";
import type { State } from "../../models/state.js";
import { floatType, type Matrix } from "../../numeric/ndarray.js";
import { type Context, defineLowering, type Lowered, type Lowering, makes, once } from "../define.js";
import type { Value } from "../ir.js";
import { logShares, logSums } from "../parts/log-densities.js";

const LOG_2_PI = Math.log(2 * Math.PI);

/** Log of each component's weighted density. */
function logDensities({ state, ops, rows }: Context, means: Matrix, weights: Float64Array): Value {
  const { rows: count, cols: d } = means;
  const factors = factorsOf(state, count, d);
  const types = ["means_", "precisions_cholesky_"].map((key) => state.dtype(key));
  const shifts = shiftsOf(means, factors, floatType(...types) === "float32");
  const columns = Array.from({ length: count }, (_, k) => {
    const size = factors.full ? d * d : d;
    const factor = factors.data.subarray(k * factors.stride, k * factors.stride + size);
    const turned = factors.full ? ops.matmul(rows.x, ops.doubles([d, d], factor)) : ops.mul(rows.x, ops.row(factor));
    const distance = ops.sumOfSquares(ops.sub(turned, ops.row(shifts.subarray(k * d, (k + 1) * d))), true);
    const constant = (weights[k] ?? 0) + logDeterminant(factors, k, d, types[1] === "float32");
    const exponent = ops.mul(ops.double(-0.5), ops.add(ops.double(d * LOG_2_PI), distance));
    return ops.add(exponent, ops.double(constant));
  });
  return ops.concat(columns);
}

const mixture = (name: string, weightsOf: (state: State, count: number, features: number) => Float64Array): Lowering =>
  defineLowering({
    class: `sklearn.mixture.${name}`,
    lower: (context): Lowered => {
      const { state, ops } = context;
      const means = state.matrix("means_");
      const weights = weightsOf(state, means.rows, means.cols);
      const logs = once(() => logDensities(context, means, weights));
      return {
        kind: "clusterer",
        methods: makes({
          predict: () => ops.argmax(logs()),
          predict_proba: () => ops.exp(logShares(ops, logs())),
          score_samples: () => ops.flat(logSums(ops, logs())),
        }),
      };
    },
  });

export const MIXTURES: readonly Lowering[] = [
  mixture("BayesianGaussianMixture", posterior),
  mixture("GaussianMixture", (state, count) =>
    state
      .vector("weights_", count)
      .map((weight) => (state.dtype("weights_") === "float32" ? Math.fround(Math.log(weight)) : Math.log(weight))),
  ),
];
