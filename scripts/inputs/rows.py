"""The kinds of rows that every estimator is asked with, made from rows that it surely takes.

`kinds(base)` gives (name, X) pairs in one order for each form of X: arrays of numbers (and csr), arrays of objects, texts,
lists of tokens, dicts, labels, sets of labels. `WORD` is the text that no model was fitted on.
"""
from collections import OrderedDict

import numpy as np
import scipy.sparse as sp

WORD = "wort"
BIG = 2 ** 53 + 1


def put(a, value, dtype=None):
    """A copy with one value replaced: in the fourth row, the second column."""
    a = np.array(a, dtype=dtype or a.dtype)
    a[(min(3, a.shape[0] - 1),) + tuple(min(1, n - 1) for n in a.shape[1:])] = value
    return a


def shapes(a):
    out = OrderedDict(empty=a[:0])
    if a.ndim == 1:
        out["two"], out["column"] = np.column_stack([a, a]), a[:, None]
    elif a.ndim == 2:
        out["one"], out["three"] = a[0], np.array([a, a])
        out["fewer"], out["more"] = a[:, :-1], np.hstack([a, a[:, :1]])
    else:
        out["two"] = a.reshape(len(a), -1)
    return out


def numbers(a):
    out = shapes(a)
    out.update(nan=put(a, np.nan), inf=put(a, np.inf), large=put(a, 1e300), negative=put(a, -1.5), zero=put(a, 0.0),
               complex=put(a, 1 + 1j, complex), text=put(a, WORD, object), strings=a.astype(str), numerals=a.astype(str).astype(object),
               none=put(a, None, object), objects=a.astype(object), bool=a > 0, int=np.rint(a).astype(np.int64),
               bigint=put(np.rint(a).astype(np.int64), BIG), f32=a.astype(np.float32), f64=a.astype(np.float64))
    out["nan32"] = put(a, np.nan, np.float32)
    out["inf32"] = put(a, np.inf, np.float32)
    if a.ndim == 2:
        out["sparse"], out["sparse-nan"] = sp.csr_matrix(a), sp.csr_matrix(put(a, np.nan))
    return out


def objects(a):
    out = shapes(a)
    out.update(nan=put(a, np.nan), none=put(a, None), text=put(a, WORD), number=put(a, 5.0), strings=a.astype(str),
               floats=np.arange(a.size, dtype=float).reshape(a.shape))
    out["floats-nan"] = put(out["floats"], np.nan)
    return out


def items(base, **other):
    """A list with its fourth item replaced by something else."""
    out = OrderedDict(empty=[])
    for name, value in sorted(other.items()):
        out[name] = list(base)
        out[name][min(3, len(base) - 1)] = value
    return out


def texts(base):
    out = items(base, nan=np.nan, none=None, number=5, bytes=b"bytes", list=["a", "b"])
    out.update(single=base[1], two=np.array(base, dtype=object)[:, None], matrix=np.ones((3, 4)))
    return out


def lists(base):
    out = items(base, nan=np.nan, none=None, number=5, text="abc")
    out["item-none"], out["item-number"] = [["a", None]], [["a", 5]]
    return out


def dicts(base):
    out = items(base, nan=np.nan, none=None, number=5, text="abc", list=["a", "b"])
    for name, value in (("none", None), ("nan", np.nan), ("inf", np.inf), ("text", WORD), ("list", ["a"]), ("bool", True), ("dict", {"a": 1})):
        out["value-" + name] = [dict(base[0], city=value)]
    out.update(single=base[0], matrix=np.ones((3, 4)))
    out["key-number"] = [{5: 1.0}]
    return out


def labels(a):
    out = shapes(a)
    other = np.array(["b", "a", "c"]) if a.dtype.kind in "iuf" else np.array([1, 2, 3])
    out.update(unknown=np.array([WORD] * 3) if a.dtype.kind in "UO" else np.array([99, 98]), other=other,
               nan=put(a, np.nan, float) if a.dtype.kind in "iuf" else put(a, np.nan, object), none=put(a, None, object))
    return out


def kinds(base, form):
    """Pairs of name and X; the first is `base`, which the model must answer."""
    dense = base.toarray() if sp.issparse(base) else base
    make = dict(numbers=numbers, objects=objects, texts=texts, lists=lists, dicts=dicts, labels=labels)[form]
    made = make(dense)
    if form == "lists" and isinstance(base[0], tuple):
        made["unknown"] = [(WORD,)]
    return [("base", base)] + sorted(made.items())


def form_of(x):
    if sp.issparse(x):
        return "numbers"
    if isinstance(x, np.ndarray):
        return "numbers" if x.dtype.kind in "fiub" else "objects"
    first = x[0]
    return "texts" if isinstance(first, str) else "dicts" if isinstance(first, dict) else "lists"
