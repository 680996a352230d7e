/**
 * What each transformer computes with: the parameters and fitted attributes that, together, say what comes out for a row.
 * A transformer that is not here (a forest, neighbours, a kernel's training data) has no numbers that a person computes
 * with: it is refused by name. `key:attribute` where an attribute is told under another name than its own without `_`.
 */

const TEXTS = "analyzer lowercase strip_accents ngram_range token_pattern stop_words preprocessor tokenizer encoding decode_error binary";
const CATEGORIES = "categories:categories_ handle_unknown min_frequency max_categories infrequent_indices:_infrequent_indices";
const LATENT = "x_mean:_x_mean x_std:_x_std x_rotations_";
const SELECTOR = "";

const ROWS: Readonly<Record<string, string>> = {
  "preprocessing.StandardScaler": "with_mean with_std mean_ scale_ var_",
  "preprocessing.MinMaxScaler": "feature_range clip min_ scale_ data_min_ data_max_",
  "preprocessing.MaxAbsScaler": "scale_ max_abs_ clip",
  "preprocessing.RobustScaler": "with_centering with_scaling center_ scale_",
  "preprocessing.Normalizer": "norm",
  "preprocessing.Binarizer": "threshold",
  "preprocessing.PolynomialFeatures": "degree interaction_only include_bias",
  "preprocessing.SplineTransformer": "extrapolation include_bias handle_missing",
  "preprocessing.KBinsDiscretizer": "encode bin_edges_ n_bins:n_bins_",
  "preprocessing.PowerTransformer": "method standardize lambdas_",
  "preprocessing.QuantileTransformer": "output_distribution quantiles_ references_",
  "preprocessing.OneHotEncoder": `${CATEGORIES} drop drop_idx_ n_values:n_values_ feature_indices_ active_features_ categorical_features`,
  "preprocessing.OrdinalEncoder": `${CATEGORIES} unknown_value encoded_missing_value`,
  "preprocessing.TargetEncoder": "categories:categories_ encodings_ target_mean_ target_type_ classes_",
  "preprocessing.FunctionTransformer": "func kw_args inverse_func inv_kw_args",
  "preprocessing.Imputer": "missing_values strategy axis statistics_",
  "impute.SimpleImputer": "missing_values strategy fill_value statistics_ add_indicator keep_empty_features",
  "impute.MissingIndicator": "missing_values mode:features columns:features_",
  "feature_selection.VarianceThreshold": SELECTOR,
  "feature_selection.SelectKBest": SELECTOR,
  "feature_selection.SelectPercentile": SELECTOR,
  "feature_selection.SelectFpr": SELECTOR,
  "feature_selection.SelectFdr": SELECTOR,
  "feature_selection.SelectFwe": SELECTOR,
  "feature_selection.GenericUnivariateSelect": SELECTOR,
  "feature_selection.RFE": SELECTOR,
  "feature_selection.RFECV": SELECTOR,
  "feature_selection.SelectFromModel": SELECTOR,
  "feature_selection.SequentialFeatureSelector": SELECTOR,
  "decomposition.PCA": "components_ mean_ whiten explained_variance_",
  "decomposition.IncrementalPCA": "components_ mean_ whiten explained_variance_",
  "decomposition.TruncatedSVD": "components_",
  "decomposition.FactorAnalysis": "components_ mean_ noise_variance_",
  "decomposition.FastICA": "components_ mean_ whiten",
  "random_projection.GaussianRandomProjection": "components_",
  "random_projection.SparseRandomProjection": "components_",
  "neighbors.NeighborhoodComponentsAnalysis": "components_",
  "discriminant_analysis.LinearDiscriminantAnalysis": "solver xbar_ scalings_ max_components:_max_components",
  "cross_decomposition.PLSRegression": LATENT,
  "cross_decomposition.PLSCanonical": LATENT,
  "cross_decomposition.CCA": LATENT,
  "cross_decomposition.PLSSVD": "x_mean:_x_mean x_std:_x_std x_weights_",
  "kernel_approximation.RBFSampler": "random_weights_ random_offset_",
  "kernel_approximation.AdditiveChi2Sampler": "sample_steps sample_interval sample_interval_",
  "cluster.KMeans": "cluster_centers_",
  "cluster.MiniBatchKMeans": "cluster_centers_",
  "feature_extraction.text.CountVectorizer": `${TEXTS} vocabulary:vocabulary_`,
  "feature_extraction.text.TfidfVectorizer": `${TEXTS} vocabulary:vocabulary_ norm use_idf sublinear_tf`,
  "feature_extraction.text.TfidfTransformer": "norm use_idf sublinear_tf idf_",
  "feature_extraction.text.HashingVectorizer": `${TEXTS} n_features norm alternate_sign non_negative`,
  "feature_extraction.FeatureHasher": "n_features input_type alternate_sign non_negative",
  "feature_extraction.DictVectorizer": "separator feature_names_ vocabulary:vocabulary_",
};

/** One number (or list) of a step: under which key it is told, and which attribute it is. */
export interface Told {
  readonly key: string;
  readonly attribute: string;
}

function toldOf(word: string): Told {
  const [key = "", attribute = key] = word.split(":");
  return { key: word.includes(":") ? key : key.replace(/_$/, ""), attribute };
}

/** By canonical class. */
export const TRANSFORMERS: ReadonlyMap<string, readonly Told[]> = new Map(
  Object.entries(ROWS).map(([name, words]) => [`sklearn.${name}`, words === SELECTOR ? [] : words.split(" ").map(toldOf)]),
);

/** Transformers that keep some of their columns. */
export const isSelector = (className: string): boolean => className.startsWith("sklearn.feature_selection.");
