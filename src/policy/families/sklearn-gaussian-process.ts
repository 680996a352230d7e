/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn gaussian process: every spelling since 0.17. */
export const SKLEARN_GAUSSIAN_PROCESS: readonly ClassRow[] = [
  {
    path: "sklearn.gaussian_process.GaussianProcess",
    at: "sklearn.gaussian_process.gaussian_process",
    bases: "BaseEstimator RegressorMixin",
    members: "_arg_max_reduced_likelihood_function _check_params fit predict reduced_likelihood_function",
    refs: "corr kernel kernel_ optimizer regr",
    estimator: true,
  },
  {
    path: "sklearn.gaussian_process.GaussianProcessClassifier",
    at: "sklearn.gaussian_process._gpc sklearn.gaussian_process.gpc",
    bases: "BaseEstimator ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit kernel_ latent_mean_and_variance log_marginal_likelihood predict predict_proba set_score_request",
    refs: "corr kernel kernel_ optimizer regr",
    estimator: true,
  },
  {
    path: "sklearn.gaussian_process.GaussianProcessRegressor",
    at: "sklearn.gaussian_process._gpr sklearn.gaussian_process.gpr",
    bases: "BaseEstimator MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_constrained_optimization _more_tags fit log_marginal_likelihood predict sample_y set_predict_request set_score_request",
    refs: "corr kernel kernel_ optimizer regr",
    estimator: true,
  },
  {
    path: "sklearn.gaussian_process._gpc._BinaryGaussianProcessClassifierLaplace",
    at: "sklearn.gaussian_process._gpc sklearn.gaussian_process.gpc",
    bases: "BaseEstimator ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_constrained_optimization _posterior_mode fit latent_mean_and_variance log_marginal_likelihood predict predict_proba",
    refs: "corr kernel kernel_ optimizer regr",
  },
  {
    path: "sklearn.gaussian_process.kernels.CompoundKernel",
    at: "sklearn.gaussian_process.kernels",
    bases: "Kernel",
    members: "bounds diag get_params is_stationary requires_vector_input theta",
    refs: "kernels",
    callable: true,
  },
  {
    path: "sklearn.gaussian_process.kernels.ConstantKernel",
    at: "sklearn.gaussian_process.kernels",
    bases: "GenericKernelMixin Kernel StationaryKernelMixin",
    members: "diag hyperparameter_constant_value",
    callable: true,
  },
  {
    path: "sklearn.gaussian_process.kernels.DotProduct",
    at: "sklearn.gaussian_process.kernels",
    bases: "Kernel",
    members: "diag hyperparameter_sigma_0 is_stationary",
    callable: true,
  },
  {
    path: "sklearn.gaussian_process.kernels.ExpSineSquared",
    at: "sklearn.gaussian_process.kernels",
    bases: "Kernel NormalizedKernelMixin StationaryKernelMixin",
    members: "hyperparameter_length_scale hyperparameter_periodicity",
    callable: true,
  },
  {
    path: "sklearn.gaussian_process.kernels.Exponentiation",
    at: "sklearn.gaussian_process.kernels",
    bases: "Kernel",
    members: "bounds diag get_params hyperparameters is_stationary requires_vector_input theta",
    refs: "k1 k2 kernel kernel_",
    callable: true,
  },
  {
    path: "sklearn.gaussian_process.kernels.Matern",
    at: "sklearn.gaussian_process.kernels",
    bases: "Kernel NormalizedKernelMixin StationaryKernelMixin",
    members: "anisotropic hyperparameter_length_scale",
    callable: true,
  },
  {
    path: "sklearn.gaussian_process.kernels.PairwiseKernel",
    at: "sklearn.gaussian_process.kernels",
    bases: "Kernel",
    members: "diag hyperparameter_gamma is_stationary",
    refs: "effective_metric_ metric metric_",
    callable: true,
  },
  {
    path: "sklearn.gaussian_process.kernels.Product",
    at: "sklearn.gaussian_process.kernels",
    bases: "Kernel KernelOperator",
    members: "diag",
    refs: "k1 k2 kernel kernel_",
    callable: true,
  },
  {
    path: "sklearn.gaussian_process.kernels.RBF",
    at: "sklearn.gaussian_process.kernels",
    bases: "Kernel NormalizedKernelMixin StationaryKernelMixin",
    members: "anisotropic hyperparameter_length_scale",
    callable: true,
  },
  {
    path: "sklearn.gaussian_process.kernels.RationalQuadratic",
    at: "sklearn.gaussian_process.kernels",
    bases: "Kernel NormalizedKernelMixin StationaryKernelMixin",
    members: "hyperparameter_alpha hyperparameter_length_scale",
    callable: true,
  },
  {
    path: "sklearn.gaussian_process.kernels.Sum",
    at: "sklearn.gaussian_process.kernels",
    bases: "Kernel KernelOperator",
    members: "diag",
    refs: "k1 k2 kernel kernel_",
    callable: true,
  },
  {
    path: "sklearn.gaussian_process.kernels.WhiteKernel",
    at: "sklearn.gaussian_process.kernels",
    bases: "GenericKernelMixin Kernel StationaryKernelMixin",
    members: "diag hyperparameter_noise_level",
    callable: true,
  },
];
