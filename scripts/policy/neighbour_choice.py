"""What is listed of the libraries that stand beside sklearn in a pipeline, and what their sources do not tell.

Read by describe_sources.py and neighbour_rows.py. Listed is each class that its library defines as plain data: all of
its bases, in every version, are sklearn's, the library's own or plain (`PLAIN_BASES`), and nothing in it or in its
bases runs while a pickle is loaded (`__setstate__`, `__reduce__`, `__new__`, `__getattr__` and their like), unless
`READ` says why that is harmless. Everything else stays out: a base of another library, a metaclass, an enum.
"""

# Distribution → the package that it installs.
DISTRIBUTIONS = {
    "sklearn2pmml": "sklearn2pmml",
    "sklearn-pandas": "sklearn_pandas",
    "skll": "skll",
    "imbalanced-learn": "imblearn",
    "category_encoders": "category_encoders",
    "feature_engine": "feature_engine",
    "mlxtend": "mlxtend",
    "hmmlearn": "hmmlearn",
    "statsmodels": "statsmodels",
}

# Bases that are no more than a class statement.
PLAIN_BASES = {"builtins:object", "abc:ABC"}

# Special methods that a loader does not run for a state that is a dict: only SETITEMS and class statements run these.
HARMLESS = {"__call__", "__slots__", "__getstate__", "__setitem__", "__init_subclass__", "__class_getitem__", "__set_name__"}

# Special methods of a library that were read: imbalanced-learn's samplers up to 0.3 opened their logger again.
HARMLESS_IN = {"imblearn": {"__setstate__"}}

# Rows are named by the module that defines the class where users import it from there; else by the shortest public one.
BY_MODULE = {"sklearn2pmml", "skll", "hmmlearn", "statsmodels"}

# What fitted estimators hold and is no estimator itself, by `module.Class`.
HELPERS = {
    "sklearn2pmml": r"sklearn2pmml(\.pipeline)?\._Verification|sklearn2pmml\.util\.(Expression|Predicate|Evaluatable)|sklearn2pmml\.feature_extraction\.text\.\w+|sklearn2pmml\.customization\.Customization",
    "sklearn_pandas": r".*\.(DataWrapper|PassthroughTransformer|NumericalTransformer)",
    "skll": r"skll\.(learner\.(Learner|voting\.VotingLearner|Densifier|FilteredLeaveOne\w+|utils\.\w+)|data\.featureset\.FeatureSet|featureset\.FeatureSet|data\.FeatureSet|learner\.FilteredLeaveOne\w+)",
    "imblearn": r"imblearn\.metrics\.pairwise\.\w+",
    "mlxtend": r"mlxtend\.(classifier|regressor|cluster|feature_selection|feature_extraction|preprocessing|tf_\w+|general_\w+|_base)\.\w+\.\w+",
    "hmmlearn": r"hmmlearn\.base\.ConvergenceMonitor",
    # Models and their results are kept, nothing is asked of them.
    "statsmodels": r"statsmodels\.(base\.(data\.(ModelData|PandasData)|model\.(Model|LikelihoodModel|GenericLikelihoodModel|Results|LikelihoodModelResults|ResultMixin|GenericLikelihoodModelResults)|wrapper\.ResultsWrapper)"
    r"|(regression\.(linear_model|quantile_regression)|discrete\.discrete_model|genmod\.(generalized_linear_model|families\.(family|links|varfuncs))|robust\.(robust_linear_model|norms|scale)"
    r"|tsa\.(holtwinters(\.(model|results))?|arima\.(model|specification|params)|ar_model|exponential_smoothing\.(ets|base)|base\.tsa_model|statespace\.(sarimax|mlemodel|representation|kalman_filter|kalman_smoother|simulation_smoother|initialization|structural|exponential_smoothing)))\.(?!_)\w+"
    r"|tools\.(tools\.Bunch|decorators\.ResettableCache))",
}

