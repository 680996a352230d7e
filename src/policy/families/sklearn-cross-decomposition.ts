/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn cross decomposition: every spelling since 0.17. */
export const SKLEARN_CROSS_DECOMPOSITION: readonly ClassRow[] = [
  {
    path: "sklearn.cross_decomposition.CCA",
    at: "sklearn.cross_decomposition._cca sklearn.cross_decomposition._pls",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin MultiOutputMixin RegressorMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _PLS _SetOutputMixin _UnstableArchMixin",
    members: "set_predict_request set_score_request set_transform_request",
    keys: "coef_ norm_y_weights x_mean_ x_scores_ x_std_ y_mean_ y_scores_ y_std_",
    estimator: true,
  },
  {
    path: "sklearn.cross_decomposition.PLSCanonical",
    at: "sklearn.cross_decomposition._pls",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin MultiOutputMixin RegressorMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _PLS _SetOutputMixin",
    members: "set_predict_request set_score_request set_transform_request",
    keys: "coef_ norm_y_weights x_mean_ x_scores_ x_std_ y_mean_ y_scores_ y_std_",
    estimator: true,
  },
  {
    path: "sklearn.cross_decomposition.PLSRegression",
    at: "sklearn.cross_decomposition._pls",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin MultiOutputMixin RegressorMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _PLS _SetOutputMixin",
    members: "fit set_predict_request set_score_request set_transform_request",
    keys: "coef_ norm_y_weights x_mean_ x_scores_ x_std_ y_mean_ y_scores_ y_std_",
    estimator: true,
  },
  {
    path: "sklearn.cross_decomposition.PLSSVD",
    at: "sklearn.cross_decomposition._pls",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "fit fit_transform transform",
    estimator: true,
  },
  {
    path: "sklearn.cross_decomposition.CCA",
    at: "sklearn.cross_decomposition.cca_",
    bases: "BaseEstimator MultiOutputMixin RegressorMixin TransformerMixin _PLS _UnstableArchMixin",
    keys: "coef_ norm_y_weights x_mean_ x_scores_ x_std_ y_mean_ y_scores_ y_std_",
    estimator: true,
  },
  {
    path: "sklearn.cross_decomposition.PLSCanonical",
    at: "sklearn.cross_decomposition.pls_",
    bases: "BaseEstimator MultiOutputMixin RegressorMixin TransformerMixin _PLS",
    keys: "coef_ norm_y_weights x_mean_ x_scores_ x_std_ y_mean_ y_scores_ y_std_",
    estimator: true,
  },
  {
    path: "sklearn.cross_decomposition.PLSRegression",
    at: "sklearn.cross_decomposition.pls_",
    bases: "BaseEstimator MultiOutputMixin RegressorMixin TransformerMixin _PLS",
    keys: "coef_ norm_y_weights x_mean_ x_scores_ x_std_ y_mean_ y_scores_ y_std_",
    estimator: true,
  },
  {
    path: "sklearn.cross_decomposition.PLSSVD",
    at: "sklearn.cross_decomposition.pls_",
    bases: "BaseEstimator TransformerMixin",
    members: "fit fit_transform transform",
    estimator: true,
  },
];
