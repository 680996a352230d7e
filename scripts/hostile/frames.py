"""pandas: genuine states of several versions, and the same with one part that pandas does not write and would follow."""
import struct

from assemble import Array, Asm, Build, Call, DType, Name, New, dumps
from case import case

BASE = "pandas.core.indexes.base"
INDEX, MULTI = Name(BASE, "Index"), Name("pandas.core.indexes.multi", "MultiIndex")
RANGE, CATEGORICAL_INDEX = Name("pandas.core.indexes.range", "RangeIndex"), Name("pandas.core.indexes.category", "CategoricalIndex")
INT64, FLOAT64 = Name("pandas.core.indexes.numeric", "Int64Index"), Name("pandas.core.indexes.numeric", "Float64Index")
DATETIMES, PERIODS = Name("pandas.core.indexes.datetimes", "DatetimeIndex"), Name("pandas.core.indexes.period", "PeriodIndex")
INTERVALS = Name("pandas.core.indexes.interval", "IntervalIndex")
NEW_INDEX, NEW_DATETIMES = Name(BASE, "_new_Index"), Name("pandas.core.indexes.datetimes", "_new_DatetimeIndex")
NEW_INTERVALS = Name("pandas.core.indexes.interval", "_new_IntervalIndex")
BACKED, BLOCK = Name("pandas._libs.arrays", "__pyx_unpickle_NDArrayBacked"), Name("pandas._libs.internals", "_unpickle_block")
MANAGER, SINGLE = Name("pandas.core.internals.managers", "BlockManager"), Name("pandas.core.internals.managers", "SingleBlockManager")
FRAME, SERIES = Name("pandas.core.frame", "DataFrame"), Name("pandas.core.series", "Series")
CHECKSUM = 82904607
I8, F8, O8, B1, I1 = DType("i8"), DType("f8"), DType("O8"), DType("b1"), DType("i1")
MONTH_END = Call(Name("pandas._libs.tslibs.offsets", "MonthEnd"), 1, False)
DAY = Call(Name("pandas._libs.tslibs.offsets", "Day"), 1, False)
HOUR = Call(Name("datetime", "timedelta"), 0, 3600, 0)
ZONE = Call(Name("datetime", "timezone"), HOUR)


def times(letter, unit="ns"):
    return DType(f"{letter}8", (4, "<", None, None, None, -1, -1, 0, ({}, (unit.encode(), 1, 1, 1))))


def ints(*values):
    return Array(I8, (len(values),), struct.pack(f"<{len(values)}q", *values))


def floats(*values):
    return Array(F8, (len(values),), struct.pack(f"<{len(values)}d", *values))


def small(*values):
    return Array(I1, (len(values),), struct.pack(f"<{len(values)}b", *values))


def objects(*values):
    return Array(O8, (len(values),), list(values))


def stamps(*values, letter="M", unit="ns"):
    return Array(times(letter, unit), (len(values),), struct.pack(f"<{len(values)}q", *values))


def index(data, name=None, cls=INDEX, **more):
    return Call(NEW_INDEX, cls, {"data": data, "name": name, **more})


def span(start, stop, step=1, name=None):
    return Call(NEW_INDEX, RANGE, {"name": name, "start": start, "stop": stop, "step": step})


def multi(codes, levels=None, names=None, sortorder=None):
    levels = levels or [index(objects("a", "b")), index(ints(1, 2, 3))]
    return Call(NEW_INDEX, MULTI, {"levels": levels, "codes": codes, "sortorder": sortorder, "names": names or [None] * len(levels)})


def backed(cls, values, dtype, rest=None):
    return Build(Call(BACKED, cls, CHECKSUM, None), (dtype, values, {} if rest is None else rest))


def category_dtype(categories, ordered=False):
    return New(Name("pandas.core.dtypes.dtypes", "CategoricalDtype"), {"categories": categories, "ordered": ordered})


def categorical(codes, categories=None):
    return backed(Name("pandas.core.arrays.categorical", "Categorical"), codes, category_dtype(categories or index(objects("a", "b"))))


