/** sklearn.preprocessing.RobustScaler (_data 1.7): (x − center_) / scale_, either part may be off. Centred rows are never sparse. */
import { sentence } from "../../errors.js";
import { defineModel } from "../define.js";
import { columnsOf, columnTransformer, minus, over, plus, times } from "../parts/columns/columns.js";

export const RobustScaler = defineModel({
  class: "sklearn.preprocessing.RobustScaler",
  build: (state) => {
    const count = columnsOf(state, "center_", "scale_");
    const center = state.flag("with_centering", true) ? state.vector("center_", count) : null;
    const scale = state.flag("with_scaling", true) ? state.vector("scale_", count) : null;
    return columnTransformer(
      state,
      count,
      [...(center === null ? [] : [minus(center)]), ...(scale === null ? [] : [over(scale)])],
      [...(scale === null ? [] : [times(scale)]), ...(center === null ? [] : [plus(center)])],
      center === null ? "stored" : { refused: sentence`Cannot center sparse matrices: use \`with_centering=False\` instead.` },
    );
  },
});
