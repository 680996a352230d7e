/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn linear model: every spelling since 0.17. */
export const SKLEARN_LINEAR_MODEL: readonly ClassRow[] = [
  {
    path: "sklearn.linear_model.ARDRegression",
    at: "sklearn.linear_model._bayes sklearn.linear_model.bayes",
    bases: "BaseEstimator LinearModel RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_update_sigma _update_sigma_woodbury fit predict set_predict_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.BayesianRidge",
    at: "sklearn.linear_model._bayes sklearn.linear_model.bayes",
    bases: "BaseEstimator LinearModel RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_log_marginal_likelihood _update_coef_ fit predict set_fit_request set_predict_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.ElasticNet",
    at: "sklearn.linear_model._coordinate_descent sklearn.linear_model.coordinate_descent",
    bases:
      "BaseEstimator LinearModel MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_decision_function decision_function fit path set_fit_request set_score_request sparse_coef_",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.ElasticNetCV",
    at: "sklearn.linear_model._coordinate_descent sklearn.linear_model.coordinate_descent",
    bases:
      "BaseEstimator LinearModel LinearModelCV MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_get_estimator _is_multitask _more_tags fit path set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.GammaRegressor",
    at: "sklearn.linear_model._glm.glm",
    bases:
      "BaseEstimator GeneralizedLinearRegressor RegressorMixin ReprHTMLMixin _GeneralizedLinearRegressor _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_get_loss family set_fit_request set_score_request",
    refs: "_base_loss _family_instance _link_instance family link",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.HuberRegressor",
    at: "sklearn.linear_model._huber sklearn.linear_model.huber",
    bases: "BaseEstimator LinearModel RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.Lars",
    at: "sklearn.linear_model._least_angle sklearn.linear_model.least_angle",
    bases:
      "BaseEstimator LinearModel MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_fit _get_gram fit set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.LarsCV",
    at: "sklearn.linear_model._least_angle sklearn.linear_model.least_angle",
    bases:
      "BaseEstimator Lars LinearModel MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags alpha fit get_metadata_routing set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.Lasso",
    at: "sklearn.linear_model._coordinate_descent sklearn.linear_model.coordinate_descent",
    bases:
      "BaseEstimator ElasticNet LinearModel MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "path set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.LassoCV",
    at: "sklearn.linear_model._coordinate_descent sklearn.linear_model.coordinate_descent",
    bases:
      "BaseEstimator LinearModel LinearModelCV MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_get_estimator _is_multitask _more_tags fit path set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.LassoLars",
    at: "sklearn.linear_model._least_angle sklearn.linear_model.least_angle",
    bases:
      "BaseEstimator Lars LinearModel MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.LassoLarsCV",
    at: "sklearn.linear_model._least_angle sklearn.linear_model.least_angle",
    bases:
      "BaseEstimator Lars LinearModel MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags alpha fit get_metadata_routing set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.LassoLarsIC",
    at: "sklearn.linear_model._least_angle sklearn.linear_model.least_angle",
    bases:
      "BaseEstimator Lars LinearModel MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_estimate_noise_variance _more_tags fit set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.LinearRegression",
    at: "sklearn.linear_model._base sklearn.linear_model.base",
    bases:
      "BaseEstimator LinearModel MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit residues_ set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.LogisticRegression",
    at: "sklearn.linear_model._logistic sklearn.linear_model.logistic",
    bases:
      "BaseEstimator CallbackSupportMixin ClassifierMixin LinearClassifierMixin ReprHTMLMixin SparseCoefMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members: "fit predict_log_proba predict_proba set_callbacks set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.LogisticRegressionCV",
    at: "sklearn.linear_model._logistic sklearn.linear_model.logistic",
    bases:
      "BaseEstimator CallbackSupportMixin ClassifierMixin LinearClassifierMixin ReprHTMLMixin SparseCoefMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members:
      "_get_scorer _more_tags fit get_metadata_routing predict_log_proba predict_proba score set_callbacks set_fit_request set_score_request",
    refs: "_scorer scorer_ scoring",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.MultiTaskElasticNet",
    at: "sklearn.linear_model._coordinate_descent sklearn.linear_model.coordinate_descent",
    bases:
      "BaseEstimator ElasticNet Lasso LinearModel MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags fit set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.MultiTaskElasticNetCV",
    at: "sklearn.linear_model._coordinate_descent sklearn.linear_model.coordinate_descent",
    bases:
      "BaseEstimator LinearModel LinearModelCV MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_get_estimator _is_multitask _more_tags fit path set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.MultiTaskLasso",
    at: "sklearn.linear_model._coordinate_descent sklearn.linear_model.coordinate_descent",
    bases:
      "BaseEstimator ElasticNet Lasso LinearModel MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags fit set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.MultiTaskLassoCV",
    at: "sklearn.linear_model._coordinate_descent sklearn.linear_model.coordinate_descent",
    bases:
      "BaseEstimator LinearModel LinearModelCV MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_get_estimator _is_multitask _more_tags fit path set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.OrthogonalMatchingPursuit",
    at: "sklearn.linear_model._omp sklearn.linear_model.omp",
    bases:
      "BaseEstimator LinearModel MultiOutputLinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.OrthogonalMatchingPursuitCV",
    at: "sklearn.linear_model._omp sklearn.linear_model.omp",
    bases: "BaseEstimator LinearModel RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit get_metadata_routing set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.PassiveAggressiveClassifier",
    at: "sklearn.linear_model._passive_aggressive sklearn.linear_model.passive_aggressive",
    bases:
      "BaseEstimator BaseSGD BaseSGDClassifier ClassifierMixin LinearClassifierMixin ReprHTMLMixin SparseCoefMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit partial_fit set_fit_request set_partial_fit_request set_score_request",
    keys: "loss_function loss_function_",
    refs: "loss_function loss_function_",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.PassiveAggressiveRegressor",
    at: "sklearn.linear_model._passive_aggressive sklearn.linear_model.passive_aggressive",
    bases:
      "BaseEstimator BaseSGD BaseSGDRegressor RegressorMixin ReprHTMLMixin SparseCoefMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit partial_fit set_fit_request set_partial_fit_request set_score_request",
    refs: "loss_function loss_function_",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.Perceptron",
    at: "sklearn.linear_model._perceptron sklearn.linear_model.perceptron",
    bases:
      "BaseEstimator BaseSGD BaseSGDClassifier ClassifierMixin LinearClassifierMixin ReprHTMLMixin SparseCoefMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members: "set_fit_request set_partial_fit_request set_score_request",
    keys: "loss_function loss_function_",
    refs: "loss_function loss_function_",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.PoissonRegressor",
    at: "sklearn.linear_model._glm.glm",
    bases:
      "BaseEstimator GeneralizedLinearRegressor RegressorMixin ReprHTMLMixin _GeneralizedLinearRegressor _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_get_loss family set_fit_request set_score_request",
    refs: "_base_loss _family_instance _link_instance family link",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.QuantileRegressor",
    at: "sklearn.linear_model._quantile",
    bases: "BaseEstimator LinearModel RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "fit set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.RANSACRegressor",
    at: "sklearn.linear_model._ransac sklearn.linear_model.ransac",
    bases:
      "BaseEstimator MultiOutputMixin RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin",
    members: "_more_tags fit get_metadata_routing predict score set_fit_request",
    refs: "is_data_valid is_model_valid loss loss_function residual_metric residual_threshold",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.RandomizedLasso",
    at: "sklearn.linear_model.randomized_l1",
    bases: "BaseEstimator BaseRandomizedLinearModel SelectorMixin TransformerMixin",
    members: "_make_estimator_and_params",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.RandomizedLogisticRegression",
    at: "sklearn.linear_model.randomized_l1",
    bases: "BaseEstimator BaseRandomizedLinearModel SelectorMixin TransformerMixin",
    members: "_make_estimator_and_params _preprocess_data",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.Ridge",
    at: "sklearn.linear_model._ridge sklearn.linear_model.ridge",
    bases:
      "BaseEstimator LinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _BaseRidge _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_more_tags fit predict set_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.RidgeCV",
    at: "sklearn.linear_model._ridge sklearn.linear_model.ridge",
    bases:
      "BaseEstimator LinearModel MultiOutputMixin RegressorMixin ReprHTMLMixin _BaseRidgeCV _HTMLDocumentationLinkMixin _MetadataRequester _RoutingNotSupportedMixin",
    members: "_get_scorer_instance fit predict set_fit_request set_score_request",
    refs: "_scorer scorer_ scoring",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.RidgeClassifier",
    at: "sklearn.linear_model._ridge sklearn.linear_model.ridge",
    bases:
      "BaseEstimator ClassifierMixin LinearClassifierMixin LinearModel MultiOutputMixin ReprHTMLMixin _BaseRidge _HTMLDocumentationLinkMixin _MetadataRequester _RidgeClassifierMixin",
    members: "fit set_fit_request set_score_request",
    keys: "classes_",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.RidgeClassifierCV",
    at: "sklearn.linear_model._ridge sklearn.linear_model.ridge",
    bases:
      "BaseEstimator ClassifierMixin LinearClassifierMixin LinearModel MultiOutputMixin ReprHTMLMixin _BaseRidgeCV _HTMLDocumentationLinkMixin _MetadataRequester _RidgeClassifierMixin _RoutingNotSupportedMixin",
    members: "_more_tags fit set_fit_request set_score_request",
    keys: "classes_",
    refs: "_scorer scorer_ scoring",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.SGDClassifier",
    at: "sklearn.linear_model._stochastic_gradient sklearn.linear_model.stochastic_gradient",
    bases:
      "BaseEstimator BaseSGD BaseSGDClassifier ClassifierMixin LinearClassifierMixin ReprHTMLMixin SparseCoefMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members:
      "_check_proba _more_tags _predict_log_proba _predict_proba predict_log_proba predict_proba set_fit_request set_partial_fit_request set_score_request",
    keys: "average_coef_ average_intercept_ loss_function loss_function_ standard_coef_ standard_intercept_",
    refs: "loss_function loss_function_",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.SGDOneClassSVM",
    at: "sklearn.linear_model._stochastic_gradient",
    bases: "BaseEstimator BaseSGD OutlierMixin ReprHTMLMixin SparseCoefMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_fit _fit_one_class _more_tags _partial_fit _validate_params decision_function fit partial_fit predict score_samples set_fit_request set_partial_fit_request",
    keys: "loss_function_",
    refs: "kernel kernel_ loss_function loss_function_",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.SGDRegressor",
    at: "sklearn.linear_model._stochastic_gradient sklearn.linear_model.stochastic_gradient",
    bases:
      "BaseEstimator BaseSGD BaseSGDRegressor RegressorMixin ReprHTMLMixin SparseCoefMixin TransformerMixin _HTMLDocumentationLinkMixin _LearntSelectorMixin _MetadataRequester",
    members: "_more_tags set_fit_request set_partial_fit_request set_score_request",
    keys: "average_coef_ average_intercept_ standard_coef_ standard_intercept_",
    refs: "loss_function loss_function_",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.TheilSenRegressor",
    at: "sklearn.linear_model._theil_sen sklearn.linear_model.theil_sen",
    bases: "BaseEstimator LinearModel RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_check_subparams fit set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.linear_model.TweedieRegressor",
    at: "sklearn.linear_model._glm.glm",
    bases:
      "BaseEstimator GeneralizedLinearRegressor RegressorMixin ReprHTMLMixin _GeneralizedLinearRegressor _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_get_loss family set_fit_request set_score_request",
    refs: "_base_loss _family_instance _link_instance family link",
    estimator: true,
  },
  {
    path: "sklearn.linear_model._glm.glm.GeneralizedLinearRegressor",
    at: "sklearn.linear_model._glm.glm",
    bases: "BaseEstimator RegressorMixin",
    members: "_linear_predictor _more_tags fit predict score",
    refs: "_base_loss _family_instance _link_instance family link",
    estimator: true,
  },
  {
    path: "sklearn.linear_model._glm.link.IdentityLink",
    at: "sklearn.linear_model._glm.link",
    bases: "BaseLink",
    members: "derivative inverse inverse_derivative",
    callable: true,
  },
  {
    path: "sklearn.linear_model._glm.link.LogLink",
    at: "sklearn.linear_model._glm.link",
    bases: "BaseLink",
    members: "derivative inverse inverse_derivative",
    callable: true,
  },
  {
    path: "sklearn.linear_model._glm.link.LogitLink",
    at: "sklearn.linear_model._glm.link",
    bases: "BaseLink",
    members: "derivative inverse inverse_derivative",
    callable: true,
  },
];
