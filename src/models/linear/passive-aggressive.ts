/** sklearn.linear_model.PassiveAggressiveClassifier and its regressor: linear models without probabilities. */
import { linearClassifier } from "../parts/linear-classifier.js";
import { linearRegressor } from "../parts/linear-regressor.js";

export const PassiveAggressiveClassifier = linearClassifier("sklearn.linear_model.PassiveAggressiveClassifier");
export const PassiveAggressiveRegressor = linearRegressor("sklearn.linear_model.PassiveAggressiveRegressor");
