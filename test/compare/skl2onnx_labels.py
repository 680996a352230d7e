"""skl2onnx over recorded labels: prints {"name", "dtype", "answer"} a line, answer = right | wrong | refused | no converter.

usage: python skl2onnx_labels.py TASKS.json      (a list of {"name", "path", "input", "outputs"}; pickles of our own)

Each is converted and run in a process of its own, which may fail or hang. `refused`: it raised, or onnxruntime did not load
or run what it wrote.
"""
import json
import os
import pickle
import signal
import sys
import warnings

import numpy as np
import onnxruntime
import skl2onnx
from skl2onnx.common.data_types import DoubleTensorType, FloatTensorType, StringTensorType
from skl2onnx.common.exceptions import MissingConverter, MissingShapeCalculator

SECONDS = 120
CLOSE = {"double": 1e-6, "float": 1e-4}
NUMBERS = {"double": (DoubleTensorType, np.float64), "float": (FloatTensorType, np.float32)}


def number(value):
    return {"NaN": np.nan, "Infinity": np.inf, "-Infinity": -np.inf}.get(value, np.nan) if isinstance(value, str) or value is None else value


def dense(recorded):
    if "sparse" not in recorded:
        data = recorded["data"]
        if any(isinstance(one, str) and one not in ("NaN", "Infinity", "-Infinity") for one in data):
            return np.array(data, dtype=object).reshape(recorded["shape"])
        return np.array([number(one) for one in data], dtype=float).reshape(recorded["shape"])
    out = np.zeros(recorded["shape"])
    for row in range(out.shape[0]):
        for at in range(recorded["indptr"][row], recorded["indptr"][row + 1]):
            out[row, recorded["indices"][at]] = number(recorded["data"][at])
    return out


def feeds(recorded, dtype):
    """Types and values of the inputs."""
    kind, scalar = NUMBERS[dtype]

    def column(name, values):
        texts = any(isinstance(one, str) and one not in ("NaN", "Infinity", "-Infinity") for one in values)
        array = np.array([str(one) for one in values], dtype=object) if texts else np.array([number(one) for one in values], dtype=scalar)
        return (name, (StringTensorType if texts else kind)([None, 1])), (name, array.reshape(-1, 1))

    if isinstance(recorded, list):
        if not all(isinstance(one, str) for one in recorded):
            raise TypeError("no texts")
        return [("X", StringTensorType([None, 1]))], {"X": np.array(recorded, dtype=object).reshape(-1, 1)}
    if "columns" in recorded:
        rows = recorded["rows"]
        values = [[row[j] for row in rows] for j in range(len(recorded["columns"]))]
        if all(isinstance(one, (int, float)) or one is None for one in sum(values, [])):
            x = np.array([[number(one) for one in row] for row in rows], dtype=scalar)
            return [("X", kind([None, x.shape[1]]))], {"X": x}
        pairs = [column(name, one) for name, one in zip(recorded["columns"], values)]
        return [one for one, _ in pairs], dict(two for _, two in pairs)
    x = dense(recorded)
    if x.dtype == object:
        x = x.astype(str).astype(object)
        return [("X", StringTensorType([None, *x.shape[1:]]))], {"X": x}
    return [("X", kind([None, *x.shape[1:]]))], {"X": x.astype(scalar)}


def agrees(found, recorded, close):
    wanted = dense(recorded)
    found = np.asarray(found)
    if wanted.size != found.size:
        # Both columns of a binary decision function.
        if found.ndim == 2 and wanted.ndim == 1 and found.shape == (wanted.size, 2):
            found = found[:, 1]
        else:
            return None
    found, wanted = found.reshape(-1), wanted.reshape(-1)
    if wanted.dtype == object or found.dtype.kind in "OU":
        return bool((found.astype(str) == wanted.astype(str)).all())
    return bool(np.allclose(found.astype(float), wanted.astype(float), rtol=close, atol=close, equal_nan=True))


def answer(task, dtype):
    with open(task["path"], "rb") as file:
        model = pickle.load(file)
    types, values = feeds(task["input"], dtype)
    options = {id(model): {"zipmap": False}} if hasattr(model, "classes_") and "predict_proba" in dir(model) else None
    try:
        try:
            onx = skl2onnx.convert_sklearn(model, initial_types=types, options=options)
        except (NameError, ValueError, KeyError) as error:
            if "zipmap" not in str(error).lower():
                raise
            onx = skl2onnx.convert_sklearn(model, initial_types=types)
    except (MissingConverter, MissingShapeCalculator):
        return "no converter"
    session = onnxruntime.InferenceSession(onx.SerializeToString(), providers=["CPUExecutionProvider"])
    known = {one.name for one in session.get_inputs()}
    found = session.run(None, {name: value for name, value in values.items() if name in known})
    if found and isinstance(found[-1], list):
        found[-1] = np.array([[row[key] for key in sorted(row)] if isinstance(row, dict) else row for row in found[-1]])
    outputs = task["outputs"]
    # A selector with an estimator is written as what it selects.
    firsts = [outputs[name] for name in ("predict", "transform") if name in outputs][: 2 if len(found) == 1 else 1]
    seconds = [outputs[name] for name in ("predict_proba", "decision_function", "transform") if name in outputs]
    known_firsts = [agrees(found[0], one, CLOSE[dtype]) for one in firsts if isinstance(one, dict)]
    told = [True if True in known_firsts else False if False in known_firsts else None] if known_firsts else []
    if len(found) > 1 and "predict" in outputs:
        beside = [agrees(found[1], one, CLOSE[dtype]) for one in seconds if isinstance(one, dict)]
        told += [any(one is True for one in beside)] if any(one is not None for one in beside) else []
    if not told or told[0] is None:
        return "wrong" if told else "refused"
    return "right" if all(told) else "wrong"


def alone(task, dtype):
    """The answer of a child: it may die or hang."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        signal.alarm(SECONDS)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        try:
            told = answer(task, dtype)
        except BaseException:
            told = "refused"
        os.write(write, told.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told or "refused"


warnings.simplefilter("ignore")
with open(sys.argv[1]) as stream:
    tasks = json.load(stream)
for one in tasks:
    for each in ("double", "float"):
        print(json.dumps({"name": one["name"], "dtype": each, "answer": alone(one, each)}), flush=True)
