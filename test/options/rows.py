"""The kinds of rows that a model is asked with, made of the rows Q that fit its data.

`kinds(data name, Q)` gives {kind: X}, the same for all models of one data set; `thresholds` puts values exactly on the splits of
a tree. CORE is asked of every model, the others of bases and, turn by turn, of the rest.
"""
import numpy as np
import scipy.sparse as sp

try:
    import pandas as pd
except ImportError:
    pd = None

CORE = {"fitted", "one", "zero", "nan", "inf", "far", "f32", "reordered", "missing", "unknown", "twice"}


def put(a, value, row=0, column=0):
    b = np.array(a, dtype=object if isinstance(value, (str, type(None))) else np.result_type(a.dtype, np.min_scalar_type(value)) if a.dtype.kind != "f" else a.dtype)
    b[min(row, len(b) - 1), min(column, b.shape[1] - 1)] = value
    return b


def letters(n):
    return ["f%d" % i for i in range(n)]


def dense(Q):
    out = {"fitted": Q, "one": Q[:1], "zero": Q[:0], "twice": np.vstack([Q[:2], Q[:2], Q[1:3]])}
    F = Q.astype(float) if Q.dtype.kind != "f" else Q
    out["nan"] = put(F, np.nan, 1, 0)
    out["nanlast"] = put(F, np.nan, 0, F.shape[1] - 1)
    row = F.copy()
    row[1] = np.nan
    out["nanrow"] = row
    out["inf"], out["minusinf"] = put(F, np.inf, 1, 0), put(F, -np.inf, 1, 1)
    out["huge"] = put(Q.astype(float), 1e300, 1, 0)
    out["huge308"] = put(Q.astype(float), 1.7e308, 1, 0)
    out["tiny"] = Q * 1e-310
    out["f32"], out["f64"] = Q.astype("f4"), Q.astype("f8")
    out["int"], out["bool"] = np.round(F).astype("i8"), Q > 0
    out["u8"], out["i32"] = np.abs(np.round(F)).astype("u1"), np.round(F).astype("i4")
    out["word"], out["none"], out["objects"] = put(Q, "word", 1, 0), put(Q, None, 1, 0), Q.astype(object)
    out["d1"], out["d3"], out["d0"] = Q[0], Q[None], np.array(1.5)
    out["complex"] = Q.astype(complex) + 1j * (np.arange(Q.shape[1]) > 0)
    out["csr"], out["csrzero"] = sp.csr_matrix(Q), sp.csr_matrix(Q)[:0]
    out["csrnan"] = sp.csr_matrix(out["nan"])
    out["csrf32"] = sp.csr_matrix(Q.astype("f4"))
    out["minus"], out["plus"] = -np.abs(Q), np.abs(Q)
    out["big"] = np.round(F).astype("i8") + 2 ** 53 + 1
    out["few"], out["many"] = Q[:, :-1], np.column_stack([Q, Q[:, :1]])
    out["nocolumns"] = Q[:, :0]
    out["far"], out["zeros"] = Q * 50, np.zeros_like(Q)
    out["ints"] = np.round(F * 2) / 2
    if pd is not None:
        out["frame"] = pd.DataFrame(Q, columns=letters(Q.shape[1]))
        out["framenan"] = pd.DataFrame(out["nan"], columns=letters(Q.shape[1]))
        mixed = pd.DataFrame(Q, columns=letters(Q.shape[1]))
        mixed["f0"] = np.round(F[:, 0]).astype("i8")
        out["framemixed"] = mixed
    return out


