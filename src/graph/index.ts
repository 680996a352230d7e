/** Every lowering that there is: one line an estimator or a family. */
import type { Lowering } from "./define.js";
import { ADA_BOOST } from "./ensemble/ada-boost.js";
import { BAGGING } from "./ensemble/bagging.js";
import { GRADIENT_BOOSTING } from "./ensemble/gradient-boosting.js";
import { HIST_GRADIENT_BOOSTING } from "./ensemble/hist-gradient-boosting.js";
import { ISOLATION_FOREST } from "./ensemble/isolation-forest.js";
import { RANDOM_TREES_EMBEDDING } from "./ensemble/random-trees-embedding.js";
import { STACKING } from "./ensemble/stacking.js";
import { VOTING } from "./ensemble/voting.js";
import { LINEAR_CLASSIFIERS } from "./linear/classifiers.js";
import { LINEAR_REGRESSORS } from "./linear/regressors.js";
import { PIPELINE } from "./meta/pipeline.js";
import { SCALERS } from "./preprocessing/scalers.js";
import { TREES } from "./trees/trees.js";

export const LOWERINGS: readonly Lowering[] = [
  ...ADA_BOOST,
  ...BAGGING,
  ...GRADIENT_BOOSTING,
  ...HIST_GRADIENT_BOOSTING,
  ISOLATION_FOREST,
  ...LINEAR_CLASSIFIERS,
  ...LINEAR_REGRESSORS,
  PIPELINE,
  RANDOM_TREES_EMBEDDING,
  ...SCALERS,
  ...STACKING,
  ...TREES,
  ...VOTING,
];
