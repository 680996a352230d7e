/** sklearn.linear_model.RidgeCV: its fit differs, its prediction is a linear regressor's. */
import { linearRegressor } from "../parts/linear-regressor.js";

export const RidgeCV = linearRegressor("sklearn.linear_model.RidgeCV");
