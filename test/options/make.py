"""Fits every estimator of the installed scikit-learn with its options, and writes what Python says to many kinds of rows.

usage: python make.py OUT [--seed N] [--only Class,Class] [--singles N] [--budget N] [--rows core|all] [--jobs N]    (Python 3.6+, scikit-learn 0.19+)

OUT/<Class>/<n>.pkl        a fitted estimator
OUT/<Class>/cases.ndjson   {"file", "class", "option", "data", "base", "set" (names of parameters), "asks": [{"rows", "x", "answers": {method: answer}}]}
OUT/<Class>/skipped.json   what did not fit, and why
OUT/inputs/<key>.json      X by `x`, where it is the same for several models
OUT/run.json               versions, seed, budget

Each option is changed alone (at most `singles` of a class), then `budget` pairs of options that fit. Each class is a child of its
own: one that a native library ends takes nothing with it.
"""
from __future__ import print_function
import functools
import importlib
import inspect
import io
import json
import os
import pickle
import pkgutil
import platform
import random
import signal
import sys
import time
import warnings

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
warnings.filterwarnings("ignore")
import numpy as np
import scipy
import sklearn
import scipy.stats

import choices as C
import data as DATA
import notation as N
import rows as R
from recipes import RECIPES

pd = DATA.pd
# Small models, repeatable: used where the class has the parameter and nothing else is said.
DEFAULTS = dict(random_state=0, n_estimators=5, n_components=2, n_init=2, cv=3, n_clusters=3, hidden_layer_sizes=(5,),
                n_quantiles=20, max_subpopulation=50, n_subsamples=10, max_trials=50)
METHODS = ["predict", "predict_proba", "predict_log_proba", "decision_function", "transform", "score_samples", "apply", "decision_path", "kneighbors",
           "radius_neighbors", "kneighbors_graph", "radius_neighbors_graph", "mahalanobis", "staged_predict", "staged_predict_proba",
           "staged_decision_function"]
#: Keywords that change an answer: (classes or None for all, method, keywords). Asked about rows that fit.
EXTRAS = [({"GaussianProcessRegressor", "BayesianRidge", "ARDRegression"}, "predict", {"return_std": True}),
          ({"GaussianProcessRegressor"}, "predict", {"return_cov": True}),
          (None, "kneighbors", {"return_distance": False}), (None, "kneighbors", {"n_neighbors": 2}), (None, "kneighbors_graph", {"mode": "distance"}),
          (None, "radius_neighbors", {"radius": 1.5, "return_distance": False}), (None, "radius_neighbors_graph", {"radius": 1.5, "mode": "distance"})]
FITTING = {"fitted", "one", "f32", "far", "frame", "csr"}
SECONDS = 6
ABSTRACT = {"tests", "externals", "conftest", "setup", "_build_utils", "__main__", "datasets", "experimental", "_mocking", "estimator_checks"}
IMPUTERS = {"SimpleImputer", "Imputer", "IterativeImputer", "KNNImputer", "MissingIndicator"}


class TooLong(Exception):
    pass


def limited(seconds, f):
    """f() in so many seconds of processor time."""
    def stop(*_):
        raise TooLong("more than %d s" % seconds)
    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        return f()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def all_classes():
    for m in ("enable_hist_gradient_boosting", "enable_iterative_imputer", "enable_halving_search_cv"):
        try:
            importlib.import_module("sklearn.experimental." + m)
        except ImportError:
            pass
    from sklearn.base import BaseEstimator
    found = {}
    for _, name, _ in pkgutil.walk_packages(sklearn.__path__, "sklearn."):
        if set(name.split(".")) & ABSTRACT:
            continue
        try:
            mod = importlib.import_module(name)
        except Exception:
            continue
        for k, c in vars(mod).items():
            if inspect.isclass(c) and issubclass(c, BaseEstimator) and c.__module__.startswith("sklearn") and \
                    hasattr(c, "fit") and not k.startswith(("_", "Base")) and not inspect.isabstract(c) and c.__name__ == k:
                found[k] = c
    return dict((k, c) for k, c in found.items() if k != "NoSampleWeightWrapper")


