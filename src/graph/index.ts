/** Every lowering that there is: one line an estimator or a family. */
import type { Lowering } from "./define.js";
import { IMPUTERS } from "./impute/imputers.js";
import { LINEAR_CLASSIFIERS } from "./linear/classifiers.js";
import { LINEAR_REGRESSORS } from "./linear/regressors.js";
import { COLUMNS } from "./meta/columns.js";
import { PIPELINE } from "./meta/pipeline.js";
import { ENCODERS } from "./preprocessing/encoders.js";
import { SCALERS } from "./preprocessing/scalers.js";
import { TREES } from "./trees/trees.js";

export const LOWERINGS: readonly Lowering[] = [
  ...COLUMNS,
  ...ENCODERS,
  ...IMPUTERS,
  ...LINEAR_CLASSIFIERS,
  ...LINEAR_REGRESSORS,
  PIPELINE,
  ...SCALERS,
  ...TREES,
];
