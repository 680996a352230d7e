/** sklearn.linear_model.ElasticNet: its fit differs, its prediction is a linear regressor's. */
import { linearRegressor } from "../parts/linear-regressor.js";

export const ElasticNet = linearRegressor("sklearn.linear_model.ElasticNet");
