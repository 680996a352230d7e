/** sklearn.tree.ExtraTreeClassifier: a tree of random splits; it predicts as every tree does. */
import { treeClassifier } from "../parts/tree-estimator.js";

export const ExtraTreeClassifier = treeClassifier("sklearn.tree.ExtraTreeClassifier");
