/** Least angle regression (sklearn.linear_model._least_angle): fits that differ, the prediction of a linear regressor. */
import { linearRegressor } from "../parts/linear-regressor.js";

export const Lars = linearRegressor("sklearn.linear_model.Lars");
export const LarsCV = linearRegressor("sklearn.linear_model.LarsCV");
export const LassoLars = linearRegressor("sklearn.linear_model.LassoLars");
export const LassoLarsCV = linearRegressor("sklearn.linear_model.LassoLarsCV");
export const LassoLarsIC = linearRegressor("sklearn.linear_model.LassoLarsIC");
