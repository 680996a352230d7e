/** Regressors that are fitted against outliers, or to a quantile: the prediction is a linear regressor's. */
import { linearRegressor } from "../parts/linear-regressor.js";

export const HuberRegressor = linearRegressor("sklearn.linear_model.HuberRegressor");
export const QuantileRegressor = linearRegressor("sklearn.linear_model.QuantileRegressor");
export const TheilSenRegressor = linearRegressor("sklearn.linear_model.TheilSenRegressor");
