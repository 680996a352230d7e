/** sklearn.linear_model.Lasso and LassoCV: their fits differ, their prediction is a linear regressor's. */
import { linearRegressor } from "../parts/linear-regressor.js";

export const Lasso = linearRegressor("sklearn.linear_model.Lasso");
export const LassoCV = linearRegressor("sklearn.linear_model.LassoCV");
