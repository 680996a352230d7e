/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn naive bayes: every spelling since 0.17. */
export const SKLEARN_NAIVE_BAYES: readonly ClassRow[] = [
  {
    path: "sklearn.naive_bayes.BernoulliNB",
    at: "sklearn.naive_bayes",
    bases:
      "BaseDiscreteNB BaseEstimator BaseNB ClassifierMixin ReprHTMLMixin _BaseDiscreteNB _BaseNB _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_check_X _check_X_y _count _joint_log_likelihood _update_feature_log_prob set_fit_request set_partial_fit_request set_score_request",
    keys: "n_features_",
    estimator: true,
  },
  {
    path: "sklearn.naive_bayes.CategoricalNB",
    at: "sklearn.naive_bayes",
    bases: "BaseEstimator ClassifierMixin ReprHTMLMixin _BaseDiscreteNB _BaseNB _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_check_X _check_X_y _count _init_counters _joint_log_likelihood _more_tags _update_feature_log_prob _validate_n_categories fit partial_fit set_fit_request set_partial_fit_request set_score_request",
    keys: "n_features_",
    estimator: true,
  },
  {
    path: "sklearn.naive_bayes.ComplementNB",
    at: "sklearn.naive_bayes",
    bases:
      "BaseDiscreteNB BaseEstimator BaseNB ClassifierMixin ReprHTMLMixin _BaseDiscreteNB _BaseNB _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_count _joint_log_likelihood _more_tags _update_feature_log_prob set_fit_request set_partial_fit_request set_score_request",
    keys: "n_features_",
    estimator: true,
  },
  {
    path: "sklearn.naive_bayes.GaussianNB",
    at: "sklearn.naive_bayes",
    bases: "BaseEstimator BaseNB ClassifierMixin ReprHTMLMixin _BaseNB _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_check_X _joint_log_likelihood _partial_fit _update_mean_variance fit partial_fit set_fit_request set_partial_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.naive_bayes.MultinomialNB",
    at: "sklearn.naive_bayes",
    bases:
      "BaseDiscreteNB BaseEstimator BaseNB ClassifierMixin ReprHTMLMixin _BaseDiscreteNB _BaseNB _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_count _joint_log_likelihood _more_tags _update_feature_log_prob set_fit_request set_partial_fit_request set_score_request",
    keys: "n_features_",
    estimator: true,
  },
];
