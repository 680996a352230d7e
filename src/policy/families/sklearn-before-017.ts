/**
 * What only sklearn 0.14 to 0.16 wrote: classes that 0.17 no longer has, the parts of its native trees, and state keys
 * that later versions have as properties or methods. No supported Python loads the native ones any more; they are read
 * because files of that time are still about. Found by running those versions, not from the catalogue.
 */
import type { ClassRow, ReferenceRow } from "../rows.js";

const estimator = (path: string, at: string, bases: string): ClassRow => ({
  path,
  at,
  bases: `BaseEstimator ${bases}`,
  members: "fit predict transform",
  estimator: true,
});

const hmm = (name: string): ClassRow => ({
  ...estimator(`sklearn.hmm.${name}`, "sklearn.hmm", ""),
  members: "fit predict predict_proba score score_samples eval decode sample",
});

/** `Criterion(n_outputs[, n_classes])` and `Splitter(criterion, numbers…, random_state)`, each with an empty state. */
const treePart = (name: string): ClassRow => ({
  path: `sklearn.tree._tree.${name}`,
  at: "sklearn.tree._tree",
  form: "call",
  call: "tree-part",
  state: "empty",
});

const TREE_PARTS =
  "ClassificationCriterion RegressionCriterion Gini Entropy MSE FriedmanMSE BestSplitter RandomSplitter PresortBestSplitter BestSparseSplitter RandomSparseSplitter";

export const SKLEARN_BEFORE_017: readonly ClassRow[] = [
  { ...estimator("sklearn.cluster.hierarchical.Ward", "sklearn.cluster.hierarchical", "ClusterMixin"), refs: "pooling_func" },
  {
    ...estimator("sklearn.cluster.hierarchical.WardAgglomeration", "sklearn.cluster.hierarchical", "ClusterMixin TransformerMixin"),
    refs: "pooling_func",
  },
  estimator("sklearn.decomposition.pca.ProbabilisticPCA", "sklearn.decomposition.pca", "TransformerMixin"),
  estimator("sklearn.covariance.outlier_detection.EllipticEnvelop", "sklearn.covariance.outlier_detection", "ClassifierMixin"),
  estimator("sklearn.preprocessing.data.Scaler", "sklearn.preprocessing.data sklearn.preprocessing", "TransformerMixin"),
  ...["GaussianHMM", "MultinomialHMM", "GMMHMM"].map(hmm),
  { path: "sklearn.cross_validation.Bootstrap", at: "sklearn.cross_validation" },
  ...TREE_PARTS.split(" ").map(treePart),
];

/** Metrics lay in one module until 0.15. */
export const SKLEARN_FUNCTIONS_BEFORE_017: readonly ReferenceRow[] = [
  {
    what: "function",
    at: "sklearn.metrics.metrics",
    public: "sklearn.metrics",
    names:
      "accuracy_score auc average_precision_score confusion_matrix explained_variance_score f1_score fbeta_score hamming_loss hinge_loss jaccard_similarity_score log_loss matthews_corrcoef mean_absolute_error mean_squared_error precision_score r2_score recall_score roc_auc_score zero_one_loss",
  },
];

/** By newest path: modules that held a class only then. */
const MODULES_BEFORE_017: Readonly<Record<string, string>> = {
  "sklearn.cluster.SpectralBiclustering": "sklearn.cluster.bicluster.spectral",
  "sklearn.cluster.SpectralCoclustering": "sklearn.cluster.bicluster.spectral",
};

const AVERAGED = "standard_coef_ standard_intercept_ average_coef_ average_intercept_";

/**
 * By newest path: state keys that were attributes once and are members in another version. Up to 0.16 unless told:
 * `random_state_` to 0.23 after `partial_fit`, the averaged coefficients to 0.22, `cv_values_` to 1.4.
 */
const KEYS_OF_OLD: Readonly<Record<string, string>> = {
  "sklearn.cluster.MiniBatchKMeans": "random_state_",
  "sklearn.linear_model.LinearRegression": "residues_",
  "sklearn.linear_model.PassiveAggressiveClassifier": AVERAGED,
  "sklearn.linear_model.PassiveAggressiveRegressor": AVERAGED,
  "sklearn.linear_model.Perceptron": AVERAGED,
  "sklearn.linear_model.RidgeCV": "cv_values_",
  "sklearn.linear_model.RidgeClassifierCV": "cv_values_",
  "sklearn.pipeline.Pipeline": "named_steps",
  "sklearn.preprocessing.MinMaxScaler": "data_min data_range",
  "sklearn.preprocessing.PolynomialFeatures": "powers_",
  "sklearn.preprocessing.StandardScaler": "std_",
  "sklearn.qda.QDA": "covariances_",
};

/** A row with what old versions add to it. */
export function withOld(row: ClassRow): ClassRow {
  const keys = KEYS_OF_OLD[row.path];
  const modules = MODULES_BEFORE_017[row.path];
  return {
    ...row,
    ...(keys === undefined ? {} : { keys: `${row.keys ?? ""} ${keys}` }),
    ...(modules === undefined ? {} : { at: `${row.at} ${modules}` }),
  };
}
