/** Squared Mahalanobis distances to a covariance model's location (sklearn.covariance._empirical_covariance 0.17 to 1.9). */
import { quadraticForms } from "../../../numeric/determinant.js";
import type { Matrix } from "../../../numeric/ndarray.js";
import { pseudoinverse } from "../../../numeric/singular-values.js";
import type { State } from "../../state.js";
import { centered } from "./projection.js";

export interface Covariance {
  readonly features: number;
  /** One squared distance a row. */
  readonly mahalanobis: (x: Matrix) => Float64Array;
}

/** Reads the precision, or inverts the covariance of a model that did not keep it. @throws CornichonError `model.inconsistent` */
export function covarianceOf(state: State): Covariance {
  const location = state.vector("location_");
  const n = location.length;
  const precision = state.has("precision_") ? state.matrix("precision_", n, n) : pseudoinverse(state.matrix("covariance_", n, n));
  return { features: n, mahalanobis: (x) => quadraticForms(centered(x, location), precision) };
}
