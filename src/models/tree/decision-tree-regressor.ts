/** sklearn.tree.DecisionTreeRegressor: a tree of best splits; it predicts as every tree does. */
import { treeRegressor } from "../parts/tree-estimator.js";

export const DecisionTreeRegressor = treeRegressor("sklearn.tree.DecisionTreeRegressor");
