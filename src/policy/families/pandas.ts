/**
 * pandas: frames, series, indexes, blocks, extension arrays, dtypes and timestamps as pickled by 0.18 to 3.1. pandas'
 * own functions and `__setstate__`s follow what they find, so every part has a checker that takes what pandas writes and
 * nothing else. Not listed: readers and writers, `eval`, arrow data but texts, arrays over any other
 * (`NumpyExtensionArray`), and sparse frames of before 0.24, which were classes of their own.
 */
import { type CallRow, type ClassRow, called, type Family, type ReferenceRow } from "../rows.js";

/** An index class: only ever the argument of `_new_Index`. */
const index = (name: string, old: string): ClassRow => ({
  path: `pandas.${name}`,
  at: `pandas ${old}`,
  form: "call",
  state: "none",
});

const numericIndexes = "pandas.core.indexes.numeric pandas.indexes.numeric pandas.core.index";

const indexes: readonly ClassRow[] = [
  index("Index", "pandas.core.indexes.base pandas.indexes.base pandas.core.index"),
  index("RangeIndex", "pandas.core.indexes.range pandas.indexes.range pandas.core.index"),
  index("MultiIndex", "pandas.core.indexes.multi pandas.indexes.multi pandas.core.index"),
  index("CategoricalIndex", "pandas.core.indexes.category pandas.indexes.category pandas.core.index"),
  index("DatetimeIndex", "pandas.core.indexes.datetimes pandas.tseries.index"),
  index("TimedeltaIndex", "pandas.core.indexes.timedeltas pandas.tseries.tdi"),
  index("PeriodIndex", "pandas.core.indexes.period pandas.tseries.period"),
  index("IntervalIndex", "pandas.core.indexes.interval"),
  index("Int64Index", numericIndexes),
  index("UInt64Index", numericIndexes),
  index("Float64Index", numericIndexes),
];

const INDEX_PATHS = indexes.map((row) => row.path);

const array = (name: string, old: string, members?: string): ClassRow => ({
  path: `pandas.arrays.${name}`,
  at: `pandas.arrays ${old}`,
  state: "pandas-array",
  ...(members === undefined ? {} : { members }),
});

const arrays: readonly ClassRow[] = [
  { path: "pandas.Categorical", at: "pandas pandas.core.arrays.categorical pandas.core.categorical", state: "pandas-array" },
  array("DatetimeArray", "pandas.core.arrays.datetimes"),
  array("TimedeltaArray", "pandas.core.arrays.timedeltas"),
  array("PeriodArray", "pandas.core.arrays.period"),
  // Missing texts are the constant NA, in an object array under `_ndarray`.
  { ...array("StringArray", "pandas.core.arrays.string_"), refs: "_ndarray" },
  array("IntegerArray", "pandas.core.arrays.integer"),
  array("FloatingArray", "pandas.core.arrays.floating"),
  array("BooleanArray", "pandas.core.arrays.boolean"),
  array("ArrowStringArray", "pandas.core.arrays.string_arrow"),
  array("SparseArray", "pandas pandas.core.arrays.sparse pandas.core.arrays.sparse.array"),
  // Made by the function of its cython base.
  { ...array("IntervalArray", "pandas.core.arrays.interval"), form: "call", state: "none" },
];

const BACKED = [
  "pandas.Categorical",
  ...["DatetimeArray", "TimedeltaArray", "PeriodArray", "StringArray"].map((name) => `pandas.arrays.${name}`),
];

const dtype = (name: string, old: string, members: string): ClassRow => ({
  path: `pandas.${name}`,
  at: `pandas ${old}`,
  state: "pandas-dtype",
  members,
});

const DTYPE_METHODS =
  "construct_array_type construct_from_string is_dtype reset_cache itemsize str kind type na_value name names _is_boolean _is_numeric _is_immutable _can_hold_na index_class _get_common_dtype";

