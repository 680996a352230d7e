/** Every rule, by family. A family's file says which classes it knows; the order within a class is the order here. */
import type { MigrationRule } from "../define.js";
import { BINS } from "./bins.js";
import { CLUSTER } from "./cluster.js";
import { COUNTS } from "./counts.js";
import { COVARIANCE } from "./covariance.js";
import { DECOMPOSITION } from "./decomposition.js";
import { DISCRIMINANT } from "./discriminant.js";
import { BAGGING_RULES } from "./ensemble/bagging.js";
import { BOOSTING_RULES } from "./ensemble/boosting.js";
import { FOREST_RULES } from "./ensemble/forests.js";
import { HISTOGRAM_RULES } from "./ensemble/histogram.js";
import { LOSS_RULES } from "./ensemble/losses.js";
import { GAUSSIAN_PROCESS } from "./gaussian-process.js";
import { GENERALIZED } from "./generalized.js";
import { IMPUTE } from "./impute.js";
import { LABELS } from "./labels.js";
import { LINEAR } from "./linear.js";
import { LOGISTIC } from "./logistic.js";
import { COLUMN_RULES } from "./meta/columns.js";
import { SEARCH_RULES } from "./meta/searches.js";
import { WRAPPER_RULES } from "./meta/wrappers.js";
import { NATIVE } from "./native.js";
import { NEIGHBOR_RULES } from "./neighbors/estimators.js";
import { TIES } from "./neighbors/ties.js";
import { POINT_TREES } from "./neighbors/trees.js";
import { OTHER_RULES } from "./others.js";
import { PARAMETERS } from "./parameters.js";
import { PREPROCESSING } from "./preprocessing.js";
import { RANDOM } from "./random.js";
import { REFUSALS } from "./refusals.js";
import { STOCHASTIC_GRADIENT } from "./stochastic-gradient.js";
import { SVM } from "./svm.js";
import { TEXT } from "./text.js";
import { TREE_ESTIMATORS } from "./trees/estimators.js";
import { TREE_COLUMNS, TREE_STATE } from "./trees/tree.js";
import { UPGRADED } from "./upgraded.js";

export const MIGRATIONS: readonly MigrationRule[] = [
  ...UPGRADED,
  ...PARAMETERS,
  ...REFUSALS,
  ...LINEAR,
  ...LABELS,
  ...LOGISTIC,
  ...GENERALIZED,
  ...STOCHASTIC_GRADIENT,
  ...SVM,
  ...GAUSSIAN_PROCESS,
  ...CLUSTER,
  ...DECOMPOSITION,
  ...COVARIANCE,
  ...TEXT,
  ...IMPUTE,
  ...RANDOM,
  ...PREPROCESSING,
  ...COUNTS,
  ...BINS,
  ...DISCRIMINANT,
  ...TREE_ESTIMATORS,
  TREE_STATE,
  ...FOREST_RULES,
  ...BAGGING_RULES,
  ...BOOSTING_RULES,
  ...HISTOGRAM_RULES,
  TREE_COLUMNS,
  ...LOSS_RULES,
  ...NEIGHBOR_RULES,
  ...TIES,
  ...POINT_TREES,
  ...COLUMN_RULES,
  ...WRAPPER_RULES,
  ...SEARCH_RULES,
  ...OTHER_RULES,
  ...NATIVE,
];
