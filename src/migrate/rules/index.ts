/** Every rule, by family. A family's file says which classes it knows; the order within a class is the order here. */
import type { MigrationRule } from "../define.js";
import { BAGGING_RULES } from "./ensemble/bagging.js";
import { BOOSTING_RULES } from "./ensemble/boosting.js";
import { FOREST_RULES } from "./ensemble/forests.js";
import { HISTOGRAM_RULES } from "./ensemble/histogram.js";
import { LOSS_RULES } from "./ensemble/losses.js";
import { COLUMN_RULES } from "./meta/columns.js";
import { SEARCH_RULES } from "./meta/searches.js";
import { WRAPPER_RULES } from "./meta/wrappers.js";
import { NEIGHBOR_RULES } from "./neighbors/estimators.js";
import { POINT_TREES } from "./neighbors/trees.js";
import { OTHER_RULES } from "./others.js";
import { TREE_ESTIMATORS } from "./trees/estimators.js";
import { TREE_STATE } from "./trees/tree.js";

export const MIGRATIONS: readonly MigrationRule[] = [
  ...TREE_ESTIMATORS,
  TREE_STATE,
  ...FOREST_RULES,
  ...BAGGING_RULES,
  ...BOOSTING_RULES,
  ...HISTOGRAM_RULES,
  ...LOSS_RULES,
  ...NEIGHBOR_RULES,
  ...POINT_TREES,
  ...COLUMN_RULES,
  ...WRAPPER_RULES,
  ...SEARCH_RULES,
  ...OTHER_RULES,
];
