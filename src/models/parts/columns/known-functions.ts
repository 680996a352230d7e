/**
 * Functions that a model may name and that are known here: numpy's and scipy's of one number, `clip`, `round`,
 * `nan_to_num`, and sklearn's of rows. Only their names come from the file; what they do is written below. Everything
 * else is code.
 */
import { CornichonError, type Shown, sentence, showText } from "../../../errors.js";
import { entriesOf, itemsOf } from "../../../neutral/attributes.js";
import { numberOf, own, typeOf } from "../../../neutral/document.js";
import { expit, type NDArray } from "../../../numeric/ndarray.js";
import type { Sparse } from "../../../numeric/sparse.js";
import { typed } from "../../../numeric/typed.js";
import type { State } from "../../state.js";
import { shown } from "./categories.js";
import { copyOf, floating } from "./columns.js";
import { leastNorm, normalizeRows, normalizeSparse, normOf } from "./row-norms.js";

/** What comes out of whole numbers: doubles, whole numbers, or truth values. */
type Gives = "floats" | "wholes" | "truths";

/** A function of X: of each value for itself, or of each row. */
export interface Known {
  readonly apply: (x: NDArray) => NDArray;
  /** The same over the stored values of sparse rows; null where zeros do not stay zeros. */
  readonly onSparse: ((x: Sparse, dtype: string) => Sparse) | null;
  /** It compares or adds and asks no value for a method of its own: an array of objects is taken. */
  readonly ofObjects?: true;
  /** Of a data frame it makes an array. */
  readonly losesNames?: true;
  /** Why sparse rows are refused, where it is not that zeros become other values. */
  readonly whyNotSparse?: Shown;
}

/** A value as a number. @throws CornichonError `input.malformed` for texts and the like */
function number(value: unknown): number {
  if (typeof value === "number") return value;
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value !== "boolean" && typeof value !== "bigint")
    throw new CornichonError("input.malformed", sentence`A function of numbers was given ${showText(shown(value))}.`);
  return Number(value);
}

const isWhole = (dtype: string): boolean => /^u?int/.test(dtype);

/** A function of each value; `whole`: another one for whole numbers. */
function each(call: (x: number) => number, gives: Gives, whole: (x: number) => number = call): Known {
  const apply = ({ dtype, shape, data }: NDArray): NDArray => {
    const of = isWhole(dtype) ? whole : call;
    const kept = gives === "truths" ? "bool" : dtype === "float32" || (gives === "wholes" && isWhole(dtype)) ? dtype : "float64";
    const out = new Float64Array(data.length);
    for (let at = 0; at < out.length; at++) out[at] = of(number(data[at]));
    // Of Python's objects numpy makes objects.
    return dtype === "object" && gives !== "truths" ? { dtype, shape, data: Array.from(out) } : typed(kept, shape, out);
  };
  const onSparse = (x: Sparse, dtype: string): Sparse => {
    const { data, dtype: made } = apply({ dtype, shape: [x.data.length], data: x.data });
    return { ...x, dtype: made, data };
  };
  return { apply, onSparse: call(0) === 0 ? onSparse : null };
}

