/** Every lowering that there is: one line an estimator or a family. */
import type { Lowering } from "./define.js";
import { LINEAR_DISCRIMINANTS } from "./discriminant/linear-discriminant.js";
import { QUADRATIC_DISCRIMINANTS } from "./discriminant/quadratic-discriminant.js";
import { LINEAR_CLASSIFIERS } from "./linear/classifiers.js";
import { LINEAR_REGRESSORS } from "./linear/regressors.js";
import { PIPELINE } from "./meta/pipeline.js";
import { NAIVE_BAYES } from "./naive-bayes/naive-bayes.js";
import { NEURAL_NETWORKS } from "./neural-network/neural-network.js";
import { SCALERS } from "./preprocessing/scalers.js";
import { LIBSVM } from "./svm/libsvm.js";
import { TREES } from "./trees/trees.js";

export const LOWERINGS: readonly Lowering[] = [
  ...LIBSVM,
  ...LINEAR_CLASSIFIERS,
  ...LINEAR_DISCRIMINANTS,
  ...LINEAR_REGRESSORS,
  ...NAIVE_BAYES,
  ...NEURAL_NETWORKS,
  PIPELINE,
  ...QUADRATIC_DISCRIMINANTS,
  ...SCALERS,
  ...TREES,
];
