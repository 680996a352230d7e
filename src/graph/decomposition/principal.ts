/**
 * sklearn.decomposition.PCA, IncrementalPCA and RandomizedPCA: projections on the principal axes, whitened where asked;
 * RandomizedPCA keeps whitened axes. From 1.5 on PCA takes the mean's product off the products, in the model's own type.
 */

import { sentence } from "../../errors.js";
import { latentPrecision, scaleRows } from "../../models/parts/projections/latent.js";
import { deviations } from "../../models/parts/projections/whitening.js";
import { largest, smallest } from "../../numeric/extremes.js";
import { rowTimesTransposedFloat32 } from "../../numeric/float32-product.js";
import { multiplyTransposed } from "../../numeric/linear-algebra.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import { type Context, defineLowering, type Lowered, type Lowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { centred, logDensity, times, WIDEST } from "../parts/projections.js";

/** The mean's product with the axes. */
function meanProduct({ state }: Context, mean: Float64Array, axes: Matrix): Float64Array {
  const isSingle = state.dtype("components_") === "float32" && state.dtype("mean_") === "float32";
  return isSingle ? rowTimesTransposedFloat32(mean, axes) : multiplyTransposed(matrix(1, mean.length, mean), axes).data;
}

function projected(context: Context, name: string, axes: Matrix, mean: Float64Array | null): Value {
  const { state, ops, rows } = context;
  if (mean === null || name !== "PCA" || state.before(1, 5)) return times(context, centred(context, mean), axes);
  return ops.sub(times(context, rows.x, axes), ops.row(meanProduct(context, mean, axes)));
}

/** Log densities, where it is PCA and knows its noise. */
function density(context: Context, axes: Matrix, mean: Float64Array | null, variances: Float64Array, whiten: boolean): () => Value {
  const { state, at } = context;
  const noise = state.number("noise_variance_") ?? 0;
  // 0.17 took whitened axes for plain ones here.
  const components = whiten && state.since(0, 18) ? scaleRows(axes, variances.map(Math.sqrt)) : axes;
  const above = variances.map((variance) => Math.max(0, variance - noise));
  const lengths = Array.from(above, (variance, k) => variance * sumOfSquares(components.data.subarray(k * axes.cols, (k + 1) * axes.cols)));
  const least = noise > 0 ? noise : smallest(lengths);
  return () => {
    if (!(largest(lengths) <= WIDEST * least))
      throw unsupported(at, state.className, sentence`its variances are so far apart that rounding decides on its densities`);
    return logDensity(context, mean, latentPrecision({ components, variances: above, noise: new Float64Array(axes.cols).fill(noise) }));
  };
}

const sumOfSquares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);

function principal(context: Context, name: string): Lowered {
  const { state, ops } = context;
  const axes = state.matrix("components_");
  const mean = state.has("mean_") ? state.vector("mean_", axes.cols) : null;
  const whiten = state.truthy("whiten", false);
  const isRandomized = name === "RandomizedPCA";
  const variances = whiten || !isRandomized ? state.vector("explained_variance_", axes.rows) : new Float64Array(axes.rows);
  const scale = whiten && !isRandomized ? ops.row(deviations(state, variances)) : null;
  const has = name === "PCA" && state.number("noise_variance_") !== null;
  return {
    kind: "transformer",
    methods: makes({
      transform: () => {
        const out = projected(context, name, axes, mean);
        return scale === null ? out : ops.div(out, scale);
      },
      score_samples: has ? density(context, axes, mean, variances, whiten) : undefined,
    }),
  };
}

export const PRINCIPAL: readonly Lowering[] = ["IncrementalPCA", "PCA", "RandomizedPCA"].map((name) =>
  defineLowering({ class: `sklearn.decomposition.${name}`, lower: (context) => principal(context, name) }),
);
