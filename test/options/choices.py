"""Values of a class's parameters, as source text: what the class itself declares, and values made by hand.

From 1.2 on `_parameter_constraints` says what a parameter takes: options, booleans, None, both ends of intervals and a number
between. `declared.json` keeps what 1.2, 1.5 and 1.9 say, for versions that say nothing. HAND has, by a parameter's name or by class
and name, what no declaration can tell: arrays, estimators, functions.
"""
import inspect
import io
import json
import os

import numpy as np

#: What never reaches an answer, or would only make it random.
SKIP = {"n_jobs", "verbose", "random_state", "copy", "copy_X", "copy_x", "memory", "cache_size", "store_covariance", "verbose_interval",
        "store_cv_values", "store_cv_results", "batch_size", "chunk_size", "cache_cv", "error_score", "return_train_score", "pre_dispatch",
        "assume_centered_", "presort", "copy_Y", "prefit", "verbose_feature_names_out_", "n_jobs_", "method_", "callback"}

CLF = ["LogisticRegression()", "GaussianNB()", "DecisionTreeClassifier(max_depth=2)", "SVC()", "LinearSVC()", "RidgeClassifier()",
       "KNeighborsClassifier(3)", "SGDClassifier()", "RandomForestClassifier(max_depth=2)", "GradientBoostingClassifier(max_depth=2)",
       "HistGradientBoostingClassifier(max_iter=2, min_samples_leaf=5)", "MLPClassifier(max_iter=20)", "LinearDiscriminantAnalysis()",
       "BaggingClassifier()", "DummyClassifier(strategy='prior')", "Pipeline(steps=[('s', StandardScaler()), ('c', LogisticRegression())])",
       "CalibratedClassifierCV(cv=2)", "BernoulliNB()", "QuadraticDiscriminantAnalysis()", "ExtraTreesClassifier(max_depth=2)", "Perceptron()"]
REG = ["Ridge()", "LinearRegression()", "DecisionTreeRegressor(max_depth=2)", "SVR()", "KNeighborsRegressor(3)", "Lasso(alpha=0.05)",
       "RandomForestRegressor(max_depth=2)", "GradientBoostingRegressor(max_depth=2)", "HistGradientBoostingRegressor(max_iter=2, min_samples_leaf=5)",
       "MLPRegressor(max_iter=20)", "DummyRegressor()", "Pipeline(steps=[('s', StandardScaler()), ('c', Ridge())])", "KernelRidge(kernel='rbf')",
       "BayesianRidge()", "PLSRegression()", "GaussianProcessRegressor()", "ExtraTreesRegressor(max_depth=2)", "TransformedTargetRegressor()"]
SVM = ["SVC(kernel='linear')", "LogisticRegression()", "LinearSVC()", "DecisionTreeClassifier(max_depth=3)", "Ridge()", "Lasso(alpha=0.05)"]
KERNELS = ["kernels_RBF(0.7)", "kernels_Matern(1.2, nu=0.5)", "kernels_Matern(1.2, nu=2.5)", "kernels_Matern(1.1, nu=np.inf)", "kernels_RQ(1.0, 0.5)",
           "kernels_Dot(0.5)", "kernels_Const(2.0) * kernels_RBF(0.5)", "kernels_RBF(1.0) + kernels_White(0.3)", "kernels_Dot(1.0) ** 2",
           "kernels_Pairwise(metric='rbf', gamma=0.5)", "kernels_Pairwise(metric='laplacian')", "kernels_ESS(1.0, 2.0)"]
PAIRWISE = ["'linear'", "'rbf'", "'poly'", "'polynomial'", "'sigmoid'", "'laplacian'", "'cosine'", "'chi2'", "'additive_chi2'", "rbf_kernel"]
METRICS = ["'euclidean'", "'manhattan'", "'chebyshev'", "'cosine'", "'minkowski'", "'canberra'", "'braycurtis'", "'l1'", "'l2'", "'cityblock'",
           "'sqeuclidean'", "'correlation'", "'hamming'", "'nan_euclidean'", "'jaccard'", "'infinity'", "'p'", "'rogerstanimoto'", "'dice'",
           "'russellrao'", "'yule'", "'seuclidean'", "'mahalanobis'", "'sokalsneath'", "'haversine'"]
