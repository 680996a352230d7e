"""What of sklearn is listed, and the decisions that no version of sklearn tells: read by sklearn_rows.py and sklearn_functions.py.

Listed are estimators (public, concrete), and helpers that fitted estimators hold: splitters, kernels, losses, links,
scorers. Not listed: displays, callbacks, data loaders, everything that holds pointers or runs something at load.
"""

import re

# Whole modules of which each public, concrete class is plain data. Checked against modules without underscores.
HELPER_MODULES = re.compile(
    r"sklearn\.(gaussian_process\.kernels|model_selection\.split|cross_validation|loss\.(loss|link|glm_distribution)"
    r"|linear_model\.glm\.link|ensemble\.(gb_losses|hist_gradient_boosting\.(loss|binning|predictor)))")
# Single helpers, by plain module and name, that are not in the catalogue of fixtures.
HELPERS = {
    "sklearn.ensemble.gradient_boosting:VerboseReporter", "sklearn.metrics.scorer:_ProbaScorer", "sklearn.metrics.scorer:_MultimetricScorer",
    "sklearn.model_selection.search:ParameterGrid", "sklearn.model_selection.search:ParameterSampler", "sklearn.grid_search:ParameterGrid",
    "sklearn.grid_search:ParameterSampler", "sklearn.utils.bunch:Bunch", "sklearn.datasets.base:Bunch", "sklearn.utils:Bunch",
    "sklearn.multiclass:_ConstantPredictor", "sklearn.calibration:_SigmoidCalibration", "sklearn.cluster.birch:_CFNode",
    "sklearn.model_selection.split:_CVIterableWrapper",
}
# Concrete, yet no data: they hold functions, pointers, figures or network addresses, or are sklearn's own test doubles.
REFUSED = re.compile(r".*\.(callback|inspection|datasets|externals|utils\.(testing|parallel|estimator_checks|mocking|plotting))\b.*")


def plain(module):
    return ".".join(part.strip("_") for part in module.split("."))


def lists(key, facts, in_catalogue):
    """Whether a class is listed. `facts`: what the versions say of it, united, or None; `in_catalogue`: a fixture has it."""
    module, name = key.split(":")
    if key in BY_HAND:
        return False  # written by hand in sklearn-native.ts
    if in_catalogue:
        return True
    if not module.startswith("sklearn.") or REFUSED.match(plain(module)) or facts is None:
        return False
    if plain(module) + ":" + name in HELPERS:
        return True
    if name.startswith(("_", "Base", "Abstract")) or name.endswith("Mixin") or facts.get("abstract", False):
        return False
    if any(s in ("__reduce__", "__reduce_ex__") for s in facts.get("special", "").split()):
        return False
    if facts.get("estimator", False):
        return True
    return bool(HELPER_MODULES.fullmatch(plain(module))) and name not in ("LossFunction", "KernelOperator", "Kernel", "Hyperparameter")


# Names of the catalogue that need more than NEWOBJ and a dict: sklearn-native.ts has them.
BY_HAND = {"sklearn.grid_search:_CVScoreTuple", "sklearn.impute._iterative:_ImputerTriplet", "sklearn._loss.glm_distribution:DistributionBoundary",
                "sklearn.tree._tree:Tree"}
# Path -> fields of its row that are not the default.
FORMS = {
    "sklearn.utils.Bunch": {"form": "dict-subclass"},
    "sklearn.utils.deprecation.DeprecationDict": {"form": "dict-subclass"},
    "sklearn.covariance._graph_lasso._DictWithDeprecatedKeys": {"form": "dict-subclass"},
    "sklearn.isotonic.IsotonicRegression": {"state": "isotonic"},
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor": {"state": "tree-predictor"},
}

# Spellings whose newest path is not found by name.
PATHS = {
    "sklearn.grid_search:GridSearchCV": "sklearn.model_selection.GridSearchCV",
    "sklearn.grid_search:RandomizedSearchCV": "sklearn.model_selection.RandomizedSearchCV",
    "sklearn.grid_search:ParameterGrid": "sklearn.model_selection.ParameterGrid",
    "sklearn.grid_search:ParameterSampler": "sklearn.model_selection.ParameterSampler",
    "sklearn.utils:Bunch": "sklearn.utils.Bunch",
    "sklearn.utils._bunch:Bunch": "sklearn.utils.Bunch",
    "sklearn.datasets.base:Bunch": "sklearn.utils.Bunch",
    "sklearn.utils._mocking:CheckingClassifier": "sklearn.utils._mocking.CheckingClassifier",
    "sklearn.utils.mocking:CheckingClassifier": "sklearn.utils._mocking.CheckingClassifier",
}
for _loss in ("BinomialDeviance ExponentialLoss HuberLossFunction LeastAbsoluteError LeastSquaresError MultinomialDeviance QuantileLossFunction").split():
    PATHS["sklearn.ensemble.gradient_boosting:" + _loss] = "sklearn.ensemble._gb_losses." + _loss
    PATHS["sklearn.ensemble._gb_losses:" + _loss] = "sklearn.ensemble._gb_losses." + _loss

