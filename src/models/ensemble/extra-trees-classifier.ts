/** sklearn.ensemble.ExtraTreesClassifier: trees of random splits; it predicts as every forest does. */
import { forestClassifier } from "../parts/forest.js";

export const ExtraTreesClassifier = forestClassifier("sklearn.ensemble.ExtraTreesClassifier");
