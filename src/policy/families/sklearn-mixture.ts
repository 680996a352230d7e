/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn mixture: every spelling since 0.17. */
export const SKLEARN_MIXTURE: readonly ClassRow[] = [
  {
    path: "sklearn.mixture.BayesianGaussianMixture",
    at: "sklearn.mixture._bayesian_mixture sklearn.mixture.bayesian_mixture",
    bases: "BaseEstimator BaseMixture DensityMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_check_is_fitted _check_means_parameters _check_parameters _check_precision_parameters _check_weights_parameters _checkcovariance_prior_parameter _compute_lower_bound _estimate_log_prob _estimate_log_weights _estimate_means _estimate_precisions _estimate_weights _estimate_wishart_diag _estimate_wishart_full _estimate_wishart_spherical _estimate_wishart_tied _get_parameters _initialize _m_step _set_parameters",
    estimator: true,
  },
  {
    path: "sklearn.mixture.DPGMM",
    at: "sklearn.mixture.dpgmm",
    bases: "BaseEstimator _DPGMMBase _GMMBase",
    estimator: true,
  },
  {
    path: "sklearn.mixture.GMM",
    at: "sklearn.mixture.gmm",
    bases: "BaseEstimator _GMMBase",
    estimator: true,
  },
  {
    path: "sklearn.mixture.GaussianMixture",
    at: "sklearn.mixture._gaussian_mixture sklearn.mixture.gaussian_mixture",
    bases: "BaseEstimator BaseMixture DensityMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_check_is_fitted _check_parameters _compute_lower_bound _estimate_log_prob _estimate_log_weights _get_parameters _initialize _initialize_parameters _m_step _n_parameters _set_parameters aic bic",
    estimator: true,
  },
  {
    path: "sklearn.mixture.VBGMM",
    at: "sklearn.mixture.dpgmm",
    bases: "BaseEstimator _DPGMMBase _GMMBase",
    members: "_bound_concentration _bound_proportions _fit _initialize_gamma _monitor _set_weights _update_concentration score_samples",
    estimator: true,
  },
];
