"""Asks the installed scikit-learn which rows it takes: prints its answers as compact JSON.

usage: python ask.py [--only Name,Name [--into asked/VERSION.json]] > NEW.json      (Python 3.6 and later, scikit-learn 0.18 and later)
With --into the answers of the classes asked take the place of those in the file.

Every class is fitted as fits.py says, and every method that takes X is asked with each kind of rows.py. An answer is the letter
of its dtype ("d" doubles, "f" float32); a refusal the number of its sentence, where what depends on the rows is a name in
braces. Each fit runs in a process of its own: old native code may end it, and that is an answer, too.

{"sklearn", "numpy", "kinds": {form: [kind, ..]}, "messages": [..], "rows": [tokens in the order of kinds], "methods": [{method: [form,
index of its row]}], "answers": {class: [[what differs in this fit, index of its methods, or why it was not fitted], ..]}}
"""
import inspect
import json
import os
import pkgutil
import re
import signal
import sys
import warnings

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
warnings.filterwarnings("ignore")
import numpy as np
import scipy.sparse as sp
import sklearn

import fits
from rows import WORD, form_of, kinds

DEFAULTS = dict(random_state=0, n_estimators=3, n_components=11, n_init=1, cv=3, hidden_layer_sizes=(5,), n_quantiles=20,
                max_subpopulation=50, n_subsamples=15, max_trials=5)
METHODS = ["predict", "predict_proba", "predict_log_proba", "predict_joint_log_proba", "decision_function", "transform", "score_samples",
           "apply", "decision_path", "kneighbors", "kneighbors_graph", "radius_neighbors", "radius_neighbors_graph", "mahalanobis",
           "staged_predict", "staged_predict_proba", "staged_decision_function", "latent_mean_and_variance", "inverse_transform"]
FORMS = {"labels": "labels", "labelstr": "labels", "labelbin": "labels"}


def all_classes():
    """Every estimator class by its name, public or private."""
    for m in ("enable_hist_gradient_boosting", "enable_iterative_imputer", "enable_halving_search_cv"):
        try:
            __import__("sklearn.experimental." + m)
        except ImportError:
            pass
    found = {}
    for _, name, _ in pkgutil.walk_packages(sklearn.__path__, "sklearn."):
        if set(name.split(".")) & {"tests", "externals", "conftest", "setup", "_build_utils", "__main__", "datasets", "experimental"}:
            continue
        try:
            module = __import__(name, fromlist=["_"])
        except Exception:
            continue
        for k, c in vars(module).items():
            if inspect.isclass(c) and c.__module__.startswith("sklearn") and hasattr(c, "fit") and c.__name__ == k:
                found[k] = c
    return found


def build(cls, kwargs, what):
    names = set(inspect.signature(cls.__init__).parameters) if cls.__init__ is not object.__init__ else set()
    if "estimator" in kwargs and "estimator" not in names:
        kwargs["base_estimator"] = kwargs.pop("estimator")
    for key in set(kwargs) - names:
        if key in what:
            raise TypeError("no parameter " + key)
        if key in ("param_grid", "param_distributions", "n_iter", "max_iter", "score_func", "k", "n_clusters", "n_components", "alpha"):
            del kwargs[key]
    for key, value in DEFAULTS.items():
        if key in names:
            kwargs.setdefault(key, value)
    return cls(**kwargs)


def dtype_of(answer):
    if hasattr(answer, "dtype"):
        return answer.dtype.char if answer.dtype.kind not in "US" else answer.dtype.kind
    if inspect.isgenerator(answer):
        return dtype_of(list(answer))
    if isinstance(answer, (tuple, list)):
        letters = {dtype_of(x) for x in answer}
        return "".join(sorted(letters))[:4] or "-"
    return {str: "U", dict: "D", float: "d", int: "l", type(None): "-"}.get(type(answer), "p")


