/** sklearn.linear_model.OrthogonalMatchingPursuit and its CV: fits that differ, the prediction of a linear regressor. */
import { linearRegressor } from "../parts/linear-regressor.js";

export const OrthogonalMatchingPursuit = linearRegressor("sklearn.linear_model.OrthogonalMatchingPursuit");
export const OrthogonalMatchingPursuitCV = linearRegressor("sklearn.linear_model.OrthogonalMatchingPursuitCV");
