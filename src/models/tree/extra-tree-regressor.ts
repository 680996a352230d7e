/** sklearn.tree.ExtraTreeRegressor: a tree of random splits; it predicts as every tree does. */
import { treeRegressor } from "../parts/tree-estimator.js";

export const ExtraTreeRegressor = treeRegressor("sklearn.tree.ExtraTreeRegressor");
