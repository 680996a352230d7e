/**
 * Trees of sklearn.tree, of best splits (Decision) or of random ones (Extra): they predict alike.
 * Each call is marked as pure: a page that names one of them bundles none of the others.
 */
import { treeClassifier, treeRegressor } from "../parts/trees/estimator.js";

export const DecisionTreeClassifier = /* @__PURE__ */ treeClassifier("sklearn.tree.DecisionTreeClassifier");
export const DecisionTreeRegressor = /* @__PURE__ */ treeRegressor("sklearn.tree.DecisionTreeRegressor");
export const ExtraTreeClassifier = /* @__PURE__ */ treeClassifier("sklearn.tree.ExtraTreeClassifier");
export const ExtraTreeRegressor = /* @__PURE__ */ treeRegressor("sklearn.tree.ExtraTreeRegressor");
