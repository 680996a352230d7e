/** sklearn.preprocessing.StandardScaler: (x − mean_) / scale_, either part may be off. */
import { defineModel } from "../define.js";
import { columnsOf, columnTransformer } from "../parts/columns.js";

export const StandardScaler = defineModel({
  class: "sklearn.preprocessing.StandardScaler",
  build: (state) => {
    const count = columnsOf(state, "mean_", "scale_", "var_");
    const mean = state.flag("with_mean", true) ? state.numbers("mean_").data : null;
    const scale = state.flag("with_std", true) ? state.numbers("scale_").data : null;
    for (const part of [mean, scale])
      if (part !== null && part.length !== count) throw state.inconsistent("mean_ and scale_ have different lengths");
    const shift = (j: number): number => mean?.[j] ?? 0;
    const factor = (j: number): number => scale?.[j] ?? 1;
    return columnTransformer(
      state,
      count,
      (x, j) => (x - shift(j)) / factor(j),
      (x, j) => x * factor(j) + shift(j),
    );
  },
});
