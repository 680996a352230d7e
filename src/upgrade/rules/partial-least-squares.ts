/**
 * PLS: `coef_` is (targets, features) and for X that is only centred, with `intercept_` beside it
 * (sklearn.cross_decomposition._pls 1.5). Before 1.1 it was (features, targets) without an intercept, to 1.4 for X that
 * is centred and scaled; 1.1 and 1.2 kept it as `_coef_`. To 0.15 it was `coefs`, for X that is only centred.
 */
import { arrayValue } from "../../neutral/values.js";
import type { NDArray } from "../../numeric/ndarray.js";
import { defineUpgrade, type Stored } from "../define.js";

/** `coef_` as (targets, features), in the scale of its version. */
function transposed(stored: Stored): NDArray | null {
  if (stored.has("_coef_")) return stored.array("_coef_");
  const coef = stored.array("coefs") ?? stored.array("coef_");
  const [rows = 0, cols = 0] = coef?.shape ?? [];
  if (coef === null || coef.shape.length !== 2 || stored.version.since(1, 1)) return coef;
  const data = Float64Array.from({ length: rows * cols }, (_, at) => Number(coef.data[(at % rows) * cols + Math.floor(at / rows)]));
  return { dtype: "float64", shape: [cols, rows], data };
}

export const PARTIAL_LEAST_SQUARES = defineUpgrade({
  classes: ["PLSRegression", "PLSCanonical", "CCA"].map((name) => `sklearn.cross_decomposition.${name}`),
  doc: "`coef_` is (targets, features) for centred X, `intercept_` is the mean of y",
  upgrade: (stored) => {
    if (stored.version.since(1, 5)) return undefined;
    const coef = transposed(stored);
    const scale = stored.array("_x_std");
    const [, features = 0] = coef?.shape ?? [];
    if (coef === null || coef.shape.length !== 2 || scale === null || scale.data.length !== features) return undefined;
    const data = Float64Array.from(coef.data, (value, at) => Number(value) / (stored.has("coefs") ? 1 : Number(scale.data[at % features])));
    stored.set("coef_", arrayValue({ dtype: "float64", shape: coef.shape, data }));
    stored.drop("_coef_", "coefs");
    if (!stored.has("intercept_") && stored.has("_y_mean")) stored.set("intercept_", stored.get("_y_mean"));
    return undefined;
  },
});
