"""What every estimator is fitted on before it is asked: data, and FITS, a row for a class or a few.

A row: classes, data, keyword arguments, variants. Each variant is (what differs, data, further arguments): what differs is what
`rules.json` says in `when`, so it is a parameter of the class or one of our own words, which begin with "@".
Sizes are numbers that stand in no sentence of sklearn's: 47 rows to fit on, 17 to ask, 13 columns, 11 components.
Estimators that hold others hold `C`, `R` and `T`, which take everything: what is refused then, their holder refuses.
"""
import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, TransformerMixin

TRAIN, ASK, WIDE = 47, 17, 13


def rows_of(X):
    return X.shape[0] if hasattr(X, "shape") and len(X.shape) else len(X)


class Permissive(BaseEstimator):
    def __init__(self, nan=True):
        self.nan = nan

    def _more_tags(self):
        return {"allow_nan": self.nan, "X_types": ["2darray", "sparse", "string"], "no_validation": True}

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan, tags.input_tags.sparse, tags.input_tags.string = self.nan, True, True
        tags.no_validation = True
        return tags

    def fit(self, X, y=None, sample_weight=None):
        self.fitted_ = True
        shape = np.shape(X) if not sp.issparse(X) else X.shape
        width = shape[1] if len(shape) > 1 else 1
        self.coef_ = np.arange(1.0, width + 1)
        self.feature_importances_ = self.coef_
        if y is not None:
            self.shape_ = np.shape(y)[1:]
            self.classes_ = np.unique(y) if not self.shape_ else [np.unique(c) for c in np.transpose(y)]
            if not self.shape_ and self.coef_.ndim == 1 and len(self.classes_) > 2 and isinstance(self, ClassifierMixin):
                self.coef_ = np.array([self.coef_] * len(self.classes_))
        return self


class C(ClassifierMixin, Permissive):
    def predict(self, X):
        n = rows_of(X)
        if self.shape_:
            return np.zeros((n,) + self.shape_, int)
        return self.classes_[np.arange(n) % len(self.classes_)]

    def predict_proba(self, X):
        n = rows_of(X)
        if self.shape_:
            return [np.full((n, len(c)), 1.0 / len(c)) for c in self.classes_]
        first = (1 + np.arange(n) % 7) / 8.0
        return np.column_stack([first] + [(1 - first) / (len(self.classes_) - 1)] * (len(self.classes_) - 1))

    def predict_log_proba(self, X):
        return np.log(self.predict_proba(X))

    def decision_function(self, X):
        n = rows_of(X)
        return np.arange(n) - 0.5 if len(self.classes_) < 3 else np.full((n, len(self.classes_)), 0.1) + np.arange(n)[:, None]


class R(RegressorMixin, Permissive):
    def predict(self, X, return_std=False):
        return np.zeros((rows_of(X),) + getattr(self, "shape_", ()))


class T(TransformerMixin, Permissive):
    def transform(self, X):
        return np.zeros((rows_of(X), 3))

    def inverse_transform(self, X):
        return np.zeros((rows_of(X), WIDE))

    def predict(self, X):
        return np.zeros(rows_of(X))

    def score_samples(self, X):
        return np.zeros(rows_of(X))


