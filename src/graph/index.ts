/** Every lowering that there is: one line an estimator or a family. */

import { CATBOOST } from "./boosters/catboost.js";
import { LIGHTGBM } from "./boosters/lightgbm.js";
import { XGBOOST } from "./boosters/xgboost.js";
import { CLUSTERS } from "./cluster/cluster.js";
import { COVARIANCES } from "./covariance/covariance.js";
import { AGGLOMERATION } from "./decomposition/agglomeration.js";
import { LEAST_SQUARES } from "./decomposition/least-squares.js";
import { PRINCIPAL } from "./decomposition/principal.js";
import { PROJECTIONS } from "./decomposition/projections.js";
import type { Lowering } from "./define.js";
import { LINEAR_DISCRIMINANTS } from "./discriminant/linear-discriminant.js";
import { QUADRATIC_DISCRIMINANTS } from "./discriminant/quadratic-discriminant.js";
import { DUMMIES } from "./dummy/dummies.js";
import { ADA_BOOST } from "./ensemble/ada-boost.js";
import { BAGGING } from "./ensemble/bagging.js";
import { GRADIENT_BOOSTING } from "./ensemble/gradient-boosting.js";
import { HIST_GRADIENT_BOOSTING } from "./ensemble/hist-gradient-boosting.js";
import { ISOLATION_FOREST } from "./ensemble/isolation-forest.js";
import { RANDOM_TREES_EMBEDDING } from "./ensemble/random-trees-embedding.js";
import { STACKING } from "./ensemble/stacking.js";
import { VOTING } from "./ensemble/voting.js";
import { SELECTORS } from "./feature-selection/selectors.js";
import { GAUSSIAN_PROCESSES } from "./gaussian-process/gaussian-process.js";
import { IMPUTERS } from "./impute/imputers.js";
import { ITERATIVE_IMPUTER } from "./impute/iterative-imputer.js";
import { ISOTONIC } from "./isotonic/isotonic-regression.js";
import { KERNEL_MODELS } from "./kernel-approximation/kernel-approximation.js";
import { LINEAR_CLASSIFIERS } from "./linear/classifiers.js";
import { GENERALIZED } from "./linear/generalized.js";
import { ONE_CLASS_SGD } from "./linear/one-class.js";
import { LINEAR_REGRESSORS } from "./linear/regressors.js";
import { CALIBRATED } from "./meta/calibrated.js";
import { CHAINS } from "./meta/chains.js";
import { COLUMNS } from "./meta/columns.js";
import { DELEGATES } from "./meta/delegates.js";
import { ELIMINATIONS } from "./meta/eliminations.js";
import { MULTI_OUTPUT } from "./meta/multi-output.js";
import { ONE_VS_ONE } from "./meta/one-vs-one.js";
import { ONE_VS_REST } from "./meta/one-vs-rest.js";
import { OUTPUT_CODE } from "./meta/output-code.js";
import { PIPELINES } from "./meta/pipeline.js";
import { THRESHOLDS } from "./meta/thresholds.js";
import { TRANSFORMED_TARGET } from "./meta/transformed-target.js";
import { MIXTURES } from "./mixture/gaussian-mixture.js";
import { OLD_MIXTURES } from "./mixture/old-mixtures.js";
import { NAIVE_BAYES } from "./naive-bayes/naive-bayes.js";
import { KERNEL_DENSITY } from "./neighbors/kernel-density.js";
import { NEAREST_CENTROID } from "./neighbors/nearest-centroid.js";
import { NEAREST_NEIGHBORS } from "./neighbors/nearest-neighbors.js";
import { RADIUS_NEIGHBORS } from "./neighbors/radius-neighbors.js";
import { NEURAL_NETWORKS } from "./neural-network/neural-network.js";
import { BINS } from "./preprocessing/bins.js";
import { ENCODERS } from "./preprocessing/encoders.js";
import { FUNCTION_TRANSFORMER } from "./preprocessing/functions.js";
import { LABELS } from "./preprocessing/labels.js";
import { SCALERS } from "./preprocessing/scalers.js";
import { SHAPES } from "./preprocessing/shapes.js";
import { SPLINES } from "./preprocessing/splines.js";
import { LIBSVM } from "./svm/libsvm.js";
import { VECTORIZERS } from "./text/vectorizers.js";
import { TREES } from "./trees/trees.js";

export const LOWERINGS: readonly Lowering[] = [
  ...ADA_BOOST,
  AGGLOMERATION,
  ...BAGGING,
  ...BINS,
  CALIBRATED,
  ...CHAINS,
  ...CLUSTERS,
  ...COVARIANCES,
  ...GAUSSIAN_PROCESSES,
  ...COLUMNS,
  ...DELEGATES,
  ...DUMMIES,
  ...ELIMINATIONS,
  ...ENCODERS,
  FUNCTION_TRANSFORMER,
  ...GENERALIZED,
  ...GRADIENT_BOOSTING,
  ...HIST_GRADIENT_BOOSTING,
  ...IMPUTERS,
  ISOLATION_FOREST,
  ISOTONIC,
  ITERATIVE_IMPUTER,
  KERNEL_DENSITY,
  ...KERNEL_MODELS,
  ...LABELS,
  ...LEAST_SQUARES,
  ...LIBSVM,
  ...LIGHTGBM,
  ...LINEAR_CLASSIFIERS,
  ...LINEAR_DISCRIMINANTS,
  ...LINEAR_REGRESSORS,
  ...MIXTURES,
  ...MULTI_OUTPUT,
  ...NAIVE_BAYES,
  ...NEAREST_CENTROID,
  ...NEAREST_NEIGHBORS,
  ...NEURAL_NETWORKS,
  ...OLD_MIXTURES,
  ONE_CLASS_SGD,
  ONE_VS_ONE,
  ...ONE_VS_REST,
  OUTPUT_CODE,
  ...PIPELINES,
  ...PRINCIPAL,
  ...PROJECTIONS,
  ...QUADRATIC_DISCRIMINANTS,
  ...RADIUS_NEIGHBORS,
  RANDOM_TREES_EMBEDDING,
  ...SCALERS,
  ...SELECTORS,
  ...SHAPES,
  SPLINES,
  ...STACKING,
  ...THRESHOLDS,
  TRANSFORMED_TARGET,
  ...TREES,
  ...VECTORIZERS,
  ...VOTING,
  ...XGBOOST,
  ...CATBOOST,
];
