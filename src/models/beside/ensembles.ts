/** Ensembles of imbalanced-learn that hold plain trees: their samplers count while they are fitted alone (imblearn.ensemble 0.4 to 0.14). */
import type { ModelDefinition } from "../define.js";
import { forestClassifier } from "../parts/trees/forest.js";

export const BALANCED_FORESTS: readonly ModelDefinition[] = [forestClassifier("imblearn.ensemble.BalancedRandomForestClassifier")];
