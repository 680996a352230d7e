/** Lasso and elastic net over several targets at once: a row of coefficients a target. */
import { linearRegressor } from "../parts/linear-regressor.js";

export const MultiTaskElasticNet = linearRegressor("sklearn.linear_model.MultiTaskElasticNet");
export const MultiTaskElasticNetCV = linearRegressor("sklearn.linear_model.MultiTaskElasticNetCV");
export const MultiTaskLasso = linearRegressor("sklearn.linear_model.MultiTaskLasso");
export const MultiTaskLassoCV = linearRegressor("sklearn.linear_model.MultiTaskLassoCV");
