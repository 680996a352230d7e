/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn kernel approximation: every spelling since 0.17. */
export const SKLEARN_KERNEL_APPROXIMATION: readonly ClassRow[] = [
  {
    path: "sklearn.kernel_approximation.AdditiveChi2Sampler",
    at: "sklearn.kernel_approximation",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags _transform_dense _transform_sparse fit get_feature_names_out transform",
    estimator: true,
  },
  {
    path: "sklearn.kernel_approximation.Nystroem",
    at: "sklearn.kernel_approximation",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_get_kernel_params _more_tags fit transform",
    refs: "kernel kernel_",
    estimator: true,
  },
  {
    path: "sklearn.kernel_approximation.PolynomialCountSketch",
    at: "sklearn.kernel_approximation",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "fit transform",
    estimator: true,
  },
  {
    path: "sklearn.kernel_approximation.RBFSampler",
    at: "sklearn.kernel_approximation",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags fit transform",
    estimator: true,
  },
  {
    path: "sklearn.kernel_approximation.SkewedChi2Sampler",
    at: "sklearn.kernel_approximation",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags fit transform",
    estimator: true,
  },
];
