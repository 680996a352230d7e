/** sklearn.preprocessing.MinMaxScaler: x · scale_ + min_, clipped to the range where `clip` says so (from 0.24 on). */
import { numberOf, own } from "../../neutral/document.js";
import { defineModel } from "../define.js";
import { columnsOf, columnTransformer } from "../parts/columns.js";
import type { State } from "../state.js";

function range(state: State): readonly [number, number] {
  const items = own(state.get("feature_range"), "items");
  const [low, high] = Array.isArray(items) ? items.map(numberOf) : [];
  return [low ?? 0, high ?? 1];
}

export const MinMaxScaler = defineModel({
  class: "sklearn.preprocessing.MinMaxScaler",
  build: (state) => {
    const count = columnsOf(state, "scale_", "min_");
    const scale = state.numbers("scale_").data;
    const min = state.numbers("min_").data;
    if (min.length !== count || scale.length !== count) throw state.inconsistent("min_ and scale_ have different lengths");
    const clip = state.flag("clip", false);
    const [low, high] = range(state);
    const forth = (x: number, j: number): number => x * (scale[j] ?? 1) + (min[j] ?? 0);
    const clipped = (x: number, j: number): number => Math.min(high, Math.max(low, forth(x, j)));
    return columnTransformer(state, count, clip ? clipped : forth, (x, j) => (x - (min[j] ?? 0)) / (scale[j] ?? 1));
  },
});
