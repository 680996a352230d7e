/** Python's recorded outputs held against a model's answer, value by value, down to the digits that both share. */
import type { Result } from "../models/define.js";
import { isArrayResult, isListResult, isSparseResult } from "../models/define.js";
import { dtypeName } from "../models/input/x.js";
import { isObject, own } from "../neutral/document.js";
import { isClose, type NDArray, sharedDigits } from "../numeric/ndarray.js";
import { toDense } from "../numeric/sparse.js";
import { type Flat, recorded, WORDS } from "./recorded.js";

export interface Tolerance {
  /** Null: 1e-9, and 1e-5 where the answer is float32. */
  readonly rtol: number | null;
  readonly atol: number;
  /** Python computed with float32, whatever the answer here is: sums of large numbers may cancel to a small one. */
  readonly float32?: true;
}

/** How far an answer agrees with a recorded one. Values are texts, as they are shown. */
export interface Agreement {
  /** Values compared. */
  readonly values: number;
  /** Values that differ by more than the tolerance. */
  readonly differing: number;
  /** Decimal digits that every value shares with its own; infinite when all are the same. */
  readonly digits: number;
  /** Where they agree least, null when all are the same. */
  readonly worst: { readonly at: string; readonly ours: string; readonly theirs: string } | null;
  /** Python computed with float32: they agree as far as those go. */
  readonly float32?: true;
  /** Why they cannot be compared value by value (another shape), null when they can. */
  readonly problem: string | null;
}

const EQUAL: Agreement = { values: 0, differing: 0, digits: Number.POSITIVE_INFINITY, worst: null, problem: null };
const problem = (why: string): Agreement => ({ ...EQUAL, digits: 0, problem: why });

const RTOL = 1e-9;
const RTOL_FLOAT32 = 1e-5;
/** Of the largest value beside it, for a value to which float32 sums have cancelled. */
const CANCELLED = 1e-6;

