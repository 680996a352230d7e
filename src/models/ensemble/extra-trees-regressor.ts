/** sklearn.ensemble.ExtraTreesRegressor: trees of random splits; it predicts as every forest does. */
import { forestRegressor } from "../parts/forest.js";

export const ExtraTreesRegressor = forestRegressor("sklearn.ensemble.ExtraTreesRegressor");
