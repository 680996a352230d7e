/**
 * Attributes that only changed their names, from sklearn's own history (versions 0.17 to 1.9, read off their pickles).
 * A parameter that became another's `"deprecated"` twin keeps the value that counts.
 */
import { defineUpgrade, type Stored, type UpgradeRule } from "../define.js";

const at = (module: string, names: string): string[] => names.split(" ").map((name) => `sklearn.${module}.${name}`);

const FORESTS = at(
  "ensemble",
  "RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor RandomTreesEmbedding",
);
const BAGS = at("ensemble", "BaggingClassifier BaggingRegressor IsolationForest");
const BOOSTS = at("ensemble", "AdaBoostClassifier AdaBoostRegressor");
const TREES = at("tree", "DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor");
const BAYES = at("naive_bayes", "BernoulliNB CategoricalNB ComplementNB MultinomialNB");
const SGD = at(
  "linear_model",
  "SGDClassifier SGDRegressor SGDOneClassSVM Perceptron PassiveAggressiveClassifier PassiveAggressiveRegressor",
);
const PLS = at("cross_decomposition", "PLSRegression PLSCanonical CCA PLSSVD");
const SVMS = at("svm", "SVC NuSVC SVR NuSVR OneClassSVM");

/** Classes, then `old>new` pairs. */
const RENAMES: readonly (readonly [readonly string[], string])[] = [
  [[...FORESTS, ...BAGS], "n_features_>n_features_in_ base_estimator>estimator base_estimator_>estimator_"],
  [BOOSTS, "base_estimator>estimator base_estimator_>estimator_"],
  [[...TREES, ...BAYES], "n_features_>n_features_in_"],
  [
    at("ensemble", "GradientBoostingClassifier GradientBoostingRegressor"),
    "n_features>n_features_in_ n_features_>n_features_in_ loss_>_loss",
  ],
  [
    at("ensemble", "HistGradientBoostingClassifier HistGradientBoostingRegressor"),
    "bin_mapper_>_bin_mapper loss_>_loss scorer_>_scorer n_features_>_n_features",
  ],
  [at("decomposition", "PCA"), "n_features_>n_features_in_"],
  [at("decomposition", "KernelPCA"), "lambdas_>eigenvalues_ alphas_>eigenvectors_"],
  [at("decomposition", "SparseCoder"), "components_>dictionary"],
  [at("decomposition", "LatentDirichletAllocation"), "n_topics>n_components"],
  [at("decomposition", "MiniBatchDictionaryLearning"), "inner_stats_>_inner_stats random_state_>_random_state n_iter>max_iter"],
  [at("naive_bayes", "GaussianNB"), "sigma_>var_"],
  [at("isotonic", "IsotonicRegression"), "_necessary_X_>X_thresholds_ _necessary_y_>y_thresholds_ X_>X_thresholds_ y_>y_thresholds_"],
  [SVMS, "n_support_>_n_support probA_>_probA probB_>_probB"],
  [SGD, "n_iter>max_iter loss_function>loss_function_ loss_function_>_loss_function_"],
  [
    PLS,
    "x_mean_>_x_mean y_mean_>_y_mean x_std_>_x_std y_std_>_y_std x_scores_>_x_scores y_scores_>_y_scores norm_y_weights>_norm_y_weights",
  ],
  [at("cluster", "AgglomerativeClustering FeatureAgglomeration"), "n_components_>n_connected_components_ affinity>metric"],
  [at("cluster", "MiniBatchKMeans"), "counts_>_counts init_size_>_init_size"],
  [at("linear_model", "BayesianRidge ARDRegression"), "n_iter>max_iter"],
  [at("linear_model", "LarsCV LassoLarsCV"), "cv_mse_path_>mse_path_"],
  [at("linear_model", "RANSACRegressor"), "base_estimator>estimator"],
  [at("preprocessing", "StandardScaler"), "std_>scale_"],
  [at("preprocessing", "PolynomialFeatures"), "n_input_features_>n_features_in_"],
  [at("linear_model", "TweedieRegressor PoissonRegressor GammaRegressor"), "_link_instance>_link _family_instance>_family"],
  [at("gaussian_process", "GaussianProcessRegressor"), "rng>_rng y_train_mean>_y_train_mean"],
  [at("multioutput", "ClassifierChain RegressorChain"), "base_estimator>estimator"],
  [at("calibration", "CalibratedClassifierCV _CalibratedClassifier"), "base_estimator>estimator"],
  [at("semi_supervised", "SelfTrainingClassifier"), "base_estimator>estimator base_estimator_>estimator_"],
  [at("compose", "ColumnTransformer"), "_df_columns>_feature_names_in _feature_names_in>feature_names_in_ _n_features>n_features_in_"],
  [
    at("preprocessing", "OneHotEncoder"),
    "sparse>sparse_output _n_values_>n_values_ _feature_indices_>feature_indices_ _active_features_>active_features_",
  ],
  [at("covariance", "GraphicalLassoCV"), "grid_scores>grid_scores_"],
  [at("dummy", "DummyRegressor"), "y_mean_>constant_"],
];

const unset = (value: unknown): boolean => value === undefined || value === null || value === "deprecated" || value === "warn";

/** Today's name gets the old one's value unless it has its own. */
function rename(stored: Stored, from: string, to: string): void {
  const old = stored.attributes.get(from);
  if (!stored.attributes.has(from)) return;
  if (unset(stored.attributes.get(to)) && !unset(old)) stored.set(to, old);
  stored.rename(from, to);
}

export const RENAME_RULES: readonly UpgradeRule[] = RENAMES.map(([classes, pairs]) => {
  const names = pairs.split(" ").map((pair) => pair.split(">"));
  return defineUpgrade({
    classes,
    doc: names.map(([from, to]) => `\`${from}\` is \`${to}\``).join(", "),
    upgrade: (stored) => {
      for (const [from = "", to = ""] of names) rename(stored, from, to);
      return undefined;
    },
  });
});
