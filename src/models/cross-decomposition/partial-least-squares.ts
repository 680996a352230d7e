/**
 * sklearn.cross_decomposition: PLSRegression, PLSCanonical, CCA and PLSSVD. X is centred and scaled, then projected; a
 * prediction is linear in the centred X (`coef_` is today's, older layouts are upgraded). float32 X is centred in
 * float32, the products are double; PLSSVD makes X double first (sklearn.cross_decomposition._pls 0.17 to 1.9).
 */

import { multiply, multiplyTransposed } from "../../numeric/linear-algebra.js";
import { float64, type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, type Method, type ModelDefinition, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import type { Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

/** (X − mean) / scale; `scale` null for 1. */
function standardized(x: Samples, expected: Expectation, mean: Float64Array, scale: Float64Array | null, single: boolean): Matrix {
  const m = x.matrix(expected);
  const round = single && x.dtype === "float32" ? Math.fround : (value: number): number => value;
  return matrix(
    m.rows,
    m.cols,
    m.data.map((value, at) => {
      const j = at % m.cols;
      const centred = round(value - mean[j]);
      return scale === null ? centred : round(centred / scale[j]);
    }),
  );
}

interface Projection {
  readonly expected: Expectation;
  readonly mean: Float64Array;
  readonly scale: Float64Array;
  readonly components: number;
  readonly transform: Method;
}

/** Projection of the standardised X by the weights of an attribute. */
function projection(state: State, key: string, single: boolean): Projection {
  const weights = state.matrix(key);
  if (weights.rows === 0) throw state.inconsistent(`${key} is empty`);
  const expected = expectationOf(state, weights.rows);
  const mean = state.vector("_x_mean", weights.rows);
  const scale = state.vector("_x_std", weights.rows);
  const transform: Method = (x) => {
    const m = multiply(standardized(x, expected, mean, scale, single), weights);
    return float64([m.rows, m.cols], m.data);
  };
  return { expected, mean, scale, components: weights.cols, transform };
}

function inverse(state: State, { mean, scale, components }: Projection): Method {
  const loadings = state.matrix("x_loadings_", mean.length, components);
  return (x) => {
    const m = multiplyTransposed(x.matrix(unnamed(state.name, components)), loadings);
    return float64(
      [m.rows, m.cols],
      m.data.map((value, at) => value * scale[at % m.cols] + mean[at % m.cols]),
    );
  };
}

/** To 1.4 X was scaled, too, and the coefficients were for that: it matters where float32 is rounded in between. */
function predict(state: State, { expected, mean, scale }: Projection): Method {
  const stored = state.matrix("coef_", null, mean.length);
  const intercept = state.vector("intercept_", stored.rows);
  const flat = state.flag("_predict_1d", false);
  const old = state.before(1, 5);
  const coef = old
    ? matrix(
        stored.rows,
        stored.cols,
        stored.data.map((value, at) => value * scale[at % stored.cols]),
      )
    : stored;
  return (x) => {
    const m = multiplyTransposed(standardized(x, expected, mean, old ? scale : null, true), coef);
    const data = m.data.map((value, at) => value + intercept[at % m.cols]);
    return float64(flat ? [data.length] : [m.rows, m.cols], data);
  };
}

const leastSquares = (className: string, key: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const regresses = key === "x_rotations_";
      const part = projection(state, key, regresses);
      return {
        ...part.expected,
        methods: methods({
          transform: part.transform,
          predict: regresses ? predict(state, part) : undefined,
          inverse_transform: regresses && state.since(0, 22) ? inverse(state, part) : undefined,
          get_feature_names_out: prefixedNames(state, part.components),
        }),
      };
    },
  });

export const CCA = leastSquares("sklearn.cross_decomposition.CCA", "x_rotations_");
export const PLSCanonical = leastSquares("sklearn.cross_decomposition.PLSCanonical", "x_rotations_");
export const PLSRegression = leastSquares("sklearn.cross_decomposition.PLSRegression", "x_rotations_");
export const PLSSVD = leastSquares("sklearn.cross_decomposition.PLSSVD", "x_weights_");
