/** sklearn.linear_model.Ridge: its fit differs, its prediction is a linear regressor's. */
import { linearRegressor } from "../parts/linear-regressor.js";

export const Ridge = linearRegressor("sklearn.linear_model.Ridge");
