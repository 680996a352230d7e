"""What scikit-learn has: every estimator fitted on small data, further objects of its, and unfitted ones with odd attributes."""
from __future__ import print_function

import inspect
import os
import pkgutil
import signal
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import scipy.sparse as sp  # noqa: E402
import sklearn  # noqa: E402
from plain import name  # noqa: E402

SMALL = dict(random_state=0, n_estimators=3, n_components=2, n_init=1, cv=3, n_clusters=3, hidden_layer_sizes=(5,), n_quantiles=20, max_iter=20,
             max_subpopulation=50, n_subsamples=10, max_trials=30, n_alphas=3, batch_size=10, perplexity=5.0)  # fmt: skip
SKIPPED = {"tests", "externals", "conftest", "setup", "_build_utils", "__main__", "datasets", "experimental", "_mocking", "mocking"}


def classes():
    """Every public estimator class, found by importing all modules."""
    for module in ("enable_hist_gradient_boosting", "enable_iterative_imputer", "enable_halving_search_cv"):
        try:
            __import__("sklearn.experimental." + module)
        except ImportError:
            pass
    from sklearn.base import BaseEstimator

    found = {}
    for _, full, _ in pkgutil.walk_packages(sklearn.__path__, "sklearn."):
        if set(full.split(".")) & SKIPPED:
            continue
        try:
            module = __import__(full, fromlist=["_"])
        except Exception:
            continue
        for key, one in vars(module).items():
            if inspect.isclass(one) and issubclass(one, BaseEstimator) and one.__module__.startswith("sklearn") and one.__name__ == key:
                if hasattr(one, "fit") and not key.startswith(("_", "Base")) and not inspect.isabstract(one):
                    found[key] = one
    return [found[key] for key in sorted(found)]


def data():
    rng = np.random.RandomState(3)
    X = np.round(rng.normal(size=(45, 4)) + (np.arange(45) % 3)[:, None], 3)
    y = np.arange(45) % 3
    texts = [u"the quick brown fox", u"lazy dog", u"caf\xe9 dog fox", u"one two dog"] * 3
    return [(X, y), (np.abs(X), y), (X, y * 0.5), (X, np.column_stack([y, 2 - y])), (X[:, 0], y * 1.0), (texts, [0, 1, 0, 1] * 3), (y, None), ([{u"a": 1}, {u"b": 2.0}], None)]


def held():
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.preprocessing import StandardScaler

    return {
        "estimator": LogisticRegression(), "base_estimator": LogisticRegression(), "regressor": Ridge(), "classifier": LogisticRegression(),
        "estimators": [("a", LogisticRegression()), ("b", LogisticRegression(C=2.0))], "steps": [("s", StandardScaler()), ("r", Ridge())],
        "transformers": [("s", StandardScaler(), [0, 1])], "transformer_list": [("s", StandardScaler())], "param_grid": {"C": [0.1, 1.0]},
        "param_distributions": {"C": [0.1, 1.0]},
    }  # fmt: skip


def unfitted(one, **more):
    names = set(one._get_param_names()) if hasattr(one, "_get_param_names") else set()
    given = dict(SMALL, **held())
    given.update(more)
    return one(**dict((k, v) for k, v in given.items() if k in names))


class Late(Exception):
    pass


def late(*_):
    raise Late()


def fit(made, X, y):
    """Fits within two seconds, or not."""
    signal.signal(signal.SIGALRM, late)
    signal.alarm(2)
    try:
        return made.fit(X) if y is None else made.fit(X, y)
    finally:
        signal.alarm(0)


def fitted():
    """Each class fitted on the first data that it takes."""
    made = []
    for one in classes():
        for X, y in data():
            try:
                np.random.seed(0)
                made.append(fit(unfitted(one), X, y))
                break
            except (Exception, Late):
                continue
    return made + [found for found in map(tried, EXTRAS) if found is not None]


def tried(make):
    try:
        return make()
    except Exception:
        return None


