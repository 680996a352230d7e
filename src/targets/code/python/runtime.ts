/**
 * What the Python of a model calls. Python traps where IEEE 754 does not (logarithms of zero, exponentials of 1000, divisions
 * by zero): these do not. Always written whole: it is short, and one file is one file.
 */
import { TERM_HELPERS } from "./terms.js";

/** Arithmetic, each written only where it is called. */
const HELPERS: ReadonlyMap<string, string> = new Map([
  ...TERM_HELPERS,
  [
    "_div",
    `def _div(a, b):
    if b:
        return a / b
    if a != a or a == 0.0:
        return nan
    return math.copysign(inf, a) * math.copysign(1.0, b)`,
  ],
  [
    "_exp",
    `def _exp(a):
    try:
        return math.exp(a)
    except OverflowError:
        return inf`,
  ],
  [
    "_log",
    `def _log(a):
    if a > 0.0:
        return math.log(a)
    return -inf if a == 0.0 else nan`,
  ],
  [
    "_sqrt",
    `def _sqrt(a):
    return math.sqrt(a) if a >= 0.0 else nan`,
  ],
  [
    "_pow",
    `def _pow(a, b):
    try:
        return math.pow(a, b)
    except OverflowError:
        return -inf if a < 0.0 and math.fmod(b, 2.0) else inf
    except ValueError:
        if a == 0.0:
            return math.copysign(inf, a) if math.fmod(b, 2.0) in (1.0, -1.0) else inf
        return nan`,
  ],
  [
    "_mod",
    `def _mod(a, b):
    try:
        return math.fmod(a, b)
    except ValueError:
        return nan`,
  ],
  [
    "_floor",
    `def _floor(a):
    return float(math.floor(a)) if -inf < a < inf else a`,
  ],
  [
    "_ceil",
    `def _ceil(a):
    return float(math.ceil(a)) if -inf < a < inf else a`,
  ],
  [
    "_round",
    `def _round(a):
    return float(round(a)) if -inf < a < inf else a`,
  ],
  [
    "_sin",
    `def _sin(a):
    return math.sin(a) if -inf < a < inf else nan`,
  ],
  [
    "_cos",
    `def _cos(a):
    return math.cos(a) if -inf < a < inf else nan`,
  ],
  [
    "_min",
    `def _min(a, b):
    return a if a != a or a < b else b`,
  ],
  [
    "_max",
    `def _max(a, b):
    return a if a != a or a > b else b`,
  ],
  [
    "_sign",
    `def _sign(a):
    return 1.0 if a > 0.0 else -1.0 if a < 0.0 else a`,
  ],
  [
    "_relu",
    `def _relu(a):
    return 0.0 if a < 0.0 else a`,
  ],
  [
    "_f32",
    `_FLOAT = struct.Struct("<f")


def _f32(a):
    try:
        return _FLOAT.unpack(_FLOAT.pack(a))[0]
    except OverflowError:
        return math.copysign(inf, a)`,
  ],
  [
    "_whole",
    `def _whole(a):
    return int(a) if -inf < a < inf else -9223372036854775808`,
  ],
  [
    "_within",
    `def _within(place, length):
    if 0 <= place < length:
        return place
    raise ValueError("The model has no exact answer for a row of X.")`,
  ],
  [
    "_shaped",
    `def _shaped(items, shape):
    for size in reversed(shape[1:]):
        items = [items[at:at + size] for at in range(0, len(items), size)]
    return items`,
  ],
  [
    "_together",
    `def _together(answer, rows, count):
    least = [inf] * count
    while True:
        found = [inf] * count
        answers = [answer(row, least, found) for row in rows]
        if repr(found) == repr(least):
            return answers
        least = found`,
  ],
  [
    "_table",
    `def _table(code, text):
    items = array.array(code)
    items.frombytes(base64.b64decode(text))
    if sys.byteorder == "big":
        items.byteswap()
    return items.tolist() if len(items) < 65536 else items`,
  ],
]);

/** Source of those that are called, in an order of their own. */
export const helpersFor = (called: ReadonlySet<string>): readonly string[] =>
  [...HELPERS].filter(([name]) => called.has(name)).map(([, code]) => code);

/** X as rows of Python's own values, each of them checked for its width. */
export const ROWS = `def _rows(X):
    names = getattr(X, "columns", None)
    if names is not None and FEATURES is not None and list(names) != FEATURES:
        raise ValueError("The feature names should match those that were passed during fit.")
    if hasattr(X, "toarray"):
        X = X.toarray()
    X = getattr(X, "values", X) if names is not None else X
    rows = X.tolist() if hasattr(X, "tolist") else [list(row) if hasattr(row, "__iter__") else row for row in X]
    for row in rows:
        if not isinstance(row, list):
            raise ValueError("Expected 2D array, got 1D array instead.")
        if len(row) != WIDTH:
            raise ValueError("X has %d features, but %d features are expected as input." % (len(row), WIDTH))
        for j in NUMBERS:
            if row[j].__class__ is not float:
                row[j] = nan if row[j] is None else float(row[j])
        for j in TEXTS:
            if not isinstance(row[j], str):
                raise ValueError("Column %d of X holds texts, and here something else." % j)
    return rows`;

/** One text or label a row. */
export const SINGLES = `def _rows(X):
    X = getattr(X, "values", X) if hasattr(X, "index") and hasattr(X, "dtype") else X
    rows = [[item] for item in (X.tolist() if hasattr(X, "tolist") else X)]
    for row in rows:
        for j in NUMBERS:
            row[j] = float(row[j])
        for j in WHOLES:
            if int(row[j]) != row[j]:
                raise ValueError("A label of X is no whole number.")
            row[j] = int(row[j])
        for j in TEXTS:
            if not isinstance(row[j], str):
                raise ValueError("X holds texts, and here something else.")
    return rows`;

/** Numbers that a method does not take. */
export const REFUSE = `def _refuse(rows, missing, infinite, large, low, known):
    for row in rows:
        for j in missing:
            if row[j] != row[j]:
                raise ValueError("Input X contains NaN.")
        for j in infinite:
            if row[j] in (inf, -inf):
                raise ValueError("Input X contains infinity or a value too large for dtype('float64').")
        for j in large:
            if abs(row[j]) > 3.4028234663852886e38:
                raise ValueError("Input X contains infinity or a value too large for dtype('float32').")
        for places, least in low:
            for j in places:
                if row[j] < least:
                    raise ValueError("Negative values in data." if least == 0.0 else "Column %d of X is below %r." % (j, least))
        for j, values in known:
            if row[j] not in values and (row[j] == row[j] or nan not in values):
                raise ValueError("Found unknown categories [%r] in column %d during transform" % (row[j], j))
    return rows`;
