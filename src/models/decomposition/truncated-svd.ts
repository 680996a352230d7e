/** sklearn.decomposition.TruncatedSVD: `X · components_ᵀ`, dense or sparse X (sklearn.decomposition._truncated_svd 0.17 to 1.9). */

import { transpose } from "../../numeric/linear-algebra.js";
import { defineModel, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { projected } from "../parts/projections/projection.js";

export const TruncatedSVD = defineModel({
  class: "sklearn.decomposition.TruncatedSVD",
  build: (state) => {
    const weights = state.matrix("components_");
    const dtypes = [state.dtype("components_")];
    const expected = expectationOf(state, weights.cols);
    return {
      ...expected,
      methods: methods({
        transform: projected(expected, { weights, dtypes, narrow: true }),
        inverse_transform: projected(unnamed(state.name, weights.rows), { weights: transpose(weights), dtypes, narrow: true }),
        get_feature_names_out: prefixedNames(state, weights.rows),
      }),
    };
  },
});
