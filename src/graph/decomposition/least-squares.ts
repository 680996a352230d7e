/** sklearn.cross_decomposition: X is centred and scaled, then projected; a prediction is linear in the centred X. */
import { transpose } from "../../numeric/linear-algebra.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import { type Context, defineLowering, type Lowered, type Lowering, type Make, makes } from "../define.js";
import { centred, times } from "../parts/projections.js";

/** To 1.4 X was scaled, too, and the coefficients were for that. */
function predict(context: Context, mean: Float64Array, scale: Float64Array): Make {
  const { state, ops } = context;
  const coef = state.matrix("coef_", null, mean.length);
  const intercept = state.vector("intercept_", coef.rows);
  const isFlat = state.flag("_predict_1d", false);
  const isOld = state.before(1, 5);
  const weights: Matrix = isOld
    ? matrix(
        coef.rows,
        coef.cols,
        coef.data.map((value, at) => value * (scale[at % coef.cols] ?? 1)),
      )
    : coef;
  return () => {
    const x = centred(context, mean);
    const out = ops.add(times(context, isOld ? ops.div(x, ops.row(scale)) : x, weights), ops.row(intercept));
    return isFlat ? ops.flat(out) : out;
  };
}

function leastSquares(context: Context, key: string): Lowered {
  const { state, ops } = context;
  const weights = state.matrix(key);
  const mean = state.vector("_x_mean", weights.rows);
  const scale = state.vector("_x_std", weights.rows);
  const regresses = key === "x_rotations_";
  return {
    kind: regresses ? "regressor" : "transformer",
    methods: makes({
      transform: () => times(context, ops.div(centred(context, mean), ops.row(scale)), transpose(weights)),
      predict: regresses ? predict(context, mean, scale) : undefined,
    }),
  };
}

const lowering = (name: string, key: string): Lowering =>
  defineLowering({ class: `sklearn.cross_decomposition.${name}`, lower: (context) => leastSquares(context, key) });

export const LEAST_SQUARES: readonly Lowering[] = [
  lowering("CCA", "x_rotations_"),
  lowering("PLSCanonical", "x_rotations_"),
  lowering("PLSRegression", "x_rotations_"),
  lowering("PLSSVD", "x_weights_"),
];