def template(error, cls, X, base):
    """The sentence, with a name in braces for what depends on the rows."""
    text = str(error)
    text = re.sub(r"array=.*?\.\nReshape", "array={array}.\nReshape", text, flags=re.S)
    text = re.sub(r"Complex data not supported\n.*", "Complex data not supported\n{array}\n", text, flags=re.S)
    text = re.sub(r"\[\[.*\]\]", "{array}", text, flags=re.S)
    text = re.sub(r"(of type |type )?<class '[\w.]+'>", lambda m: m.group(0), text)
    text = re.sub(r"0x[0-9a-f]+", "0x", text)
    text = re.sub(r"\b%s\b" % re.escape(cls.__name__), "{class}", text)
    text = text.replace(WORD, "{value}")
    shape = getattr(X, "shape", ())
    if shape and sp.issparse(X) is False:
        text = text.replace("shape=%s" % (shape,), "shape={shape}").replace("shape: %s" % (shape,), "shape: {shape}").replace("of shape %s" % (shape,), "of shape {shape}")
    names = []
    if len(shape) == 2:
        expected = base.shape[1] if len(getattr(base, "shape", ())) == 2 else None
        if expected is not None and shape[1] != expected:
            names = [(shape[1], "features"), (expected, "expected")]
    if shape:
        names.append((shape[0], "rows"))
    for number, name in names:
        if number > 9:
            text = re.sub(r"(?<![\w.])%d(?![\w.]|\.\d)" % number, "{%s}" % name, text)
            text = re.sub(r"(?<![\w.])%d(?=\.(\s|$))" % number, "{%s}" % name, text)
    text = text if len(text) < 900 else text.split("\n")[0][:300]
    return "%s: %s" % (type(error).__name__, text)


class Slow(Exception):
    pass


def alarm(*_):
    raise Slow("no answer within 20 seconds")


def ask(method, X, cls, base):
    signal.alarm(20)
    try:
        answer = method(X)
        return dtype_of(answer)
    except Exception as e:
        return template(e, cls, X, base)
    finally:
        signal.alarm(0)


def dense(X):
    return X.toarray() if sp.issparse(X) else X


def answers_of(cls, est, Q, data):
    out = {}
    for name in METHODS:
        try:
            method = getattr(est, name)
        except Exception:
            continue
        base, form = Q, FORMS.get(data) or form_of(Q)
        if name == "inverse_transform":
            try:
                base = dense(est.transform(Q))
                if isinstance(base, np.ndarray) and base.dtype.kind in "iub" and base.ndim == 2:
                    base = base.astype(float)
                form = "labels" if FORMS.get(data) and base.ndim == 1 else form_of(base)
            except Exception:
                continue
        if callable(method):
            out[name] = form, [(k, ask(method, X, cls, base)) for k, X in kinds(base, form)]
    return out


def fit(est, X, y):
    names = list(inspect.signature(est.fit).parameters)
    return est.fit(X) if y is None or len(names) < 2 else est.fit(X, y)


def one(cls, kwargs, what, X, y, Q, data):
    """The answers of one fit, or why there is none."""
    try:
        np.random.seed(0)
        signal.alarm(60)
        est = build(cls, kwargs, what)
        est = fit(est, X, y) or est
        signal.alarm(0)
    except Exception as e:
        return {"skipped": "%s: %s" % (type(e).__name__, str(e).split("\n")[0][:120])}
    return {"methods": answers_of(cls, est, Q, data)}


