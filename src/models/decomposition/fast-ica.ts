/**
 * sklearn.decomposition.FastICA: sources by `components_`, X again by `mixing_`; a mean is there where it whitened
 * (sklearn.decomposition._fastica 0.17 to 1.9).
 */

import { defineModel, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { projected } from "../parts/projections/projection.js";

export const FastICA = defineModel({
  class: "sklearn.decomposition.FastICA",
  build: (state) => {
    const weights = state.matrix("components_");
    const mixing = state.matrix("mixing_", weights.cols, weights.rows);
    const mean = state.has("mean_") && state.get("whiten") !== false ? state.vector("mean_", weights.cols) : null;
    const expected = expectationOf(state, weights.cols);
    return {
      ...expected,
      methods: methods({
        transform: projected(expected, {
          mean,
          meanType: "float32",
          weights,
          dtypes: ["components_", "mean_"].map((key) => state.dtype(key)),
        }),
        inverse_transform: projected(unnamed(state.name, weights.rows), {
          weights: mixing,
          dtypes: ["mixing_", "mean_"].map((key) => state.dtype(key)),
          last: (value, j) => value + (mean?.[j] ?? 0),
        }),
        get_feature_names_out: prefixedNames(state, weights.rows),
      }),
    };
  },
});