def build(cls, kwargs):
    names = set(cls._get_param_names())
    unknown = set(kwargs) - names
    if unknown and names:
        raise TypeError("no parameter " + ", ".join(sorted(unknown)))
    kw = dict((k, v) for k, v in DEFAULTS.items() if k in names and k not in kwargs)
    kw.update(kwargs)
    return cls(**kw)


def maker(cls):
    return lambda *a, **kw: build(cls, kw) if not a else cls(*a, **kw)


def environment(classes):
    """Names that sources of options may use."""
    env = dict(np=np, partial=functools.partial)
    env.update((k, maker(c)) for k, c in classes.items())
    for mod in ("sklearn.metrics", "sklearn.metrics.pairwise", "sklearn.feature_selection", "sklearn.model_selection", "sklearn.compose"):
        try:
            m = importlib.import_module(mod)
        except ImportError:
            continue
        for k, v in vars(m).items():
            if not k.startswith("_") and k not in env and callable(v):
                env[k] = v
    env.update(uniform_dist=scipy.stats.uniform, randint=scipy.stats.randint, norm=scipy.stats.norm)
    if hasattr(scipy.stats, "loguniform"):
        env["loguniform"] = scipy.stats.loguniform
    import sklearn.gaussian_process.kernels as kernels
    for k, v in [("RBF", "RBF"), ("White", "WhiteKernel"), ("Matern", "Matern"), ("Dot", "DotProduct"), ("RQ", "RationalQuadratic"),
                 ("ESS", "ExpSineSquared"), ("Const", "ConstantKernel"), ("Pairwise", "PairwiseKernel")]:
        env["kernels_" + k] = getattr(kernels, v)
    return env


def kind_of(name, cls):
    if name in IMPUTERS:
        return "imputer"
    mro = [c.__name__ for c in cls.__mro__]
    for mixin, kind in (("ClassifierMixin", "classifier"), ("RegressorMixin", "regressor")):
        if mixin in mro:
            return kind
    k = getattr(cls, "_estimator_type", None)
    return k if isinstance(k, str) else None


def fit(est, X, y, kw):
    spec = inspect.signature(est.fit).parameters
    takes = [p for p in spec if p not in kw]
    if kw and not set(kw) <= set(spec):
        raise TypeError("fit takes no " + ", ".join(kw))
    if y is None or len(takes) < 2:
        return est.fit(X, **kw)
    return est.fit(X, y, **kw)


