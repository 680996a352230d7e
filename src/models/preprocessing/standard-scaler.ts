/** sklearn.preprocessing.StandardScaler (_data 1.7): (x − mean_) / scale_, either part may be off. Centred rows are never sparse. */
import { sentence } from "../../errors.js";
import { defineModel } from "../define.js";
import { columnsOf, columnTransformer, minus, over, plus, times } from "../parts/columns/columns.js";

export const StandardScaler = defineModel({
  class: "sklearn.preprocessing.StandardScaler",
  build: (state) => {
    const count = columnsOf(state, "mean_", "scale_", "var_");
    const mean = state.flag("with_mean", true) ? state.vector("mean_", count) : null;
    const scale = state.flag("with_std", true) ? state.vector("scale_", count) : null;
    return columnTransformer(
      state,
      count,
      [...(mean === null ? [] : [minus(mean)]), ...(scale === null ? [] : [over(scale)])],
      [...(scale === null ? [] : [times(scale)]), ...(mean === null ? [] : [plus(mean)])],
      mean === null ? "stored" : { refused: sentence`Cannot center sparse matrices: pass \`with_mean=False\` instead.` },
    );
  },
});
