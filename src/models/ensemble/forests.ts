/**
 * Forests of sklearn.ensemble, of trees on bootstrap samples (Random) or of random splits (Extra): they predict alike.
 * Each call is marked as pure: a page that names one of them bundles none of the others.
 */
import { forestClassifier, forestRegressor } from "../parts/trees/forest.js";

export const ExtraTreesClassifier = /* @__PURE__ */ forestClassifier("sklearn.ensemble.ExtraTreesClassifier");
export const ExtraTreesRegressor = /* @__PURE__ */ forestRegressor("sklearn.ensemble.ExtraTreesRegressor");
export const RandomForestClassifier = /* @__PURE__ */ forestClassifier("sklearn.ensemble.RandomForestClassifier");
export const RandomForestRegressor = /* @__PURE__ */ forestRegressor("sklearn.ensemble.RandomForestRegressor");