class Maker(object):
    """The models of one class."""

    def __init__(self, name, cls, env, data, folder, options):
        self.name, self.cls, self.env, self.data, self.folder, self.options = name, cls, env, data, folder, options
        self.count, self.skipped, self.turn = 0, [], 0
        self.rng = random.Random("%s %s" % (name, options["seed"]))
        self.out = None

    def case(self, label, data, base, changes, every):
        """One model: `base` is source text of keywords, `changes` {parameter: source} over it."""
        option = ", ".join("%s=%s" % kv for kv in changes) or label
        X, y, Q, kw = self.data[data]
        try:
            np.random.seed(0)
            random.seed(0)
            kwargs = eval("dict(%s)" % base, dict(self.env))
            kwargs.update((k, eval(v, dict(self.env))) for k, v in changes)
            est = build(self.cls, kwargs)
            limited(SECONDS, lambda: fit(est, X, y, kw))
            stored = pickle.dumps(est)
            if len(stored) > 400000:
                raise TooLong("%d bytes" % len(stored))
        except Exception as e:
            self.skipped.append([data, option, ("%s: %s" % (type(e).__name__, e)).split("\n")[0][:160]])
            return False
        self.count += 1
        file = "%s/%d.pkl" % (self.name, self.count)
        with open(os.path.join(self.options["out"], file), "wb") as f:
            f.write(stored)
        asks = self.asks(est, stored, data, Q, every)
        rec = {"file": file, "class": self.name, "option": option, "data": data, "base": base, "set": sorted(kwargs), "asks": asks}
        self.out.write(json.dumps(rec, allow_nan=False, separators=(",", ":")) + "\n")
        return True

    def asks(self, est, stored, data, Q, every):
        # An estimator that draws while it answers must start anew each time.
        fresh = (lambda: pickle.loads(stored)) if b"mtrand" in stored or b"_pickle" in stored else (lambda: est)
        names = [m for m in METHODS if hasattr(self.cls, m) or hasattr(est, m)]
        got = []
        kinds = self.options["kinds"](data, Q)
        wanted = [k for k in kinds if every or k in R.CORE]
        rest = [k for k in kinds if k not in wanted]
        wanted += [rest[(self.turn + i) % len(rest)] for i in range(min(3, len(rest)))]
        self.turn += 3
        for kind in wanted:
            asked = names if kind in ("fitted", "one") else [m for m in names if not m.startswith("staged") and not m.endswith("_graph")]
            got.append(self.ask(est, fresh, kind, kinds[kind], asked, "%s-%s" % (data, kind), Q))
        on = R.thresholds(est, Q)
        if on is not None:
            got.append(dict(self.ask(est, fresh, "thresholds", on, names, None, Q), inline=N.asked(on)))
        got.append({"rows": "", "x": None, "answers": self.named(est)})
        return got

    def named(self, est):
        if not hasattr(self.cls, "get_feature_names_out"):
            return {}
        return {"get_feature_names_out": answered(lambda: est.get_feature_names_out())}

    def ask(self, est, fresh, kind, X, names, key, Q):
        answers, first = {}, X
        for m in names:
            np.random.seed(0)
            answers[m] = answered(lambda: self.call(fresh(), m, X))
            if kind == "reordered" and (refused(answers[m]) or hasattr(est, "feature_names_in_")):
                # Columns that a model knows by name are put in order here, where sklearn refuses or does not look.
                answers[m] = answered(lambda: self.call(fresh(), m, Q))
                first = Q
        for classes, m, keywords in EXTRAS:
            if (classes is None or self.name in classes) and m in names and kind in FITTING:
                answers["%s?%s" % (m, json.dumps(keywords, sort_keys=True))] = answered(lambda: getattr(est, m)(X, **keywords))
        if "transform" in answers and not refused(answers["transform"]) and hasattr(self.cls, "inverse_transform"):
            answers["inverse_transform"] = answered(lambda: fresh().inverse_transform(fresh().transform(first)))
        return {"rows": kind, "x": key, "answers": answers}

    def call(self, est, method, X):
        found = getattr(est, method)(X)
        return list(found) if method.startswith("staged") else found

    def all(self):
        o = self.options
        mine = [r for r in RECIPES if r[0] == self.name]
        kind = kind_of(self.name, self.cls)
        base = mine[0] if mine else (self.name, "", {"regressor": "reg", "imputer": "nan"}.get(kind, "multi"), "")
        # The first that fits is what options are changed from.
        fitted = [r for r in (mine or [base]) if r[2] in self.data and self.case(r[1] or "default", r[2], r[3], [], True)]
        if not fitted:
            return
        base = fitted[0]
        others = [n for n in DATA.family(base[2], kind) if n in self.data and n != base[2]]
        good = [base[2]]
        for n in others:
            if self.case("default", n, base[3], [], o["every"]):
                good.append(n)
        singles = [(p, s) for p, sources in sorted(C.choices(self.cls, o["declared"]).items()) for s in sources]
        self.rng.shuffle(singles)
        done = []
        for i, single in enumerate(singles):
            if len(done) >= o["singles"]:
                break
            data = base[2] if i % 3 or len(good) < 2 else self.rng.choice(good[1:])
            if self.case(None, data, base[3], [single], o["every"]):
                done.append(single)
            elif self.case(None, self.rng.choice(good), base[3], [single], o["every"]):
                done.append(single)
        # Pairs of what fits alone may not fit together: as many are tried again.
        pairs = sorted(set(tuple(sorted(self.rng.sample(done, 2))) for _ in range(2 * o["budget"]))) if len(done) > 1 else []
        self.rng.shuffle(pairs)
        left = o["budget"]
        for a, b in pairs:
            if left > 0 and a[0] != b[0] and self.case(None, self.rng.choice(good), base[3], [a, b], o["every"]):
                left -= 1


