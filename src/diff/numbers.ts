/** Items of two arrays of one shape, held against each other: how many differ, and where they differ most. */
import type { DiffTolerance, NumbersDiff } from "./difference.js";

/** Items by their place in C order. */
export interface Items {
  readonly count: number;
  /** A number, a whole one as a bigint where a double has not all of it, a text, or anything else. */
  at(place: number): unknown;
}

/** Place of an item in an array of a shape: `[3, 1]`. */
function placeOf(at: number, shape: readonly number[]): string {
  const place: number[] = [];
  let rest = at;
  for (const size of [...shape].reverse()) {
    place.unshift(size === 0 ? 0 : rest % size);
    rest = size === 0 ? 0 : Math.floor(rest / size);
  }
  return `[${place.join(", ")}]`;
}

const LONGEST = 60;

/** A value as it is told. */
export function shown(value: unknown): string {
  const text = typeof value === "number" || typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const isNumber = (value: unknown): value is number | bigint => typeof value === "number" || typeof value === "bigint";

/** NaN is NaN; a whole number is itself, whether a double holds it or not. */
export const isSame = (x: unknown, y: unknown): boolean =>
  x === y ||
  (typeof x === "number" && typeof y === "number" && Number.isNaN(x) && Number.isNaN(y)) ||
  (isNumber(x) && isNumber(y) && isSameWhole(x, y));

const isSameWhole = (x: number | bigint, y: number | bigint): boolean =>
  typeof x !== typeof y && Number.isInteger(Number(x)) && Number.isInteger(Number(y)) && BigInt(x) === BigInt(y);

/** Difference of two values: infinite where one is no number, or not finite. */
function distance(x: unknown, y: unknown): { readonly absolute: number; readonly relative: number } {
  if (!isNumber(x) || !isNumber(y)) return { absolute: Number.POSITIVE_INFINITY, relative: Number.POSITIVE_INFINITY };
  const absolute = typeof x === "bigint" && typeof y === "bigint" ? Number(x > y ? x - y : y - x) : Math.abs(Number(x) - Number(y));
  const size = Math.max(Math.abs(Number(x)), Math.abs(Number(y)));
  return Number.isFinite(absolute)
    ? { absolute, relative: absolute === 0 ? 0 : absolute / size }
    : { absolute: Number.POSITIVE_INFINITY, relative: Number.POSITIVE_INFINITY };
}

export const isClose = (x: number, y: number, { rtol, atol }: DiffTolerance): boolean =>
  isSame(x, y) || Math.abs(x - y) <= atol + rtol * Math.max(Math.abs(x), Math.abs(y));

/** `exact`: nothing but the same will do. Both have as many items. */
export function compareItems(
  a: Items,
  b: Items,
  shape: readonly number[],
  exact: boolean,
  tolerance: DiffTolerance,
  field = "",
): NumbersDiff {
  const found = {
    count: a.count,
    differing: 0,
    unequal: 0,
    absolute: null as number | null,
    relative: null as number | null,
    at: "",
    a: "",
    b: "",
  };
  for (let i = 0; i < a.count; i++) {
    const [x, y] = [a.at(i), b.at(i)];
    if (isSame(x, y)) continue;
    found.unequal++;
    const { absolute, relative } = distance(x, y);
    const close = !exact && typeof x === "number" && typeof y === "number" && isClose(x, y, tolerance);
    if (!close) found.differing++;
    found.absolute = Math.max(found.absolute ?? 0, absolute);
    if (found.relative !== null && relative <= found.relative) continue;
    found.relative = relative;
    [found.at, found.a, found.b] = [`${field}${placeOf(i, shape)}`, shown(x), shown(y)];
  }
  return found;
}

/** Of several fields of one array, or blocks of one answer. */
export function merged(all: readonly NumbersDiff[]): NumbersDiff {
  const none: NumbersDiff = { count: 0, differing: 0, unequal: 0, absolute: null, relative: null, at: "", a: "", b: "" };
  return all.reduce((sum, one) => {
    const worse = one.relative !== null && (sum.relative === null || one.relative > sum.relative) ? one : sum;
    const absolute = one.absolute === null ? sum.absolute : Math.max(sum.absolute ?? 0, one.absolute);
    const counts = { count: sum.count + one.count, differing: sum.differing + one.differing, unequal: sum.unequal + one.unequal };
    return { ...worse, ...counts, absolute };
  }, none);
}
