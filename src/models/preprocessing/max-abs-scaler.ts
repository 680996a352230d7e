/** sklearn.preprocessing.MaxAbsScaler (_data 1.8): x / scale_, clipped to −1 … 1 where `clip` says so (from 1.8 on). */
import { defineModel } from "../define.js";
import { clipped, columnsOf, columnTransformer, over, times } from "../parts/columns/columns.js";

export const MaxAbsScaler = defineModel({
  class: "sklearn.preprocessing.MaxAbsScaler",
  build: (state) => {
    const count = columnsOf(state, "scale_", "max_abs_");
    const scale = state.vector("scale_", count);
    const clip = state.flag("clip", false) ? [clipped(-1, 1)] : [];
    return columnTransformer(state, count, [over(scale, state.dtype("scale_")), ...clip], [times(scale)], "stored");
  },
});
