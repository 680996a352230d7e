/** Every lowering that there is: one line an estimator or a family. */
import { CLUSTERS } from "./cluster/cluster.js";
import { COVARIANCES } from "./covariance/covariance.js";
import type { Lowering } from "./define.js";
import { LINEAR_DISCRIMINANTS } from "./discriminant/linear-discriminant.js";
import { QUADRATIC_DISCRIMINANTS } from "./discriminant/quadratic-discriminant.js";
import { GAUSSIAN_PROCESSES } from "./gaussian-process/gaussian-process.js";
import { ISOTONIC } from "./isotonic/isotonic-regression.js";
import { KERNEL_MODELS } from "./kernel-approximation/kernel-approximation.js";
import { LINEAR_CLASSIFIERS } from "./linear/classifiers.js";
import { LINEAR_REGRESSORS } from "./linear/regressors.js";
import { PIPELINE } from "./meta/pipeline.js";
import { MIXTURES } from "./mixture/gaussian-mixture.js";
import { OLD_MIXTURES } from "./mixture/old-mixtures.js";
import { NAIVE_BAYES } from "./naive-bayes/naive-bayes.js";
import { NEAREST_CENTROID } from "./neighbors/nearest-centroid.js";
import { RADIUS_NEIGHBORS } from "./neighbors/radius-neighbors.js";
import { NEURAL_NETWORKS } from "./neural-network/neural-network.js";
import { SCALERS } from "./preprocessing/scalers.js";
import { LIBSVM } from "./svm/libsvm.js";
import { TREES } from "./trees/trees.js";

export const LOWERINGS: readonly Lowering[] = [
  ...CLUSTERS,
  ...COVARIANCES,
  ...GAUSSIAN_PROCESSES,
  ...ISOTONIC,
  ...KERNEL_MODELS,
  ...LIBSVM,
  ...LINEAR_CLASSIFIERS,
  ...LINEAR_DISCRIMINANTS,
  ...LINEAR_REGRESSORS,
  ...MIXTURES,
  ...NAIVE_BAYES,
  ...NEAREST_CENTROID,
  ...NEURAL_NETWORKS,
  ...OLD_MIXTURES,
  PIPELINE,
  ...QUADRATIC_DISCRIMINANTS,
  ...RADIUS_NEIGHBORS,
  ...SCALERS,
  ...TREES,
];
