/** sklearn.preprocessing.StandardScaler (_data 1.7): (x − mean_) / scale_, either part may be off. Centred rows are never sparse. */
import { sentence } from "../../errors.js";
import { defineModel } from "../define.js";
import { columnsOf, columnTransformer, inOwnType, minus, over, plus, type Step, times } from "../parts/columns/columns.js";

export const StandardScaler = defineModel({
  class: "sklearn.preprocessing.StandardScaler",
  build: (state) => {
    const count = columnsOf(state, "mean_", "scale_", "var_");
    const mean = state.flag("with_mean", true) ? state.vector("mean_", count) : null;
    const scale = state.flag("with_std", true) ? state.vector("scale_", count) : null;
    const one = (operation: (by: Float64Array) => Step, by: Float64Array | null): Step[] =>
      by === null ? [] : [state.since(1, 8) ? inOwnType(operation, by) : operation(by)];
    return columnTransformer(
      state,
      count,
      [...one(minus, mean), ...one(over, scale)],
      [...one(times, scale), ...one(plus, mean)],
      mean === null ? "stored" : { refused: sentence`Cannot center sparse matrices: pass \`with_mean=False\` instead.` },
    );
  },
});
