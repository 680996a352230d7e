/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn preprocessing: every spelling since 0.17. */
export const SKLEARN_PREPROCESSING: readonly ClassRow[] = [
  {
    path: "sklearn.preprocessing.Binarizer",
    at: "sklearn.preprocessing._data sklearn.preprocessing.data",
    bases:
      "BaseEstimator OneToOneFeatureMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _OneToOneFeatureMixin _SetOutputMixin",
    members: "_more_tags fit set_transform_request transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.FunctionTransformer",
    at: "sklearn.preprocessing._function_transformer",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_check_input _check_inverse_transform _get_function_name _more_tags _sk_visual_block_ _transform fit get_feature_names_out inverse_transform set_output transform",
    refs: "feature_names_out func inv_kw_args inverse_func kw_args",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.Imputer",
    at: "sklearn.preprocessing.imputation",
    bases: "BaseEstimator TransformerMixin",
    members: "_dense_fit _more_tags _sparse_fit fit transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.KBinsDiscretizer",
    at: "sklearn.preprocessing._discretization",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_validate_n_bins fit get_feature_names_out inverse_transform set_fit_request transform",
    refs: "dtype",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.KernelCenterer",
    at: "sklearn.preprocessing._data sklearn.preprocessing.data",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags _n_features_out _pairwise fit set_fit_request set_transform_request transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.LabelBinarizer",
    at: "sklearn.preprocessing._label sklearn.preprocessing.label",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags fit fit_transform inverse_transform set_inverse_transform_request transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.LabelEncoder",
    at: "sklearn.preprocessing._label sklearn.preprocessing.label",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_more_tags fit fit_transform inverse_transform transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.MaxAbsScaler",
    at: "sklearn.preprocessing._data sklearn.preprocessing.data",
    bases:
      "BaseEstimator OneToOneFeatureMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _OneToOneFeatureMixin _SetOutputMixin",
    members: "_more_tags _reset fit inverse_transform partial_fit transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.MinMaxScaler",
    at: "sklearn.preprocessing._data sklearn.preprocessing.data",
    bases:
      "BaseEstimator OneToOneFeatureMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _OneToOneFeatureMixin _SetOutputMixin",
    members: "_more_tags _reset data_min data_range fit inverse_transform partial_fit transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.MultiLabelBinarizer",
    at: "sklearn.preprocessing._label sklearn.preprocessing.label",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_build_cache _more_tags _transform fit fit_transform inverse_transform transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.Normalizer",
    at: "sklearn.preprocessing._data sklearn.preprocessing.data",
    bases:
      "BaseEstimator OneToOneFeatureMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _OneToOneFeatureMixin _SetOutputMixin",
    members: "_more_tags fit set_transform_request transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.OneHotEncoder",
    at: "sklearn.preprocessing._encoders sklearn.preprocessing.data",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _BaseEncoder _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_check_get_feature_name_combiner _check_infrequent_enabled _compute_drop_idx _compute_n_features_outs _compute_transformed_categories _fit_infrequent_category_mapping _fit_transform _handle_deprecations _identify_infrequent _legacy_fit_transform _legacy_transform _map_drop_idx_to_infrequent _map_infrequent_categories _remove_dropped_categories _set_drop_idx _transform _transform_new _validate_keywords fit fit_transform get_feature_names get_feature_names_out infrequent_categories_ inverse_transform transform",
    refs: "dtype feature_name_combiner",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.OrdinalEncoder",
    at: "sklearn.preprocessing._encoders",
    bases:
      "BaseEstimator OneToOneFeatureMixin ReprHTMLMixin TransformerMixin _BaseEncoder _HTMLDocumentationLinkMixin _MetadataRequester _OneToOneFeatureMixin _SetOutputMixin",
    members: "_more_tags fit inverse_transform transform",
    refs: "dtype",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.PolynomialFeatures",
    at: "sklearn.preprocessing._data sklearn.preprocessing._polynomial sklearn.preprocessing.data",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_combinations _num_combinations fit get_feature_names get_feature_names_out powers_ transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.PowerTransformer",
    at: "sklearn.preprocessing._data sklearn.preprocessing.data",
    bases:
      "BaseEstimator OneToOneFeatureMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _OneToOneFeatureMixin _SetOutputMixin",
    members:
      "_box_cox_inverse_tranform _box_cox_optimize _check_input _fit _more_tags _yeo_johnson_inverse_transform _yeo_johnson_optimize _yeo_johnson_transform fit fit_transform inverse_transform transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.QuantileTransformer",
    at: "sklearn.preprocessing._data sklearn.preprocessing.data",
    bases:
      "BaseEstimator OneToOneFeatureMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _OneToOneFeatureMixin _SetOutputMixin",
    members: "_check_inputs _check_is_fitted _dense_fit _more_tags _sparse_fit _transform _transform_col fit inverse_transform transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.RobustScaler",
    at: "sklearn.preprocessing._data sklearn.preprocessing.data",
    bases:
      "BaseEstimator OneToOneFeatureMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _OneToOneFeatureMixin _SetOutputMixin",
    members: "_check_array _more_tags fit inverse_transform transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.SplineTransformer",
    at: "sklearn.preprocessing._polynomial",
    bases: "BaseEstimator ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_get_base_knot_positions _more_tags fit get_feature_names get_feature_names_out set_fit_request transform",
    refs: "bsplines_",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.StandardScaler",
    at: "sklearn.preprocessing._data sklearn.preprocessing.data",
    bases:
      "BaseEstimator CallbackSupportMixin OneToOneFeatureMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _OneToOneFeatureMixin _SetOutputMixin",
    members:
      "_more_tags _reset fit inverse_transform partial_fit set_fit_request set_inverse_transform_request set_partial_fit_request set_transform_request std_ transform",
    estimator: true,
  },
  {
    path: "sklearn.preprocessing.TargetEncoder",
    at: "sklearn.preprocessing._target_encoder",
    bases:
      "BaseEstimator OneToOneFeatureMixin ReprHTMLMixin TransformerMixin _BaseEncoder _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_fit_encoding_binary_or_continuous _fit_encoding_multiclass _fit_encodings_all _more_tags _transform_X_ordinal fit fit_transform get_feature_names_out get_metadata_routing transform",
    estimator: true,
  },
];
