/** Every lowering that there is: one line an estimator or a family. */
import { AGGLOMERATION } from "./decomposition/agglomeration.js";
import { LEAST_SQUARES } from "./decomposition/least-squares.js";
import { PRINCIPAL } from "./decomposition/principal.js";
import { PROJECTIONS } from "./decomposition/projections.js";
import type { Lowering } from "./define.js";
import { DUMMIES } from "./dummy/dummies.js";
import { SELECTORS } from "./feature-selection/selectors.js";
import { LINEAR_CLASSIFIERS } from "./linear/classifiers.js";
import { GENERALIZED } from "./linear/generalized.js";
import { ONE_CLASS_SGD } from "./linear/one-class.js";
import { LINEAR_REGRESSORS } from "./linear/regressors.js";
import { PIPELINE } from "./meta/pipeline.js";
import { SCALERS } from "./preprocessing/scalers.js";
import { TREES } from "./trees/trees.js";

export const LOWERINGS: readonly Lowering[] = [
  AGGLOMERATION,
  ...DUMMIES,
  ...GENERALIZED,
  ...LEAST_SQUARES,
  ...LINEAR_CLASSIFIERS,
  ...LINEAR_REGRESSORS,
  ONE_CLASS_SGD,
  PIPELINE,
  ...PRINCIPAL,
  ...PROJECTIONS,
  ...SCALERS,
  ...SELECTORS,
  ...TREES,
];