def frame(Q):
    out = {"fitted": Q, "one": Q.iloc[:1], "zero": Q.iloc[:0], "reordered": Q[list(Q.columns[::-1])], "missing": Q[list(Q.columns[:-1])],
           "twice": pd.concat([Q.iloc[:2], Q.iloc[:2]])}
    more = Q.copy()
    more["zzz"] = 1.5
    out["surplus"] = more
    out["renamed"] = Q.rename(columns={Q.columns[0]: "other"})
    front = more[["zzz"] + list(Q.columns)]
    out["surplusfirst"] = front
    out["array"] = Q.values
    out["arrayone"] = Q.values[:1]
    seen = []
    for j, name in enumerate(Q.columns):
        # The first column of each kind, and the last.
        if Q[name].dtype.kind in seen and j != len(Q.columns) - 1:
            continue
        first = Q[name].dtype.kind not in seen
        seen.append(Q[name].dtype.kind)
        gap = Q.copy()
        number = gap[name].dtype.kind in "fiu"
        values = gap[name].astype(float).values.copy() if number else gap[name].astype(object).values.copy()
        values[1] = np.nan
        gap[name] = values
        out["nan" if j == 0 else "nanlast" if j == len(Q.columns) - 1 else "nan-" + str(name)] = gap
        if number:
            for kind, v in (("inf", np.inf), ("minusinf", -np.inf), ("huge", 1e300)):
                if first:
                    values = gap[name].values.copy()
                    values[1] = v
                    out[kind] = gap.assign(**{name: values})
            if first:
                word = Q[name].astype(object).values.copy()
                word[1] = "word"
                out["word"] = Q.assign(**{name: word})
                out["f32"] = Q.assign(**{name: Q[name].astype("f4")})
                out["int"] = Q.assign(**{name: np.round(Q[name]).astype("i8")})
                out["bool"] = Q.assign(**{name: (Q[name] > 0).values})
                out["far"] = Q.assign(**{name: Q[name] * 50})
        else:
            for kind, v in (("none", None), ("unknown", "violet"), ("empty", ""), ("number", 7), ("float", 1.5)):
                values = Q[name].astype(object).values.copy()
                values[1] = v
                out[kind] = Q.assign(**{name: values})
    if all(t.kind == "f" for t in Q.dtypes):
        out["f32"] = Q.astype("f4")
        out["csr"] = sp.csr_matrix(Q.values)
        out["d1"] = Q.values[0]
    return out


def categories(Q):
    out = {"fitted": Q, "one": Q[:1], "zero": Q[:0], "twice": np.vstack([Q[:2], Q[:2]]), "few": Q[:, :-1], "many": np.column_stack([Q, Q[:, :1]]), "d1": Q[0]}
    obj = Q.astype(object)

    def having(v, row=1, column=0):
        a = obj.copy()
        a[row, column] = v
        return a
    out.update(unknown=having("violet"), nan=having(np.nan), none=having(None), number=having(5), float=having(1.5), empty=having(""), bool=having(True),
               nanlast=having(np.nan, 0, 1), nonelast=having(None, 0, 1), unknownlast=having("zz", 0, 1), big=having(2 ** 53 + 1), accent=having(u"r\u00e9d"))
    both = having(np.nan)
    both[0, 0] = None
    out["both"] = both
    if pd is not None:
        out["frame"] = pd.DataFrame(obj, columns=letters(Q.shape[1]))
    if all(isinstance(v, str) for v in Q.ravel()):
        out["U"] = Q.astype(str)
    return out


def sparse(Q):
    D = Q.toarray()
    nan = Q.copy().astype(float)
    nan.data[1] = np.nan
    inf = Q.copy().astype(float)
    inf.data[1] = np.inf
    out = {"fitted": Q, "one": Q[:1], "zero": Q[:0], "dense": D, "f32": Q.astype("f4"), "few": Q[:, :-1], "nan": nan, "inf": inf, "far": Q * 50, "minus": -abs(Q),
           "many": sp.csr_matrix(np.column_stack([D, D[:, :1]])), "int": sp.csr_matrix(np.round(D).astype("i8")), "bool": sp.csr_matrix(D > 0), "empty": sp.csr_matrix(Q.shape),
           "twice": sp.csr_matrix(np.vstack([D[:2], D[:2]])), "densenan": put(D.astype(float), np.nan, 1, 0)}
    explicit = Q.copy()
    explicit.data[0] = 0
    out["explicit"] = explicit
    return out


