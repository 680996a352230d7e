/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn isotonic: every spelling since 0.17. */
export const SKLEARN_ISOTONIC: readonly ClassRow[] = [
  {
    path: "sklearn.isotonic.IsotonicRegression",
    at: "sklearn.isotonic",
    state: "isotonic",
    bases: "BaseEstimator RegressorMixin ReprHTMLMixin TransformerMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members:
      "_build_f _build_y _check_fit_data _check_input_data_shape _more_tags _transform fit get_feature_names_out predict set_fit_request set_predict_request set_score_request set_transform_request transform",
    estimator: true,
  },
];
