"""What models are fitted with: small, fixed by a seed, and made so that options matter.

DATA[name] is (X, y, Q, keywords of fit): Q holds rows of X and rows outside its range. FAMILIES says which others are tried
where a class is known to fit one: labels of every type, weights, a rare class, a column that is constant, more columns than
rows, ties, sparse rows, missing values, frames.
"""
import numpy as np
import scipy.sparse as sp

try:
    import pandas as pd
except ImportError:
    pd = None

DOCS = ["The quick brown fox jumps over the lazy dog.", "Never jump over the lazy dog quickly!",
        "Bright vixens jump; dozy fowl quack.", u"Caf\u00e9 na\u00efve fa\u00e7ade \u2014 \u00fcber stra\u00dfe 100%",
        "the dog and the fox and the dog", "A1 b2 c3 foo_bar don't e-mail x@y.org", "QUICK Brown foxes, 42 dogs 42 times",
        u"\u65e5\u672c\u8a9e \u306e \u6587\u7ae0 dog", u"\u0130stanbul I\u0307 \u01c5 \ufb01sh \u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2",
        "lazy lazy lazy fowl", "", "brown dog"]


def datasets(seed):
    rng = np.random.RandomState(1234 + seed)
    n, m = 45, 10

    def r(*shape):
        return np.round(rng.normal(size=shape), 4)
    d = {}
    F = r(n + m, 3) * [1.0, 0.5, 2.0]
    F[n + m - 3:] *= 3  # the last rows lie outside the training range
    F = np.round(F, 4)
    y = np.round(0.05 + 1.1 * F[:, 0] - 0.3 * F[:, 1] + 0.4 * F[:, 2] + 0.2 * r(n + m), 4)
    Q = np.vstack([F[:5], F[n + m - 5:]])
    F, y = F[:n], y[:n]
    w = np.round(rng.uniform(0.1, 3, size=n), 3)
    w[::7] = 0
    names = ["MKT", "SMB", "HML"]

    def frame(a, columns):
        return a if pd is None else pd.DataFrame(a, columns=columns)

    def fits(a):
        return sp.csr_matrix(np.where(np.abs(a) > 0.8, a, 0))
    d["reg"] = F, y, Q
    d["df"] = frame(F, names), y, frame(Q, names)
    d["regf32"] = F.astype("f4"), y, Q.astype("f4")
    d["regyf32"] = F, y.astype("f4"), Q
    d["regint"] = np.round(F * 3).astype(int), np.round(y * 3).astype(int), np.round(Q * 3).astype(int)
    d["regweight"] = F, y, Q, dict(sample_weight=w)
    d["colreg"] = F, y.reshape(-1, 1), Q
    d["csrreg"] = fits(F), y, fits(Q)
    d["posy"] = F, np.round(np.exp(y / 2), 4), Q
    d["multireg"] = F, np.column_stack([y, np.round(-y + F[:, 1], 4)]), Q
    d["multiregf32"] = F.astype("f4"), np.column_stack([y, np.round(-y + F[:, 1], 4)]).astype("f4"), Q.astype("f4")
    d["multiregdf"] = frame(F, names), frame(np.column_stack([y, np.round(-y + F[:, 1], 4)]), ["u", "v"]), frame(Q, names)
    d["reg1"] = F[:, :1], y, Q[:, :1]
    d["iso"] = F[:, 0], y, Q[:, 0]
    d["isof32"] = F[:, 0].astype("f4"), y, Q[:, 0].astype("f4")
    d["isoties"] = np.round(F[:, 0]), y, np.round(Q[:, 0] * 2) / 2
    d["isoweight"] = F[:, 0], y, Q[:, 0], dict(sample_weight=w)
    d["constreg"] = np.column_stack([F, np.ones(n)]), y, np.column_stack([Q, np.ones(m)])
    c = np.arange(n) % 3
    X = np.round(r(n, 4) + np.array([[0, 0, 0, 0], [2, 0, 1, -1], [0, 2.5, -1, 1]])[c], 4)
    QX = np.vstack([X[:5], np.round(r(5, 4) * 2, 4)])
    d["multi"] = X, c, QX
    d["multistr"] = X, np.array(["ham", "spam", u"\u00e9gg"])[c], QX
    d["multiobj"] = X, np.array(["ham", "spam", u"\u00e9gg"], dtype=object)[c], QX
    d["multiodd"] = X, np.array([20, 3, 7])[c], QX
    d["multifloat"] = X, np.array([1.0, 2.0, 4.0])[c], QX
    d["multibig"] = X, np.array([2 ** 53 + 1, 2 ** 53 + 3, -5], dtype="i8")[c], QX
    d["multiu8"] = X, c.astype("u1"), QX
    d["multif32"] = X.astype("f4"), c, QX.astype("f4")
    d["multiint"] = np.round(X * 3).astype(int), c, np.round(QX * 3).astype(int)
    d["multiweight"] = X, c, QX, dict(sample_weight=w)
    d["const"] = np.column_stack([X, np.full(n, 2.0)]), c, np.column_stack([QX, np.full(m, 2.0)])
    d["wide"] = np.round(r(12, 20), 4), np.arange(12) % 3, np.round(r(6, 20), 4)
    d["widereg"] = d["wide"][0], np.round(r(12), 4), d["wide"][2]
    d["lone"] = X[:, :1], c, QX[:, :1]
    rare = c.copy()
    rare[rare == 2] = 1
    rare[[2, 5, 8, 11, 14, 17]] = 2
    d["rare"] = X, rare, QX
    d["scale"] = X * [1e-6, 1, 1e6, 1e3], c, QX * [1e-6, 1, 1e6, 1e3]
    b = (X[:, 0] + 0.5 * X[:, 1] + 0.5 * r(n) > 1).astype(int)
    d["bin"] = X, b, QX
    d["binstr"] = X, np.array(["no", "yes"])[b], QX
    d["binneg"] = X, np.array([-1, 1])[b], QX
    d["binbool"] = X, b.astype(bool), QX
    d["binf32"] = X.astype("f4"), b, QX.astype("f4")
    d["binweight"] = X, b, QX, dict(sample_weight=w)
    d["multilabel"] = X, np.column_stack([b, c == 1, X[:, 2] > 0]).astype(int), QX
    d["multiout"] = X, np.column_stack([b, c]), QX
    d["multioutstr"] = X, np.column_stack([np.array(["no", "yes"], dtype=object)[b], np.array(["x", "y", "z"], dtype=object)[c]]), QX
    d["chain"] = X, np.column_stack([b, c == 1]).astype(int), QX
    part = c.copy()
    part[rng.permutation(n)[:24]] = -1
    d["semi"] = X, part, QX
    d["semibin"] = X, np.where(part == 2, 1, part), QX
    d["none"] = X, None, QX
    d["nonef32"] = X.astype("f4"), None, QX.astype("f4")
    d["noneweight"] = X, None, QX, dict(sample_weight=w)
    d["pos"] = np.abs(X), c, np.abs(QX)
    d["posbin"] = np.abs(X), b, np.abs(QX)
    d["posf32"] = np.abs(X).astype("f4"), c, np.abs(QX).astype("f4")
    d["poscsr"] = sp.csr_matrix(np.where(np.abs(X) > 0.8, np.abs(X), 0)), c, sp.csr_matrix(np.where(np.abs(QX) > 0.8, np.abs(QX), 0))
    d["posdf"] = frame(np.abs(X), list("abcd")), c, frame(np.abs(QX), list("abcd"))
    d["posweight"] = np.abs(X), c, np.abs(QX), dict(sample_weight=w)
    d["counts"] = np.floor(np.abs(X) * 2).astype(int), c, np.minimum(np.floor(np.abs(QX) * 2).astype(int), 2)
    d["countscsr"] = sp.csr_matrix(d["counts"][0]), c, sp.csr_matrix(d["counts"][2])
    d["csr"] = fits(X), c, fits(QX)
    d["csrf32"] = fits(X).astype("f4"), c, fits(QX).astype("f4")
    d["csrbin"] = d["csr"][0], b, d["csr"][2]
    d["csc"] = sp.csc_matrix(d["csr"][0]), c, d["csr"][2]
    K, KQ = X.dot(X.T), QX.dot(X.T)
    d["kernel"] = K, c, KQ
    d["dist"] = (np.sqrt(np.maximum(((X[:, None] - X[None]) ** 2).sum(-1), 0)), c,
                 np.sqrt(((QX[:, None] - X[None]) ** 2).sum(-1)))
    G, GQ = np.round(X, 1), np.round(QX, 1)
    T2, TQ = np.round(np.round(X * 2.5) / 2.5, 1), np.round(np.round(QX * 5) / 5, 1)
    d["grid"], d["gridreg"] = (T2, c, TQ), (T2, np.round(T2[:, 0] - 0.5 * T2[:, 2], 2), TQ)
    Z, ZQ = G.copy(), GQ.copy()
    Z[rng.uniform(size=Z.shape) < 0.15] = np.nan
    ZQ[::3, 1] = np.nan
    ZQ[0] = G[0]
    d["nan"], d["nanreg"], d["nanbin"] = (Z, c, ZQ), (Z, y, ZQ), (Z, b, ZQ)
    d["nanf32"] = Z.astype("f4"), c, ZQ.astype("f4")
    d["nandf"] = frame(Z, list("abcd")), c, frame(ZQ, list("abcd"))
    ZE = Z.copy()
    ZE[:, 3] = np.nan
    d["nancol"] = ZE, c, ZQ
    d["minusone"] = np.where(np.isnan(Z), -1, np.round(Z * 2)).astype(int), c, np.where(np.isnan(ZQ), -1, np.round(ZQ * 2)).astype(int)
    col = [["red", "green", "blue"][i] for i in rng.randint(3, size=n)]
    siz = [["S", "M", "L", "XL"][i] for i in np.minimum(rng.poisson(1, size=n), 3)]
    C = np.array([col, siz], dtype=object).T
    d["cat"] = C, y, C[:8]
    d["catbin"] = C, b, C[:8]
    d["catmulti"] = C, c, C[:8]
    d["catmultistr"] = C, np.array(["ham", "spam", u"\u00e9gg"])[c], C[:8]
    d["catU"] = C.astype(str), y, C[:8].astype(str)
    d["catint"] = np.column_stack([c, rng.randint(4, size=n)]), y, np.column_stack([c, rng.randint(4, size=n)])[:8]
    d["catfloat"] = d["catint"][0] * 1.5, y, d["catint"][2] * 1.5
    CF = d["catint"][0] * 1.5
    CF[::6, 1] = np.nan
    d["catfloatnan"] = CF, y, CF[:8]
    d["catbig"] = (d["catint"][0] + 2 ** 53).astype("i8"), y, (d["catint"][2] + 2 ** 53).astype("i8")
    d["catunk"] = C, y, np.vstack([C[:4], np.array([["violet", "S"], ["red", "XXL"]], dtype=object)])
    d["catbool"] = np.column_stack([b, c == 1]).astype(bool), y, np.column_stack([b, c == 1]).astype(bool)[:8]
    H = np.column_stack([F[:, 0], rng.randint(5, size=n).astype(float)])
    d["hgbcat"] = H, y, np.vstack([H[:8], [[0.1, np.nan], [np.nan, 2.0]]])
    d["hgbcatbin"] = H, b, d["hgbcat"][2]
    d["posstrict"] = np.abs(X) + 0.5, c, np.abs(QX) + 0.5
    CN = C.copy()
    CN[::4, 0] = None
    d["catnone"] = CN, y, CN[:6]
    CA = C.copy()
    CA[::4, 0] = np.nan
    d["catnan"] = CA, y, CA[:6]
    CB = CN.copy()
    CB[::5, 0] = np.nan
    d["catboth"] = CB, y, CB[:11]
    if pd is not None:
        d["df4"] = pd.DataFrame(X, columns=list("abcd")), c, pd.DataFrame(QX, columns=list("abcd"))
        d["df4str"] = pd.DataFrame(X, columns=list("abcd")), np.array(["ham", "spam", u"\u00e9gg"])[c], pd.DataFrame(QX, columns=list("abcd"))
        d["dfint"] = pd.DataFrame(np.round(X * 3).astype(int), columns=list("abcd")), c, pd.DataFrame(np.round(QX * 3).astype(int), columns=list("abcd"))
        d["dff32"] = pd.DataFrame(X.astype("f4"), columns=list("abcd")), c, pd.DataFrame(QX.astype("f4"), columns=list("abcd"))
        T = pd.DataFrame({"MKT": F[:, 0], "SMB": F[:, 1], "color": col, "size": siz})[["MKT", "SMB", "color", "size"]]
        d["table"] = T, y, T.iloc[:8]
        d["tablebin"] = T, b, T.iloc[:8]
        TC = T.astype({"color": "category", "size": "category"})
        d["tablecat"] = TC, y, TC.iloc[:8]
        TN = T.copy()
        TN.loc[::5, "color"] = np.nan
        TN.loc[::6, "SMB"] = np.nan
        d["tablenan"] = TN, y, TN.iloc[:8]
        d["catdf"] = T[["color", "size"]], y, T[["color", "size"]].iloc[:8]
        d["catdfnan"] = TN[["color", "size"]], y, TN[["color", "size"]].iloc[:8]
        TT = pd.DataFrame({"num": X[:, 0], "title": [DOCS[i % 12] for i in range(n)], "body": [DOCS[(i * 5 + 3) % 12] for i in range(n)],
                           "flag": b.astype(bool)})[["num", "title", "body", "flag"]]
        d["tabletext"] = TT, b, TT.iloc[:8]
    t = np.array([0, 0, 1, 1, 0, 1, 0, 1, 1, 1, 0, 0])
    docs = DOCS
    tq = docs[:1] + docs[3:9] + [docs[0][:14] + docs[2], "unseen words only"]
    d["text"] = docs, t, tq
    d["textstr"] = docs, np.array(["no", u"s\u00ed"])[t], tq
    d["tok"] = [x.split() for x in docs], t, [x.split() for x in docs[3:6]]
    dicts = [{"city": "Paris", "temp": 12.5}, {"city": "Oslo", "temp": -3.0, "wind": 4}, {"city": "Rome", "wet": True}]
    d["dicts"] = dicts, None, dicts + [{"city": "Bonn", "temp": 1}]
    d["dictnum"] = [{"a": 1, "b": 2.5}, {"b": -1.5, "c": 3}], None, [{"a": 2, "c": 1}, {"d": 4}]
    d["labels"] = np.array([3, 1, 2, 1, 7, 3]), None, np.array([1, 7, 3])
    d["labelsbin"] = np.array([3, 1, 1, 3]), None, np.array([1, 3, 3])
    d["labelstr"] = np.array(["b", "a", "c", "a"]), None, np.array(["c", "a"])
    d["labelobj"] = np.array(["b", "a", "c", "a"], dtype=object), None, np.array(["c", "a"], dtype=object)
    d["labelbig"] = np.array([2 ** 53 + 1, 2 ** 53 + 3, 5]), None, np.array([2 ** 53 + 3, 5])
    d["labelml"] = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1]]), None, np.array([[1, 1, 1], [0, 0, 0]])
    d["labelsets"] = [("a", "b"), ("c",), (), ("a",)], None, [("c", "a"), ()]
    d["labelsetsint"] = [(1, 2), (5,), ()], None, [(5, 1), ()]
    d["images"] = np.arange(48, dtype=float).reshape(3, 4, 4), None, np.arange(16, dtype=float).reshape(1, 4, 4)
    d["imagesrgb"] = np.arange(96, dtype=float).reshape(2, 4, 4, 3), None, np.arange(48, dtype=float).reshape(1, 4, 4, 3)
    return dict((k, v if len(v) == 4 else v + ({},)) for k, v in d.items())


