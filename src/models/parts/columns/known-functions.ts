/**
 * Functions that a model may name and that are known here: numpy's and scipy's of one number, and `numpy.clip`. Only
 * their names come from the file; what they do is written below. Everything else is code.
 */
import { entriesOf, itemsOf } from "../../../neutral/attributes.js";
import { numberOf, own, typeOf } from "../../../neutral/document.js";
import { expit } from "../../../numeric/ndarray.js";
import type { State } from "../../state.js";

/** A function of one number; `whole`: it gives whole numbers for whole numbers. */
export interface Known {
  readonly call: (x: number) => number;
  readonly whole: boolean;
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
  reciprocal: (x) => 1 / x,
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
  square: (x) => x * x,
  sign: Math.sign,
};
const SPECIAL: Readonly<Record<string, (x: number) => number>> = {
  expit,
  logit: (p) => Math.log(p / (1 - p)),
  log1p: Math.log1p,
  expm1: Math.expm1,
};

const rows = (module: string, functions: Readonly<Record<string, (x: number) => number>>, whole: boolean): [string, Known][] =>
  Object.entries(functions).map(([name, call]) => [`${module}.${name}`, { call, whole }]);

const TABLE: ReadonlyMap<string, Known> = new Map([
  ...rows("numpy", FLOATS, false),
  ...rows("numpy", WHOLES, true),
  ...rows("scipy.special", SPECIAL, false),
]);

type Arguments = ReadonlyMap<string, unknown>;

function clip(given: Arguments): Known | null {
  const bound = (names: readonly string[], none: number): number | null => {
    const value = names.map((name) => given.get(name)).find((one) => one !== undefined && one !== null);
    return value === undefined ? none : (numberOf(value) ?? null);
  };
  const low = bound(["a_min", "min"], Number.NEGATIVE_INFINITY);
  const high = bound(["a_max", "max"], Number.POSITIVE_INFINITY);
  const odd = [...given.keys()].some((name) => !["a_min", "min", "a_max", "max"].includes(name));
  if (odd || low === null || high === null) return null;
  const whole = [low, high].every((value) => Number.isInteger(value) || !Number.isFinite(value));
  return { call: (x) => Math.min(high, Math.max(low, x)), whole };
}

function named(name: string, given: Arguments): Known | null {
  if (name === "numpy.clip") return clip(given);
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

/** The function that an attribute names, with its keyword arguments; null for what is not known here. */
export function knownFunction(state: State, key: string, keywords: string): Known | null {
  const value = state.get(key);
  const given = argumentsOf(state.get(keywords), state);
  if (given === null) return null;
  const inner = own(value, "class") === "functools.partial" ? partial(value, state) : { func: value, given: [] };
  const name = inner !== null && typeOf(inner.func) === "global" ? own(inner.func, "name") : null;
  return inner !== null && typeof name === "string" ? named(name, new Map([...inner.given, ...given])) : null;
}
