/**
 * scikit-learn as one switch: every estimator and what fitted estimators hold, one file a package. Rows are made by
 * scripts/policy from 16 versions and the catalogue of fixtures; native classes and functions are chosen by hand.
 */
import type { Family } from "../rows.js";
import { SKLEARN_BEFORE_017, SKLEARN_FUNCTIONS_BEFORE_017, withOld } from "./sklearn-before-017.js";
import { SKLEARN_CALIBRATION } from "./sklearn-calibration.js";
import { SKLEARN_CLUSTER } from "./sklearn-cluster.js";
import { SKLEARN_COMPOSE } from "./sklearn-compose.js";
import { SKLEARN_COVARIANCE } from "./sklearn-covariance.js";
import { SKLEARN_CROSS_DECOMPOSITION } from "./sklearn-cross-decomposition.js";
import { SKLEARN_DECOMPOSITION } from "./sklearn-decomposition.js";
import { SKLEARN_DISCRIMINANT } from "./sklearn-discriminant.js";
import { SKLEARN_DUMMY } from "./sklearn-dummy.js";
import { SKLEARN_ENSEMBLE } from "./sklearn-ensemble.js";
import { SKLEARN_EXCEPTIONS } from "./sklearn-exceptions.js";
import { SKLEARN_FEATURE_EXTRACTION } from "./sklearn-feature-extraction.js";
import { SKLEARN_FEATURE_SELECTION } from "./sklearn-feature-selection.js";
import { SKLEARN_FROZEN } from "./sklearn-frozen.js";
import { SKLEARN_FUNCTIONS } from "./sklearn-functions.js";
import { SKLEARN_GAUSSIAN_PROCESS } from "./sklearn-gaussian-process.js";
import { SKLEARN_IMPUTE } from "./sklearn-impute.js";
import { SKLEARN_ISOTONIC } from "./sklearn-isotonic.js";
import { SKLEARN_KERNEL_APPROXIMATION } from "./sklearn-kernel-approximation.js";
import { SKLEARN_KERNEL_RIDGE } from "./sklearn-kernel-ridge.js";
import { SKLEARN_LINEAR_MODEL } from "./sklearn-linear-model.js";
import { SKLEARN_LOSS } from "./sklearn-loss.js";
import { SKLEARN_MANIFOLD } from "./sklearn-manifold.js";
import { SKLEARN_MEMBERS } from "./sklearn-members.js";
import { SKLEARN_METRICS } from "./sklearn-metrics.js";
import { SKLEARN_MIXTURE } from "./sklearn-mixture.js";
import { SKLEARN_MODEL_SELECTION } from "./sklearn-model-selection.js";
import { SKLEARN_MULTICLASS } from "./sklearn-multiclass.js";
import { SKLEARN_MULTIOUTPUT } from "./sklearn-multioutput.js";
import { SKLEARN_NAIVE_BAYES } from "./sklearn-naive-bayes.js";
import { SKLEARN_NATIVE_CALLS, SKLEARN_NATIVE_CLASSES } from "./sklearn-native.js";
import { SKLEARN_NEIGHBORS } from "./sklearn-neighbors.js";
import { SKLEARN_NEURAL_NETWORK } from "./sklearn-neural-network.js";
import { SKLEARN_PIPELINE } from "./sklearn-pipeline.js";
import { SKLEARN_PREPROCESSING } from "./sklearn-preprocessing.js";
import { SKLEARN_RANDOM_PROJECTION } from "./sklearn-random-projection.js";
import { SKLEARN_SEMI_SUPERVISED } from "./sklearn-semi-supervised.js";
import { SKLEARN_SVM } from "./sklearn-svm.js";
import { SKLEARN_TREE } from "./sklearn-tree.js";
import { SKLEARN_UTILS } from "./sklearn-utils.js";

export const SKLEARN: Family = {
  family: "sklearn",
  doc: "Every estimator of scikit-learn 0.14 to 1.9 and what fitted ones hold; score functions as values.",
  classes: [
    ...[
      ...SKLEARN_CALIBRATION,
      ...SKLEARN_CLUSTER,
      ...SKLEARN_COMPOSE,
      ...SKLEARN_COVARIANCE,
      ...SKLEARN_CROSS_DECOMPOSITION,
      ...SKLEARN_DECOMPOSITION,
      ...SKLEARN_DISCRIMINANT,
      ...SKLEARN_DUMMY,
      ...SKLEARN_ENSEMBLE,
      ...SKLEARN_EXCEPTIONS,
      ...SKLEARN_FEATURE_EXTRACTION,
      ...SKLEARN_FEATURE_SELECTION,
      ...SKLEARN_FROZEN,
      ...SKLEARN_GAUSSIAN_PROCESS,
      ...SKLEARN_IMPUTE,
      ...SKLEARN_ISOTONIC,
      ...SKLEARN_KERNEL_APPROXIMATION,
      ...SKLEARN_KERNEL_RIDGE,
      ...SKLEARN_LINEAR_MODEL,
      ...SKLEARN_LOSS,
      ...SKLEARN_MANIFOLD,
      ...SKLEARN_METRICS,
      ...SKLEARN_MIXTURE,
      ...SKLEARN_MODEL_SELECTION,
      ...SKLEARN_MULTICLASS,
      ...SKLEARN_MULTIOUTPUT,
      ...SKLEARN_NAIVE_BAYES,
      ...SKLEARN_NEIGHBORS,
      ...SKLEARN_NEURAL_NETWORK,
      ...SKLEARN_PIPELINE,
      ...SKLEARN_PREPROCESSING,
      ...SKLEARN_RANDOM_PROJECTION,
      ...SKLEARN_SEMI_SUPERVISED,
      ...SKLEARN_SVM,
      ...SKLEARN_TREE,
      ...SKLEARN_UTILS,
    ].map(withOld),
    ...SKLEARN_BEFORE_017,
    ...SKLEARN_NATIVE_CLASSES,
  ],
  calls: SKLEARN_NATIVE_CALLS,
  references: [...SKLEARN_FUNCTIONS, ...SKLEARN_FUNCTIONS_BEFORE_017],
  members: SKLEARN_MEMBERS,
};