def zoned(unit="ns", tz=ZONE):
    return New(Name("pandas.core.dtypes.dtypes", "DatetimeTZDtype"), {"unit": unit, "tz": tz})


def datetime_array(values, dtype=None, **rest):
    return backed(Name("pandas.core.arrays.datetimes", "DatetimeArray"), values, dtype or times("M"), rest)


def datetimes(data, name=None, **more):
    return Call(NEW_DATETIMES, DATETIMES, {"data": data, "name": name, **more})


def period_array(values, freq=MONTH_END, **rest):
    return backed(Name("pandas.core.arrays.period", "PeriodArray"), values, Call(Name("pandas.core.dtypes.dtypes", "PeriodDtype"), freq), rest)


def intervals(left, right, closed="right"):
    return Call(NEW_INTERVALS, INTERVALS, {"left": left, "right": right, "closed": closed, "name": None})


def places(start, stop, step=1):
    return Call(Name("builtins", "slice"), start, stop, step)


def block(values, placement, ndim=2):
    return Call(BLOCK, values, placement, ndim)


def grid(rows, columns, dtype=F8):
    return Array(dtype, (rows, columns), bytes(8 * rows * columns))


def frame(blocks, columns, rows, typ="dataframe", **more):
    state = {"_mgr": Call(MANAGER, tuple(blocks), [columns, rows]), "_typ": typ, "_metadata": [], "attrs": {}, "_flags": {"allows_duplicate_labels": True}}
    return New(FRAME, {**state, **more})


def single(axis, values, length):
    labels = [axis]
    return New(SINGLE, None), (labels, [values], [axis], {"0.14.1": {"axes": labels, "blocks": [{"values": values, "mgr_locs": places(0, length)}]}})


def series(axis, values, length, typ="series", name=None, **more):
    target, state = single(axis, values, length)
    return New(SERIES, {"_mgr": Build(target, state), "_typ": typ, "_metadata": ["_name"], "attrs": {}, "_flags": {"allows_duplicate_labels": True}, "_name": name, **more})


def masked(name, data, mask, **more):
    kind = "boolean" if name.startswith("Boolean") else "integer" if name.startswith("Integer") else "floating"
    return New(Name(f"pandas.core.arrays.{kind}", name), {"_data": data, "_mask": mask, **more})


def bools(*values):
    return Array(B1, (len(values),), bytes(values))


I4 = DType("i4")


def shorts(*values):
    return Array(I4, (len(values),), struct.pack(f"<{len(values)}i", *values))


def sparse(places, values, fill=0.0):
    dtype = New(Name("pandas.core.arrays.sparse.dtype", "SparseDtype"), {"_dtype": F8, "_fill_value": fill})
    return New(Name("pandas.core.arrays.sparse.array", "SparseArray"), {"_sparse_index": places, "_sparse_values": values, "_dtype": dtype})


def int_index(length, places):
    return Call(Name("pandas._libs.sparse", "IntIndex"), length, places)


def block_index(length, starts, lengths):
    return Call(Name("pandas._libs.sparse", "BlockIndex"), length, starts, lengths)


def interval_array(left, right, closed="right", **more):
    made = Call(Name("pandas._libs.interval", "__pyx_unpickle_IntervalMixin"), Name("pandas.core.arrays.interval", "IntervalArray"), 222419149, None)
    dtype = New(Name("pandas.core.dtypes.dtypes", "IntervalDtype"), {"subtype": I8, "closed": closed})
    return Build(made, ({"_left": left, "_right": right, "_dtype": dtype, **more},))


def buffer(data):
    return Call(Name("pyarrow.lib", "py_buffer"), data)


def arrow(count, starts, data, nulls=0, bits=None, kind="large_string", offset=0, children=None, dictionary=None):
    """Texts as pyarrow pickles them; `starts` are the places that they begin at, and the last one's end."""
    width = "q" if kind == "large_string" else "i"
    buffers = [None if bits is None else buffer(bits), buffer(struct.pack(f"<{len(starts)}{width}", *starts)), buffer(data)]
    kind = Call(Name("pyarrow.lib", "type_for_alias"), kind)
    return Call(Name("pyarrow.lib", "_restore_array"), (kind, count, nulls, offset, buffers, children or [], dictionary))


