/** Labels of the shared fixtures as migrated states, for the families whose rules stand in files of this folder's neighbours. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Migrated, migrateRoot } from "../../src/migrate/index.js";
import { References } from "../../src/neutral/document.js";
import { parseLossless, printLossless } from "../../src/neutral/lossless.js";
import { runGuest } from "../support/guest.js";

/** Trees, ensembles, neighbours and what holds other estimators have tests of their own. */
const OTHERS =
  /^(?:RandomForest|ExtraTree|DecisionTree|Bagging|AdaBoost|GradientBoost|HistGradient|KNeigh|Radius|Nearest|Isotonic|Calibrat|OneVs|OutputCode|MultiOutput|ClassifierChain|RegressorChain|GridSearch|Randomized(?:Search|Lasso|Log)|Halving|Pipeline|Feature(?:Union|Agg)|ColumnTrans|RFE|Select|Voting|Stacking|IsolationForest|LocalOut|KernelDensity|RandomTrees|Neighborhood|GenericUni|Variance|LSH|Frozen|Tuned|FixedThr|TransformedTarget|SequentialF|SelfTraining)/;

export const isOurs = (label: string): boolean => !OTHERS.test(label);

/** The stored root of a label; null where its file is not read (a user's own code). */
export function storedRoot(folder: string, label: string): unknown {
  const { text } = runGuest(readFileSync(join(folder, `${label}.pkl`)));
  return text === "" ? null : parseLossless(text);
}

/** The migrated root, printed and read again as a user's program would. @throws CornichonError `target.unsupported` */
export function migrated(root: unknown): Migrated {
  const { root: made, changes } = migrateRoot(root, new References(root));
  return { root: JSON.parse([...printLossless(made)].join("")), changes };
}
