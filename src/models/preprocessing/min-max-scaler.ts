/** sklearn.preprocessing.MinMaxScaler (_data 1.7): x · scale_ + min_, clipped to the range where `clip` says so (from 0.24 on). */
import { numberOf } from "../../neutral/document.js";
import { defineModel } from "../define.js";
import { clipped, columnsOf, columnTransformer, DENSE_ONLY, minus, over, plus, times } from "../parts/columns/columns.js";

export const MinMaxScaler = defineModel({
  class: "sklearn.preprocessing.MinMaxScaler",
  build: (state) => {
    const count = columnsOf(state, "scale_", "min_");
    const scale = state.vector("scale_", count);
    const min = state.vector("min_", count);
    const [low = 0, high = 1] = state.has("feature_range") ? state.items("feature_range").map(numberOf) : [];
    const clip = state.flag("clip", false) ? [clipped(low, high)] : [];
    return columnTransformer(state, count, [times(scale), plus(min), ...clip], [minus(min), over(scale)], DENSE_ONLY);
  },
});