def answered(f):
    try:
        return N.answer(limited(SECONDS, f))
    except RecursionError:
        raise
    except Exception as e:
        return {"error": type(e).__name__, "message": str(e)[:400]}


def refused(answer):
    return isinstance(answer, dict) and "error" in answer


class Inputs(object):
    """X of each kind by data set, written once."""

    def __init__(self, folder):
        self.folder, self.made = folder, {}

    def __call__(self, data, Q):
        if data not in self.made:
            kinds = R.kinds(Q)
            for kind, X in kinds.items():
                path = os.path.join(self.folder, "%s-%s.json" % (data, kind))
                if not os.path.exists(path):
                    dump(path + ".%d" % os.getpid(), N.asked(X))
                    os.rename(path + ".%d" % os.getpid(), path)
            self.made[data] = kinds
        return self.made[data]


def dump(path, obj):
    with io.open(path, "w", encoding="utf-8") as f:
        f.write(json.dumps(obj, sort_keys=True, allow_nan=False, separators=(",", ":")))


def child(maker):
    folder = os.path.join(maker.options["out"], maker.name)
    os.makedirs(folder)
    with io.open(os.path.join(folder, "cases.ndjson"), "w", encoding="utf-8") as maker.out:
        maker.all()
    dump(os.path.join(folder, "skipped.json"), {"models": maker.count, "skipped": maker.skipped})


def versions():
    v = dict(python=platform.python_version(), sklearn=sklearn.__version__, numpy=np.__version__, scipy=scipy.__version__)
    if pd is not None:
        v["pandas"] = pd.__version__
    return v


def argument(argv, name, default):
    return argv[argv.index(name) + 1] if name in argv else default


def main(argv):
    out = argv[0]
    os.makedirs(os.path.join(out, "inputs"))
    only = argument(argv, "--only", None)
    options = dict(out=out, seed=int(argument(argv, "--seed", "0")), budget=int(argument(argv, "--budget", "6")), singles=int(argument(argv, "--singles", "100")), every=argument(argv, "--rows", "core") == "all",
                   declared=C.kept(), kinds=Inputs(os.path.join(out, "inputs")))
    jobs = int(argument(argv, "--jobs", "1"))
    classes = all_classes()
    env, data = environment(classes), DATA.datasets(options["seed"])
    running, crashed, slow = {}, [], []
    for name in sorted(classes):
        if only is not None and name not in only.split(","):
            continue
        while len(running) >= jobs:
            reap(running, crashed, slow)
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                sys.stdout = sys.stderr = open(os.devnull, "w") if "--debug" not in argv else sys.stderr
                child(Maker(name, classes[name], env, data, out, options))
                code = 0
            except Exception as e:
                import traceback
                with open(os.path.join(out, name, "failed.txt"), "w") as f:
                    f.write(traceback.format_exc())
            finally:
                os._exit(code)
        running[pid] = name, time.time()
    while running:
        reap(running, crashed, slow)
    dump(os.path.join(out, "run.json"), {"versions": versions(), "seed": options["seed"], "singles": options["singles"], "budget": options["budget"], "crashed": sorted(crashed),
                                         "slow": sorted(slow, reverse=True)[:20]})


def reap(running, crashed, slow):
    pid, status = os.wait()
    name, since = running.pop(pid)
    slow.append([round(time.time() - since, 1), name])
    if status != 0:
        crashed.append([name, status])


if __name__ == "__main__":
    if sys.argv[1] == "--declare":  # python make.py --declare OUT.json: what classes of this version say of their parameters
        dump(sys.argv[2], dict((k, C.declared_here(c)) for k, c in all_classes().items()))
    else:
        main(sys.argv[1:])