def arrow_texts(held, storage="pyarrow", **more):
    dtype = Call(Name("pandas", "StringDtype"), storage, float("nan"))
    return New(Name("pandas.arrays", "ArrowStringArray"), {"_pa_array": held, "_dtype": dtype, "_cache": {}, **more})


RELATIVE = {key: 0 for key in "years months days leapdays hours minutes seconds microseconds _has_time".split()}
RELATIVE.update({key: None for key in "year month day weekday hour minute second microsecond".split()})
DATE_OFFSET = {"n": 1, "normalize": False, "_offset": New(Name("dateutil.relativedelta", "relativedelta"), RELATIVE), "_use_relativedelta": True, "months": 0}


NEW_BLOCK = Name("pandas.core.internals.blocks", "new_block")


def partial_block(values, placement, ndim=2, of=NEW_BLOCK, more=None, words=None):
    made = Build(Call(Name("functools", "partial"), NEW_BLOCK), (of, more or (), words or {"ndim": ndim}, None))
    return Call(made, values, placement)


def pytz(name, *args):
    return Call(Name("pytz", name), *args)


COLUMNS, ROWS = index(objects("x", "y")), span(0, 3)
FLOATS = block(grid(2, 3), places(0, 2))
GENUINE = {
    "index": index(objects("a", 1, None, (1, "b"))),
    "index-numbers": index(floats(1, 2)),
    "int64-index": index(ints(1, 2), cls=INT64),
    "range": span(5, 0, -2),
    "range-long": span(0, 2**50),
    "multi": multi([small(0, 1, -1), small(2, -1, 0)]),
    "categorical": categorical(small(0, 1, -1)),
    "category-index": index(categorical(small(0, 1)), cls=CATEGORICAL_INDEX),
    "datetimes": datetimes(datetime_array(stamps(0, 1), _freq=DAY)),
    "datetimes-zone": datetimes(datetime_array(stamps(0, 1, unit="us"), zoned("us"), _freq=None)),
    "datetimes-old": datetimes(stamps(0, 1), freq=None, tz=ZONE),
    "periods": index(period_array(ints(1, 2)), cls=PERIODS),
    "intervals": intervals(index(ints(0, 1)), index(ints(1, 2))),
    "masked": masked("IntegerArray", ints(1, 2), bools(0, 1)),
    "frame": frame([FLOATS], COLUMNS, ROWS),
    "frame-blocks": frame([block(grid(2, 3), places(0, 4, 2)), block(grid(2, 3, I8), ints(1, 3))], index(ints(1, 2, 3, 4)), ROWS),
    "frame-odd-columns": frame([FLOATS], index(objects("__array_interface__", "_typ")), ROWS),
    "series": series(ROWS, floats(1, 2, 3), 3),
    "timestamp": Call(Name("pandas._libs.tslibs.timestamps", "_unpickle_timestamp"), 5, None, ZONE, 10),
    "period": Call(Name("pandas._libs.tslibs.period", "Period"), None, MONTH_END, 600),
    "period-dtype": Call(Name("pandas.core.dtypes.dtypes", "PeriodDtype"), "period[Q-DEC]"),
    "interval": Call(Name("pandas._libs.interval", "Interval"), 0, 1.5, "left"),
    "interval-array": interval_array(ints(0, 1), ints(1, 2)),
    "sparse": sparse(int_index(5, shorts(1, 3)), floats(1.5, 2.5)),
    "sparse-runs": sparse(block_index(9, shorts(1, 5), shorts(2, 1)), floats(1.5, 2.5, 3.5)),
    "arrow-texts": arrow_texts(arrow(3, (0, 1, 1, 3), b"abc", nulls=1, bits=b"\x05")),
    "date-offset": New(Name("pandas.tseries.offsets", "DateOffset"), DATE_OFFSET),
    "arrow-texts-counted": arrow_texts(arrow(9, (0,) * 10, b"", nulls=-1, bits=b"\x05\xff")),
    "arrow-texts-short": arrow_texts(arrow(2, (0, 2, 3), b"abc", kind="string")),
    "frame-partial": frame([partial_block(grid(2, 3), places(0, 2))], COLUMNS, ROWS),
    "pytz-utc": datetimes(datetime_array(stamps(0), zoned(tz=pytz("_UTC")))),
    "pytz-zone": datetimes(datetime_array(stamps(0), zoned(tz=pytz("_p", "Europe/Berlin", 3180, 0, "LMT")))),
    "pytz-offset": datetimes(datetime_array(stamps(0), zoned(tz=pytz("FixedOffset", 330)))),
    "week": New(Name("pandas.tseries.offsets", "Week"), {"n": 1, "normalize": False, "weekday": 6, "_cache": {"freqstr": "W-SUN"}}),
}
for slug, value in GENUINE.items():
    for protocol in (0, 2, 4):
        # Python looks a time zone up in the database of the system: its names are a closed list.
        case("safe", f"pandas-{slug}-p{protocol}", dumps(value, protocol), allow=["open /usr/share/zoneinfo/UTC"])

