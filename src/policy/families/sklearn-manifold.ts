/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn manifold: every spelling since 0.17. */
export const SKLEARN_MANIFOLD: readonly ClassRow[] = [
  {
    path: "sklearn.manifold.ClassicalMDS",
    at: "sklearn.manifold._classical_mds",
    bases: "BaseEstimator ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit fit_transform",
    refs: "effective_metric_ metric metric_",
    estimator: true,
  },
  {
    path: "sklearn.manifold.Isomap",
    at: "sklearn.manifold._isomap sklearn.manifold.isomap",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_fit_transform _more_tags fit fit_transform reconstruction_error transform",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
  {
    path: "sklearn.manifold.LocallyLinearEmbedding",
    at: "sklearn.manifold._locally_linear sklearn.manifold.locally_linear",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin _UnstableArchMixin",
    members: "_fit_transform fit fit_transform transform",
    estimator: true,
  },
  {
    path: "sklearn.manifold.MDS",
    at: "sklearn.manifold._mds sklearn.manifold.mds",
    bases: "BaseEstimator ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags _pairwise fit fit_transform set_fit_request",
    refs: "effective_metric_ metric metric_",
    estimator: true,
  },
  {
    path: "sklearn.manifold.SpectralEmbedding",
    at: "sklearn.manifold._spectral_embedding sklearn.manifold.spectral_embedding_",
    bases: "BaseEstimator ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_get_affinity_matrix _more_tags _pairwise fit fit_transform",
    refs: "affinity",
    estimator: true,
  },
  {
    path: "sklearn.manifold.TSNE",
    at: "sklearn.manifold._t_sne sklearn.manifold.t_sne",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_check_params_vs_input _fit _more_tags _n_features_out _tsne fit fit_transform",
    refs: "effective_metric_ metric metric_ weights",
    estimator: true,
  },
];