def datasets():
    rng = np.random.RandomState(7)
    n = TRAIN

    def ask(X):
        return X[:ASK]
    d = {}
    c = np.arange(n) % 3
    X = np.round(rng.normal(size=(n, WIDE)), 3)
    X[:, 0] += c
    b = c % 2
    y = np.round(X[:, 0] - X[:, 1] * 0.5 + 0.1 * rng.normal(size=n), 3)
    d["reg"], d["multi"], d["bin"], d["none"] = (X, y), (X, c), (X, b), (X, None)
    d["posy"] = X, np.exp(y / 4)
    d["multireg"] = X, np.column_stack([y, X[:, 1] - y])
    d["multiout"], d["multilabel"] = (X, np.column_stack([b, c])), (X, np.column_stack([b, c == 1, X[:, 2] > 0]).astype(int))
    semi = c.copy()
    semi[5:25] = -1
    d["semi"] = X, semi
    d["pos"], d["posstrict"] = (np.abs(X), c), (np.abs(X) + 0.5, c)
    d["counts"] = np.floor(np.abs(X) * 2).clip(0, 2), c
    d["counts"][0][:3] = [[0] * WIDE, [1] * WIDE, [2] * WIDE]
    S = sp.csr_matrix(np.where(np.abs(X) > 0.6, X, 0))
    d["csr"] = S, c
    d["csrreg"] = S, y
    P = np.abs(X)
    d["csrpos"] = sp.csr_matrix(np.where(P > 0.6, P, 0)), c
    d["kernel"] = X.dot(X.T), c
    d["kernelreg"] = X.dot(X.T), y
    D = np.sqrt(np.maximum(((X[:, None] - X[None]) ** 2).sum(-1), 0))
    d["dist"], d["distreg"] = (D, c), (D, y)
    Z = np.round(X, 1)
    Z[rng.uniform(size=Z.shape) < 0.15] = np.nan
    Z[3, 1], Z[30] = np.nan, np.round(X[30], 1)
    d["nan"], d["nanreg"], d["nanbin"] = (Z, c), (Z, y), (Z, b)
    d["minus"] = np.where(np.isnan(Z), -1, np.abs(np.where(np.isnan(Z), 0, Z))), c
    letters = np.array(list("rgb"), dtype=object)[rng.randint(3, size=(n, WIDE))]
    d["cat"], d["catbin"] = (letters, y), (letters, b)
    holes = letters.copy()
    holes[3:40:4, 1] = None
    d["catnone"] = holes, y
    gaps = letters.copy()
    gaps[3:40:4, 1] = np.nan
    d["catnan"] = gaps, y
    d["catint"] = rng.randint(4, size=(n, WIDE)).astype(float), y
    W = d["catint"][0].copy()
    W[3:40:4, 1] = np.nan
    d["catfloatnan"] = W, y
    d["f32"], d["reg32"], d["none32"], d["pos32"] = (X.astype("f4"), c), (X.astype("f4"), y), (X.astype("f4"), None), (np.abs(X).astype("f4"), c)
    out = {k: (v[0], v[1], ask(v[0])) for k, v in d.items()}
    for name, whole in (("nan", np.round(X, 1)), ("nanreg", np.round(X, 1)), ("nanbin", np.round(X, 1)), ("catnone", letters), ("catnan", letters),
                        ("catfloatnan", d["catint"][0])):
        out[name] = out[name][:2] + (ask(whole),)  # asked with nothing missing but what a kind of rows puts there
    out["iso"] = np.linspace(0.1, 4, n), np.sort(y), np.linspace(0.2, 3, ASK)
    out["iso2"] = np.linspace(0.1, 4, n)[:, None], np.sort(y), np.linspace(0.2, 3, ASK)[:, None]
    docs = ["the quick brown fox", "never jump over the dog", "bright vixens jump", "a dog and a fox", "brown dog", "lazy fowl quack"] * 2
    t = np.arange(12) % 2
    out["text"] = docs, t, docs[:6]
    out["tok"] = [x.split() for x in docs], t, [x.split() for x in docs[:6]]
    dd = [{"city": "Paris", "temp": 12.5}, {"city": "Oslo", "temp": -3.0, "wind": 4}, {"city": "Rome", "wet": True}]
    out["dicts"] = dd, None, dd
    out["pairs"] = [list(x.items()) for x in ({"a": 1, "b": 2}, {"a": 3})], None, [list(x.items()) for x in ({"a": 1, "b": 2}, {"a": 3})]
    out["labels"] = np.array([3, 1, 2, 1, 7, 3]), None, np.array([1, 7, 3, 1])
    out["labelstr"] = np.array(["b", "a", "c", "a"]), None, np.array(["c", "a", "a", "b"])
    out["labelbin"] = np.array([1, 0, 0, 1]), None, np.array([1, 0, 1, 1])
    out["labelsets"] = [("a", "b"), ("c",), (), ("a",)], None, [("c", "a"), (), ("b",), ("a",)]
    out["images"] = np.arange(80, dtype=float).reshape(5, 4, 4), None, np.arange(80, dtype=float).reshape(5, 4, 4)
    out["ones"] = np.ones((n, WIDE)), c, np.ones((ASK, WIDE))
    return out


