/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn feature extraction: every spelling since 0.17. */
export const SKLEARN_FEATURE_EXTRACTION: readonly ClassRow[] = [
  {
    path: "sklearn.feature_extraction.DictVectorizer",
    at: "sklearn.feature_extraction._dict_vectorizer sklearn.feature_extraction.dict_vectorizer",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_add_iterable_element _more_tags _transform fit fit_transform get_feature_names get_feature_names_out inverse_transform restrict set_inverse_transform_request transform",
    refs: "dtype",
    estimator: true,
  },
  {
    path: "sklearn.feature_extraction.FeatureHasher",
    at: "sklearn.feature_extraction._hash sklearn.feature_extraction.hashing",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags _validate_params fit set_transform_request transform",
    refs: "dtype",
    estimator: true,
  },
  {
    path: "sklearn.feature_extraction.image.PatchExtractor",
    at: "sklearn.feature_extraction.image",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags fit transform",
    estimator: true,
  },
  {
    path: "sklearn.feature_extraction.text.CountVectorizer",
    at: "sklearn.feature_extraction.text",
    bases: "BaseEstimator ReprHTMLMixin VectorizerMixin _HTMLDocumentationLinkMixin _MetadataRequester _VectorizerMixin",
    members:
      "_count_vocab _limit_features _more_tags _sort_features _validate_params fit fit_transform get_feature_names get_feature_names_out inverse_transform set_fit_request set_transform_request transform",
    refs: "analyzer dtype preprocessor strip_accents tokenizer",
    estimator: true,
  },
  {
    path: "sklearn.feature_extraction.text.HashingVectorizer",
    at: "sklearn.feature_extraction.text",
    bases:
      "BaseEstimator ReprHTMLMixin TransformerMixin VectorizerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin _VectorizerMixin",
    members: "_get_hasher _more_tags fit fit_transform partial_fit transform",
    refs: "analyzer dtype preprocessor strip_accents tokenizer",
    estimator: true,
  },
  {
    path: "sklearn.feature_extraction.text.TfidfTransformer",
    at: "sklearn.feature_extraction.text",
    bases:
      "BaseEstimator OneToOneFeatureMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _OneToOneFeatureMixin _SetOutputMixin",
    members: "_more_tags fit set_transform_request transform",
    estimator: true,
  },
  {
    path: "sklearn.feature_extraction.text.TfidfVectorizer",
    at: "sklearn.feature_extraction.text",
    bases: "BaseEstimator ReprHTMLMixin VectorizerMixin _HTMLDocumentationLinkMixin _MetadataRequester _VectorizerMixin",
    members:
      "_check_params _count_vocab _limit_features _more_tags _sort_features _validate_params fit fit_transform get_feature_names get_feature_names_out idf_ inverse_transform set_fit_request set_transform_request transform",
    refs: "analyzer dtype preprocessor strip_accents tokenizer",
    estimator: true,
  },
];
