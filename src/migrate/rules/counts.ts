/**
 * `n_features_in_` (sklearn 0.23 and 0.24) and `_n_features_out` (1.1), which older states tell by the sizes of what they
 * hold. Where nothing has that size they stay away, as sklearn then looks at no counts.
 */
import { entriesOf } from "../../neutral/attributes.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../define.js";
import { follow, sizesOf } from "../sizes.js";

/** Classes, and which axis of what tells the count (or the number that does), the first that is there. */
type Row = readonly [classes: readonly string[], sources: string];

const LINEAR =
  "LinearRegression Ridge RidgeCV RidgeClassifier RidgeClassifierCV Lasso LassoCV ElasticNet ElasticNetCV MultiTaskLasso MultiTaskLassoCV " +
  "MultiTaskElasticNet MultiTaskElasticNetCV Lars LarsCV LassoLars LassoLarsCV LassoLarsIC OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV " +
  "LogisticRegression LogisticRegressionCV SGDClassifier SGDRegressor SGDOneClassSVM Perceptron PassiveAggressiveClassifier " +
  "PassiveAggressiveRegressor BayesianRidge ARDRegression HuberRegressor TheilSenRegressor PoissonRegressor GammaRegressor TweedieRegressor " +
  "QuantileRegressor";

const FEATURES: readonly Row[] = [
  [[...at("linear_model", LINEAR), ...at("svm", "LinearSVC LinearSVR")], "coef_:-1"],
  [at("linear_model", "RANSACRegressor"), "estimator_.coef_:-1"],
  [at("svm", "SVC NuSVC SVR NuSVR OneClassSVM"), "shape_fit_.1"],
  [at("naive_bayes", "GaussianNB"), "theta_:1"],
  [at("naive_bayes", "BernoulliNB MultinomialNB ComplementNB"), "feature_log_prob_:1"],
  [at("naive_bayes", "CategoricalNB"), "feature_log_prob_:0"],
  [at("gaussian_process", "GaussianProcessRegressor"), "X_train_:1"],
  [at("gaussian_process", "GaussianProcessClassifier"), "base_estimator_.X_train_:1 base_estimator_.estimators_.0.X_train_:1"],
  [at("cluster", "KMeans MiniBatchKMeans MeanShift BisectingKMeans AffinityPropagation"), "cluster_centers_:1 affinity_matrix_:1"],
  [at("cluster", "Birch"), "subcluster_centers_:1"],
  [at("cluster", "DBSCAN"), "components_:1"],
  [at("cluster", "FeatureAgglomeration"), "labels_:0"],
  [at("cluster", "SpectralBiclustering SpectralCoclustering"), "column_labels_:0"],
  [at("mixture", "GaussianMixture BayesianGaussianMixture"), "means_:1"],
  [
    at(
      "decomposition",
      "PCA IncrementalPCA TruncatedSVD FactorAnalysis FastICA NMF MiniBatchNMF SparsePCA MiniBatchSparsePCA DictionaryLearning " +
        "MiniBatchDictionaryLearning LatentDirichletAllocation",
    ),
    "components_:1",
  ],
  [at("decomposition", "SparseCoder"), "dictionary:1"],
  [at("decomposition", "KernelPCA"), "X_fit_:1"],
  [at("cross_decomposition", "PLSRegression PLSCanonical CCA PLSSVD"), "x_weights_:0"],
  [at("discriminant_analysis", "LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis"), "means_:1"],
  [at("feature_extraction.text", "TfidfTransformer"), "idf_:0"],
  [at("impute", "SimpleImputer"), "statistics_:0"],
  [at("impute", "IterativeImputer"), "initial_imputer_.statistics_:0"],
  [at("impute", "KNNImputer"), "_fit_X:1"],
  [at("kernel_approximation", "RBFSampler SkewedChi2Sampler"), "random_weights_:0"],
  [at("kernel_approximation", "Nystroem"), "components_:1"],
  [at("kernel_ridge", "KernelRidge"), "X_fit_:1"],
  [at("preprocessing", "StandardScaler"), "scale_:0 mean_:0 var_:0"],
  [at("preprocessing", "MinMaxScaler MaxAbsScaler"), "scale_:0"],
  [at("preprocessing", "RobustScaler"), "scale_:0 center_:0"],
  [at("preprocessing", "QuantileTransformer"), "quantiles_:1"],
  [at("preprocessing", "PowerTransformer"), "lambdas_:0"],
  [at("preprocessing", "OneHotEncoder OrdinalEncoder"), "categories_:0"],
  [at("preprocessing", "KBinsDiscretizer"), "n_bins_:0"],
  [at("preprocessing", "KernelCenterer"), "K_fit_rows_:0"],
  [at("random_projection", "GaussianRandomProjection SparseRandomProjection"), "components_:1"],
  [at("semi_supervised", "LabelPropagation LabelSpreading"), "X_:1"],
  [at("neural_network", "MLPClassifier MLPRegressor"), "coefs_.0:0"],
  [at("neural_network", "BernoulliRBM"), "components_:1"],
  [at("manifold", "Isomap LocallyLinearEmbedding"), "nbrs_._fit_X:1"],
  [
    at("covariance", "EmpiricalCovariance ShrunkCovariance LedoitWolf OAS MinCovDet EllipticEnvelope GraphicalLasso GraphicalLassoCV"),
    "covariance_:0",
  ],
];

