/** sklearn.preprocessing.StandardScaler (_data 1.7): (x − mean_) / scale_, either part may be off. Centred rows are never sparse. */
import { sentence } from "../../errors.js";
import { defineModel } from "../define.js";
import { columnsOf, columnTransformer, minus, over, plus, type Step, times } from "../parts/columns/columns.js";

/** From 1.8 on the numbers of a dense float32 X's columns are rounded to float32 first. */
function inTypeOf(make: (by: Float64Array) => Step, by: Float64Array): Step {
  const [double, single] = [make(by), make(by.map(Math.fround))];
  return (cells) => (cells.data instanceof Float32Array && cells.indices === null ? single(cells) : double(cells));
}

export const StandardScaler = defineModel({
  class: "sklearn.preprocessing.StandardScaler",
  build: (state) => {
    const count = columnsOf(state, "mean_", "scale_", "var_");
    const mean = state.flag("with_mean", true) ? state.vector("mean_", count) : null;
    const scale = state.flag("with_std", true) ? state.vector("scale_", count) : null;
    const single = state.since(1, 8);
    const steps = (make: (by: Float64Array) => Step, by: Float64Array | null): Step[] =>
      by === null ? [] : [single ? inTypeOf(make, by) : make(by)];
    return columnTransformer(
      state,
      count,
      [...steps(minus, mean), ...steps(over, scale)],
      [...steps(times, scale), ...steps(plus, mean)],
      mean === null ? "stored" : { refused: sentence`Cannot center sparse matrices: pass \`with_mean=False\` instead.` },
    );
  },
});
