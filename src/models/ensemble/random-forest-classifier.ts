/** sklearn.ensemble.RandomForestClassifier: trees of bootstrap samples; it predicts as every forest does. */
import { forestClassifier } from "../parts/forest.js";

export const RandomForestClassifier = forestClassifier("sklearn.ensemble.RandomForestClassifier");
