/**
 * sklearn.decomposition.FactorAnalysis: the expected factors of a row, `(X − mean) · Wᵀ · (I + W · componentsᵀ)⁻¹` with
 * `W = components / noise`, and its log density (sklearn.decomposition._factor_analysis 0.17 to 1.9; Barber 2012, 21.2.1).
 */
import { CornichonError, sentence } from "../../errors.js";
import { inverse, multiply, multiplyTransposed } from "../../numeric/linear-algebra.js";
import { matrix } from "../../numeric/ndarray.js";
import { defineModel, isArrayResult, type Method, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { addDiagonal, latentScores } from "../parts/projections/latent.js";
import { projected } from "../parts/projections/projection.js";

/** Before 0.24 densities were of X unchecked: None was refused as an operand, and pandas left missing values out of the sums. */
const unchecked =
  (scores: Method): Method =>
  (x, options) => {
    const { dtype, data } = x.array();
    const missing = Array.from<unknown>(data).some((value) => value === null || (x.columns !== null && Number.isNaN(value)));
    if (missing) throw new CornichonError("input.value", sentence`Input contains NaN or None, of which there is no density.`);
    const out = scores(x, options);
    return dtype === "object" && isArrayResult(out) ? { ...out, dtype, data: Array.from(out.data) } : out;
  };

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
    const transform = projected(expected, { mean, meanType: state.dtype("mean_"), weights: multiply(factors, scaled), dtypes });
    const scores = latentScores(latent, mean, expected, dtypes);
    // scipy of those days inverted no matrix without rows.
    const without: Method = (x) => {
      x.matrix(expected);
      throw new CornichonError("model.method", sentence`FactorAnalysis without components transforms nothing before sklearn 1.5.`);
    };
    return {
      ...expected,
      methods: methods({
        transform: count === 0 && state.before(1, 5) ? without : transform,
        score_samples: state.before(0, 24) ? unchecked(scores) : scores,
        get_feature_names_out: prefixedNames(state, count),
      }),
    };
  },
});