def V(what="", data=None, extra=""):
    return what, data, extra


REG, MULTI = "reg", "multi"
KERNELS = [V("kernel='linear'"), V("kernel='poly'"), V("kernel='sigmoid'")]
SPARSE = V("@fitted='sparse'", "csr")
NN = [V("algorithm='brute'"), V("algorithm='kd_tree'"), V("algorithm='ball_tree'"), V("metric='manhattan'"), V("metric='cosine'"),
      V("metric='nan_euclidean'"), V("metric='precomputed'", "dist"), V("metric='correlation'", None, "algorithm='brute'"),
      V("metric='chebyshev'"), V("weights='distance'"), SPARSE]
TREES = [V("criterion=%r" % c) for c in ("gini", "entropy", "log_loss")]
TREER = [V("criterion=%r" % c) for c in ("squared_error", "mse", "friedman_mse", "absolute_error", "mae", "poisson")]
ONE = [V("splitter='best'"), V("splitter='random'")]
NANS = [V("@fitted='nan'", "nan"), SPARSE, V("monotonic_cst=[1] + [0] * 12", "bin")]
NANSR = [V("@fitted='nan'", "nanreg"), V("@fitted='sparse'", "csrreg"), V("monotonic_cst=[1] + [0] * 12")]
STRICT = "nan=False"

