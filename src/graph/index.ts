/** Every lowering that there is: one line an estimator or a family. */
import type { Lowering } from "./define.js";
import { LINEAR_CLASSIFIERS } from "./linear/classifiers.js";
import { LINEAR_REGRESSORS } from "./linear/regressors.js";
import { PIPELINE } from "./meta/pipeline.js";
import { SCALERS } from "./preprocessing/scalers.js";
import { TREES } from "./trees/trees.js";

export const LOWERINGS: readonly Lowering[] = [...LINEAR_CLASSIFIERS, ...LINEAR_REGRESSORS, PIPELINE, ...SCALERS, ...TREES];
