/**
 * sklearn.kernel_approximation.RBFSampler and SkewedChi2Sampler: cosines of random projections
 * (sklearn.kernel_approximation 0.17 to 1.9). The second projects `log(X + skewedness)`, which needs X above −skewedness.
 */
import { CornichonError, sentence } from "../../errors.js";
import { transpose } from "../../numeric/linear-algebra.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { type Projection, projected } from "../parts/projections/projection.js";
import { type Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

/** `cos(X · random_weights_ + random_offset_) · √(2 / n_components)`. */
function cosines(state: State): Projection {
  const weights = transpose(state.matrix("random_weights_"));
  const offset = state.vector("random_offset_", weights.rows);
  const scale = Math.sqrt(2 / state.amount("n_components"));
  return {
    weights,
    dtypes: [state.dtype("random_weights_"), state.dtype("random_offset_")],
    last: (value, k, single) => {
      const round = single ? Math.fround : Number;
      return round(Math.cos(round(value + offset[k]))) * round(scale);
    },
  };
}

/** @throws CornichonError `input.malformed` */
function logarithms(x: Matrix, skewedness: number, single: boolean): Matrix {
  const round = single ? Math.fround : Number;
  if (x.data.some((value) => value <= -skewedness))
    throw new CornichonError("input.malformed", sentence`X may not contain entries smaller than -skewedness.`);
  return matrix(
    x.rows,
    x.cols,
    x.data.map((value) => round(Math.log(round(value + skewedness)))),
  );
}

/** To 0.24 integers of at most 32 bits and booleans became float32 (sklearn.utils.as_float_array). */
const narrowed = (x: Samples, expected: Expectation): Samples => {
  if (!/^(?:bool|u?int(?:8|16|32))$/.test(x.dtype)) return x;
  const { rows, cols, data } = x.matrix(expected);
  return new Samples({ dtype: "float32", shape: [rows, cols], data: Float32Array.from(data) });
};

const sampler = (name: string, skewed: boolean): ModelDefinition =>
  defineModel({
    class: `sklearn.kernel_approximation.${name}`,
    build: (state) => {
      const projection = cosines(state);
      const expected = expectationOf(state, projection.weights.cols);
      const skewedness = skewed ? state.amount("skewedness") : 0;
      const first = skewed ? { first: (x: Matrix, single: boolean): Matrix => logarithms(x, skewedness, single) } : {};
      const project = projected(expected, { ...projection, ...first, narrow: !skewed });
      return {
        ...expected,
        methods: methods({
          transform: skewed && state.before(1, 0) ? (x, options) => project(narrowed(x, expected), options) : project,
          get_feature_names_out: prefixedNames(state, projection.weights.rows),
        }),
      };
    },
  });

export const RBFSampler = sampler("RBFSampler", false);
export const SkewedChi2Sampler = sampler("SkewedChi2Sampler", true);
