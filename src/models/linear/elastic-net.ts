/** sklearn.linear_model.ElasticNet and ElasticNetCV: their fits differ, their prediction is a linear regressor's. */
import { linearRegressor } from "../parts/linear-regressor.js";

export const ElasticNet = linearRegressor("sklearn.linear_model.ElasticNet");
export const ElasticNetCV = linearRegressor("sklearn.linear_model.ElasticNetCV");
