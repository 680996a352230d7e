"""Values as JSON: what a model is asked with, and what it answers. Python 3.6 to 3.13, numpy 1.13 to 2.x.

None, bool, str, int up to 2**53 and finite float are plain JSON. {"$int": "123.."} {"$float": "NaN"|"Infinity"|"-Infinity"}
{"$complex": [re, im]} {"$bytes": base64} {"$tuple": [..]} {"$dict": [[key, value], ..]} are the rest. An array is {"dtype", "shape",
"data"}, sparse rows have {"sparse": "csr", "indices", "indptr"} beside it, a frame is {"columns", "rows"} going in and {"columns",
"values"} coming out. In the data of a numeric array NaN, infinities and integers beyond 2**53 are strings.
"""
import base64

import numpy as np
import scipy.sparse as sp

try:
    import pandas as pd
except ImportError:
    pd = None


def number(x):
    """An item of a numeric array."""
    if isinstance(x, (bool, np.bool_)):
        return bool(x)
    if isinstance(x, int):
        return x if abs(x) <= 2 ** 53 else str(x)
    if isinstance(x, float):
        if x != x:
            return "NaN"
        return x if abs(x) != float("inf") else ("Infinity" if x > 0 else "-Infinity")
    if isinstance(x, complex):
        return [number(x.real), number(x.imag)]
    if isinstance(x, bytes):
        return {"$bytes": base64.b64encode(x).decode("ascii")}
    return x


def numbers(a):
    return [number(x) for x in np.ravel(a.astype("i8") if a.dtype.kind in "mM" else a, order="C").tolist()]


def value(o):
    """Any plain value: an item of a table, of an object array, of a list."""
    if pd is not None and (o is pd.NaT or o is getattr(pd, "NA", pd.NaT)):
        return {"$pandas": "NA"}
    if o is None or isinstance(o, (bool, str)) and type(o) in (bool, str):
        return o
    if isinstance(o, np.generic):
        return value(o.item())
    if isinstance(o, str):
        return str(o)
    if isinstance(o, int):
        return o if abs(o) <= 2 ** 53 else {"$int": str(o)}
    if isinstance(o, float):
        v = number(float(o))
        return {"$float": v} if isinstance(v, str) else v
    if isinstance(o, complex):
        return {"$complex": number(o)}
    if isinstance(o, bytes):
        return {"$bytes": base64.b64encode(o).decode("ascii")}
    if isinstance(o, tuple):
        return {"$tuple": [value(x) for x in o]}
    if isinstance(o, (list, set, frozenset)):
        return [value(x) for x in o]
    if isinstance(o, dict):
        return {"$dict": [[value(k), value(v)] for k, v in o.items()]}
    if isinstance(o, np.ndarray):
        return answer(o)
    return {"$other": type(o).__name__}


def answer(o):
    """What a method gave."""
    if pd is not None and isinstance(o, pd.DataFrame):
        return {"columns": [str(c) for c in o.columns], "values": answer(o.values)}
    if pd is not None and isinstance(o, pd.Series):
        return answer(o.values)
    if sp.issparse(o):
        o = sp.csr_matrix(o)
        o.sort_indices()
        return {"sparse": "csr", "dtype": o.dtype.str, "shape": list(o.shape), "data": numbers(o.data),
                "indices": o.indices.tolist(), "indptr": o.indptr.tolist()}
    if isinstance(o, np.ndarray):
        o = np.asarray(o)
        if o.dtype.kind == "O" and o.ndim == 1 and o.size and all(isinstance(x, np.ndarray) for x in o):
            return [answer(x) for x in o]  # arrays of different lengths: a list of them here
        data = [value(x) if not isinstance(x, np.ndarray) else answer(x) for x in o.ravel()] if o.dtype.kind == "O" else numbers(o)
        return {"dtype": o.dtype.str, "shape": list(o.shape), "data": data}
    if isinstance(o, (tuple, list)):
        return [answer(x) for x in o]
    return value(o)


def asked(x):
    """X as our library takes it."""
    if pd is not None and isinstance(x, pd.DataFrame):
        return {"columns": [str(c) for c in x.columns], "dtypes": [str(t) for t in x.dtypes],
                "rows": [[value(x.iloc[i, j]) for j in range(x.shape[1])] for i in range(x.shape[0])]}
    if sp.issparse(x) or isinstance(x, np.ndarray):
        return answer(x)
    return value(x)