CLASSIFY = ["multi", "bin", "multistr", "binstr", "binneg", "multiodd", "multifloat", "binbool", "multibig", "multiobj", "multiu8", "rare",
            "multif32", "multiint", "multiweight", "binweight", "multiout", "multilabel", "multioutstr", "csr", "csrbin", "csrf32", "df4",
            "df4str", "dfint", "nan", "grid", "const", "wide", "lone", "scale"]
REGRESS = ["reg", "df", "multireg", "regweight", "regf32", "regint", "regyf32", "colreg", "multiregf32", "multiregdf", "csrreg", "posy",
           "nanreg", "gridreg", "constreg", "widereg", "reg1"]
PLAIN = ["multi", "none", "df4", "multif32", "multiint", "csr", "csrf32", "nan", "nanf32", "grid", "const", "wide", "lone", "scale", "pos",
         "multiweight", "dfint", "dff32"]
POSITIVE = ["pos", "posbin", "posf32", "poscsr", "posdf", "posweight", "counts", "countscsr", "posstrict"]
CATEGORIES = ["cat", "catU", "catint", "catfloat", "catfloatnan", "catbig", "catunk", "catbool", "catnone", "catnan", "catboth", "catdf",
              "catdfnan", "tablenan", "catbin", "catmulti", "catmultistr"]
