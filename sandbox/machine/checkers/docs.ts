/**
 * What each checker accepts, in one sentence, for the published policy. Beside the registries and not in them, so that
 * the guest's bundle holds no words; a checker without its sentence, or a sentence without a checker, does not compile.
 */
import type { CheckerName } from "./index.js";
import type { StateName } from "./states.js";

/** Argument checkers, by the name in `call` and `check`. "Plain" is None, booleans, numbers, text, bytes, exact collections of them. */
export const CALL_DOCS = {
  attribute:
    "(a listed class, the name of a function that is listed whole, such as str and split), or (a distribution of scipy made here, _entropy); anything else is dangerous",
  "bit-generator": "one of the five names as text, or one of the five classes as a token; nothing or one argument",
  "block-manager":
    "(exact tuple of results of _unpickle_block, exact list of two indexes), of a series (one such, one index): blocks as long as the rows, as many places as columns, each column once",
  bytearray: "nothing, bytes, or (text, latin-1, ascii or utf-8)",
  bytes: "nothing, bytes, or an exact list of small integers",
  "codecs-encode": "(text, latin1, ascii or utf-8)",
  complex: "(number, number)",
  counter: "nothing or an exact dict",
  date: "4 bytes (text in Python 2), or three integers",
  datetime: "10 bytes (text in Python 2) and perhaps a datetime.timezone or ZoneInfo made here, or three to eight integers",
  decimal: "one text of a decimal number, NaN or Infinity",
  defaultdict: "nothing, None or a factory: a listed builtin type or collections.OrderedDict; perhaps an exact dict",
  deque: "nothing, an exact list or tuple, and perhaps None or an integer as length",
  dtype: "(type text, align and copy flags) or (a listed scalar type, flags); never a text with fields that name code",
  exception: "plain arguments",
  fraction: "one text of a fraction, or (integer, integer other than zero)",
  frombuffer: "(bytes, dtype, shape, C or F), lengths agreeing",
  frozenset: "nothing, or an exact list, tuple or set",
  generator: "nothing, one of the five names as text, or a bit generator made here; perhaps __bit_generator_ctor as second argument",
  mareconstruct: "(MaskedArray, ndarray, (0,), b'b' or text 'b')",
  "masked-constant": "nothing",
  memory: "first argument None (no location), then plain; or keywords absent",
  namedtuple: "as many arguments as the class has fields (2 or 3), or _reconstructor(cls, tuple, exact tuple of them)",
  "new-datetimeindex":
    "(DatetimeIndex, exact dict of data, name, perhaps freq and tz): a DatetimeArray, until pandas 0.23 datetime64[ns] or a DatetimeIndex; an offset or None; a datetime.timezone, a ZoneInfo or None, never a text",
  "arrow-array":
    "a tuple of a type made here, an integer, one up to it, 0, a list of three buffers made here (bits or None, places, bytes) as long as the texts need, an empty list, None; places rise from 0 to no more than there are bytes",
  "arrow-buffer": "bytes or a bytearray",
  "arrow-type": "large_string or string",
  "int-index": "(an integer up to 2^31-1, an array of 32-bit integers)",
  "block-index": "(an integer up to 2^31-1, two arrays of 32-bit integers of one length)",
  "new-index":
    "(a class of `classes`, exact dict of exactly its parts): data and name (labels) with an ndarray or array of pandas of the class's own type; start, stop, step of a range as integers; levels, codes (or labels), sortorder, names of a MultiIndex with codes from -1 to the last of their level; never another index or series as data",
  "new-intervalindex": "(IntervalIndex, exact dict of left, right, closed, name): two indexes of numbers or times, of one class and length",
  "new-timedeltaindex": "(TimedeltaIndex, exact dict of data, name, perhaps freq): a TimedeltaArray; a fixed offset or None",
  "newobj-cython": "one class of `classes`, as a token; the instance takes a state of the form `state`",
  numbers: "at most four arguments, each a number, numpy scalar, boolean, text or None",
  "object-list": "nothing, or one exact list, tuple or dict of the same kind",
  ordereddict: "nothing, an exact dict, or an exact list of pairs",
  partial: "one listed function or ufunc, not a class; BUILD brings the rest",
  "pandas-interval": "(left, right, closed): two numbers, Timestamps or Timedeltas; left, right, both or neither",
  "pandas-nat": "None",
  "date-offset": "nothing",
  "pandas-offset": "the integer n, the boolean normalize, and what the class has: a month, weekday, week, day or timedelta in its range",
  "pandas-period": "(None, an offset made here, an integer of 64 bits)",
  "pandas-timedelta": "(an integer of 64 bits[, resolution 7 to 10])",
  "pandas-timestamp": "(an integer of 64 bits, an offset or None, a datetime.timezone, a ZoneInfo or None[, resolution 7 to 10])",
  path: "text parts",
  "pytz-offset": "an integer of minutes from -1439 to 1439",
  "pytz-utc": "nothing",
  "pytz-zone":
    "(a name of the zone database: a known area and at most two more parts of letters, digits, _, + and -[, two integers of less than a day in seconds, an abbreviation of at most ten letters, digits, + and -])",
  "period-dtype": "an offset made here, or a text of pandas' frequencies such as period[M]",
  "pyx-unpickle":
    "(the class of `classes`, a checksum of `checksums`, None or an exact tuple of numbers); the instance takes a state of the form `state`",
  randomstate: "nothing, one of the five names as text, or a bit generator made here; perhaps __bit_generator_ctor as second argument",
  "randomstate-legacy": "nothing",
  range: "one to three integers",
  reconstruct: "(ndarray or a listed subclass, (0,), b'b' or text 'b')",
  reconstructor: "(listed class, object, None), (listed dict subclass, dict, exact dict), (listed list subclass, list, exact list)",
  scalar: "(dtype without objects, bytes of its length); structured with objects only over an array made here",
  "seed-sequence": "(the class of `classes`, a checksum of `checksums`, None or the state)",
  set: "nothing, or an exact list, tuple or set",
  slice: "three plain values",
  "string-dtype": "nothing, or (text python or pyarrow, perhaps the constant NA or a float NaN)",
  stringdtype: "(True or False for coerce, and perhaps None, NaN or text as na_object)",
  time: "6 bytes (text in Python 2) and perhaps a datetime.timezone or ZoneInfo made here, or up to five integers",
  timedelta: "up to three integers",
  timezone: "a timedelta made here and perhaps a text",
  "torch-device": "a text such as cpu or cuda:0, and perhaps an integer",
  "torch-layout": "the name of one of torch's layouts as text",
  "torch-parameter": "(tensor made here, True or False, an empty OrderedDict or None)",
  "torch-quantized":
    "(storage, offset, size, stride, (per_tensor_affine, float, integer), True or False, an empty OrderedDict or None), as of a tensor",
  "torch-size": "an exact tuple of integers",
  "torch-sparse": "(layout made here, (two or three tensors made here, size, and perhaps whether it is coalesced))",
  "torch-tensor": "(storage of this very file, offset, size, stride): every item stands in the storage",
  "torch-tensor-v2":
    "(storage of this very file, offset, size, stride, True or False, an empty OrderedDict or None, perhaps None or an empty dict): every item stands in the storage",
  "torch-tensor-v3": "the same with a dtype of torch behind the hooks, over a storage of bytes",
  tree: "(integer, one-dimensional integer array, integer), until sklearn 0.14 with a splitter made here, integers and a RandomState made here",
  "tree-part": "numbers, numeric arrays, and tree parts and a RandomState made here, at most eight",
  "ufunc-reconstruct": "(a module of `modules` or one that holds the ufunc, a listed ufunc)",
  "unpickle-block":
    "(array of plain items or of pandas, slice or array of 64-bit integers with as many places as the array has rows, integer 1 or 2 as its dimensions)",
  "unpickle-ndarray-backed": "(a class of `classes`, a checksum of `checksums`, None)",
  zone: "(a name of the zone database: a known area and at most two more parts of letters, digits, _, + and -, a flag)",
} as const satisfies Readonly<Record<CheckerName, string>>;

