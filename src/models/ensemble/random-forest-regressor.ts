/** sklearn.ensemble.RandomForestRegressor: trees of bootstrap samples; it predicts as every forest does. */
import { forestRegressor } from "../parts/forest.js";

export const RandomForestRegressor = forestRegressor("sklearn.ensemble.RandomForestRegressor");
