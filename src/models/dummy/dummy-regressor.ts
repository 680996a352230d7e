/**
 * sklearn.dummy.DummyRegressor: one constant a target, its standard deviation is zero (`return_std`). To 0.19 the
 * constant was multiplied with ones, so that whole numbers became floats; one column stays two axes where y had two
 * (`output_2d_`, to 0.21).
 */

import { float64, type NDArray } from "../../numeric/ndarray.js";
import { typedLike } from "../../numeric/typed.js";
import { defineModel, methods } from "../define.js";
import { rowCount } from "../parts/columns/row-count.js";
import { expectationOf } from "../parts/expectation.js";

export const DummyRegressor = defineModel({
  class: "sklearn.dummy.DummyRegressor",
  build: (state) => {
    const expected = expectationOf(state, null);
    const constant = state.numbers("constant_").data;
    const outputs = constant.length;
    if (outputs !== (state.number("n_outputs_") ?? outputs)) throw state.inconsistent(`constant_ is for ${outputs} outputs`);
    const old = state.before(0, 20);
    const flat = outputs === 1 && !state.flag("output_2d_", false);
    const dtype = old ? "float64" : state.dtype("constant_");
    const like = old || dtype === "float64" ? constant : dtype === "float32" ? new Float32Array(0) : [];
    const filled = (rows: number): NDArray => {
      const values = Array.from({ length: rows * outputs }, (_, at) => constant[at % outputs]);
      return { dtype, shape: flat ? [rows] : [rows, outputs], data: typedLike(like, values) };
    };
    return {
      ...expected,
      methods: methods({
        predict: (x, options) => {
          const mean = filled(rowCount(x));
          return options["return_std"] === true ? [mean, float64(mean.shape, new Float64Array(mean.data.length))] : mean;
        },
      }),
    };
  },
});