ALL_WEIGHTS = ["'balanced'", "{0: 2.0, 1: 0.5, 2: 1.0}"]

HAND = {
    "class_weight": ALL_WEIGHTS + ["None", "'balanced_subsample'"], "alpha": ["0.0", "1e-3", "10.0", "[0.1, 0.5, 1.0]"], "alphas": ["[0.01, 10.0]"],
    "fit_intercept": ["True", "False"], "normalize": ["True", "False"], "positive": ["True"], "solver": ["'svd'", "'cholesky'", "'lsqr'", "'sparse_cg'", "'sag'",
                      "'saga'", "'lbfgs'", "'liblinear'", "'newton-cg'", "'newton-cholesky'", "'eigen'", "'mu'", "'cd'", "'sgd'", "'adam'"],
    "penalty": ["'l1'", "'l2'", "'elasticnet'", "None", "'none'"], "l1_ratio": ["0.3", "[0.2, 0.8]"], "C": ["0.05", "20.0"], "Cs": ["[0.1, 1.0]"],
    "multi_class": ["'ovr'", "'multinomial'", "'auto'", "'crammer_singer'", "'one_vs_one'", "'one_vs_rest'"], "dual": ["True", "False"],
    "intercept_scaling": ["3.0"], "loss": ["'hinge'", "'log'", "'log_loss'", "'modified_huber'", "'squared_hinge'", "'perceptron'", "'squared_loss'", "'squared_error'",
             "'huber'", "'epsilon_insensitive'", "'squared_epsilon_insensitive'", "'deviance'", "'exponential'", "'ls'", "'lad'", "'quantile'",
             "'absolute_error'", "'poisson'", "'gamma'", "'linear'", "'square'", "'binary_crossentropy'", "'categorical_crossentropy'",
             "'least_squares'", "'least_absolute_deviation'", "'auto'"],
    "kernel": PAIRWISE + KERNELS + ["'gaussian'", "'tophat'", "'epanechnikov'", "'exponential'", "'knn'"], "gamma": ["'scale'", "'auto'", "0.3", "2.0", "None"],
    "degree": ["2", "(2, 3)", "0", "1"], "coef0": ["0.7", "-0.5"], "shrinking": ["False"], "probability": ["True"], "decision_function_shape": ["'ovo'", "'ovr'"],
    "break_ties": ["True"], "nu": ["0.2", "0.4"], "epsilon": ["0.0", "0.5"], "metric": METRICS, "p": ["1", "1.5", "3", "np.inf"], "algorithm":
        ["'brute'", "'kd_tree'", "'ball_tree'", "'auto'", "'lloyd'", "'elkan'", "'full'", "'SAMME'", "'SAMME.R'", "'arpack'", "'randomized'", "'lars'", "'cd'",
         "'parallel'", "'deflation'", "'nipals'", "'svd'"],
    "weights": ["'uniform'", "'distance'", "[1, 2]", "[0.5, 1, 2]"], "leaf_size": ["2"], "n_neighbors": ["1", "4", "45"], "radius": ["0.5", "2.0", "50.0"],
    "outlier_label": ["0", "'most_frequent'", "None", "-1"], "shrink_threshold": ["0.1", "1.5"], "priors": ["[0.2, 0.3, 0.5]", "'uniform'", "'empirical'", "None", "[0.4, 0.6]"],
    "class_prior": ["[0.2, 0.3, 0.5]"], "fit_prior": ["False"], "binarize": ["None", "0.5", "-1.0"], "var_smoothing": ["0.1"], "min_categories": ["5", "None"],
    "norm": ["True", "False", "'l1'", "'l2'", "'max'", "None"], "n_components": ["1", "2", "3", "0.9", "'mle'", "None", "'auto'"],
    "whiten": ["True", "False", "'unit-variance'", "'arbitrary-variance'"], "svd_solver": ["'full'", "'arpack'", "'randomized'", "'covariance_eigh'", "'auto'"],
    "shrinkage": ["'auto'", "0.3", "0.0"], "tol": ["1e-2"], "reg_param": ["0.2"], "covariance_type": ["'full'", "'tied'", "'diag'", "'spherical'"],
    "weight_concentration_prior_type": ["'dirichlet_process'", "'dirichlet_distribution'"], "init": ["'random'", "'nndsvd'", "'nndsvda'", "'nndsvdar'", "'k-means++'", "'zero'", "None",
             "'pca'", "'lda'", "'identity'"], "init_params": ["'random'", "'kmeans'", "'k-means++'", "'random_from_data'"],
    "beta_loss": ["'frobenius'", "'kullback-leibler'", "'itakura-saito'", "1.5", "0.5"], "transform_algorithm": ["'omp'", "'lars'", "'lasso_lars'", "'lasso_cd'", "'threshold'"],
    "transform_alpha": ["0.3"], "transform_n_nonzero_coefs": ["1", "2"], "split_sign": ["True"], "positive_code": ["True"], "positive_dict": ["True"],
    "fit_algorithm": ["'lars'", "'cd'"], "ridge_alpha": ["0.5"], "svd_method": ["'lapack'", "'randomized'"], "rotation": ["'varimax'", "'quartimax'", "None"],
    "fun": ["'logcosh'", "'exp'", "'cube'"], "learning_method": ["'batch'", "'online'"], "doc_topic_prior": ["0.5"], "topic_word_prior": ["0.2"],
    "fit_inverse_transform": ["True"], "remove_zero_eig": ["True"], "eigen_solver": ["'dense'", "'arpack'", "'randomized'"], "method":
        ["'ltsa'", "'hessian'", "'modified'", "'standard'", "'sigmoid'", "'isotonic'", "'temperature'", "'yeo-johnson'", "'box-cox'", "'lasso'", "'exact'", "'barnes_hut'", "'predict_proba'"],
    "path_method": ["'FW'", "'D'"], "activation": ["'identity'", "'logistic'", "'tanh'", "'relu'"], "hidden_layer_sizes": ["(7, 3)", "()", "4"],
    "learning_rate": ["'constant'", "'invscaling'", "'adaptive'", "'optimal'", "'pa1'", "'pa2'", "0.5"], "early_stopping": ["True"], "average": ["True", "3"],
    "max_iter": ["3", "1"], "n_iter": ["2"], "max_depth": ["1", "2", "None"], "max_leaf_nodes": ["3"], "min_samples_leaf": ["5", "0.2"], "min_samples_split": ["8", "0.3"],
    "max_features": ["1", "2", "0.5", "'sqrt'", "'log2'", "None", "'auto'"], "criterion": ["'gini'", "'entropy'", "'log_loss'", "'mse'", "'squared_error'", "'friedman_mse'", "'mae'",
                 "'absolute_error'", "'poisson'", "'threshold'", "'k_best'", "'aic'", "'bic'"], "splitter": ["'random'"], "ccp_alpha": ["0.02"], "min_impurity_decrease": ["0.05"],
    "min_weight_fraction_leaf": ["0.2"], "monotonic_cst": ["[1, 0, -1, 0]", "[1, -1, 0]", "None"], "bootstrap": ["True", "False"], "oob_score": ["True"], "max_samples": ["0.5", "5", "'auto'"],
    "bootstrap_features": ["True"], "warm_start": ["True"], "subsample": ["0.5"], "n_estimators": ["1", "3"], "contamination": ["0.2", "'auto'", "'legacy'"], "behaviour": ["'new'", "'old'"],
    "sparse_output": ["True", "False"], "sparse": ["True", "False"], "categorical_features": ["[0]", "[1]", "None", "'from_dtype'"], "interaction_cst": ["'pairwise'", "'no_interactions'"],
    "max_bins": ["5", "2"], "l2_regularization": ["1.0"], "max_features_": ["0.5"], "voting": ["'hard'", "'soft'"], "flatten_transform": ["False"], "passthrough": ["True"],
    "stack_method": ["'predict'", "'predict_proba'", "'decision_function'"], "ensemble": ["True", "False", "'auto'"], "cv": ["2", "'prefit'"], "code_size": ["0.5", "3.0"], "order": ["'random'", "'C'", "'F'", "None"],
    "chain_method": ["'predict'", "'predict_proba'", "'decision_function'", "['predict_proba', 'predict']"], "refit": ["False"], "threshold": ["0.5", "0.1", "'median'", "'1.25*mean'", "-1.0"],
    "with_mean": ["False"], "with_std": ["False"], "with_centering": ["False"], "with_scaling": ["False"], "quantile_range": ["(5.0, 95.0)", "(0, 100)"], "unit_variance": ["True"],
    "feature_range": ["(-2, 3)", "(0, 1)"], "clip": ["True"], "interaction_only": ["True"], "include_bias": ["False", "True"], "n_knots": ["2", "4"], "knots": ["'uniform'", "'quantile'"],
    "extrapolation": ["'error'", "'constant'", "'linear'", "'continue'", "'periodic'"], "standardize": ["False"], "output_distribution": ["'uniform'", "'normal'"], "n_quantiles": ["5", "1", "1000"],
    "ignore_implicit_zeros": ["True"], "encode": ["'onehot'", "'onehot-dense'", "'ordinal'"], "strategy": ["'uniform'", "'quantile'", "'kmeans'", "'mean'", "'median'", "'most_frequent'", "'constant'",
                 "'prior'", "'stratified'"], "n_bins": ["2", "3"], "quantile_method": ["'averaged_inverted_cdf'", "'linear'"], "dtype": ["np.float32", "np.float64", "np.int32", "np.int64", "object", "None", "np.uint8"],
    "handle_unknown": ["'ignore'", "'error'", "'infrequent_if_exist'", "'use_encoded_value'", "'warn'"], "drop": ["'first'", "'if_binary'", "None"], "min_frequency": ["6", "0.2", "16"], "max_categories": ["2", "3", "1"],
    "unknown_value": ["-1", "np.nan", "99"], "encoded_missing_value": ["-2", "np.nan"], "categories": ["'auto'"], "feature_name_combiner": ["'concat'"], "smooth": ["'auto'", "0.0", "5.0"], "target_type": ["'auto'", "'continuous'", "'binary'", "'multiclass'"],
    "neg_label": ["-1"], "pos_label": ["2"], "classes": ["None"], "missing_values": ["np.nan", "None", "-1", "0", "'red'"], "fill_value": ["-7", "0", "None", "'?'", "np.nan"], "add_indicator": ["True"],
    "keep_empty_features": ["True"], "features": ["'all'", "'missing-only'"], "error_on_new": ["False"], "initial_strategy": ["'median'", "'most_frequent'", "'constant'", "'mean'"],
    "imputation_order": ["'descending'", "'roman'", "'arabic'", "'random'"], "skip_complete": ["True"], "sample_posterior": ["True"], "n_nearest_features": ["1", "2"], "min_value": ["-0.5"], "max_value": ["1.0"],
    "lowercase": ["False"], "strip_accents": ["'ascii'", "'unicode'"], "stop_words": ["'english'", "['the', 'dog']", "None"], "token_pattern": ["r'[a-z]+'", "r'(?u)\\b\\w+\\b'", "r'(?u)\\b(\\w)\\w+\\b'", "r'\\S+'"],
    "ngram_range": ["(1, 2)", "(2, 3)"], "analyzer": ["'word'", "'char'", "'char_wb'"], "max_df": ["0.5", "3"], "min_df": ["2", "0.2"], "vocabulary": ["['dog', 'fox', 'jump']", "{'dog': 1, 'the': 0}", "None"],
    "binary": ["True"], "use_idf": ["False"], "smooth_idf": ["False"], "sublinear_tf": ["True"], "n_features": ["16", "1000"], "alternate_sign": ["False"], "non_negative": ["True"], "input_type": ["'pair'", "'string'", "'dict'"],
    "separator": ["'='", "'--'"], "sort": ["False"], "patch_size": ["(2, 2)", "(3, 2)"], "max_patches": ["2", "0.5"], "k": ["1", "2", "'all'"], "percentile": ["10", "100", "50"], "mode": ["'connectivity'", "'distance'", "'k_best'", "'fpr'", "'fdr'", "'fwe'", "'percentile'"],
    "param": ["1", "0.5", "'all'"], "score_func": ["chi2", "f_classif", "f_regression", "mutual_info_classif", "r_regression"], "n_features_to_select": ["1", "0.5", "None", "'auto'"], "step": ["0.5", "2"], "importance_getter": ["'auto'", "'coef_'"],
    "direction": ["'backward'"], "norm_order": ["1", "2"], "min_features_to_select": ["2"], "affinity": ["'rbf'", "'nearest_neighbors'", "'euclidean'", "'manhattan'"], "linkage": ["'ward'", "'complete'", "'average'", "'single'"],
    "pooling_func": ["np.max", "np.median", "np.mean", "np.min"], "branching_factor": ["3"], "n_clusters": ["1", "2", "4", "None"], "bandwidth": ["'scott'", "'silverman'", "0.3", "2.0", "None"], "bin_seeding": ["True"], "cluster_all": ["False"], "damping": ["0.8"],
    "store_centers": ["'both'"], "novelty": ["True", "False"], "support_fraction": ["0.8"], "increasing": ["False", "'auto'"], "out_of_bounds": ["'nan'", "'clip'", "'raise'"], "y_min": ["0.0"], "y_max": ["1.0"], "power": ["0", "1", "1.5", "2", "3"],
    "link": ["'identity'", "'log'", "'auto'"], "quantile": ["0.2", "0.9"], "metric_params": ["None"], "normalize_y": ["True"], "optimizer": ["None"], "n_restarts_optimizer": ["1"], "max_subpopulation": ["5"], "selection": ["'random'"], "precompute": ["False", "True"],
    "fit_path": ["False"], "n_nonzero_coefs": ["1"], "compute_score": ["True"], "noise_variance": ["0.5"], "scale": ["False"], "deflation_mode": ["'regression'", "'canonical'"], "norm_y_weights": ["True"], "constant": ["1", "0.5", "'ham'", "[1.0, 2.0]"],
    "n_classes": ["2"], "sample_steps": ["1", "3"], "sample_interval": ["0.4"], "skewedness": ["0.5", "2.0"], "dense_output": ["True"], "density": ["0.5", "'auto'"], "eps": ["0.3", "0.9"], "compute_inverse_components": ["True"], "accept_sparse": ["True"], "validate": ["True", "False"],
    "feature_names_out": ["'one-to-one'"], "sparse_threshold": ["0", "1.0"], "remainder": ["'drop'", "'passthrough'", "StandardScaler()"], "verbose_feature_names_out": ["False", "True"], "force_int_remainder_cols": ["False", "True"], "transform_input": ["None"],
    "response_method": ["'predict_proba'", "'decision_function'", "'auto'"], "scoring": ["'accuracy'", "'r2'"], "estimator": CLF + REG, "base_estimator": CLF + REG, "final_estimator": CLF + REG, "regressor": REG, "check_inverse": ["False"], "allow_nan": ["True"],
    "allow_single_cluster": ["True"], "cluster_selection_method": ["'leaf'"], "assign_labels": ["'discretize'", "'cluster_qr'"], "svd_method_": ["'arpack'"], "edge_model": ["'covariance'"], "assume_centered": ["True"], "bisecting_strategy": ["'largest_cluster'"],
    "reg_covar": ["0.1"], "weight_concentration_prior": ["0.01", "10.0"], "mean_precision_prior": ["0.5"], "use_decision_function": ["True"], "drop_intermediate": ["True"], "validation_fraction": ["0.3"], "n_iter_no_change": ["2"], "power_t": ["0.1"], "eta0": ["0.5"],
    "nesterovs_momentum": ["False"], "n_alphas": ["3"], "transformer_weights": ["{'num': 2.0}", "{'pca': 0.1, 'kbest': 3}"],
}