ADDRESS = (index(objects("__array_interface__", "shape")), objects({"version": 3, "typestr": "<M8[ns]", "shape": (1,), "data": (4096, False)}, (1,)), 2)
UNLISTED = {
    # What pandas would take for data, follow and look up in.
    "series-typ": series(*ADDRESS, typ="dataframe"),
    "series-typ-scalar": series(ROWS, floats(1, 2, 3), 3, typ=Call(Name("numpy.core.multiarray", "scalar"), DType("U6", (3, "<", None, None, None, 24, 4, 8)), "series".encode("utf-32-le"))),
    "series-as-data": datetimes(series(*ADDRESS), freq=None, tz=None),
    "frame-as-data": index(frame([FLOATS], COLUMNS, ROWS)),
    "range-as-data": index(span(0, 580_000_000), cls=FLOAT64),
    "multi-as-data": index(multi([small(0, 1), small(2, 0)])),
    "categorical-as-data": index(categorical(small(0, 1))),
    "range-as-ends": intervals(span(0, 580_000_000), span(1, 580_000_001)),
    "range-float": span(0.0, 5),
    "range-bool": span(0, 5, True),
    "range-step": span(0, 5, 0),
    "range-scalar": span(0, Call(Name("numpy.core.multiarray", "scalar"), I8, bytes(8))),
    "index-dtype": index(ints(1), dtype="float64"),
    "index-name-list": index(ints(1), name=["a"]),
    "index-name-frame": index(ints(1), name=frame([FLOATS], COLUMNS, ROWS)),
    "index-item-frame": index(objects(frame([FLOATS], COLUMNS, ROWS))),
    "index-two-dimensions": index(grid(2, 2)),
    "int64-index-floats": index(floats(1), cls=INT64),
    # Time zones are objects: texts are looked up in files.
    "zone-text": datetimes(stamps(0), freq=None, tz="Europe/Paris"),
    "zone-dateutil": datetimes(stamps(0), freq=None, tz="dateutil//proc/self/cornichon-marker"),
    "zone-dtype-text": datetimes(datetime_array(stamps(0), "datetime64[ns, dateutil//proc/self/cornichon-marker]")),
    "zone-dtype-state": datetimes(datetime_array(stamps(0), zoned(tz="dateutil//proc/self/cornichon-marker"))),
    "zone-timestamp": Call(Name("pandas._libs.tslibs.timestamps", "_unpickle_timestamp"), 5, None, "dateutil//proc/self/cornichon-marker", 10),
    "zone-timestamp-class": Call(Name("pandas._libs.tslibs.timestamps", "Timestamp"), 5, None, "dateutil//proc/self/cornichon-marker"),
    "zone-over-integers": datetimes(ints(0, 1), freq=None, tz=ZONE),
    "zone-over-seconds": datetimes(stamps(0, 1, unit="s"), freq=None, tz=ZONE),
    "zone-over-objects": datetimes(objects("a"), freq=None, tz=ZONE),
    "zone-other-unit": datetimes(datetime_array(stamps(0, unit="s"), zoned("ns"))),
    "period-dtype-path": Call(Name("pandas.core.dtypes.dtypes", "PeriodDtype"), "period[dateutil//etc/passwd]"),
    "timestamp-resolution": Call(Name("pandas._libs.tslibs.timestamps", "_unpickle_timestamp"), 5, None, None, 14),
    "timestamp-text": Call(Name("pandas._libs.tslibs.timestamps", "Timestamp"), "2020-01-01", None, None),
    "timedelta-text": Call(Name("pandas._libs.tslibs.timedeltas", "Timedelta"), "1 day"),
    "nat-argument": Call(Name("pandas._libs.tslibs.nattype", "_nat_unpickle"), 5),
    "period-text": Call(Name("pandas._libs.tslibs.period", "Period"), "2020", "M", None),
    "interval-objects": Call(Name("pandas._libs.interval", "Interval"), "a", "b", "left"),
    "offset-month": Call(Name("pandas._libs.tslibs.offsets", "YearEnd"), 1, False, 13),
    "offset-float": Call(Name("pandas._libs.tslibs.offsets", "Day"), 1.5, False),
    "offset-state-month": New(Name("pandas.tseries.offsets", "YearEnd"), {"n": 1, "normalize": False, "month": 99}),
    "offset-cache": New(Name("pandas.tseries.offsets", "Day"), {"n": 1, "normalize": False, "_cache": {"freqstr": "MS"}}),
    # Sizes that do not agree, and values of another kind.
    "codes-objects": multi([objects(0, 1), small(0, 1)]),
    "codes-lengths": multi([small(0, 1), small(0)]),
    "codes-dimensions": multi([grid(1, 2, I8), grid(1, 2, I8)]),
    "codes-levels": multi([small(0)]),
    "level-of-levels": multi([small(0)], [multi([small(0), small(0)])]),
    "names-count": multi([small(0), small(0)], names=["a"]),
    "sort-order": multi([small(0), small(0)], sortorder=7),
    "categories-list": categorical(small(0), ["a", "b"]),
    "categories-series": categorical(small(0), series(ROWS, floats(1, 2, 3), 3)),
    "array-cache": datetime_array(stamps(0), _cache={"_creso": 7}),
    "array-cache-method": datetime_array(stamps(0), _cache={"_box_func": 1}),
    "array-dtype": datetime_array(stamps(0), times("m")),
    "periods-floats": index(period_array(floats(1)), cls=PERIODS),
    "mask-length": masked("IntegerArray", ints(1, 2), bools(0)),
    "mask-integers": masked("IntegerArray", ints(1, 2), ints(0, 0)),
    "masked-objects": masked("IntegerArray", objects(1, 2), bools(0, 1)),
    "block-series": frame([block(series(ROWS, floats(1, 2, 3), 3), places(0, 1))], index(objects("x")), ROWS),
    "block-places": frame([block(grid(2, 3), places(0, 3))], COLUMNS, ROWS),
    "block-negative": frame([block(grid(2, 3), places(-2, 0))], COLUMNS, ROWS),
    "block-ndim": frame([block(grid(2, 3), places(0, 2), 1)], COLUMNS, ROWS),
    "frame-rows": frame([FLOATS], COLUMNS, span(0, 4)),
    "frame-columns": frame([FLOATS], index(objects("x", "y", "z")), ROWS),
    "frame-wide": frame([block(Array(F8, (400_000_000, 0), b""), places(0, 400_000_000))], span(0, 400_000_000), span(0, 0)),
    "frame-axes": frame([FLOATS], objects("x", "y"), ROWS),
    "frame-key": frame([FLOATS], COLUMNS, ROWS, _constructor=1),
    "frame-metadata": frame([FLOATS], COLUMNS, ROWS, _metadata=["columns"]),
    "frame-flags": frame([FLOATS], COLUMNS, ROWS, _flags={"allows_duplicate_labels": 1}),
    "frame-manager": frame([FLOATS], COLUMNS, ROWS, _mgr={"blocks": ()}),
    "series-length": series(ROWS, floats(1, 2), 2),
    "series-name": series(ROWS, floats(1, 2, 3), 3, name=frame([FLOATS], COLUMNS, ROWS)),
    # pytz looks names up in the files of its package.
    "pytz-path": datetimes(datetime_array(stamps(0), zoned(tz=pytz("_p", "../../../../etc/passwd")))),
    "pytz-area": datetimes(datetime_array(stamps(0), zoned(tz=pytz("_p", "zone.tab")))),
    "pytz-seconds": datetimes(datetime_array(stamps(0), zoned(tz=pytz("_p", "Europe/Berlin", 86400, 0, "LMT")))),
    "pytz-minutes": datetimes(datetime_array(stamps(0), zoned(tz=pytz("FixedOffset", 1440)))),
    "pytz-utc-argument": datetimes(datetime_array(stamps(0), zoned(tz=pytz("_UTC", 1)))),
    "sparse-values": sparse(int_index(5, shorts(1, 3)), floats(1.5)),
    "sparse-length": sparse(int_index(2**40, shorts(1)), floats(1.5)),
    "sparse-places": sparse(int_index(5, ints(1, 3)), floats(1.5, 2.5)),
    "sparse-fill": sparse(int_index(5, shorts(1)), floats(1.5), fill=[1]),
    "sparse-runs-length": sparse(block_index(9, shorts(1, 5), shorts(2)), floats(1.5, 2.5)),
    "interval-ends": interval_array(ints(0, 1), ints(1)),
    "interval-ends-kind": interval_array(ints(0, 1), floats(1, 2)),
    "interval-objects-array": interval_array(objects("a"), objects("b")),
    "interval-closed": interval_array(ints(0), ints(1), _closed="open"),
    # pyarrow takes what it is given on trust.
    "arrow-type": arrow_texts(arrow(1, (0, 1), b"a", kind="list")),
    "arrow-starts": arrow_texts(arrow(3, (0, 1), b"a")),
    "arrow-bits": arrow_texts(arrow(9, tuple(range(10)), b"abcdefghi", bits=b"\x05")),
    "arrow-nulls": arrow_texts(arrow(1, (0, 1), b"a", nulls=2)),
    # Numbers far beyond a calendar, a weekday that is an object, and dateutil's durations where pandas' offsets belong.
    "date-offset-key": New(Name("pandas.tseries.offsets", "DateOffset"), {**DATE_OFFSET, "apply": 1}),
    "date-offset-number": New(Name("pandas.tseries.offsets", "DateOffset"), {**DATE_OFFSET, "months": 2**40}),
    "date-offset-delta": New(Name("pandas.tseries.offsets", "DateOffset"), {**DATE_OFFSET, "_offset": 1}),
    "relativedelta-weekday": New(Name("dateutil.relativedelta", "relativedelta"), {**RELATIVE, "weekday": [1]}),
    "relativedelta-key": New(Name("dateutil.relativedelta", "relativedelta"), {**RELATIVE, "normalized": 1}),
    "relativedelta-period": Call(Name("pandas", "Period"), None, New(Name("dateutil.relativedelta", "relativedelta"), RELATIVE), 1),
    "arrow-nulls-unsaid": arrow_texts(arrow(1, (0, 1), b"a", nulls=1)),
    "arrow-offset": arrow_texts(arrow(1, (0, 1), b"a", offset=1)),
    "arrow-negative": arrow_texts(arrow(-1, (), b"a")),
    "arrow-children": arrow_texts(arrow(1, (0, 1), b"a", children=[1])),
    "arrow-dictionary": arrow_texts(arrow(1, (0, 1), b"a", dictionary=1)),
    "arrow-storage": arrow_texts(arrow(1, (0, 1), b"a"), storage="python"),
    "arrow-data": arrow_texts(ints(1)),
    "arrow-cache": arrow_texts(arrow(1, (0, 1), b"a"), _cache={"_hasna": [1]}),
    # A partial of another function, of other words, or with values of its own.
    "partial-of": frame([partial_block(grid(2, 3), places(0, 2), of=Name("pandas._libs.internals", "_unpickle_block"))], COLUMNS, ROWS),
    "partial-values": frame([partial_block(grid(2, 3), places(0, 2), more=(1,))], COLUMNS, ROWS),
    "partial-words": frame([partial_block(grid(2, 3), places(0, 2), words={"ndim": 2, "klass": 1})], COLUMNS, ROWS),
    "partial-ndim": frame([partial_block(grid(2, 3), places(0, 2), ndim=3)], COLUMNS, ROWS),
    "partial-rows": frame([partial_block(grid(2, 3), places(0, 3))], COLUMNS, ROWS),
}
for slug, value in UNLISTED.items():
    case("unlisted", f"pandas-{slug}", dumps(value, 4), rule="pandas")