# Classes with special methods that were read in all versions: what their row has beside the others' fields.
READ = {
    # `__setstate__` makes the steps of older versions from `features`, by its constructors: the checker holds its form.
    "sklearn_pandas.dataframe_mapper.DataFrameMapper": {"state": "data-frame-mapper"},
    # Until 0.62 `__getattr__` asked the estimator inside, which is data like any other; `__setstate__` is BaseEstimator's.
    "sklearn2pmml.EstimatorProxy": {},
    "sklearn2pmml.SelectorProxy": {},
    # The state is a regular expression's text, which `__setstate__` keeps.
    "sklearn2pmml.feature_extraction.text.Matcher": {"state": "text"},
    "sklearn2pmml.feature_extraction.text.Splitter": {"state": "text"},
}

# Dicts that are their own attributes: pickled with themselves as state.
READ.update({path: {"form": "dict-subclass", "state": "own-items"} for path in ("statsmodels.tools.tools.Bunch", "statsmodels.tools.decorators.ResettableCache")})

# `__setstate__` of these was read in all versions, and keeps the state: that of a wrapper, and of models whose functions are set anew
# by the name of their likelihood. `ModelData` evaluates a formula where `NOT_STATE` is among the keys, and only then.
READ.update({"statsmodels." + name: {} for name in ("base.data.ModelData", "base.data.PandasData", "base.wrapper.ResultsWrapper", "discrete.discrete_model.NegativeBinomial")})
HARMLESS_IN["statsmodels"] = {"__setstate__", "__getattribute__"}

# Keys that no state of a class, or of one derived from it, may have: what they make a loader run.
NOT_STATE = {"statsmodels.base.data:ModelData": "restore_design_info restore_model_spec"}

# Never listed: what reads files, starts something or only displays, and what is vendored.
REFUSED = [
    r"mlxtend\.(externals|plotting|data|file_io|image|text|evaluate)\..*",
    r"skll\.(utils|experiments|data\.(readers|writers)|config)\b.*",
    r"sklearn2pmml\.(h2o|xgboost|tpot|automl|metrics|util\.pmml)\b.*",
    r"imblearn\.(keras|tensorflow|externals|utils)\..*",
    r"feature_engine\.(tags|_docstrings|dataframe_checks|_check_\w+)\b.*",
]

# Methods that a version stores on an instance although another defines them: what is called after loading stays refused.
METHODS = set("fit transform predict predict_proba fit_transform fit_predict decision_function score inverse_transform get_params set_params sample".split())

# What the state of a class has although a loader would have it otherwise: texts of the class that is wrapped, a property's own name.
STORED = [
    (r"statsmodels\..*(Wrapper|Power)", {"dunders": "__doc__"}),
    (r"statsmodels\..*Results", {"keys": "use_t"}),
]

# State keys under which a reference may stand: a pattern of the newest path, and keys.
REFS = [
    (r"sklearn_pandas\.DataFrameMapper", "features built_features default built_default build_features"),
    (r"sklearn_pandas\.(Function|Numerical)Transformer", "_FunctionTransformer__func _NumericalTransformer__func func"),
    (r"sklearn2pmml\.(decoration|preprocessing)\.\w+", "dtype dtype_ missing_values function"),
    (r"sklearn2pmml\.(pipeline\.PMMLPipeline|ensemble\.\w+)", "steps"),
    (r"sklearn2pmml\.statsmodels\.\w+", "model_class"),
    (r"sklearn2pmml\.util\.\w+", "function_defs"),
    (r"skll\..*Learner", "_model_type model_type _estimator_type custom_metric_path _model_kwargs"),
    (r"skll\..*DictVectorizer", "dtype"),
    (r"statsmodels\.genmod\.families\.family\.\w+", "link _link links safe_links variance"),
    (r"statsmodels\.robust\.robust_linear_model\.RLM", "M"),
    (r"imblearn\..*", "func kw_args metric dtype sampling_strategy ratio metric_ nn_ nn_k_"),
    (r"mlxtend\..*", "scoring scorer func activation kernel_func"),
    (r"feature_engine\..*", "func math_functions functions functions_ scoring reference"),
]