BY_CLASS = {
    ("SVC", "kernel"): ["'linear'", "'poly'", "'rbf'", "'sigmoid'", "rbf_kernel", "laplacian_kernel"], ("NuSVC", "kernel"): ["'linear'", "'poly'", "'sigmoid'"],
    ("SVR", "kernel"): ["'linear'", "'poly'", "'sigmoid'", "rbf_kernel"], ("NuSVR", "kernel"): ["'linear'", "'poly'", "'sigmoid'"], ("OneClassSVM", "kernel"): ["'linear'", "'poly'", "'sigmoid'"],
    ("GaussianProcessRegressor", "kernel"): KERNELS, ("GaussianProcessClassifier", "kernel"): KERNELS, ("KernelDensity", "kernel"): ["'tophat'", "'epanechnikov'", "'exponential'", "'linear'", "'cosine'"],
    ("LabelPropagation", "kernel"): ["'knn'", "'rbf'"], ("LabelSpreading", "kernel"): ["'knn'", "'rbf'"], ("GaussianMixture", "means_init"): ["np.zeros((2, 4))"],
    ("GaussianMixture", "weights_init"): ["[0.3, 0.7]"], ("SimpleImputer", "strategy"): ["'median'", "'most_frequent'", "'constant'"], ("KMeans", "init"): ["'random'", "np.eye(3, 4)"], ("MiniBatchKMeans", "init"): ["'random'"],
    ("GradientBoostingClassifier", "init"): ["'zero'"] + CLF, ("GradientBoostingRegressor", "init"): ["'zero'"] + REG, ("SelectFromModel", "estimator"): SVM, ("RFE", "estimator"): SVM, ("RFECV", "estimator"): SVM[:4],
    ("SequentialFeatureSelector", "estimator"): SVM[:4], ("OneHotEncoder", "categories"): ["[['blue', 'green', 'red', 'white'], ['L', 'M', 'S', 'XL']]"], ("OrdinalEncoder", "categories"): ["[['red', 'green', 'blue'], ['S', 'M', 'L', 'XL']]"],
    ("OneHotEncoder", "drop"): ["'first'", "'if_binary'", "['red', 'S']", "None"], ("LabelBinarizer", "sparse_output"): ["True"], ("MultiLabelBinarizer", "classes"): ["['c', 'b', 'a']"], ("IsolationForest", "max_features"): ["2", "0.5"],
    ("Pipeline", "steps"): [], ("BaggingClassifier", "max_samples"): ["0.5", "10"], ("KBinsDiscretizer", "n_bins"): ["2", "4", "[2, 3, 4, 5]"], ("SplineTransformer", "knots"): ["'quantile'", "np.array([[-3.0, -2.0, -6.0], [0.0, 0.0, 0.0], [3.0, 2.0, 6.0]])"],
    ("TransformedTargetRegressor", "transformer"): ["StandardScaler()", "MinMaxScaler()", "QuantileTransformer(n_quantiles=10)", "PowerTransformer()", "FunctionTransformer(np.arcsinh, inverse_func=np.sinh)"],
    ("RadiusNeighborsClassifier", "outlier_label"): ["None", "2", "'most_frequent'", "-7"], ("ColumnTransformer", "transformers"): [], ("HashingVectorizer", "norm"): ["'l1'", "None"], ("TfidfVectorizer", "norm"): ["'l1'", "None"], ("TfidfTransformer", "norm"): ["'l1'", "None"],
    ("BayesianGaussianMixture", "covariance_prior"): [], ("IterativeImputer", "estimator"): ["DecisionTreeRegressor(max_depth=3)", "KNeighborsRegressor(3)", "Ridge()", "RandomForestRegressor(max_depth=2)", "SVR()", "Pipeline(steps=[('s', StandardScaler()), ('c', Ridge())])"],
    ("FrozenEstimator", "estimator"): [c + ".fit(np.array([[0, 0, 0, 1.5], [1, 1, 0, 0], [0, 2, 1, 1], [3, 1, 2, 1], [1, 0, 2, 2], [2, 2, 2, 0]]), ['a', 'b', 'c', 'a', 'b', 'c'])"
                                       for c in ("GaussianNB()", "DecisionTreeClassifier(max_depth=2)", "SVC()", "LinearSVC()", "KNeighborsClassifier(3)", "Pipeline(steps=[('s', StandardScaler()), ('c', LogisticRegression())])")],
    ("CountVectorizer", "dtype"): ["np.float32", "np.int32"], ("AgglomerativeClustering", "metric"): ["'euclidean'"], ("FunctionTransformer", "func"): ["np.log1p", "np.abs", "np.sqrt", "np.exp", "np.square", "None", "np.sin", "np.tanh", "np.nan_to_num"],
    ("CalibratedClassifierCV", "estimator"): CLF + ["RandomForestClassifier(max_depth=2)"], ("ElasticNet", "alpha"): ["0.01", "0.5"], ("Lasso", "alpha"): ["0.01", "0.5"],
}