MALFORMED = {
    "code-above": multi([small(0, 2), small(0, 1)]),
    "code-below": multi([small(0, -2), small(0, 1)]),
    "category-above": categorical(small(0, 2)),
    "category-below": categorical(small(-2, 0)),
    "category-of-none": categorical(small(0), index(objects())),
    "place-outside": frame([block(grid(2, 3), ints(0, 2))], COLUMNS, ROWS),
    "place-twice": frame([block(grid(2, 3), ints(0, 0))], COLUMNS, ROWS),
    "place-negative": frame([block(grid(2, 3), ints(-1, 0))], COLUMNS, ROWS),
    "slice-outside": frame([block(grid(2, 3), places(1, 3))], COLUMNS, ROWS),
    "sparse-runs-more": sparse(block_index(9, shorts(1, 5), shorts(2, 2)), floats(1.5, 2.5, 3.5)),
    "sparse-runs-negative": sparse(block_index(9, shorts(1, 5), shorts(-1, 4)), floats(1.5, 2.5, 3.5)),
    "sparse-runs-before": sparse(block_index(9, shorts(-2000000000, 5), shorts(2, 1)), floats(1.5, 2.5, 3.5)),
    "sparse-runs-outside": sparse(block_index(9, shorts(1, 8), shorts(1, 2)), floats(1.5, 2.5, 3.5)),
    "sparse-runs-over": sparse(block_index(9, shorts(1, 2), shorts(2, 1)), floats(1.5, 2.5, 3.5)),
    "sparse-runs-far": sparse(block_index(9, shorts(1, 2**31 - 1), shorts(2, 1)), floats(1.5, 2.5, 3.5)),
    "sparse-place-twice": sparse(int_index(5, shorts(3, 3)), floats(1.5, 2.5)),
    "sparse-place-outside": sparse(int_index(5, shorts(3, 5)), floats(1.5, 2.5)),
    "arrow-nulls-more": arrow_texts(arrow(3, (0, 1, 1, 3), b"abc", nulls=3, bits=b"\x05")),
    "arrow-nulls-none": arrow_texts(arrow(3, (0, 1, 1, 3), b"abc", nulls=0, bits=b"\x05")),
    "arrow-outside": arrow_texts(arrow(2, (0, 1, 4), b"abc")),
    "arrow-falling": arrow_texts(arrow(2, (0, 2, 1), b"abc")),
    "arrow-beginning": arrow_texts(arrow(1, (1, 2), b"abc")),
    "slices-overlap": frame([block(grid(2, 3), places(0, 2)), block(grid(2, 3), places(1, 3))], index(ints(1, 2, 3, 4)), ROWS),
}
for slug, value in MALFORMED.items():
    case("malformed", f"pandas-{slug}", dumps(value, 4), code="model.inconsistent", rule="pandas")

