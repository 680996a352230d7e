"""What numpy and scipy have: dtypes, arrays of every kind and order, scalars, masked arrays, random states, sparse matrices."""
from __future__ import print_function

import functools

import numpy as np

KINDS = "? i1 i2 >i2 i4 >i4 i8 u1 u4 u8 f2 f4 >f4 f8 >f8 g c8 c16 >c16 S1 S5 U1 >U3 V4 M8[ns] m8[s] M8[D] M8 S0".split()


def kind(g, depth=0):
    """A dtype: plain, structured, aligned, with offsets, subarrays or titles."""
    if depth > 1 or g.rng.random() < 0.75:
        return np.dtype(g.rng.choice(KINDS)) if g.rng.random() < 0.9 else np.dtype(object)
    names = ["a", "b", "c"][: g.rng.randrange(1, 4)]
    parts = [kind(g, depth + 1) for _ in names]
    form = g.rng.randrange(4)
    if form == 0:
        return np.dtype([(str(n), p, g.rng.choice([(), (2,), (2, 3)])) for n, p in zip(names, parts)])
    if form == 1:
        return np.dtype({"names": [str(n) for n in names], "formats": parts}, align=True)
    if form == 2:
        return np.dtype([(("title %s" % n, str(n)), p) for n, p in zip(names, parts)])
    return np.dtype([(str(n), p) for n, p in zip(names, parts)])


def dtype(g):
    return kind(g)


def shape(g):
    return g.rng.choice([(), (0,), (1,), (3,), (2, 3), (3, 1, 2), (0, 4), (60,), (17,)])


def filled(g, found):
    """An array of a dtype with random bytes, its objects small values."""
    made = np.zeros(shape(g), found)
    if found.hasobject:
        if found.names is None:
            for i in range(made.size):
                made.flat[i] = g.rng.choice([None, 1, 2.5, u"x", (1, 2)])
        return made
    if found.kind in "biufc?" and made.size:
        made[...] = np.array([g.rng.randrange(2 if found.kind == "b" else 100) for _ in range(made.size)]).reshape(made.shape)
    elif found.itemsize and found.kind in "VSmM" and found.names is None and made.size:
        octets = bytes(bytearray(g.rng.randrange(256) for _ in range(made.nbytes)))
        made = np.frombuffer(octets, found).reshape(made.shape).copy() if g.rng.random() < 0.7 else made
    return made


def array(g):
    made = filled(g, kind(g))
    form = g.rng.randrange(6)
    if form == 0:
        made = np.asfortranarray(made)
    elif form == 1:
        made = made[::2] if made.ndim else made
    elif form == 2:
        made = made.T
    return made


def big_array(g):
    return np.arange(g.rng.choice((9000, 70000)), dtype=g.rng.choice(["f8", "i4", "u1"]))


def subclass(g):
    made = np.arange(6, dtype=g.rng.choice(["f8", "i8"])).reshape(2, 3)
    form = g.rng.randrange(4)
    if form == 0:
        return np.matrix(made)
    if form == 1:
        return np.ma.array(made, mask=g.rng.choice([False, [[0, 1, 0], [1, 0, 0]]]))
    if form == 2:
        return np.rec.array([(1, 2.0, "x"), (3, 4.0, "y")], dtype=[("a", "i4"), ("b", "f8"), ("c", "U2")])
    return np.ma.masked


def scalar(g):
    found = np.dtype(g.rng.choice("? i1 i4 i8 u2 f2 f4 f8 >f8 g c8 c16 S5 U3 M8[ns] m8[s]".split()))
    return np.zeros(1, found)[0] if g.rng.random() < 0.3 else np.ones(1, found)[0]


def void(g):
    return np.zeros(1, [("a", "i4"), ("b", "f8", (2,))])[0]


def state(g):
    made = np.random.RandomState(g.rng.randrange(1000))
    made.uniform(size=g.rng.randrange(3))
    if g.rng.random() < 0.3:
        made.normal()
    return made


def generator(g):
    bits = g.rng.choice([n for n in ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64") if hasattr(np.random, n)])
    made = getattr(np.random, bits)(g.rng.randrange(1000))
    return np.random.Generator(made) if g.rng.random() < 0.7 else made


def reference(g):
    return g.rng.choice([np.float64, np.int32, np.bool_, np.str_, np.ndarray])


def polynomial(g):
    return g.rng.choice([np.polynomial.Polynomial([1, 2.0]), np.polynomial.Chebyshev([1.0, 2, 3]), np.poly1d([1, 2, 3]), functools.partial(np.mean, axis=0)])


def text_array(g):
    kinds = getattr(np.dtypes, "StringDType")
    made = kinds() if g.rng.random() < 0.5 else kinds(na_object=g.rng.choice([None, np.nan]), coerce=g.rng.random() < 0.5)
    return np.array([u"a", u"long text" * 9, u""], dtype=made)


def sparse(g):
    import scipy.sparse as sp

    made = np.array([[g.rng.choice((0, 0, 1, 2)) for _ in range(4)] for _ in range(3)], dtype=g.rng.choice(["f8", "f4", "i8"]))
    form = g.rng.choice(["csr", "csc", "coo", "bsr", "dia", "dok", "lil"])
    kind = "_array" if hasattr(sp, "csr_array") and g.rng.random() < 0.4 else "_matrix"
    made = getattr(sp, form + kind)(made)
    if form in ("csr", "csc") and g.rng.random() < 0.3:
        made.sum_duplicates()
    return made


LEAVES = [(2, dtype), (6, array), (0.1, big_array), (1, subclass), (4, scalar), (0.5, void), (0.5, state)]
#: Callables: they may only stand in plain data that is nobody's state.
CALLABLES = [(1, reference), (1, polynomial)]
if hasattr(np.random, "Generator"):
    LEAVES.append((0.7, generator))
if hasattr(getattr(np, "dtypes", None), "StringDType"):
    LEAVES.append((0.5, text_array))
try:
    import scipy.sparse  # noqa: F401

    LEAVES.append((1.5, sparse))
except ImportError:
    pass
HASHABLES = [(1.5, scalar), (0.3, lambda g: np.dtype(g.rng.choice(["f8", "i4", "U3"])))]


def objects(g, depth):
    """An object array: its items are values of the graph, and may hold the array itself."""
    made = g.keep(np.empty(g.rng.randrange(5), dtype=object))
    for i in range(len(made)):
        made[i] = g.value(depth)
    return made


def records(g, depth):
    made = g.keep(np.empty(g.rng.randrange(1, 4), dtype=[("x", "O"), ("n", "i4")]))
    for i in range(len(made)):
        made["x"][i] = g.value(depth)
    return made


NODES = [(2, objects), (0.5, records)]
