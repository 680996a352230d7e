"""What pandas has: frames, series, indexes and extension arrays."""
from __future__ import print_function

import numpy as np
import pandas as pd

NUMBERED = [int(part) for part in pd.__version__.split(".")[:2]]


def index(g, size):
    forms = [
        lambda: pd.RangeIndex(size),
        lambda: pd.Index(list(range(size)), name="n"),
        lambda: pd.Index(np.arange(size) * 0.5),
        lambda: pd.Index([u"r%d" % i for i in range(size)]),
        lambda: pd.date_range("2024-01-01", periods=size, freq=g.rng.choice(["D", "h" if NUMBERED >= [2, 2] else "H"])),
        lambda: pd.date_range("2024-01-01", periods=size, tz="UTC" if NUMBERED >= [2, 0] else None),  # others are unlisted time zones
        lambda: pd.timedelta_range("1s", periods=size),
        lambda: pd.period_range("2024-01", periods=size, freq="M") if NUMBERED >= [2, 0] else pd.RangeIndex(size),  # unlisted mix-ins
        lambda: pd.CategoricalIndex([u"ab"[i % 2] for i in range(size)]),
        lambda: pd.MultiIndex.from_arrays([[i // 2 for i in range(size)], [u"x%d" % (i % 3) for i in range(size)]], names=["k", None]) if NUMBERED >= [1, 0] else pd.RangeIndex(size),
        lambda: pd.interval_range(0, size) if hasattr(pd, "interval_range") and size else pd.RangeIndex(size),
    ]
    return g.rng.choice(forms)()


def column(g, size):
    forms = [
        lambda: np.arange(size),
        lambda: np.arange(size) * 0.5,
        lambda: np.arange(size, dtype="f4"),
        lambda: np.arange(size) % 2 == 0,
        lambda: [u"t%d" % i for i in range(size)],
        lambda: pd.date_range("2024-01-01", periods=size),
        lambda: pd.to_timedelta(np.arange(size), unit="s"),
        lambda: pd.Categorical([u"abc"[i % 3] for i in range(size)], ordered=g.rng.random() < 0.5),
        lambda: pd.Categorical([i % 2 for i in range(size)]),
        lambda: [None, 1, u"x", 2.5][:size] + [0] * (size - 4),
    ]
    if NUMBERED >= [1, 0]:
        forms += [
            lambda: pd.array([1, None, 3][:size] + [4] * (size - 3), dtype=g.rng.choice(["Int64", "Int8", "UInt16"])),
            lambda: pd.array([True, None][:size] + [False] * (size - 2), dtype="boolean"),
        ]
    if NUMBERED >= [1, 2]:
        forms.append(lambda: pd.array([1.5, None][:size] + [2.0] * (size - 2), dtype="Float64"))
    return g.rng.choice(forms)()


def series(g):
    size = g.rng.choice((0, 1, 3, 7))
    return pd.Series(column(g, size), index=index(g, size), name=g.rng.choice([None, u"s", 3]))


def frame(g):
    size = g.rng.choice((0, 1, 3, 7))
    names = [u"MKT", u"SMB", u"HML", u"x", 5][: g.rng.randrange(6)]
    made = pd.DataFrame(dict((n, column(g, size)) for n in names), index=index(g, size))
    if g.rng.random() < 0.2:
        made.columns = index(g, len(made.columns))
    return made


def some_index(g):
    return index(g, g.rng.choice((0, 1, 4)))


def stamp(g):
    forms = [pd.Timestamp("2024-02-29 12:30:01.000005"), pd.Timedelta("1 days 2 h"), pd.Period("2024-01", "M") if NUMBERED >= [2, 0] else None, pd.Interval(0, 1), pd.NaT, pd.offsets.Day(2), pd.offsets.MonthEnd(), pd.offsets.BusinessDay(), pd.CategoricalDtype([u"a", u"b"])]
    return g.rng.choice(forms)


def extension(g):
    made = column(g, 4)
    return made if not isinstance(made, list) else pd.Series(made).values


LEAVES = [(1, series), (1.5, frame), (1, some_index), (0.6, stamp), (0.5, extension)]
