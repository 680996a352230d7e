/**
 * sklearn.decomposition.FactorAnalysis: the expected factors of a row, `(X − mean) · Wᵀ · (I + W · componentsᵀ)⁻¹` with
 * `W = components / noise`, and its log density (sklearn.decomposition._factor_analysis 0.17 to 1.9; Barber 2012, 21.2.1).
 */
import { inverse, multiply, multiplyTransposed } from "../../numeric/linear-algebra.js";
import { matrix } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { addDiagonal, latentScores } from "../parts/projections/latent.js";
import { projected } from "../parts/projections/projection.js";

export const FactorAnalysis = defineModel({
  class: "sklearn.decomposition.FactorAnalysis",
  build: (state) => {
    const components = state.matrix("components_");
    const [count, features] = [components.rows, components.cols];
    const noise = state.vector("noise_variance_", features);
    const mean = state.vector("mean_", features);
    const dtypes = ["components_", "mean_", "noise_variance_"].map((key) => state.dtype(key));
    const scaled = matrix(
      count,
      features,
      components.data.map((value, at) => value / noise[at % features]),
    );
    const factors = inverse(addDiagonal(multiplyTransposed(scaled, components), () => 1));
    if (factors === null) throw state.inconsistent("components_ and noise_variance_ give a singular matrix");
    const expected = expectationOf(state, features);
    const latent = { components, variances: new Float64Array(count).fill(1), noise };
    return {
      ...expected,
      methods: methods({
        transform: projected(expected, { mean, meanType: state.dtype("mean_"), weights: multiply(factors, scaled), dtypes }),
        score_samples: latentScores(latent, mean, expected, dtypes),
        get_feature_names_out: prefixedNames(state, count),
      }),
    };
  },
});