MISSING = ["nan", "nanf32", "nandf", "nanreg", "nancol", "minusone", "catnone", "catnan", "catdfnan", "multi", "csr", "tablenan"]
#: The first that holds a class's base data is its family; which list applies to number data is decided by the class's kind.
FAMILIES = [("text", ["text", "textstr"]), ("dicts", ["dicts", "dictnum"]), ("tok", ["tok"]),
            ("labels", ["labels", "labelsbin", "labelstr", "labelobj", "labelbig", "labelml"]),
            ("labelstr", ["labels", "labelsbin", "labelstr", "labelobj", "labelbig", "labelml"]),
            ("labelsets", ["labelsets", "labelsetsint"]), ("images", ["images", "imagesrgb"]), ("iso", ["iso", "isof32", "isoties", "isoweight", "reg1"]),
            ("semi", ["semi", "semibin"]), ("chain", ["chain", "multilabel", "multiout"]), ("kernel", ["kernel"]), ("dist", ["dist"]),
            ("multireg", ["multireg", "multiregf32", "multiregdf", "reg"]), ("none", PLAIN + ["nonef32", "noneweight"])] + \
    [(name, CATEGORIES) for name in CATEGORIES] + [(name, POSITIVE) for name in POSITIVE] + \
    [(name, ["table", "tablebin", "tablecat", "tablenan"]) for name in ("table", "tablebin", "tablecat")] + [("tabletext", ["tabletext"])]


def family(base, kind):
    """Other data for a class that fits `base`."""
    if kind == "imputer":
        return MISSING
    for name, others in FAMILIES:
        if name == base:
            return others
    return {"classifier": CLASSIFY, "regressor": REGRESS}.get(kind, PLAIN)
