/** Every lowering that there is: one line an estimator or a family. */
import type { Lowering } from "./define.js";
import { IMPUTERS } from "./impute/imputers.js";
import { ITERATIVE_IMPUTER } from "./impute/iterative-imputer.js";
import { LINEAR_CLASSIFIERS } from "./linear/classifiers.js";
import { LINEAR_REGRESSORS } from "./linear/regressors.js";
import { COLUMNS } from "./meta/columns.js";
import { PIPELINE } from "./meta/pipeline.js";
import { BINS } from "./preprocessing/bins.js";
import { ENCODERS } from "./preprocessing/encoders.js";
import { FUNCTION_TRANSFORMER } from "./preprocessing/functions.js";
import { LABELS } from "./preprocessing/labels.js";
import { SCALERS } from "./preprocessing/scalers.js";
import { SHAPES } from "./preprocessing/shapes.js";
import { SPLINES } from "./preprocessing/splines.js";
import { VECTORIZERS } from "./text/vectorizers.js";
import { TREES } from "./trees/trees.js";

export const LOWERINGS: readonly Lowering[] = [
  ...BINS,
  ...COLUMNS,
  ...ENCODERS,
  FUNCTION_TRANSFORMER,
  ...IMPUTERS,
  ITERATIVE_IMPUTER,
  ...LABELS,
  ...LINEAR_CLASSIFIERS,
  ...LINEAR_REGRESSORS,
  PIPELINE,
  ...SCALERS,
  ...SHAPES,
  SPLINES,
  ...TREES,
  ...VECTORIZERS,
];
