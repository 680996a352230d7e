/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn neural network: every spelling since 0.17. */
export const SKLEARN_NEURAL_NETWORK: readonly ClassRow[] = [
  {
    path: "sklearn.neural_network.BernoulliRBM",
    at: "sklearn.neural_network._rbm sklearn.neural_network.rbm",
    bases:
      "BaseEstimator ClassNamePrefixFeaturesOutMixin ReprHTMLMixin TransformerMixin _ClassNamePrefixFeaturesOutMixin _HTMLDocumentationLinkMixin _MetadataRequester _SetOutputMixin",
    members: "_fit _free_energy _mean_hiddens _more_tags _sample_hiddens _sample_visibles fit gibbs partial_fit score_samples transform",
    estimator: true,
  },
  {
    path: "sklearn.neural_network.MLPClassifier",
    at: "sklearn.neural_network._multilayer_perceptron sklearn.neural_network.multilayer_perceptron",
    bases: "BaseEstimator BaseMultilayerPerceptron ClassifierMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members:
      "_more_tags _partial_fit _predict _score _validate_input fit partial_fit predict predict_log_proba predict_proba set_fit_request set_partial_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.neural_network.MLPRegressor",
    at: "sklearn.neural_network._multilayer_perceptron sklearn.neural_network.multilayer_perceptron",
    bases: "BaseEstimator BaseMultilayerPerceptron RegressorMixin ReprHTMLMixin _HTMLDocumentationLinkMixin _MetadataRequester",
    members: "_predict _score _validate_input partial_fit predict set_fit_request set_partial_fit_request set_score_request",
    estimator: true,
  },
  {
    path: "sklearn.neural_network.multilayer_perceptron.AdamOptimizer",
    at: "sklearn.neural_network._stochastic_optimizers",
    bases: "BaseOptimizer",
    members: "_get_updates",
  },
  {
    path: "sklearn.neural_network.multilayer_perceptron.SGDOptimizer",
    at: "sklearn.neural_network._stochastic_optimizers",
    bases: "BaseOptimizer",
    members: "_get_updates iteration_ends trigger_stopping",
    refs: "loss_function loss_function_",
  },
];