def grid_search():
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import GridSearchCV

    X, y = data()[0]
    return GridSearchCV(RandomForestClassifier(n_estimators=2, random_state=np.random.RandomState(3)), {"max_depth": [1, 2]}, cv=3).fit(X, y)


def pipeline():
    from sklearn.decomposition import PCA
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import Pipeline, make_union
    from sklearn.preprocessing import StandardScaler

    X, y = data()[0]
    return Pipeline([("u", make_union(StandardScaler(), PCA(2))), ("r", Ridge())]).fit(X, y)


def birch():
    from sklearn.cluster import Birch

    return Birch(threshold=0.1, branching_factor=3, n_clusters=None).fit(data()[0][0])


def bunch():
    from sklearn.utils import Bunch

    X, y = data()[0]
    return Bunch(data=X[:2], target=y[:2], feature_names=["a", "b"])


def tree_of(kind, **more):
    import sklearn.neighbors

    return lambda: getattr(sklearn.neighbors, kind)(data()[0][0], leaf_size=5, **more)


def metric(kind, **more):
    def make():
        try:
            from sklearn.metrics import DistanceMetric
        except ImportError:
            from sklearn.neighbors import DistanceMetric
        return DistanceMetric.get_metric(kind, **more)

    return make


def kernels():
    from sklearn.gaussian_process import kernels as k

    return [k.RBF(1.5) + k.WhiteKernel(0.1), 2.0 * k.Matern([1.0, 2.0], nu=2.5), k.DotProduct(1.0) ** 2, k.ExpSineSquared(1.0, 3.0), k.RationalQuadratic()]


def splitters():
    from sklearn.model_selection import KFold, StratifiedKFold, TimeSeriesSplit

    return [KFold(3, shuffle=True, random_state=1), StratifiedKFold(3), TimeSeriesSplit(3)]


def boosted(kind, **more):
    def make():
        import sklearn.ensemble

        X, y = data()[0]
        return getattr(sklearn.ensemble, kind)(**more).fit(X, y)

    return make


def sparse_ridge():
    from sklearn.linear_model import Lasso
    from sklearn.svm import SVC

    X, y = data()[1]
    return [Lasso(alpha=0.01).fit(sp.csc_matrix(X), y), SVC().fit(sp.csr_matrix(X), y)]


def boosts():
    return [
        boosted("GradientBoostingClassifier", n_estimators=3, init="zero")(),
        boosted("GradientBoostingRegressor", n_estimators=3, loss="huber")(),
        boosted("AdaBoostClassifier", n_estimators=3)(),
    ]


EXTRAS = [
    grid_search, pipeline, birch, bunch, tree_of("KDTree"), tree_of("BallTree"), tree_of("KDTree", metric="minkowski", p=3), metric("euclidean"),
    metric("minkowski", p=3), metric("seuclidean", V=np.ones(4)), kernels, splitters, sparse_ridge, boosts,
]  # fmt: skip

FITTED = fitted()
#: What may stand anywhere: a kernel or a scorer is a callable.
PLACEABLE = [one for one in FITTED if not callable(one) and not isinstance(one, list)]
CLASSES = classes()


def estimator(g, depth):
    """One of the fitted ones, shared by all graphs."""
    return g.keep(g.rng.choice(PLACEABLE))


def odd(g, depth):
    """An estimator that was never fitted, with values of the graph among its attributes, itself perhaps."""
    try:
        made = unfitted(g.rng.choice(CLASSES))
    except Exception:
        return g.value(depth)
    g.keep(made)
    g.keys.append(made)
    for item in g.some(depth, 3):
        setattr(made, name(g), item)
    if g.rng.random() < 0.2:
        made.itself_ = made
    return made


def filled_bunch(g, depth):
    from sklearn.utils import Bunch

    made = g.keep(Bunch())
    for item in g.some(depth, 4):
        made[name(g)] = item
    if g.rng.random() < 0.2:
        made["itself"] = made
    return made


NODES = [(0.7, estimator), (4, odd), (1, filled_bunch)]
