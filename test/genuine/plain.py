"""What Python itself has: scalars, texts of every length class, containers of every size class, the standard library's data."""
from __future__ import print_function

import collections
import datetime
import decimal
import fractions
import functools
import sys
import uuid

PY2 = sys.version_info[0] == 2
if not PY2:
    unicode, long = str, int
INTEGERS = [0, 1, -1, 127, 128, 255, 256, -128, -129, 32767, 65535, 65536, -(2**31), -(2**31) - 1, 2**31 - 1, 2**31, 2**53 + 1, 2**63, -(2**63), 2**64, 2**255, 2**2039, -(2**2040)]
FLOATS = [0.0, -0.0, 1.5, 0.1, 1e-320, 5e-324, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan"), 1e22]
TEXTS = [u"", u"a", u"abc", u"a\n\\ \r\t'\"\x00\x1a", u"caf\xe9", u"\u65e5\u672c", u"\U0001f600x", u"os.system", u"coef_"]
#: Where the C pickler ends a batch, and writes an empty one behind it.
SIZES = [0, 1, 2, 3, 4, 999, 1000, 1001, 2000]
#: Around one-byte lengths and a frame's size.
LENGTHS = [0, 1, 255, 256, 257, 65535, 65536, 70000]
EXCEPTIONS = "Exception ValueError TypeError KeyError RuntimeError StopIteration OSError UserWarning ZeroDivisionError SystemError".split()


def integer(g):
    return g.rng.choice(INTEGERS) if g.rng.random() < 0.5 else g.rng.randrange(-(2 ** g.rng.randrange(1, 80)), 2 ** g.rng.randrange(1, 80))


def number(g):
    return g.rng.choice([integer, lambda g: g.rng.choice(FLOATS), lambda g: g.rng.gauss(0, 1), lambda g: g.rng.random() < 0.5])(g)


def length(g):
    return g.rng.choice(LENGTHS) if g.rng.random() < 0.1 else g.rng.randrange(20)


def text(g):
    if g.rng.random() < 0.5:
        return g.rng.choice(TEXTS)
    one = g.rng.choice(u"a\xe9\u65e5\n\\" + (u"\ud800" if not PY2 and g.rng.random() < 0.02 else u"b"))
    return one * length(g)


def name(g):
    """An attribute's name, interned as names are."""
    made = g.rng.choice(["alpha", "beta", "scores", "note", "table", "extra"]) + "_%d_" % g.rng.randrange(4)
    return made if PY2 else sys.intern(made)


def raw(g):
    return bytes(bytearray(g.rng.randrange(256) for _ in range(min(length(g), 300)))) * g.rng.choice((1, 1, 1, 300))


def octets(g):
    return bytearray(raw(g))


def date(g):
    made = datetime.datetime(2024, g.rng.randrange(1, 13), 29, 12, 30, 1, g.rng.randrange(10**6))
    zone = None if PY2 else datetime.timezone(datetime.timedelta(minutes=g.rng.randrange(-700, 700)), *g.rng.choice(((), ("X",))))
    return g.rng.choice([made, made.date(), made.time(), made - datetime.datetime(2020, 1, 1), made if zone is None else made.replace(tzinfo=zone)])


def exact(g):
    return g.rng.choice([
        decimal.Decimal("1.10"), decimal.Decimal("NaN"), fractions.Fraction(g.rng.randrange(9), 7), uuid.UUID(int=g.rng.randrange(2**128)),
        complex(g.rng.random(), -0.0), slice(None, g.rng.randrange(9), None) if not PY2 else 1.5, range(g.rng.randrange(9)) if not PY2 else 3,
    ])


def path(g):
    import pathlib

    return g.rng.choice([pathlib.PurePosixPath, pathlib.PurePath, pathlib.Path, pathlib.PureWindowsPath])("/a", "b%d" % g.rng.randrange(9))


def constant(g):
    return g.rng.choice([None, True, False])


def exception(g):
    kind = getattr(__import__("__builtin__" if PY2 else "builtins"), g.rng.choice(EXCEPTIONS))
    return kind(*[text(g) for _ in range(g.rng.randrange(3))])


LEAVES = [(4, number), (4, text), (1, raw), (0.5, octets), (0.7, date), (0.7, exact), (1, constant), (0.3, exception), (1, name)] + ([] if PY2 else [(0.2, path)])
HASHABLES = [(3, number), (4, text), (1, raw), (0.5, lambda g: None), (0.5, exact if PY2 else lambda g: decimal.Decimal(g.rng.randrange(99))), (1, name), (0.3, date)]


#: Only in plain data that is nobody's state, as callables.
CALLABLES = [] if PY2 else [(1, lambda g: g.rng.choice([Ellipsis, NotImplemented, int, object, str]))]

# -- containers: kept before they are filled, so that what is inside may point back


def a_list(g, depth):
    made = g.keep([])
    made.extend(g.some(depth))
    return made


def a_dict(g, depth):
    """Nobody's state: any name may be a key."""
    made = g.keep({})
    if g.rng.random() < 0.05:
        made[g.rng.choice(["__class__", "__proto__", "constructor"])] = 1
    for item in g.some(depth):
        made[g.key()] = item
    return made


def a_tuple(g, depth):
    return g.keep(tuple(g.some(depth, 5)))


def recursive_tuple(g, depth):
    """A tuple of 1 to 5 items that one of them holds."""
    inner = g.rng.choice([list, dict])()
    items = [g.value(depth) for _ in range(g.rng.randrange(5))]
    items.insert(g.rng.randrange(len(items) + 1), inner)
    made = tuple(items)
    if isinstance(inner, list):
        inner.append(made)
    else:
        inner["t"] = made
    return g.keep(g.rng.choice([made, inner]))


def a_set(g, depth):
    made = g.keep(set())
    for _ in range(g.rng.randrange(6)):
        made.add(g.key())
    return made


def a_frozenset(g, depth):
    return g.keep(frozenset(g.key() for _ in range(g.rng.randrange(6))))


def big(g, depth):
    """A container whose size is around a batch's end."""
    size = g.rng.choice(SIZES)
    same = g.rng.random() < 0.5
    items = [0 if same else i for i in range(size)]
    kind = g.rng.choice([list, tuple, set, frozenset, dict, collections.deque, collections.OrderedDict])
    if kind in (dict, collections.OrderedDict):
        return g.keep(kind((i, item) for i, item in enumerate(items)))
    return g.keep(kind(range(size) if kind in (set, frozenset) else items))


def deep(g, depth):
    kind = g.rng.choice(["list", "dict", "tuple"])
    made = g.value(depth)
    for _ in range(g.rng.choice((5, 50, 120))):
        made = [made] if kind == "list" else {"k": made} if kind == "dict" else (made,)
    return g.keep(made)


def ordered(g, depth):
    made = g.keep(collections.OrderedDict())
    for item in g.some(depth):
        made[g.key()] = item
    if g.rng.random() < 0.1 and not PY2:
        made.note_ = g.value(depth)
    return made


def defaults(g, depth):
    made = g.keep(collections.defaultdict(g.rng.choice([None, list, dict, int, float, set, str])))
    for item in g.some(depth):
        made[g.key()] = item
    return made


def counter(g, depth):
    return g.keep(collections.Counter(dict((g.key(), g.rng.randrange(9)) for _ in range(g.rng.randrange(5)))))


def deque(g, depth):
    made = g.keep(collections.deque(maxlen=g.rng.choice((None, None, 3))))
    made.extend(g.some(depth))
    return made


NODES = [
    (6, a_list), (6, a_dict), (4, a_tuple), (2, recursive_tuple), (2, a_set), (2, a_frozenset), (0.3, big), (0.3, deep), (2, ordered),
    (1, defaults), (1, counter), (1, deque),
]  # fmt: skip
