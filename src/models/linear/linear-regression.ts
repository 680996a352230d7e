/** sklearn.linear_model.LinearRegression: its fit differs, its prediction is a linear regressor's. */
import { linearRegressor } from "../parts/linear-regressor.js";

export const LinearRegression = linearRegressor("sklearn.linear_model.LinearRegression");
