/**
 * sklearn's functions that may stand as values in a model: metrics, feature scores, kernels, preprocessing functions.
 * They are never called here. Made by scripts/policy/sklearn_functions.py; do not edit.
 */
import type { ReferenceRow } from "../rows.js";

/** One row a module that held them; `name=path` where the newest path is another. */
export const SKLEARN_FUNCTIONS: readonly ReferenceRow[] = [
  {
    what: "function",
    at: "sklearn.cluster._kmeans",
    public: "sklearn.cluster._kmeans",
    names: "_kmeans_single_elkan _kmeans_single_lloyd",
  },
  {
    what: "function",
    at: "sklearn.covariance._empirical_covariance",
    public: "sklearn.covariance",
    names: "empirical_covariance log_likelihood",
  },
  { what: "function", at: "sklearn.covariance._graph_lasso", public: "sklearn.covariance", names: "graphical_lasso" },
  { what: "function", at: "sklearn.covariance._robust_covariance", public: "sklearn.covariance", names: "fast_mcd" },
  {
    what: "function",
    at: "sklearn.covariance._shrunk_covariance",
    public: "sklearn.covariance",
    names: "ledoit_wolf ledoit_wolf_shrinkage oas shrunk_covariance",
  },
  {
    what: "function",
    at: "sklearn.covariance.empirical_covariance_",
    public: "sklearn.covariance",
    names: "empirical_covariance log_likelihood",
  },
  { what: "function", at: "sklearn.covariance.graph_lasso_", public: "sklearn.covariance", names: "graph_lasso graphical_lasso" },
  { what: "function", at: "sklearn.covariance.robust_covariance", public: "sklearn.covariance", names: "fast_mcd" },
  {
    what: "function",
    at: "sklearn.covariance.shrunk_covariance_",
    public: "sklearn.covariance",
    names: "ledoit_wolf ledoit_wolf_shrinkage oas shrunk_covariance",
  },
  {
    what: "function",
    at: "sklearn.feature_selection._mutual_info",
    public: "sklearn.feature_selection",
    names: "mutual_info_classif mutual_info_regression",
  },
  {
    what: "function",
    at: "sklearn.feature_selection._univariate_selection",
    public: "sklearn.feature_selection",
    names: "chi2 f_classif f_oneway f_regression r_regression",
  },
  {
    what: "function",
    at: "sklearn.feature_selection.mutual_info_",
    public: "sklearn.feature_selection",
    names: "mutual_info_classif mutual_info_regression",
  },
  {
    what: "function",
    at: "sklearn.feature_selection.univariate_selection",
    public: "sklearn.feature_selection",
    names: "chi2 f_classif f_oneway f_regression",
  },
  {
    what: "function",
    at: "sklearn.gaussian_process.correlation_models",
    public: "sklearn.gaussian_process.correlation_models",
    names: "absolute_exponential cubic generalized_exponential linear pure_nugget squared_exponential",
  },
  {
    what: "function",
    at: "sklearn.gaussian_process.regression_models",
    public: "sklearn.gaussian_process.regression_models",
    names: "constant linear quadratic",
  },
  {
    what: "function",
    at: "sklearn.metrics._classification",
    public: "sklearn.metrics",
    names:
      "accuracy_score balanced_accuracy_score brier_score_loss class_likelihood_ratios classification_report cohen_kappa_score confusion_matrix d2_brier_score d2_log_loss_score f1_score fbeta_score hamming_loss hinge_loss jaccard_score jaccard_similarity_score log_loss matthews_corrcoef multilabel_confusion_matrix precision_recall_fscore_support precision_score recall_score zero_one_loss",
  },
  {
    what: "function",
    at: "sklearn.metrics._ranking",
    public: "sklearn.metrics",
    names:
      "auc average_precision_score confusion_matrix_at_thresholds coverage_error dcg_score det_curve label_ranking_average_precision_score label_ranking_loss ndcg_score precision_recall_curve roc_auc_score roc_curve top_k_accuracy_score",
  },
  {
    what: "function",
    at: "sklearn.metrics._regression",
    public: "sklearn.metrics",
    names:
      "d2_absolute_error_score d2_pinball_score d2_tweedie_score explained_variance_score max_error mean_absolute_error mean_absolute_percentage_error mean_gamma_deviance mean_pinball_loss mean_poisson_deviance mean_squared_error mean_squared_log_error mean_tweedie_deviance median_absolute_error r2_score root_mean_squared_error root_mean_squared_log_error",
  },
  { what: "function", at: "sklearn.metrics._scorer", public: "sklearn.metrics._scorer", names: "_passthrough_scorer" },
  {
    what: "function",
    at: "sklearn.metrics.classification",
    public: "sklearn.metrics",
    names:
      "accuracy_score balanced_accuracy_score brier_score_loss classification_report cohen_kappa_score confusion_matrix f1_score fbeta_score hamming_loss hinge_loss jaccard_score jaccard_similarity_score log_loss matthews_corrcoef multilabel_confusion_matrix precision_recall_fscore_support precision_score recall_score zero_one_loss",
  },
  { what: "function", at: "sklearn.metrics.cluster._bicluster", public: "sklearn.metrics", names: "consensus_score" },
  {
    what: "function",
    at: "sklearn.metrics.cluster._expected_mutual_info_fast",
    public: "sklearn.metrics.cluster",
    names: "expected_mutual_information",
  },
  {
    what: "function",
    at: "sklearn.metrics.cluster._supervised",
    public: "sklearn.metrics",
    names:
      "adjusted_mutual_info_score adjusted_rand_score completeness_score contingency_matrix=sklearn.metrics.cluster.contingency_matrix entropy=sklearn.metrics.cluster.entropy fowlkes_mallows_score homogeneity_completeness_v_measure homogeneity_score mutual_info_score normalized_mutual_info_score pair_confusion_matrix rand_score v_measure_score",
  },
  {
    what: "function",
    at: "sklearn.metrics.cluster._unsupervised",
    public: "sklearn.metrics",
    names: "calinski_harabasz_score calinski_harabaz_score davies_bouldin_score silhouette_samples silhouette_score",
  },
  { what: "function", at: "sklearn.metrics.cluster.bicluster", public: "sklearn.metrics", names: "consensus_score" },
  {
    what: "function",
    at: "sklearn.metrics.cluster.supervised",
    public: "sklearn.metrics",
    names:
      "adjusted_mutual_info_score adjusted_rand_score completeness_score contingency_matrix=sklearn.metrics.cluster.contingency_matrix entropy=sklearn.metrics.cluster.entropy fowlkes_mallows_score homogeneity_completeness_v_measure homogeneity_score mutual_info_score normalized_mutual_info_score v_measure_score",
  },
  {
    what: "function",
    at: "sklearn.metrics.cluster.unsupervised",
    public: "sklearn.metrics",
    names: "calinski_harabasz_score calinski_harabaz_score davies_bouldin_score silhouette_samples silhouette_score",
  },
  {
    what: "function",
    at: "sklearn.metrics.pairwise",
    public: "sklearn.metrics.pairwise",
    names:
      "additive_chi2_kernel chi2_kernel cosine_distances cosine_similarity euclidean_distances=sklearn.metrics.euclidean_distances haversine_distances laplacian_kernel linear_kernel manhattan_distances nan_euclidean_distances=sklearn.metrics.nan_euclidean_distances paired_cosine_distances paired_distances paired_euclidean_distances paired_manhattan_distances pairwise_distances_argmin=sklearn.metrics.pairwise_distances_argmin pairwise_distances_argmin_min=sklearn.metrics.pairwise_distances_argmin_min polynomial_kernel rbf_kernel sigmoid_kernel",
  },
  {
    what: "function",
    at: "sklearn.metrics.ranking",
    public: "sklearn.metrics",
    names:
      "auc average_precision_score coverage_error label_ranking_average_precision_score label_ranking_loss precision_recall_curve roc_auc_score roc_curve",
  },
  {
    what: "function",
    at: "sklearn.metrics.regression",
    public: "sklearn.metrics",
    names:
      "explained_variance_score max_error mean_absolute_error mean_squared_error mean_squared_log_error median_absolute_error r2_score",
  },
  { what: "function", at: "sklearn.metrics.scorer", public: "sklearn.metrics._scorer", names: "_passthrough_scorer" },
  {
    what: "function",
    at: "sklearn.model_selection._search_successive_halving",
    public: "sklearn.model_selection._search_successive_halving",
    names: "_refit_callable",
  },
  {
    what: "function",
    at: "sklearn.preprocessing._data",
    public: "sklearn.preprocessing",
    names: "add_dummy_feature binarize maxabs_scale minmax_scale normalize power_transform quantile_transform robust_scale scale",
  },
  { what: "function", at: "sklearn.preprocessing._label", public: "sklearn.preprocessing", names: "label_binarize" },
  {
    what: "function",
    at: "sklearn.preprocessing.data",
    public: "sklearn.preprocessing",
    names: "add_dummy_feature binarize maxabs_scale minmax_scale normalize power_transform quantile_transform robust_scale scale",
  },
  { what: "function", at: "sklearn.preprocessing.label", public: "sklearn.preprocessing", names: "label_binarize" },
  { what: "function", at: "sklearn.utils.validation", public: "sklearn.utils", names: "check_array" },
];
