/** sklearn.linear_model.Lasso: its fit differs, its prediction is a linear regressor's. */
import { linearRegressor } from "../parts/linear-regressor.js";

export const Lasso = linearRegressor("sklearn.linear_model.Lasso");