/** Place of a value in an array of a shape: `[3, 1]`. */
function placeOf(at: number, shape: readonly number[]): string {
  const place: number[] = [];
  let rest = at;
  for (const size of [...shape].reverse()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${place.join(", ")}]`;
}

const shown = (value: unknown): string =>
  (typeof value === "number" || typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value))).slice(0, 60);

const numeric = (value: unknown): number | null =>
  typeof value === "number" ? value : typeof value === "bigint" || typeof value === "boolean" ? Number(value) : null;

/** Digits that two values share, and whether that is close enough; exactly the same value or none where they are no numbers. */
function closeness(ours: unknown, theirs: unknown, rtol: number, atol: number): { readonly close: boolean; readonly digits: number } {
  const x = numeric(ours);
  const y = x === null ? null : (numeric(theirs) ?? WORDS.get(theirs) ?? (theirs === null ? Number.NaN : null));
  if (x === null || y === null) return ours === theirs || String(ours) === theirs ? CLOSEST : { close: false, digits: 0 };
  // Labels beyond a double: 2^53 and 2^53 + 1 are two.
  if (isWhole(ours) && isWhole(theirs)) return BigInt(ours) === BigInt(theirs) ? CLOSEST : { close: false, digits: 0 };
  if (!isClose(x, y, rtol, atol)) return { close: false, digits: Math.max(0, sharedDigits(x, y) || 0) };
  // Near zero the digits behind the point count: 1e-17 for 0 shares none of its own.
  return { close: true, digits: Math.max(sharedDigits(x, y), Math.abs(x - y) <= atol ? -Math.log10(atol) : 0) };
}

/** A bigint, or a number that is whole and large: of two doubles and bigints beyond 2^53 only those can be the same. */
const isWhole = (value: unknown): value is number | bigint =>
  typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER);

const CLOSEST = { close: true, digits: Number.POSITIVE_INFINITY };

/** True when Python's record is the first rows of ours: a list of names, an array of a list. */
const isPrefix = (ours: readonly number[], theirs: readonly number[]): boolean =>
  ours.length === theirs.length && (theirs[0] ?? 0) <= (ours[0] ?? 0) && ours.slice(1).join() === theirs.slice(1).join();

/** What values may differ by: nothing where they are counts or labels. */
function bounds(dtype: string, theirs: Flat, { rtol, atol, float32 }: Tolerance): { readonly rtol: number; readonly atol: number } {
  if (/^u?int|^bool$/.test(dtype)) return { rtol: 0, atol: 0 };
  if (float32 !== true) return { rtol: rtol ?? (dtype === "float32" ? RTOL_FLOAT32 : RTOL), atol };
  const largest = theirs.data.reduce<number>((most, value) => Math.max(most, finite(value)), 0);
  return { rtol: rtol ?? RTOL_FLOAT32, atol: rtol === null ? Math.max(atol, CANCELLED * largest) : atol };
}

const finite = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? Math.abs(value) : 0);

function arrays(ours: NDArray, theirs: Flat, tolerance: Tolerance, partly: boolean): Agreement {
  const { shape } = ours;
  // A flat list of values is taken for an array of any shape with as many.
  const same = theirs.shape.join() === shape.join() || (theirs.shape.length === 1 && theirs.data.length === ours.data.length);
  if (!same && !(partly && isPrefix(shape, theirs.shape)))
    return problem(`shape (${shape.join(", ")}), recorded (${theirs.shape.join(", ")})`);
  const { rtol, atol } = bounds(ours.dtype, theirs, tolerance);
  const found: { -readonly [K in keyof Agreement]: Agreement[K] } = { ...EQUAL, values: theirs.data.length };
  theirs.data.forEach((value, at) => {
    const { close, digits } = closeness(ours.data[at], value, rtol, atol);
    if (!close) found.differing++;
    if (digits >= found.digits) return;
    found.digits = digits;
    found.worst = { at: placeOf(at, shape), ours: shown(ours.data[at]), theirs: shown(value) };
  });
  return found;
}

function merged(all: readonly Agreement[]): Agreement {
  return all.reduce((sum, one, i) => {
    const worse = one.digits < sum.digits;
    return {
      values: sum.values + one.values,
      differing: sum.differing + one.differing,
      digits: Math.min(sum.digits, one.digits),
      worst: worse && one.worst !== null ? { ...one.worst, at: `[${i}]${one.worst.at}` } : sum.worst,
      problem: sum.problem ?? (one.problem === null ? null : `[${i}]: ${one.problem}`),
    };
  }, EQUAL);
}

/** dtype of what stands alone in a list: labels and counts are compared exactly by their type. */
const alone = (value: unknown): NDArray => ({ dtype: "object", shape: [], data: [value] });

/**
 * A model's answer beside Python's. `partly`: Python may have recorded the first rows only.
 * @throws CornichonError `input.malformed`
 */
export function agreement(ours: Result, theirs: unknown, tolerance: Tolerance, partly = false): Agreement {
  if (isListResult(ours)) {
    if (!Array.isArray(theirs)) return problem(`a list of ${ours.length}, recorded is none`);
    return ours.length === theirs.length
      ? merged(ours.map((one, i) => agreement(one, theirs[i], tolerance, true)))
      : problem(`a list of ${ours.length}, recorded are ${theirs.length}`);
  }
  const flat = recorded(theirs);
  if (flat === null) return problem("the recorded rows have different lengths");
  if (isSparseResult(ours)) return arrays({ dtype: ours.dtype, shape: ours.shape, data: toDense(ours).data }, flat, tolerance, partly);
  if (isArrayResult(ours)) return arrays({ ...ours, dtype: dtypeName(ours.dtype) }, flat, tolerance, partly);
  return isObject(ours) ? dicts(ours, theirs, tolerance) : arrays(alone(ours), flat, tolerance, false);
}

/** Dicts (of `DictVectorizer.inverse_transform`) by their keys. */
function dicts(ours: object, theirs: unknown, tolerance: Tolerance): Agreement {
  const mine = Object.entries(ours);
  if (!isObject(theirs) || Object.keys(theirs).length !== mine.length) return problem(`a dict of ${mine.length}, recorded is another`);
  return merged(mine.map(([key, value]) => arrays(alone(value), { shape: [], data: [own(theirs, key)] }, tolerance, false)));
}