def number_source(x):
    return "np.inf" if x == float("inf") else "-np.inf" if x == -float("inf") else repr(x)


def of_interval(i):
    from numbers import Integral
    low = i.left if i.left is not None else -float("inf")
    high = i.right if i.right is not None else float("inf")
    whole = i.type is Integral or i.type is int
    step = 1 if whole else min(0.05, (high - low) / 4 if high - low < float("inf") else 0.05)
    values = []
    if low > -float("inf"):
        first = low if i.closed in ("left", "both") else low + step
        values += [first, first + step * (1 if whole else 10)]
    elif not whole:
        values += [-1.5, 0.5]
    if high < float("inf"):
        values.append(high if i.closed in ("right", "both") else high - step)
    kind = int if whole else float
    return [number_source(kind(v)) for v in values if low <= v <= high and abs(v) < 1e6]


def of_constraint(c):
    name = type(c).__name__
    if name == "Hidden":
        return of_constraint(c.constraint)
    if c is None:
        return ["None"]
    if isinstance(c, str):
        return ["True", "False"] if c == "boolean" else []
    if name in ("StrOptions", "Options"):
        return [number_source(o) if not isinstance(o, float) or o == o else "np.nan" for o in sorted(c.options, key=repr)]
    return of_interval(c) if name in ("Interval", "RealNotInt") and hasattr(c, "left") else []


