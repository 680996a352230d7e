/**
 * Linear regressors of sklearn.linear_model, one by one or with the penalty found by cross-validation: their fits differ,
 * their prediction is the same.
 * Each call is marked as pure: a page that names one of them bundles none of the others.
 */
import { linearRegressor } from "../parts/linear/regressor.js";

export const ElasticNet = /* @__PURE__ */ linearRegressor("sklearn.linear_model.ElasticNet");
export const ElasticNetCV = /* @__PURE__ */ linearRegressor("sklearn.linear_model.ElasticNetCV");
export const HuberRegressor = /* @__PURE__ */ linearRegressor("sklearn.linear_model.HuberRegressor");
export const Lars = /* @__PURE__ */ linearRegressor("sklearn.linear_model.Lars");
export const LarsCV = /* @__PURE__ */ linearRegressor("sklearn.linear_model.LarsCV");
export const Lasso = /* @__PURE__ */ linearRegressor("sklearn.linear_model.Lasso");
export const LassoCV = /* @__PURE__ */ linearRegressor("sklearn.linear_model.LassoCV");
export const LassoLars = /* @__PURE__ */ linearRegressor("sklearn.linear_model.LassoLars");
export const LassoLarsCV = /* @__PURE__ */ linearRegressor("sklearn.linear_model.LassoLarsCV");
export const LassoLarsIC = /* @__PURE__ */ linearRegressor("sklearn.linear_model.LassoLarsIC");
export const LinearRegression = /* @__PURE__ */ linearRegressor("sklearn.linear_model.LinearRegression");
export const MultiTaskElasticNet = /* @__PURE__ */ linearRegressor("sklearn.linear_model.MultiTaskElasticNet");
export const MultiTaskElasticNetCV = /* @__PURE__ */ linearRegressor("sklearn.linear_model.MultiTaskElasticNetCV");
export const MultiTaskLasso = /* @__PURE__ */ linearRegressor("sklearn.linear_model.MultiTaskLasso");
export const MultiTaskLassoCV = /* @__PURE__ */ linearRegressor("sklearn.linear_model.MultiTaskLassoCV");
export const OrthogonalMatchingPursuit = /* @__PURE__ */ linearRegressor("sklearn.linear_model.OrthogonalMatchingPursuit");
export const OrthogonalMatchingPursuitCV = /* @__PURE__ */ linearRegressor("sklearn.linear_model.OrthogonalMatchingPursuitCV");
export const PassiveAggressiveRegressor = /* @__PURE__ */ linearRegressor("sklearn.linear_model.PassiveAggressiveRegressor");
export const QuantileRegressor = /* @__PURE__ */ linearRegressor("sklearn.linear_model.QuantileRegressor");
export const Ridge = /* @__PURE__ */ linearRegressor("sklearn.linear_model.Ridge");
export const RidgeCV = /* @__PURE__ */ linearRegressor("sklearn.linear_model.RidgeCV");
export const TheilSenRegressor = /* @__PURE__ */ linearRegressor("sklearn.linear_model.TheilSenRegressor");