FITS = [
    ("PoissonRegressor GammaRegressor TweedieRegressor GeneralizedLinearRegressor", "posy", "", []),
    ("MultiTaskLasso MultiTaskElasticNet MultiTaskLassoCV MultiTaskElasticNetCV", "multireg", "", []),
    ("CCA PLSCanonical PLSRegression PLSSVD", "multireg", "n_components=2", []),
    ("TSNE MDS SpectralEmbedding", MULTI, "n_components=2", []),
    ("RandomizedLasso", "reg", "n_resampling=10", []), ("RandomizedLogisticRegression", "bin", "n_resampling=10", []),
    ("LogisticRegression", MULTI, "", [V("solver='liblinear'", "bin"), V("multi_class='ovr'"), V("@fitted='sparse'", "csr")]),
    ("LogisticRegressionCV", MULTI, "Cs=3", []),
    ("RidgeClassifier RidgeClassifierCV", MULTI, "", [V("@fitted='multilabel'", "multilabel")]),
    ("SGDClassifier", MULTI, "", [V("loss='log_loss'"), V("loss='log'"), V("loss='modified_huber'")]),
    ("SVC NuSVC", MULTI, "", KERNELS + [V("kernel=linear_kernel"), V("kernel='precomputed'", "kernel"), V("probability=True"), SPARSE, V("decision_function_shape='ovo'"), V("break_ties=True")]),
    ("SVR NuSVR", REG, "", KERNELS + [V("kernel=linear_kernel"), V("kernel='precomputed'", "kernelreg"), V("@fitted='sparse'", "csrreg")]),
    ("OneClassSVM", "none", "", KERNELS + [V("kernel=linear_kernel"), V("kernel='precomputed'", "kernel"), SPARSE]),
    ("LinearSVC", MULTI, "", [V("multi_class='crammer_singer'")]),
    ("KNeighborsClassifier", MULTI, "", NN + [V("@fitted='multiout'", "multiout")]), ("KNeighborsRegressor", REG, "", [(a, {"dist": "distreg", "csr": "csrreg"}.get(b), c) for a, b, c in NN]),
    ("RadiusNeighborsClassifier", MULTI, "radius=1e6, outlier_label=0", NN), ("RadiusNeighborsRegressor", REG, "radius=1e6", [(a, {"dist": "distreg", "csr": "csrreg"}.get(b), c) for a, b, c in NN]),
    ("NearestNeighbors KNeighborsTransformer RadiusNeighborsTransformer LSHForest", MULTI, "", [v for v in NN if "weights" not in v[0]] + [V("mode='connectivity'")]),
    ("LocalOutlierFactor", "none", "novelty=True", [v for v in NN if "weights" not in v[0]]),
    ("NearestCentroid", MULTI, "", [V("metric='manhattan'"), V("shrink_threshold=0.2")]),
    ("KernelDensity", "none", "", [V("kernel='tophat'", None, "bandwidth=30.0"), V("algorithm='ball_tree'")]),
    ("IsolationForest", "none", "", [V("@fitted='nan'", "nan"), SPARSE, V("max_features=0.5")]),
    ("EllipticEnvelope EmpiricalCovariance ShrunkCovariance LedoitWolf OAS MinCovDet GraphicalLasso GraphLasso", "none", "", []),
    ("GraphicalLassoCV GraphLassoCV", "none", "alphas=2", []),
    ("NeighborhoodComponentsAnalysis", MULTI, "max_iter=5", []),
    ("KernelRidge", REG, "", [V("kernel=%r" % k) for k in ("rbf", "laplacian", "poly", "cosine", "sigmoid")] + [V("kernel='precomputed'", "kernelreg"), V("kernel='chi2'", "pos")]),
    ("GaussianProcessRegressor", REG, "", [V("normalize_y=True")]), ("GaussianProcess", REG, "", []),
    ("GaussianProcessClassifier", MULTI, "", [V("@fitted='binary'", "bin"), V("multi_class='one_vs_one'")]),
    ("_BinaryGaussianProcessClassifierLaplace", "bin", "", []),
    ("DecisionTreeClassifier", MULTI, "", TREES + ONE + NANS), ("ExtraTreeClassifier", MULTI, "", TREES + ONE + NANS),
    ("DecisionTreeRegressor", "posy", "", TREER + ONE + NANSR), ("ExtraTreeRegressor", "posy", "", TREER + ONE + NANSR),
    ("RandomForestClassifier ExtraTreesClassifier", MULTI, "", TREES + NANS + [V("@fitted='multiout'", "multiout")]),
    ("RandomForestRegressor ExtraTreesRegressor", "posy", "", TREER + NANSR),
    ("RandomTreesEmbedding", "none", "", [SPARSE, V("sparse_output=False")]),
    ("GradientBoostingClassifier", MULTI, "", [V("loss='exponential'", "bin"), V("init='zero'"), V("@init='estimator'", None, "init=C()"), SPARSE]),
    ("GradientBoostingRegressor", REG, "", [V("loss='huber'"), V("init='zero'"), V("@init='estimator'", None, "init=R()"), V("@fitted='sparse'", "csrreg")]),
    ("HistGradientBoostingClassifier", MULTI, "max_iter=3, min_samples_leaf=5", [V("@fitted='nan'", "nan"), V("@fitted='binary'", "bin"), V("categorical_features=[1]", "counts")]),
    ("HistGradientBoostingRegressor", REG, "max_iter=3, min_samples_leaf=5", [V("@fitted='nan'", "nanreg"), V("loss='poisson'", "posy"), V("loss='absolute_error'"), V("categorical_features=[1]", "catint")]),
    ("AdaBoostClassifier", MULTI, "estimator=C()", [V("algorithm='SAMME'"), V("algorithm='SAMME.R'")]), ("AdaBoostRegressor", REG, "estimator=R()", []),
    ("BaggingClassifier", MULTI, "estimator=C()", [V("max_features=0.5"), V("@inner='strict'", None, "estimator=C(nan=False)")]),
    ("BaggingRegressor", REG, "estimator=R()", [V("max_features=0.5"), V("@inner='strict'", None, "estimator=R(nan=False)")]),
    ("VotingClassifier", MULTI, "estimators=[('a', C()), ('b', C())]", [V("voting='soft'"), V("@inner='strict'", None, "estimators=[('a', C(False)), ('b', C(False))]")]),
    ("VotingRegressor", REG, "estimators=[('a', R()), ('b', R())]", []),
    ("StackingClassifier", MULTI, "estimators=[('a', C()), ('b', C())], final_estimator=C()", [V("passthrough=True"), V("@inner='strict'", None, "estimators=[('a', C(False)), ('b', C(False))], final_estimator=C(False)")]),
    ("StackingRegressor", REG, "estimators=[('a', R()), ('b', R())], final_estimator=R()", [V("passthrough=True")]),
    ("CalibratedClassifierCV", MULTI, "estimator=C()", [V("method='isotonic'"), V("method='temperature'"), V("ensemble=False"), V("@fitted='binary'", "bin"), V("@inner='strict'", None, "estimator=C(False)")]),
    ("OneVsRestClassifier OneVsOneClassifier OutputCodeClassifier", MULTI, "estimator=C()", [V("@inner='strict'", None, "estimator=C(False)")]),
    ("_ConstantPredictor", "ones", "", []),
    ("MultiOutputClassifier", "multiout", "estimator=C()", []), ("MultiOutputRegressor", "multireg", "estimator=R()", []),
    ("ClassifierChain", "multilabel", "estimator=C()", []), ("RegressorChain", "multireg", "estimator=R()", []),
    ("GridSearchCV RandomizedSearchCV HalvingGridSearchCV HalvingRandomSearchCV", MULTI, "estimator=C(), param_grid={'nan': [True]}, param_distributions={'nan': [True]}, n_iter=1", [V("@inner='transformer'", None, "estimator=T(), scoring=lambda *a: 0.0")]),
    ("TunedThresholdClassifierCV FixedThresholdClassifier", "bin", "estimator=C()", []),
    ("SelfTrainingClassifier", "semi", "estimator=C()", []),
    ("LabelPropagation LabelSpreading", "semi", "", [V("kernel='knn'")]),
    ("TransformedTargetRegressor", REG, "regressor=R()", []), ("RANSACRegressor", REG, "estimator=R(), residual_threshold=1e9, min_samples=20", []),
    ("Pipeline", MULTI, "steps=[('a', T()), ('b', C())]", [V("@last='transformer'", None, "steps=[('a', T()), ('b', T())]"), V("@last='passthrough'", None, "steps=[('a', T()), ('b', 'passthrough')]")]),
    ("FeatureUnion", MULTI, "transformer_list=[('a', T()), ('b', T())]", []),
    ("ColumnTransformer", MULTI, "transformers=[('a', T(), [0, 1]), ('b', T(), [2])]", [V("remainder='passthrough'"), V("@remainder='estimator'", None, "remainder=T()"), V("@fitted='object'", "cat")]),
    ("FrozenEstimator", MULTI, "estimator=C().fit(np.ones((3, 13)), [0, 1, 2])", []),
    ("SelectFromModel RFE RFECV", MULTI, "estimator=C()", [V("@inner='strict'", None, "estimator=C(nan=False)")]),
    ("SequentialFeatureSelector", MULTI, "estimator=C(), n_features_to_select=2, cv=2", [V("@inner='strict'", None, "estimator=C(nan=False)")]),
    ("StandardScaler", "reg", "", [V("with_mean=False"), V("with_mean=False, @fitted='sparse'", "csr"), V("with_std=False")]),
    ("RobustScaler", "reg", "", [V("with_centering=False"), V("with_centering=False, @fitted='sparse'", "csr")]),
    ("MaxAbsScaler Binarizer Normalizer", "reg", "", [V("@fitted='sparse'", "csr")]), ("MinMaxScaler", REG, "", [V("clip=True")]),
    ("KernelCenterer", "kernel", "", []),
    ("PolynomialFeatures", REG, "", [V("degree=3"), V("degree=4"), V("interaction_only=True"), V("include_bias=False"), SPARSE]),
    ("SplineTransformer", REG, "", [V("extrapolation=%r" % e) for e in ("linear", "constant", "continue", "periodic", "error")] + [V("handle_missing='zeros'"), V("sparse_output=True")]),
    ("PowerTransformer", "posstrict", "", [V("method='box-cox'")]),
    ("QuantileTransformer", MULTI, "", [V("output_distribution='normal'"), V("@fitted='sparse'", "csrpos")]),
    ("KBinsDiscretizer", MULTI, "", [V("encode='ordinal'"), V("encode='onehot-dense'"), V("strategy='kmeans'")]),
    ("OneHotEncoder", "cat", "", [V("@categories='number'", "catint"), V("handle_unknown='ignore'"), V("@categories='number', handle_unknown='ignore'", "catint"), V("@categories='none'", "catnone"), V("@categories='nan'", "catnan"), V("@categories='number-nan'", "catfloatnan"), V("sparse_output=False"), V("sparse=False"), V("n_values='auto'", "catint")]),
    ("OrdinalEncoder", "cat", "", [V("@categories='number'", "catint"), V("handle_unknown='use_encoded_value'", None, "unknown_value=-1"), V("@categories='number', handle_unknown='use_encoded_value'", "catint", "unknown_value=-1"), V("@categories='none'", "catnone"), V("@categories='nan'", "catnan"), V("@categories='number-nan'", "catfloatnan")]),
    ("TargetEncoder", "cat", "", [V("@categories='number'", "catint")]),
    ("LabelEncoder", "labels", "", [V("@classes='text'", "labelstr")]),
    ("LabelBinarizer", "labels", "", [V("@classes='text'", "labelstr"), V("sparse_output=True"), V("@classes='binary'", "labelbin")]),
    ("MultiLabelBinarizer", "labelsets", "", [V("sparse_output=True")]),
    ("FunctionTransformer", MULTI, "func=None", [V("validate=True"), V("validate=True, accept_sparse=True"), V("validate=False"), V("validate=True, accept_sparse=False"), V("@func='exp'", None, "func=np.exp"), V("@func='exp', validate=True", None, "func=np.exp")]),
    ("SimpleImputer Imputer", "nan", "", [V("strategy='median'"), V("strategy='most_frequent'"), V("strategy='constant'"), V("missing_values=-1", "minus"), V("missing_values=0", "counts"), V("@fitted='object', strategy='most_frequent'", "catnan"), V("@fitted='object', strategy='constant'", "catnan"), V("@fitted='object', strategy='constant', missing_values=None", "catnone"), V("@fitted='object', strategy='most_frequent', missing_values=None", "catnone"), V("@fitted='object', strategy='most_frequent', missing_values='r'", "cat"), V("@fitted='object', strategy='constant', missing_values='r'", "cat"), V("add_indicator=True")]
     + [V("strategy=%r, missing_values=%d" % (t, m), {-1: "minus", 0: "counts"}[m]) for t in ("median", "most_frequent", "constant") for m in (-1, 0)]),
    ("MissingIndicator", "nan", "", [V("missing_values=-1", "minus"), V("missing_values=0", "counts"), V("missing_values=None, @fitted='object'", "catnone"), V("missing_values='r', @fitted='object'", "cat"), V("@fitted='object'", "catnan"), V("features='all'"), V("error_on_new=False"), V("sparse=True")]),
    ("IterativeImputer", "nan", "max_iter=2, estimator=R()", [V("missing_values=-1", "minus"), V("@inner='strict'", None, "estimator=R(nan=False)"), V("add_indicator=True")]),
    ("KNNImputer", "nan", "n_neighbors=3", [V("missing_values=-1", "minus"), V("missing_values=0", "counts"), V("add_indicator=True")]),
    ("CountVectorizer TfidfVectorizer HashingVectorizer", "text", "", [V("lowercase=False"), V("analyzer='char'"), V("analyzer='char_wb'"), V("strip_accents='unicode'"), V("strip_accents='ascii'"), V("@analyzer='callable'", "tok", "analyzer=list"), V("@tokenizer='callable'", None, "tokenizer=str.split")]),
    ("TfidfTransformer", "counts", "", [V("use_idf=False"), V("sublinear_tf=True"), V("norm=None")]),
    ("FeatureHasher", "dicts", "n_features=64", [V("input_type='string'", "tok"), V("input_type='pair'", "pairs")]),
    ("DictVectorizer", "dicts", "", [V("sparse=False")]), ("PatchExtractor", "images", "patch_size=(2, 2)", []),
    ("BernoulliNB", MULTI, "", [V("binarize=None", "counts")]), ("MultinomialNB ComplementNB ProjectedGradientNMF BernoulliRBM", "pos", "", []),
    ("NMF", "pos", "", [V("solver='mu'"), V("solver='mu', beta_loss='kullback-leibler'"), V("solver='mu', beta_loss='itakura-saito'", "posstrict")]),
    ("MiniBatchNMF", "pos", "", [V("beta_loss='kullback-leibler'"), V("beta_loss='itakura-saito'", "posstrict")]),
    ("CategoricalNB", "counts", "", []), ("LatentDirichletAllocation", "counts", "max_iter=3", []),
    ("PCA", MULTI, "", [V("svd_solver=%r" % s) for s in ("full", "randomized", "covariance_eigh")] + [V("svd_solver='arpack'", "csr"), V("whiten=True")]),
    ("TruncatedSVD", MULTI, "", [V("algorithm='arpack'"), SPARSE]), ("IncrementalPCA", MULTI, "", [V("whiten=True"), SPARSE]),
    ("KernelPCA", MULTI, "", [V("kernel=%r" % k) for k in ("rbf", "poly", "sigmoid", "cosine")] + [V("kernel='precomputed'", "kernel"), V("fit_inverse_transform=True")]),
    ("SparseCoder", MULTI, "dictionary=np.eye(13)", [V("transform_algorithm=%r" % a) for a in ("lasso_lars", "lasso_cd", "lars", "omp", "threshold")]),
    ("DictionaryLearning MiniBatchDictionaryLearning", MULTI, "max_iter=2", [V("transform_algorithm=%r" % a) for a in ("lasso_lars", "lasso_cd", "lars", "omp", "threshold")]),
    ("SparsePCA MiniBatchSparsePCA", MULTI, "max_iter=5", []), ("FactorAnalysis FastICA", MULTI, "", []),
    ("LinearDiscriminantAnalysis LDA", MULTI, "n_components=2", [V("solver='lsqr'", None, "n_components=None"), V("@fitted='binary'", "bin", "n_components=1")]),
    ("QuadraticDiscriminantAnalysis QDA", "bin", "", []),
    ("MLPClassifier", MULTI, "max_iter=20", [V("@fitted='multilabel'", "multilabel")]), ("MLPRegressor", REG, "max_iter=20", []),
    ("GaussianMixture BayesianGaussianMixture GMM VBGMM DPGMM", "none", "n_components=2", [V("covariance_type=%r" % c) for c in ("diag", "tied", "spherical")]),
    ("KMeans MiniBatchKMeans BisectingKMeans", "none", "n_clusters=3", [V("algorithm='elkan'"), V("algorithm='full'"), SPARSE]),
    ("Birch MeanShift AffinityPropagation", "none", "", []), ("FeatureAgglomeration", "none", "n_clusters=11", [V("pooling_func=np.max")]),
    ("IsotonicRegression", "iso", "", [V("out_of_bounds='clip'"), V("out_of_bounds='raise'"), V("@fitted='column'", "iso2")]),
    ("RBFSampler PolynomialCountSketch GaussianRandomProjection SparseRandomProjection GaussianRandomProjectionHash", MULTI, "", [SPARSE]),
    ("Nystroem", MULTI, "", [V("kernel='polynomial'", None, "degree=2"), V("kernel='linear'"), V("kernel='precomputed'", "kernel", "n_components=47")]),
    ("AdditiveChi2Sampler SkewedChi2Sampler", "pos", "", []),
    ("SelectKBest SelectPercentile SelectFdr SelectFwe SelectFpr GenericUnivariateSelect VarianceThreshold", MULTI, "", [SPARSE, V("@func='chi2'", "pos", "score_func=chi2, alpha=1.0")]),
    ("SelectKBest", MULTI, "k=5", [SPARSE, V("@func='chi2'", "pos", "score_func=chi2")]),
    ("Isomap", MULTI, "n_neighbors=8", [V("metric='precomputed'", "dist"), V("metric='manhattan'"), SPARSE]),
    ("LocallyLinearEmbedding", MULTI, "n_neighbors=15", [V("method='modified'"), V("method='ltsa'")]),
    ("DummyClassifier", MULTI, "", [V("strategy=%r" % s) for s in ("stratified", "most_frequent", "prior", "uniform")] + [V("strategy='constant'", None, "constant=1")]),
    ("DummyRegressor", REG, "", [V("strategy='median'"), V("strategy='constant'", None, "constant=1.0")]),
    ("MeanEstimator QuantileEstimator ZeroEstimator LogOddsEstimator ScaledLogOddsEstimator PriorProbabilityEstimator", "bin", "", []),
]
