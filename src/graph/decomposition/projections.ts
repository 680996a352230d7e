/**
 * Models whose columns are products of X with fixed weights: TruncatedSVD, FastICA, FactorAnalysis, SparsePCA,
 * NeighborhoodComponentsAnalysis and random projections. A single row of SparsePCA, which sklearn gives without its first
 * axis from 1.6 on, keeps it here.
 */

import { sentence } from "../../errors.js";
import { addDiagonal, latentPrecision } from "../../models/parts/projections/latent.js";
import { ridge } from "../../models/parts/projections/ridge.js";
import { isSparseAttribute, sparseAttribute, writtenOut } from "../../models/parts/stored/sparse-attribute.js";
import { inverse, multiply, multiplyTransposed } from "../../numeric/linear-algebra.js";
import { matrix } from "../../numeric/ndarray.js";
import { type Context, defineLowering, type Lowered, type Lowering, type Make, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { centred, logDensity, times } from "../parts/projections.js";

const transformer = (transform: Make, score_samples?: Make): Lowered => ({
  kind: "transformer",
  methods: makes({ transform, score_samples }),
});

const plain = (context: Context): Lowered => transformer(() => times(context, context.rows.x, context.state.matrix("components_")));

function fastIca(context: Context): Lowered {
  const { state } = context;
  const weights = state.matrix("components_");
  const mean = state.has("mean_") && state.get("whiten") !== false ? state.vector("mean_", weights.cols) : null;
  return transformer(() => times(context, centred(context, mean), weights));
}

/** `(X − mean) · Wᵀ · (I + W · componentsᵀ)⁻¹` with `W = components / noise`. */
function factorAnalysis(context: Context): Lowered {
  const { state, at } = context;
  const components = state.matrix("components_");
  const { rows, cols, data } = components;
  const noise = state.vector("noise_variance_", cols);
  const mean = state.vector("mean_", cols);
  const scaled = matrix(
    rows,
    cols,
    data.map((value, place) => value / (noise[place % cols] ?? 1)),
  );
  const factors = inverse(addDiagonal(multiplyTransposed(scaled, components), () => 1));
  if (factors === null) throw state.inconsistent("components_ and noise_variance_ give a singular matrix");
  if (rows === 0) throw unsupported(at, state.className, sentence`it has no components`);
  const latent = { components, variances: new Float64Array(rows).fill(1), noise };
  return transformer(
    () => times(context, centred(context, mean), multiply(factors, scaled)),
    () => logDensity(context, mean, latentPrecision(latent)),
  );
}

/** Columns by their lengths over the rows asked about. */
function unitColumns(ops: Ops, x: Value): Value {
  const squares = ops.sumOfSquares(x, true, 0);
  const isLong = ops.greater(squares, ops.double(0));
  return ops.div(x, ops.where(isLong, ops.sqrt(squares), ops.double(1)));
}

/** Ridge regression on the components; models without a mean divide each column by its length. */
function sparsePca(context: Context): Lowered {
  const { state, ops } = context;
  const components = state.matrix("components_");
  const mean = state.has("mean_") ? state.vector("mean_", components.cols) : null;
  const weights = ridge(components, state.amount("ridge_alpha"));
  return transformer(() => {
    const out = times(context, centred(context, mean), weights);
    return mean === null ? unitColumns(ops, out) : out;
  });
}

function randomProjection(context: Context): Lowered {
  const { state } = context;
  if (!isSparseAttribute(state, "components_")) return plain(context);
  return transformer(() => times(context, context.rows.x, writtenOut(state, "components_", sparseAttribute(state, "components_"))));
}

const lowering = (className: string, lower: (context: Context) => Lowered): Lowering => defineLowering({ class: className, lower });

export const PROJECTIONS: readonly Lowering[] = [
  lowering("sklearn.decomposition.FactorAnalysis", factorAnalysis),
  lowering("sklearn.decomposition.FastICA", fastIca),
  lowering("sklearn.decomposition.MiniBatchSparsePCA", sparsePca),
  lowering("sklearn.decomposition.SparsePCA", sparsePca),
  lowering("sklearn.decomposition.TruncatedSVD", plain),
  lowering("sklearn.neighbors.NeighborhoodComponentsAnalysis", plain),
  lowering("sklearn.random_projection.GaussianRandomProjection", randomProjection),
  lowering("sklearn.random_projection.SparseRandomProjection", randomProjection),
];
