"""Loads files that targets wrote, and asks what they hold.

usage: python -I -B python_target.py JOBS.json          (an answer a line, in the order of the jobs)

A job: {"name", "file", "kind": "pickle" or "skops", "input", "data", "methods", "class": what it is today, "original": a pickle to ask the same}. Each is done in a child of its own with a time limit,
so that one that crashes or hangs takes no other with it. An answer: {"name", "status", "outputs", "errors", "untrusted", "why"};
outputs in the notation of the shared fixtures (dtype, shape, data; NaN and infinities as texts), which keeps every bit of a float.
"""
import base64
import gc
import importlib
import json
import os
import pickle
import signal
import sys
import traceback
import warnings

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd
import scipy.sparse as sp
import sklearn
import sklearn.pipeline
from sklearn.exceptions import InconsistentVersionWarning

# Another version's state in today's classes is what a target must never write.
warnings.filterwarnings("error", category=InconsistentVersionWarning)
SECONDS = 20
ROWS = 10
WORDS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


def number(value):
    return WORDS.get(value, value) if isinstance(value, str) else value


def plain(value):
    """Texts, lists, dicts and tuples of the fixtures' notation."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        if "$tuple" in value:
            return tuple(plain(item) for item in value["$tuple"])
        if "$dict" in value:
            return {plain(key): plain(item) for key, item in value["$dict"]}
        if "$bytes" in value:
            return base64.b64decode(value["$bytes"])
        if "$scalar" in value:
            return np.dtype(value["$scalar"]).type(number(value["v"]))
        if "$float" in value or "$int" in value:
            return float(value["$float"]) if "$float" in value else int(value["$int"])
        return {key: plain(item) for key, item in value.items()}
    return value


def array(value):
    dtype = np.dtype(value["dtype"])
    items = value["data"] if dtype.kind in "OUS" else [number(item) for item in value["data"]]
    if dtype.kind in "iu":
        items = [int(item) for item in items]
    if dtype.kind == "O":
        made = np.empty(len(items), object)
        for i, item in enumerate(items):
            made[i] = plain(item)
        return made
    return np.array(items, dtype)


def given(value, data):
    """X as it was recorded; texts of Python 2 are texts."""
    if isinstance(value, dict) and "columns" in value:
        table = pd.DataFrame([[number(item) for item in row] for row in value["rows"]], columns=value["columns"])
        texts = [name for name in table if not pd.api.types.is_numeric_dtype(table[name])]
        return table.astype({name: "category" for name in texts}) if data == "tablecat" else table
    if isinstance(value, dict) and "sparse" in value:
        parts = (array(value), np.array(value["indices"], "i4"), np.array(value["indptr"], "i4"))
        return sp.csr_matrix(parts, shape=tuple(value["shape"]))
    if isinstance(value, dict) and "dtype" in value:
        found = array(value).reshape(value["shape"])
        return found.astype("U") if found.dtype.kind == "S" else found
    return plain(value)


def told(value):
    """An item of an array, with every bit."""
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float):
        return "NaN" if value != value else "Infinity" if value == float("inf") else "-Infinity" if value == -float("inf") else value
    if isinstance(value, int) and abs(value) > 2**53 and not isinstance(value, bool):
        return str(value)
    return value if value is None or isinstance(value, (bool, int, str)) else dumped(value)


def dumped(value):
    """Anything else: kinds that JSON has not are objects."""
    if isinstance(value, np.generic):
        return {"$scalar": value.dtype.str, "v": told(value)}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, tuple):
        return {"$tuple": [dumped(item) for item in value]}
    if isinstance(value, list):
        return [dumped(item) for item in value]
    if isinstance(value, dict):
        return {"$dict": [[dumped(key), dumped(item)] for key, item in value.items()]}
    if isinstance(value, (float, int)) and isinstance(told(value), str):
        return {"$float" if isinstance(value, float) else "$int": told(value)}
    return value if value is None or isinstance(value, (bool, int, float, str)) else {"repr": repr(value)}


def answer(value):
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return {"columns": [str(name) for name in getattr(value, "columns", [])], "values": answer(value.values)}
    if sp.issparse(value):
        value = sp.csr_matrix(value)
        value = value[: min(ROWS, value.shape[0])]
        value.sort_indices()
        return {"sparse": "csr", "dtype": value.dtype.str, "shape": list(value.shape), "data": [told(item) for item in value.data],
                "indices": value.indices.tolist(), "indptr": value.indptr.tolist()}
    if isinstance(value, (tuple, list)):
        return [answer(item) for item in value]
    if not isinstance(value, np.ndarray):
        return dumped(value)
    value = value[:ROWS] if value.ndim else value
    item = dumped if value.dtype.kind == "O" else told
    return {"dtype": value.dtype.str, "shape": list(value.shape), "data": [item(one) for one in value.ravel()]}


def asked(model, method, x):
    if method == "get_feature_names_out":
        return model.get_feature_names_out()
    if method == "inverse_transform":
        return model.inverse_transform(model.transform(x))
    if method == "predict_std":
        return model.predict(x, return_std=True)[1]
    return getattr(model, method)(x)


def unpickled(path):
    with open(path, "rb") as stream:
        return pickle.load(stream)


def loaded(job, done):
    if job["kind"] == "pickle":
        return unpickled(job["file"])
    import skops.io

    done["untrusted"] = skops.io.get_untrusted_types(file=job["file"])
    return skops.io.load(job["file"], trusted=done["untrusted"])


def named(path):
    from sklearn.experimental import enable_halving_search_cv, enable_iterative_imputer  # noqa: F401

    module, name = path.rsplit(".", 1)
    return getattr(importlib.import_module(module), name)


def asks(model, path):
    """The classes whose methods are asked: that of the label today, and where it only hands on, what it hands on to."""
    classes = [named(path) if path else type(model)]
    if not isinstance(model, classes[0]):
        return classes
    while hasattr(model, "best_estimator_") or isinstance(model, sklearn.pipeline.Pipeline):
        model = model.best_estimator_ if hasattr(model, "best_estimator_") else model.steps[-1][1]
        classes.append(type(model))
    return classes


def answers(model, job):
    done = {"outputs": {}, "errors": {}}
    x = given(job["input"], job.get("data")) if job.get("methods") else None
    for method in job.get("methods", []):
        if method not in ("predict_std", "get_feature_names_out") and not all(hasattr(one, method) for one in asks(model, job.get("class"))):
            done.setdefault("gone", []).append(method)
            continue
        try:
            found = asked(model, method, x)
            done["outputs"][method] = answer(found)
            if method == "inverse_transform" and isinstance(found, list) and all(isinstance(one, np.ndarray) and one.dtype.kind in "US" for one in found):
                done["words"] = [one.tolist() for one in found]
        except Exception as error:
            done["errors"][method] = "%s: %s" % (type(error).__name__, str(error)[:300])
    return done


def work(job):
    done = {"name": job["name"], "status": "load"}
    try:
        model = loaded(job, done)
        done.update(answers(model, job), status="asked")
        if "original" in job:
            done["original"] = answers(unpickled(job["original"]), job)
    except BaseException as error:
        done["why"] = "%s: %s" % (type(error).__name__, str(error)[:300])
        if os.environ.get("CORNICHON_TRACE"):
            traceback.print_exc()
    return done


def alone(job):
    """The answer of a child; `died` or `slow` where it gave none."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        # What a signal does by default needs no Python to run: native loops end by it, too.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(job.get("seconds", SECONDS))
        with os.fdopen(write, "w") as stream:
            json.dump(work(job), stream)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as stream:
        text = stream.read()
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and text:
        return text
    signalled = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return json.dumps({"name": job["name"], "status": "slow" if signalled == signal.SIGALRM else "died", "why": "signal %d" % signalled})


def main():
    with open(sys.argv[1]) as stream:
        jobs = json.load(stream)
    import sklearn.ensemble
    import sklearn.pipeline

    if any(job["kind"] == "skops" for job in jobs):
        import skops.io
    gc.freeze()
    for job in jobs:
        sys.stdout.write(alone(job) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