# pandas takes keys out of the dict that it is given: who comes second finds less than what stands in the file.
for slug, (one, two) in {
    "index-dict-twice": (Name(BASE, "_new_Index"), INDEX),
    "range-dict-twice": (Name(BASE, "_new_Index"), RANGE),
}.items():
    state = {"data": ints(1), "name": None} if two is INDEX else {"name": None, "start": 0, "stop": 2, "step": 1}
    asm = Asm(4).raw(b"]").value(state).raw(b"q\x00" b"0")
    for _ in range(2):
        asm.value(one).value(two).raw(b"h\x00\x86R" b"a")
    case("unlisted", f"pandas-{slug}", bytes(asm.stop().out), rule="pandas")

# The same dict beside it, in front of it, as another's state, as all arguments: what Python has of it is not what stands in the file.
ORDERED = Name("collections", "OrderedDict")
BUNCH = Name("sklearn.utils", "Bunch")
RIDGE = Name("sklearn.linear_model._ridge", "Ridge")


def shared(slug, asm):
    case("unlisted", slug, bytes(asm.stop().out), code="stream.not-a-pickler", rule="taken")


def index_of(asm):
    """An index whose dict is memo entry 0x70."""
    asm.value(Name(BASE, "_new_Index")).value(INDEX).raw(b"}q\x70(").value("data").value(ints(1)).value("name").value(None)
    return asm.raw(b"u\x86R")