# Old classes with bases of their own, which keep rows of their own: newest public path by the path of their time.
SHOWN_AS = {
    "sklearn.cross_decomposition.cca_.CCA": "sklearn.cross_decomposition.CCA",
    "sklearn.cross_decomposition.pls_.PLSCanonical": "sklearn.cross_decomposition.PLSCanonical",
    "sklearn.cross_decomposition.pls_.PLSRegression": "sklearn.cross_decomposition.PLSRegression",
    "sklearn.cross_decomposition.pls_.PLSSVD": "sklearn.cross_decomposition.PLSSVD",
}

# Warnings and errors are data like Python's own (`error_score`, `DeprecationDict`): their constructors keep their
# arguments and do nothing else. Not InconsistentVersionWarning, whose constructor takes keywords.
EXCEPTIONS = ("NotFittedError ConvergenceWarning DataConversionWarning DataDimensionalityWarning EfficiencyWarning FitFailedWarning "
              "NonBLASDotWarning PositiveSpectrumWarning SkipTestWarning UndefinedMetricWarning ChangedBehaviorWarning").split()
EXCEPTIONS_AT = "sklearn.exceptions sklearn.utils.validation"
EXCEPTION_MEMBERS = "with_traceback add_note args"

# State keys under which a reference may stand, beside those of real files and of sklearn's own declarations.
REFS = [
    (r"FunctionTransformer", "func inverse_func kw_args inv_kw_args feature_names_out"),
    (r"TransformedTargetRegressor", "func inverse_func"),
    (r"(FeatureAgglomeration|AgglomerativeClustering)", "pooling_func connectivity"),
    (r"(Select(KBest|Percentile|Fpr|Fdr|Fwe)|GenericUnivariateSelect)", "score_func"),
    (r"(SelectFromModel|RFE|RFECV)", "importance_getter scoring"),
    (r".*Search(CV|.*CV)", "scoring scorer_ refit param_grid param_distributions best_params_ cv_results_ grid_scores_ fit_params loss_func"),
    (r"Parameter(Grid|Sampler)", "param_grid param_distributions"),
    (r"(Count|Tfidf|Hashing)Vectorizer", "analyzer tokenizer preprocessor dtype"),
    (r"(DictVectorizer|FeatureHasher|OneHotEncoder|OrdinalEncoder|KBinsDiscretizer)", "dtype"),
    (r"ColumnTransformer", "transformers transformers_ _columns _remainder remainder _transformer_to_input_indices output_indices_"),
    (r"FeatureUnion|Pipeline|Voting.*|Stacking.*", "transformer_list steps estimators"),
    (r"make_column_selector", "dtype_include dtype_exclude"),
    (r".*(SVC|SVR|SVM|KernelRidge|KernelPCA|Nystroem|LabelPropagation|LabelSpreading|GaussianProcess.*)", "kernel"),
    (r".*(Neighbors|Radius|NearestNeighbors|LocalOutlierFactor|DBSCAN|OPTICS|HDBSCAN|Isomap|TSNE|LSHForest|KernelDensity|NearestCentroid|KNN).*", "metric effective_metric_ weights"),
    (r"(GaussianProcess.*|_BinaryGaussianProcessClassifierLaplace)", "kernel kernel_ optimizer corr regr"),
    (r"(Sum|Product|Exponentiation)", "k1 k2 kernel"),
    (r"CompoundKernel", "kernels"),
    (r"PairwiseKernel", "metric"),
    (r"(GradientBoosting(Classifier|Regressor)|HistGradientBoosting.*)", "loss loss_ _loss scoring _scorer"),
    (r".*(Ridge|Logistic).*CV", "scoring"),
    (r"(SequentialFeatureSelector|TunedThresholdClassifierCV|_CurveScorer)", "scoring _curve_scorer _score_func _scorer scorer"),
    (r"_(Predict|Proba|Threshold)?Scorer|_MultimetricScorer|_PassthroughScorer", "_score_func _scorers"),
    (r"(SGD.*|PassiveAggressive.*|Perceptron)", "loss_function loss_function_"),
    (r"(Poisson|Gamma|Tweedie|GeneralizedLinear).*Regressor", "_base_loss family link _link_instance _family_instance"),
    (r"RANSACRegressor", "loss is_data_valid is_model_valid loss_function residual_metric residual_threshold"),
    (r"FastICA", "fun g"),
    (r"(SpectralClustering|SpectralEmbedding)", "affinity"),
    (r"BisectingKMeans", "_kmeans_single"),
    (r"(SimpleImputer|KNNImputer)", "strategy metric"),
    (r"SplineTransformer", "bsplines_"),
    (r"CheckingClassifier", "check_X check_y expected_fit_params methods_to_check"),
    (r".*DictionaryLearning", "callback"),
]
# A parameter that may hold a callable is kept under these names after fitting.
FITTED_REFS = {"metric": "effective_metric_ metric_", "scoring": "scorer_ _scorer", "kernel": "kernel_"}

# Where the rows of old modules stand: beside those of the package that took them over.
PACKAGES = {"_loss": "loss", "grid_search": "model_selection", "cross_validation": "model_selection", "lda": "discriminant",
            "qda": "discriminant", "discriminant_analysis": "discriminant"}


def package(path):
    """The package under which a row stands in the file."""
    part = path.split(".")[1]
    return PACKAGES.get(part, part)
