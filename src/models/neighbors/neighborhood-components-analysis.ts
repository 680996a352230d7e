/**
 * sklearn.neighbors.NeighborhoodComponentsAnalysis: `X · components_ᵀ` (sklearn.neighbors._nca 0.21 to 1.9). To 1.4 it
 * named as many columns as went in, which its `_n_features_out` tells.
 */
import { defineModel, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { projected } from "../parts/projections/projection.js";

export const NeighborhoodComponentsAnalysis = defineModel({
  class: "sklearn.neighbors.NeighborhoodComponentsAnalysis",
  build: (state) => {
    const weights = state.matrix("components_");
    const expected = expectationOf(state, weights.cols);
    const named = state.number("_n_features_out") === weights.cols ? weights.cols : weights.rows;
    return {
      ...expected,
      methods: methods({
        transform: projected(expected, { weights, dtypes: [state.dtype("components_")] }),
        get_feature_names_out: prefixedNames(state, named),
      }),
    };
  },
});
