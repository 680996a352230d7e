/** sklearn.tree.DecisionTreeClassifier: a tree of best splits; it predicts as every tree does. */
import { treeClassifier } from "../parts/tree-estimator.js";

export const DecisionTreeClassifier = treeClassifier("sklearn.tree.DecisionTreeClassifier");