COPIES = {"dict": Name("builtins", "dict"), "counter": Name("collections", "Counter"), "ordered": ORDERED, "set": Name("builtins", "set")}
for name, callee in COPIES.items():
    shared(f"pandas-dict-copied-{name}", index_of(Asm(4).raw(b"](")).value(callee).raw(b"h\x70\x85Re"))
for p in (2, 4):
    shared(f"pandas-dict-beside-p{p}", index_of(Asm(p).raw(b"](")).raw(b"h\x70e"))
    shared(f"pandas-dict-state-p{p}", index_of(Asm(p).raw(b"](")).value(BUNCH).raw(b")\x81h\x70be"))
    asm = Asm(p).raw(b"](}q\x70(").value("data").value(ints(1)).value("name").value(None).raw(b"u")
    shared(f"pandas-dict-before-p{p}", asm.value(Name(BASE, "_new_Index")).value(INDEX).raw(b"h\x70\x86Re"))
    asm = Asm(p).raw(b"](").value(Name(BASE, "_new_Index")).value(INDEX).raw(b"}(").value("data").value(ints(1)).value("name").value(None)
    shared(f"pandas-arguments-beside-p{p}", asm.raw(b"u\x86q\x70Rh\x70e"))
    asm = Asm(p).raw(b"](").value(RIDGE).raw(b")\x81}q\x70(").value("alpha").value(1.0).value("_sklearn_version").value("1.4.2")
    shared(f"estimator-state-beside-p{p}", asm.raw(b"ubh\x70e"))

# A state that its class empties, or in which it leaves a pointer: the dict beside its model, and two models over one dict.
NATIVE = {
    "catboost": (Name("catboost.core", "CatBoostRegressor"), "iterations", 3),
    "coo": (Name("scipy.sparse._coo", "coo_matrix"), "maxprint", 50),
    "lightgbm": (Name("lightgbm.basic", "Booster"), "handle", None),
    "xgboost": (Name("xgboost.core", "Booster"), "handle", None),
}


def model_over(cls, key, value):
    """A list that is open, and in it an instance whose state is memo entry 0x70."""
    return Asm(4).raw(b"](").value(cls).raw(b")\x81}q\x70").value(key).value(value).raw(b"sb")


for name, (cls, key, value) in NATIVE.items():
    shared(f"native-state-beside-{name}", model_over(cls, key, value).raw(b"h\x70e"))
    shared(f"native-state-twice-{name}", model_over(cls, key, value).value(cls).raw(b")\x81h\x70be"))
    if name != "coo":
        case("safe", f"native-state-alone-{name}", bytes(model_over(cls, key, value).raw(b"e").stop().out), loaders=[])