const dtypes: readonly ClassRow[] = [
  dtype(
    "CategoricalDtype",
    "pandas.core.dtypes.dtypes pandas.api.types",
    `${DTYPE_METHODS} _finalize _from_fastpath _from_categorical_dtype _from_values_or_dtype validate_ordered validate_categories update_dtype _hash_categories _is_boolean`,
  ),
  dtype("DatetimeTZDtype", "pandas.core.dtypes.dtypes pandas.api.types", `${DTYPE_METHODS} _creso`),
  ...["Int8Dtype", "Int16Dtype", "Int32Dtype", "Int64Dtype", "UInt8Dtype", "UInt16Dtype", "UInt32Dtype", "UInt64Dtype"].map((name) =>
    dtype(name, "pandas.core.arrays.integer", `${DTYPE_METHODS} numpy_dtype`),
  ),
  ...["Float32Dtype", "Float64Dtype"].map((name) => dtype(name, "pandas.core.arrays.floating", `${DTYPE_METHODS} numpy_dtype`)),
  dtype("BooleanDtype", "pandas.core.arrays.boolean", `${DTYPE_METHODS} numpy_dtype`),
  { ...dtype("StringDtype", "pandas.core.arrays.string_", DTYPE_METHODS), call: "string-dtype" },
  dtype("IntervalDtype", "pandas.core.dtypes.dtypes pandas.api.types", `${DTYPE_METHODS} _cache_dtypes _match`),
  dtype(
    "SparseDtype",
    "pandas.core.arrays.sparse pandas.core.arrays.sparse.dtype pandas.core.dtypes.dtypes",
    `${DTYPE_METHODS} _check_fill_value _is_na_fill_value _is_numeric _is_boolean _parse_subtype _subtype_with_str update_dtype`,
  ),
  // Of an offset, or of a text such as `period[M]`.
  { ...dtype("PeriodDtype", "pandas.core.dtypes.dtypes pandas.api.types", DTYPE_METHODS), call: "period-dtype" },
];

const OFFSETS =
  "Day Hour Minute Second Milli Micro Nano Week WeekOfMonth LastWeekOfMonth MonthEnd MonthBegin SemiMonthEnd SemiMonthBegin QuarterEnd QuarterBegin YearEnd YearBegin BusinessDay BusinessMonthEnd BusinessMonthBegin BQuarterEnd BQuarterBegin BYearEnd BYearBegin";

const offsets = OFFSETS.split(" ").map(
  (name): ClassRow => ({
    path: `pandas.tseries.offsets.${name}`,
    at: "pandas.tseries.offsets pandas._libs.tslibs.offsets",
    call: "pandas-offset",
    state: "pandas-offset",
  }),
);

/** A duration by the calendar, and what it is made of. */
const dateOffsets: readonly ClassRow[] = [
  {
    path: "pandas.tseries.offsets.DateOffset",
    at: "pandas pandas.tseries.offsets pandas._libs.tslibs.offsets",
    call: "date-offset",
    state: "date-offset",
  },
  { path: "dateutil.relativedelta.relativedelta", at: "dateutil.relativedelta", state: "relativedelta" },
];

const stamp = (name: string, at: string): ClassRow => called(`pandas.${name}`, at, `pandas-${name.toLowerCase()}`);

const call = (at: string, name: string, check: string, args?: CallRow["args"]): CallRow => ({
  path: `${at.split(" ")[0] ?? at}.${name}`,
  at,
  check,
  ...(args === undefined ? {} : { args }),
});