/** State checkers, by the name in `state`; `dict`, the default, takes an exact dict with text keys, of scipy.interpolate also (dict or None, dict). */
export const STATE_DOCS = {
  "array-wrapper": "exactly joblib's five keys, perhaps numpy_array_alignment_bytes (16 or None)",
  "array-wrapper-files": "exactly filename (a name in the same folder), subclass, perhaps allow_mmap",
  "array-wrapper-zfile": "exactly filename, init_args (a reconstructor's arguments), state (an array's state without data)",
  "bit-generator": "a dict of plain data with arrays, or (that dict, SeedSequence made here or None); MT19937's pos 0 to 624",
  "block-manager":
    "(axes, values, items, {'0.14.1': {axes, blocks: [{values, mgr_locs}]}}): exact lists of indexes, arrays and blocks that agree as in the call",
  bspline: "a dict, or (_BSpline made here whose t is an ndarray, ndarray)",
  "data-frame-mapper": "a dict whose features are an exact list of exact tuples or lists: columns, transformers, perhaps options",
  "catboost-model":
    "a dict with text keys, of which those that begin with an underscore are catboost's own: __model is exact bytes, _test_eval, _test_evals, _prediction_values_change and _loss_value_change are plain; all others become parameters",
  dict: "the default",
  empty: "an empty dict",
  isotonic: "a dict; X_thresholds_, y_thresholds_, _necessary_X_ and _necessary_y_ are plain numeric ndarrays, out_of_bounds a text",
  memory: "a dict with location, cachedir and store_backend None or absent, the rest plain",
  "native-booster": "a dict with text keys whose handle or _handle is None, exact bytes, bytearray or text; everything else plain",
  none: "no BUILD at all",
  "own-items": "a dict, or the object itself, a dict subclass whose items have texts as keys",
  "interval-array":
    "a tuple of one dict: _left and _right, two arrays or indexes of one type and length, and a dtype or how they are closed",
  "pandas-array":
    "a dict or tuple with exactly the class's parts: an ndarray of the class's own kind, its dtype or mask, an offset as frequency, _readonly, and cached values as pandas computes them; codes from -1 to the last category",
  "pandas-dtype":
    "a dict with exactly the class's parts: categories and ordered, unit and tz (a datetime.timezone or ZoneInfo), freq (an offset), storage, or its own cached values",
  "pandas-object":
    "a dict with _mgr or _data (a manager made here, of the class's own kind), _typ (the class's own), _metadata, a series' name (a label), perhaps attrs (plain) and _flags ({allows_duplicate_labels: bool})",
  "date-offset":
    "a dict with n (integer), normalize (boolean), _offset (a timedelta or relativedelta), and perhaps _use_relativedelta, kwds, an empty _cache and the keywords of the call, integers",
  relativedelta: "a dict with all 17 of its keys: integers, or None for places in the calendar; weekday None",
  "pandas-offset":
    "a dict with n (integer), normalize (boolean), the class's month or startingMonth (1 to 12) or timedelta, and perhaps kwds, _use_relativedelta and cached texts of the offset itself",
  "random-state": "a dict of plain data with arrays, or a legacy tuple (text, uint32 array of 624, integer 0 to 624, integer, float)",
  "rv-generic":
    "a dict whose _parse_arg_template is scipy's genuine text over identifiers whose _ctor_param is as below, whose numargs and moment_type are small integers and whose vecentropy is scipy's own; or (dict with keys among momtype, a, b, xtol, badvalue, name, longname, shapes, extradoc, inc, values, seed: numbers, text or None, shapes None or identifiers separated by commas and blanks, extradoc, values and seed None; RandomState or Generator made here, or None)",
  text: "a text",
  tree: "a dict of node_count, nodes, values and perhaps max_depth: integers, a node array of a known layout, a float64 array; until sklearn 0.14 one numeric array a field",
  "tree-predictor":
    "a dict of nodes (a node ndarray of a known layout) and perhaps raw_left_cat_bitsets and binned_left_cat_bitsets (uint32 arrays)",
  "tuple-binary-tree":
    "12 or 13 items: three or four arrays of the known layouts, integers, a distance metric made here, perhaps sample weights or None",
  "tuple-dtype": "numpy's own tuple; see sandbox/numpy",
  "tuple-masked": "numpy's own tuple: version, shape, dtype, order flag, data, mask, fill value",
  "tuple-metric": "(float, one-dimensional float array, float array), perhaps with further numbers",
  "tuple-ndarray": "numpy's own tuple; see sandbox/numpy",
  "tuple-numbers": "an exact tuple of at most four numbers",
  "tuple-partial": "(listed function, exact tuple, exact dict, None or an empty dict)",
  "tuple-seed-sequence":
    "(entropy, number of children, uint32 array, pool size, spawn key): integers, None, exact tuples or lists of integers, one array",
  vectorize: "numpy's own attributes around the entropy of a discrete distribution, nothing cached",
  uuid: "a dict of int (128 bits) and perhaps is_safe (an integer or None)",
} as const satisfies Readonly<Record<StateName, string>>;
