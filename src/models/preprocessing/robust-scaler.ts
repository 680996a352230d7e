/** sklearn.preprocessing.RobustScaler (_data 1.7): (x − center_) / scale_, either part may be off. Sparse rows are scaled alone, even where others are centred. */
import { defineModel } from "../define.js";
import { columnsOf, columnTransformer, minus, over, plus, type Step, times } from "../parts/columns/columns.js";

/** A step that leaves sparse rows as they are. */
const dense =
  (one: Step): Step =>
  (cells) => {
    if (cells.indices === null) one(cells);
  };

export const RobustScaler = defineModel({
  class: "sklearn.preprocessing.RobustScaler",
  build: (state) => {
    const count = columnsOf(state, "center_", "scale_");
    const center = state.flag("with_centering", true) ? state.vector("center_", count) : null;
    const scale = state.flag("with_scaling", true) ? state.vector("scale_", count) : null;
    return columnTransformer(
      state,
      count,
      [...(center === null ? [] : [dense(minus(center))]), ...(scale === null ? [] : [over(scale, state.dtype("scale_"))])],
      [...(scale === null ? [] : [times(scale)]), ...(center === null ? [] : [dense(plus(center))])],
      "stored",
    );
  },
});