const calls: readonly CallRow[] = [
  call("pandas.core.indexes.base pandas.indexes.base pandas.core.index", "_new_Index", "new-index", { classes: INDEX_PATHS }),
  call("pandas.core.indexes.datetimes pandas.tseries.index", "_new_DatetimeIndex", "new-datetimeindex", {
    classes: ["pandas.DatetimeIndex"],
  }),
  call("pandas.core.indexes.interval", "_new_IntervalIndex", "new-intervalindex", { classes: ["pandas.IntervalIndex"] }),
  call("pandas.core.indexes.timedeltas", "_new_TimedeltaIndex", "new-timedeltaindex", { classes: ["pandas.TimedeltaIndex"] }),
  call("pandas._libs.interval", "__pyx_unpickle_IntervalMixin", "unpickle-ndarray-backed", {
    classes: ["pandas.arrays.IntervalArray"],
    checksums: [222419149, 238750788],
    state: ["interval-array"],
  }),
  // Texts alone, whose places are held against their bytes.
  call("pyarrow.lib", "type_for_alias", "arrow-type"),
  call("pyarrow.lib", "py_buffer", "arrow-buffer"),
  call("pyarrow.lib", "_restore_array", "arrow-array"),
  call("pandas._libs.sparse", "IntIndex", "int-index"),
  call("pandas._libs.sparse", "BlockIndex", "block-index"),
  call("pandas._libs.internals", "_unpickle_block", "unpickle-block"),
  call("pandas._libs.tslibs.timestamps", "_unpickle_timestamp", "pandas-timestamp"),
  call("pandas._libs.tslibs.timedeltas", "_timedelta_unpickle", "pandas-timedelta"),
  call("pandas._libs.tslibs.nattype", "_nat_unpickle", "pandas-nat"),
  call("pandas._libs.tslibs.nattype pandas._libs.tslib pandas.tslib", "__nat_unpickle", "pandas-nat"),
  call("pandas._libs.arrays", "__pyx_unpickle_NDArrayBacked", "unpickle-ndarray-backed", {
    classes: BACKED,
    checksums: [82904607, 223698104],
    state: ["pandas-array"],
  }),
];

const references: readonly ReferenceRow[] = [
  { what: "constant", at: "pandas pandas._libs.missing", public: "pandas", names: "NA" },
  // What pandas 1.3 makes its blocks with, by way of functools.partial.
  { what: "function", at: "pandas.core.internals.blocks", public: "pandas.core.internals.blocks", names: "new_block" },
];

export const PANDAS: Family = {
  family: "pandas",
  doc: "Frames, series, indexes and their arrays, read without pandas.",
  classes: [
    { path: "pandas.DataFrame", at: "pandas pandas.core.frame", state: "pandas-object" },
    { path: "pandas.Series", at: "pandas pandas.core.series", state: "pandas-object" },
    {
      path: "pandas.core.internals.managers.BlockManager",
      at: "pandas.core.internals.managers pandas.core.internals",
      call: "block-manager",
      state: "block-manager",
    },
    {
      path: "pandas.core.internals.managers.SingleBlockManager",
      at: "pandas.core.internals.managers pandas.core.internals",
      call: "block-manager",
      state: "block-manager",
    },
    called(
      "pandas.core.indexes.frozen.FrozenList",
      "pandas.core.indexes.frozen pandas.indexes.frozen pandas.indexes.base pandas.core.base",
      "object-list",
    ),
    // Codes of levels until 0.25: an ndarray, which numpy's own function makes.
    {
      path: "pandas.core.indexes.frozen.FrozenNDArray",
      at: "pandas.core.indexes.frozen pandas.indexes.frozen pandas.indexes.base pandas.core.base",
      form: "call",
      state: "none",
    },
    ...indexes,
    ...arrays,
    ...dtypes,
    ...offsets,
    ...dateOffsets,
    stamp("Timestamp", "pandas pandas._libs.tslibs.timestamps pandas._libs.tslib pandas.tslib"),
    stamp("Period", "pandas pandas._libs.tslibs.period pandas._libs.period pandas._period"),
    stamp("Interval", "pandas pandas._libs.interval"),
    stamp("Timedelta", "pandas pandas._libs.tslibs.timedeltas pandas._libs.tslib pandas.tslib"),
  ],
  calls,
  references,
};
