/** Every rule, by family. A family's file says which classes it knows; the order within a class is the order here. */
import type { MigrationRule } from "../define.js";
import { CLUSTER } from "./cluster.js";
import { COUNTS } from "./counts.js";
import { COVARIANCE } from "./covariance.js";
import { DECOMPOSITION } from "./decomposition.js";
import { GAUSSIAN_PROCESS } from "./gaussian-process.js";
import { GENERALIZED } from "./generalized.js";
import { IMPUTE } from "./impute.js";
import { LINEAR } from "./linear.js";
import { LOGISTIC } from "./logistic.js";
import { PARAMETERS } from "./parameters.js";
import { PREPROCESSING } from "./preprocessing.js";
import { RANDOM } from "./random.js";
import { REFUSALS } from "./refusals.js";
import { STOCHASTIC_GRADIENT } from "./stochastic-gradient.js";
import { SVM } from "./svm.js";
import { TEXT } from "./text.js";
import { UPGRADED } from "./upgraded.js";

export const MIGRATIONS: readonly MigrationRule[] = [
  ...UPGRADED,
  ...PARAMETERS,
  ...REFUSALS,
  ...LINEAR,
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
  ...COUNTS,
  ...PREPROCESSING,
];