def apart(work):
    """Runs in a process of its own."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        signal.signal(signal.SIGALRM, alarm)
        sys.stdout = open(os.devnull, "w")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            text = json.dumps(work()).encode()
        except BaseException as e:
            text = json.dumps({"skipped": "%s: %s" % (type(e).__name__, str(e)[:200])}).encode()
        with os.fdopen(write, "wb") as f:
            f.write(text)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as f:
        text = f.read()
    os.waitpid(pid, 0)
    return json.loads(text.decode()) if text else {"skipped": "the process ended"}


def environment(classes):
    import sklearn.feature_selection
    import sklearn.metrics.pairwise
    env = dict(np=np, C=fits.C, R=fits.R, T=fits.T, chi2=sklearn.feature_selection.chi2, linear_kernel=sklearn.metrics.pairwise.linear_kernel)
    env.update((k, c) for k, c in classes.items() if k not in env)
    return env


def arguments(source, env):
    return eval("dict(%s)" % source, dict(env))


def split_words(what):
    """`when` of a variant: parameters, and our own words, which begin with an at sign."""
    own = dict(re.findall(r"@([\w]+)='([^']*)'", what))
    source = ", ".join(p for p in re.split(r",\s*(?=[@\w]+=)", what) if p and not p.startswith("@"))
    return own, source


def plain(value):
    if isinstance(value, float) and value != value:
        return "nan"
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return ["*"]


def jobs(classes):
    seen = {}
    for names, data, kwargs, variants in fits.FITS:
        for name in names.split():
            seen[name] = [("", data, kwargs)] + [(w, d or data, ", ".join(p for p in (kwargs, e) if p)) for w, d, e in variants]
    for name, cls in sorted(classes.items()):
        mro = [c.__name__ for c in cls.__mro__]
        rows = seen.get(name) or [("", "reg" if "RegressorMixin" in mro else "multi", "")]
        numeric = {"reg": "reg32", "multi": "f32", "none": "none32", "pos": "pos32"}
        if rows[0][1] in numeric:
            rows = rows + [("@fitted='float32'", numeric[rows[0][1]], rows[0][2])]
        for what, data, source in rows:
            yield name, cls, what, data, source


def main(argv):
    only = set(argv[argv.index("--only") + 1].split(",")) if "--only" in argv else None
    classes = {k: c for k, c in all_classes().items() if (k in WANTED if only is None else k in only)}
    env, d = environment(all_classes()), fits.datasets()
    answers = unpacked(argv[argv.index("--into") + 1]) if "--into" in argv else {}
    for name in classes:
        answers.pop(name, None)
    for name, cls, what, data, source in jobs(classes):
        X, y, Q = d[data]
        own, params = split_words(what)

        def work():
            kwargs = {}
            for part in (source, params):
                kwargs.update(arguments_later(part, env))
            return one(cls, kwargs, set(arguments(params, env)), X, y, Q, data)
        result = apart(work)
        when = {k: plain(v) for k, v in arguments(params, env).items()}
        when.update(("@" + k, v) for k, v in own.items())
        answers.setdefault(name, []).append([when, result.get("methods") or result.get("skipped", "").split(":")[0][:60]])
    print(packed(answers))


def packed(answers):
    """The answers with what is said often said once."""
    messages, rows, forms, tables = {}, {}, {}, {}

    def row_of(pairs):
        row = " ".join(t if ":" not in t else str(messages.setdefault(t, len(messages))) for _, t in pairs)
        return rows.setdefault(row, len(rows))

    def form_named(form, names):
        form = form if forms.setdefault(form, names) == names else form + str(len(names))
        forms.setdefault(form, names)
        return form
    out = {}
    for name, fitted in sorted(answers.items()):
        for when, told in fitted:
            if isinstance(told, dict):
                table = {m: [form_named(form, [k for k, _ in pairs]), row_of(pairs)] for m, (form, pairs) in sorted(told.items())}
                told = tables.setdefault(json.dumps(table, sort_keys=True), len(tables))
            out.setdefault(name, []).append([when, told])
    return json.dumps({"sklearn": sklearn.__version__, "numpy": np.__version__, "kinds": forms, "messages": list(messages), "rows": list(rows),
                       "methods": [json.loads(t) for t in tables], "answers": out}, sort_keys=True, separators=(",", ":"))


def unpacked(path):
    """The answers of a file that was written before."""
    with open(path) as f:
        d = json.load(f)

    def pairs(form, row):
        return [[k, d["messages"][int(t)] if t.isdigit() else t] for k, t in zip(d["kinds"][form], d["rows"][row].split(" "))]

    def told_of(told):
        if not isinstance(told, int):
            return told
        return {m: [re.sub(r"\d+$", "", form), pairs(form, row)] for m, (form, row) in d["methods"][told].items()}
    return {name: [[when, told_of(told)] for when, told in fitted] for name, fitted in d["answers"].items()}


def arguments_later(source, env):
    """Keyword arguments; what is given twice counts as given last."""
    out = {}
    for part in re.split(r",\s*(?=[a-zA-Z_]\w*=(?!=))", source) if source else []:
        out.update(arguments(part, env))
    return out


with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "classes.json")) as f:
    WANTED = {name.split(".")[-1] for name in json.load(f)}

if __name__ == "__main__":
    main(sys.argv[1:])