def declared_here(cls):
    """What the class says itself, {} before 1.2."""
    said = getattr(cls, "_parameter_constraints", None) or {}
    out = {}
    for name, constraints in said.items():
        if isinstance(constraints, list):
            out[name] = [s for c in constraints for s in of_constraint(c)]
    return out


DECLARED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "declared.json")


def kept():
    if not os.path.exists(DECLARED):
        return {}
    with io.open(DECLARED, encoding="utf-8") as f:
        return json.load(f)


def choices(cls, known):
    """{parameter: [source, ...]} without what the parameter has by default."""
    here = declared_here(cls)
    said = here or known.get(cls.__name__, {})
    try:
        signature = inspect.signature(cls.__init__).parameters
    except ValueError:
        signature = {}
    out = {}
    for name in (cls._get_param_names() if hasattr(cls, "_get_param_names") else []):
        if name in SKIP:
            continue
        default = signature[name].default if name in signature else inspect.Parameter.empty
        sources = list(said.get(name, []))
        if isinstance(default, bool):
            sources += ["True", "False"]
        by_hand = BY_CLASS.get((cls.__name__, name))
        hand = HAND.get(name, []) if by_hand is None else by_hand
        texts = [t for t in here.get(name, []) if t[0] in "'\""]
        # Where the class lists its texts, others only would not fit.
        sources += [t for t in hand if not texts or t[0] not in "'\"" or t in texts]
        mine = number_source(default) if isinstance(default, (bool, int, float, str, type(None))) and not default is np.nan else ""
        seen = []
        for s in sources:
            if s not in seen and s != mine:
                seen.append(s)
        if seen:
            out[name] = seen
    return out