def lists(Q):
    out = {"fitted": Q, "one": Q[:1], "zero": Q[:0], "twice": Q[:2] + Q[:2]}
    if all(isinstance(x, str) for x in Q):
        out.update(nan=Q[:1] + [float("nan")], none=Q[:1] + [None], number=Q[:1] + [5], empty=["", " "], unknown=["zebra \u00e9t\u00e9 42"], accents=[u"CAF\u00c9 \u1e9e \ufb01 \u0130", u"e\u0301\u0301 \u00bd \u2460 \U0001F600 x"],
                   objects=np.array(Q, dtype=object), U=np.array(Q), rows=np.array(Q, dtype=object).reshape(-1, 1), string=Q[0], space=["\t\n dog\u00a0fox\u2028dog_fox dog-fox", "ab", "a", "x" * 40])
    return out


def flat(Q):
    out = {"fitted": Q, "one": Q[:1], "zero": Q[:0], "column": Q.reshape(-1, 1), "twice": np.concatenate([Q, Q])}
    if Q.dtype.kind in "fiu":
        F = Q.astype(float)
        out.update(f32=Q.astype("f4"), floats=F, far=Q * 50, int=np.round(F).astype("i8"))
        F = F.copy()
        F[0] = np.nan
        out["nan"] = F
        F = F.copy()
        F[0] = np.inf
        out["inf"] = F
    else:
        out.update(unknown=np.array(["zz"] + list(Q[:1])), nan=np.array([np.nan] + list(Q[:1]), dtype=object), none=np.array([None] + list(Q[:1]), dtype=object))
    return out


def kinds(Q):
    if pd is not None and isinstance(Q, pd.DataFrame):
        return frame(Q)
    if sp.issparse(Q):
        return sparse(Q)
    if isinstance(Q, list):
        return lists(Q)
    if Q.ndim == 1:
        return flat(Q)
    if Q.ndim == 2:
        return dense(Q) if Q.dtype.kind in "fiu" else categories(Q)
    nan = Q.copy()
    nan.ravel()[1] = np.nan
    return {"fitted": Q, "zero": Q[:0], "d2": Q[0], "f32": Q.astype("f4"), "nan": nan, "int": Q.astype("i8")}


def trees_of(est):
    """Some trees inside an estimator."""
    found = []
    if hasattr(getattr(est, "tree_", None), "threshold"):
        found.append(est.tree_)
    for inner in np.ravel(np.array(getattr(est, "estimators_", []), dtype=object))[:3]:
        if hasattr(getattr(inner, "tree_", None), "threshold"):
            found.append(inner.tree_)
    for stage in getattr(est, "_predictors", [])[:3]:
        found += [p for p in stage]
    return found


def thresholds(est, Q):
    """Q with values exactly on splits, and one step of a float32 and of a double above them; None where there is no tree."""
    if not isinstance(Q, np.ndarray) or Q.ndim != 2 or Q.dtype.kind != "f":
        return None
    rows = []
    for tree in trees_of(est):
        if hasattr(tree, "nodes"):
            pairs = [(n["feature_idx"], n["num_threshold"]) for n in tree.nodes if not n["is_leaf"]] if "num_threshold" in tree.nodes.dtype.names else []
        else:
            pairs = [(f, t) for f, t in zip(tree.feature, tree.threshold) if f >= 0]
        for f, t in pairs[:4]:
            if f >= Q.shape[1]:
                continue
            for v in (t, np.nextafter(t, np.inf), float(np.nextafter(np.float32(t), np.float32(np.inf)))):
                row = Q[len(rows) % len(Q)].astype(float).copy()
                row[f] = v
                rows.append(row)
    return np.array(rows) if rows else None