const OUTPUTS: readonly Row[] = [
  [at("cluster", "KMeans MiniBatchKMeans BisectingKMeans"), "cluster_centers_:0"],
  [at("cluster", "Birch"), "subcluster_centers_:0"],
  [at("cross_decomposition", "PLSRegression PLSCanonical CCA PLSSVD"), "x_weights_:1"],
  [at("kernel_approximation", "Nystroem"), "components_:0"],
  [at("kernel_approximation", "RBFSampler SkewedChi2Sampler"), "random_offset_:0"],
  [at("random_projection", "GaussianRandomProjection SparseRandomProjection"), "components_:0"],
  [at("neural_network", "BernoulliRBM"), "components_:0"],
  [at("manifold", "Isomap LocallyLinearEmbedding"), "embedding_:1"],
];

function counted(stored: Migrating, sources: string): number | null {
  for (const source of sources.split(" ")) {
    const [path = "", axis = "0"] = source.split(":");
    const found = follow(stored.attributes, path, stored.references);
    const size = typeof found === "number" ? found : sizesOf(found, stored.references)?.at(Number(axis));
    if (size !== undefined) return size;
  }
  return null;
}

const countRule = (name: string, doc: string, [classes, sources]: Row): MigrationRule =>
  defineMigration({
    classes,
    doc,
    migrate: (stored) => {
      const count = stored.attributes.has(name) ? null : counted(stored, sources);
      if (count !== null) stored.set(name, count);
    },
  });

/** Sizes that say how many columns go in and come out; after the rules that give attributes today's names. */
export const COUNTS: readonly MigrationRule[] = [
  ...FEATURES.map((row) => countRule("n_features_in_", "the number of columns of X, by the sizes of what was fitted", row)),
  ...OUTPUTS.map((row) => countRule("_n_features_out", "the number of columns of the output, by the sizes of what was fitted", row)),
  defineMigration({
    classes: at("cluster", "FeatureAgglomeration"),
    doc: "the number of columns of the output is that of the clusters",
    migrate: (stored) => stored.add("_n_features_out", stored.get("n_clusters_") ?? stored.get("n_clusters")),
  }),
  defineMigration({
    classes: at("kernel_approximation", "PolynomialCountSketch"),
    doc: "the number of columns of the output is that of the components",
    migrate: (stored) => stored.add("_n_features_out", stored.get("n_components")),
  }),
  defineMigration({
    classes: at("feature_extraction.text", "TfidfTransformer"),
    doc: "the number of columns of X is that of the vectorizer's terms",
    migrate: (stored) => {
      const terms = entriesOf(stored.owner?.get("vocabulary_"), stored.references);
      if (terms !== null) stored.add("n_features_in_", terms.length);
    },
  }),
  defineMigration({
    classes: at("discriminant_analysis", "LinearDiscriminantAnalysis"),
    before: [0, 18],
    doc: "the number of directions is an attribute",
    migrate: (stored) => {
      const [, all] = sizesOf(stored.get("scalings_"), stored.references) ?? [];
      if (all !== undefined) stored.add("_max_components", Math.min(all, stored.number("n_components") ?? all));
    },
  }),
  defineMigration({
    classes: at("discriminant_analysis", "LinearDiscriminantAnalysis"),
    doc: "the number of columns of the output is that of the directions",
    migrate: (stored) => {
      if (stored.has("_max_components")) stored.add("_n_features_out", stored.get("_max_components"));
    },
  }),
];