/** To the nearest whole number, of two the even one (numpy.rint). */
function nearest(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

const FLOATS: Readonly<Record<string, (x: number) => number>> = {
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  expm1: Math.expm1,
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  fabs: Math.abs,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  arcsinh: Math.asinh,
  arccosh: Math.acosh,
  arctanh: Math.atanh,
  deg2rad: (x) => x * (Math.PI / 180),
  radians: (x) => x * (Math.PI / 180),
  rad2deg: (x) => x * (180 / Math.PI),
  degrees: (x) => x * (180 / Math.PI),
  rint: nearest,
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
};
const WHOLES: Readonly<Record<string, (x: number) => number>> = {
  abs: Math.abs,
  absolute: Math.abs,
  negative: (x) => -x,
  positive: (x) => x,
  sign: Math.sign,
};
const SPECIAL: Readonly<Record<string, (x: number) => number>> = {
  expit,
  logit: (p) => Math.log(p / (1 - p)),
  log1p: Math.log1p,
  expm1: Math.expm1,
};

const TRUTHS: Readonly<Record<string, (x: number) => number>> = {
  isnan: (x) => Number(Number.isNaN(x)),
  isinf: (x) => Number(x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY),
  isfinite: (x) => Number(Number.isFinite(x)),
  signbit: (x) => Number(x < 0 || Object.is(x, -0)),
  logical_not: (x) => Number(x === 0),
};

const rows = (module: string, functions: Readonly<Record<string, (x: number) => number>>, gives: Gives): [string, Known][] =>
  Object.entries(functions).map(([name, call]) => [`${module}.${name}`, each(call, gives)]);

const PRODUCT = sentence`numpy.square of a csr_matrix is its product with itself, and not that of its values: it takes no sparse rows.`;

const TABLE: ReadonlyMap<string, Known> = new Map([
  ...rows("numpy", FLOATS, "floats"),
  ...rows("numpy", WHOLES, "wholes").map(([name, known]): [string, Known] => [name, { ...known, ofObjects: true }]),
  ...rows("numpy", TRUTHS, "truths"),
  ...rows("scipy.special", SPECIAL, "floats"),
  ["numpy.square", { ...each((x) => x * x, "wholes"), ofObjects: true, onSparse: null, whyNotSparse: PRODUCT }],
  [
    "numpy.reciprocal",
    each(
      (x) => 1 / x,
      "wholes",
      (x) => Math.trunc(1 / x),
    ),
  ],
]);

type Arguments = ReadonlyMap<string, unknown>;

/** What a function's keyword arguments make of it; null for keywords that are not known here. */
type Maker = (given: Arguments, state: State) => Known | null;

/** True where all names are known ones. */
const only = (given: Arguments, ...names: readonly string[]): boolean => [...given.keys()].every((name) => names.includes(name));

/** The first argument that is there, as a number; `otherwise` for None and for none; null for what is no number. */
export function amount(given: Arguments, names: readonly string[], otherwise: number): number | null {
  const value = names.map((name) => given.get(name)).find((one) => one !== undefined && one !== null);
  return value === undefined ? otherwise : (numberOf(value) ?? null);
}

const clip: Maker = (given) => {
  const low = amount(given, ["a_min", "min"], Number.NEGATIVE_INFINITY);
  const high = amount(given, ["a_max", "max"], Number.POSITIVE_INFINITY);
  if (!only(given, "a_min", "min", "a_max", "max") || low === null || high === null) return null;
  const whole = [low, high].every((value) => Number.isInteger(value) || !Number.isFinite(value));
  return { ...each((x) => Math.min(high, Math.max(low, x)), whole ? "wholes" : "floats"), onSparse: null, ofObjects: true };
};

/** `numpy.round`: to so many decimals by a power of ten, each step in X's own type. */
const round: Maker = (given) => {
  const decimals = amount(given, ["decimals"], 0);
  if (!only(given, "decimals") || decimals === null || !Number.isInteger(decimals) || Math.abs(decimals) > 300) return null;
  const power = 10 ** Math.abs(decimals);
  const rounder =
    (stored: (x: number) => number) =>
    (x: number): number => {
      if (decimals === 0) return nearest(x);
      const scaled = stored(nearest(stored(decimals > 0 ? x * power : x / power)));
      return stored(decimals > 0 ? scaled / power : scaled * power);
    };
  const [double, single] = [rounder((x) => x), rounder(Math.fround)];
  const whole = decimals >= 0 ? (x: number): number => x : double;
  const [wide, narrow] = [each(double, "wholes", whole), each(single, "wholes", whole)];
  return {
    apply: (x) => (x.dtype === "float32" ? narrow : wide).apply(x),
    onSparse: (x, dtype) => (dtype === "float32" ? narrow : wide).onSparse?.(x, dtype) ?? x,
  };
};

const MOST: Readonly<Record<string, number>> = { float32: 3.4028234663852886e38 };

/** `numpy.nan_to_num`: NaN as 0, infinities as the largest number of X's type. */
const nanToNum: Maker = (given) => {
  const nan = amount(given, ["nan"], 0);
  const [positive, negative] = [amount(given, ["posinf"], Number.NaN), amount(given, ["neginf"], Number.NaN)];
  if (!only(given, "copy", "nan", "posinf", "neginf") || nan === null || positive === null || negative === null) return null;
  const of = (most: number): Known => {
    const [high, low] = [Number.isNaN(positive) ? most : positive, Number.isNaN(negative) ? -most : negative];
    return each(
      (x) => (Number.isNaN(x) ? nan : x === Number.POSITIVE_INFINITY ? high : x === Number.NEGATIVE_INFINITY ? low : x),
      "wholes",
    );
  };
  const known = (dtype: string): Known => of(MOST[dtype] ?? Number.MAX_VALUE);
  return {
    // Whole numbers are neither.
    apply: (x) => (isWhole(x.dtype) ? x : known(x.dtype).apply(x)),
    onSparse: (x, dtype) => known(dtype).onSparse?.(x, dtype) ?? x,
    losesNames: true,
  };
};

/** `sklearn.preprocessing.binarize`. */
const binarize: Maker = (given) => {
  const threshold = amount(given, ["threshold"], 0);
  if (!only(given, "threshold", "copy") || threshold === null) return null;
  return { ...each((x) => Number(x > threshold), "wholes"), losesNames: true };
};

/** `sklearn.preprocessing.normalize` along the rows. */
const normalize: Maker = (given, state) => {
  const name = given.get("norm") ?? "l2";
  const norm = typeof name === "string" ? normOf(name, state.before(0, 23)) : null;
  if (!only(given, "norm", "axis", "copy") || norm === null || amount(given, ["axis"], 1) !== 1) return null;
  return {
    apply: (x) => {
      const data = copyOf(Float64Array.from(x.data, number), x.dtype);
      normalizeRows(data, x.shape[1] ?? 0, norm, leastNorm(state, x.dtype));
      return floating(x.shape, data);
    },
    onSparse: (x, dtype) => normalizeSparse(x, dtype, norm),
    losesNames: true,
  };
};

/** Rows as numpy's array of them, which they are here; of sparse ones numpy makes a single object. */
const asArray: Maker = (given) => (given.size === 0 ? { apply: (x) => x, onSparse: null, losesNames: true } : null);

const MAKERS: ReadonlyMap<string, Maker> = new Map([
  ["numpy.clip", clip],
  ["numpy.round", round],
  ["numpy.around", round],
  ["numpy.round_", round],
  ["numpy.nan_to_num", nanToNum],
  ["numpy.array", asArray],
  ["numpy.asarray", asArray],
  ["numpy.asanyarray", asArray],
  ["numpy.ascontiguousarray", asArray],
  ["numpy.asfortranarray", asArray],
  ["numpy.copy", asArray],
  ["sklearn.preprocessing.binarize", binarize],
  ["sklearn.preprocessing.normalize", normalize],
]);

/** Modules that a function was in, by the name that it has today. */
const today = (name: string): string =>
  name
    .replace(/^sklearn\.preprocessing\._?data\./, "sklearn.preprocessing.")
    .replace(/^scipy\.special\._?[a-z_]*ufuncs\./, "scipy.special.")
    .replace(/^numpy\.(?:_core|core|lib)\.[a-z_]+\./, "numpy.");

const ALIASES: ReadonlyMap<string, string> = new Map([
  ["numpy.conj", "numpy.positive"],
  ["numpy.conjugate", "numpy.positive"],
]);

function named(full: string, given: Arguments, state: State): Known | null {
  const name = ALIASES.get(today(full)) ?? today(full);
  const maker = MAKERS.get(name);
  if (maker !== undefined) return maker(given, state);
  return given.size === 0 ? (TABLE.get(name) ?? null) : null;
}

/** Keyword arguments of a partial or a parameter, null where they are none by name. */
function argumentsOf(value: unknown, state: State): [string, unknown][] | null {
  if (value === undefined || value === null) return [];
  const entries = entriesOf(value, state.references);
  return entries === null ? null : entries.map(([name, argument]) => [String(name), argument]);
}

/** `functools.partial`'s function and keywords; null when it binds values by position. */
function partial(value: unknown, state: State): { readonly func: unknown; readonly given: [string, unknown][] } | null {
  const [func, positional, keywords] = itemsOf(own(value, "state") ?? null, state.references) ?? [];
  const bound = itemsOf(positional ?? [], state.references);
  const given = argumentsOf(keywords, state);
  return bound?.length === 0 && given !== null ? { func, given } : null;
}

/** A function that a parameter names: what it does, null where that is code; and its name for messages. */
export interface NamedFunction {
  readonly name: string | null;
  readonly known: Known | null;
  /** The name that it has today, and its keyword arguments; null where there is code among them. */
  readonly call: { readonly name: string; readonly given: ReadonlyMap<string, unknown> } | null;
}

/** The function that an attribute names, with its keyword arguments. */
export function namedFunction(state: State, key: string, keywords: string): NamedFunction {
  const value = state.get(key);
  const given = argumentsOf(state.get(keywords), state);
  const bound = own(value, "class") === "functools.partial" ? partial(value, state) : { func: value, given: [] };
  const func = bound?.func ?? itemsOf(own(value, "state") ?? null, state.references)?.at(0);
  const name = typeOf(func) === "global" ? own(func, "name") : null;
  if (typeof name !== "string") return { name: null, known: null, call: null };
  if (bound === null || given === null) return { name, known: null, call: null };
  const call = { name: ALIASES.get(today(name)) ?? today(name), given: new Map([...bound.given, ...given]) };
  return { name, known: named(name, call.given, state), call };
}
