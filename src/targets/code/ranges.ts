/**
 * What whole numbers a value can be, as far as that is known before any row is: a place in a table that is surely in it
 * needs no check. Some graphs point outside of a table where they have no exact answer (`src/graph/parts/nearest.ts`), so
 * every other place is checked.
 */
import type { Node, Tensor } from "../../graph/ir.js";
import { type Shape, sizeOf } from "./shapes.js";
import { sameElements } from "./sources.js";

/** Least and greatest: of each element, or (one each) of all. */
export interface Range {
  readonly least: ArrayLike<number>;
  readonly most: ArrayLike<number>;
}

/** Elements that are looked at one by one. */
const MOST_ELEMENTS = 1 << 16;

export const rangeOf = (least: number, most: number): Range => ({ least: [least], most: [most] });

const extreme = (values: ArrayLike<number>, of: (a: number, b: number) => number, start: number): number => {
  let found = start;
  for (let i = 0; i < values.length; i++) found = of(found, values[i] ?? Number.NaN);
  return found;
};

/** The same for all elements. */
export const joined = ({ least, most }: Range): Range =>
  rangeOf(extreme(least, Math.min, Number.POSITIVE_INFINITY), extreme(most, Math.max, Number.NEGATIVE_INFINITY));

/** Of numbers that are known. */
export function rangeOfValues(values: ArrayLike<number>): Range {
  const own = Float64Array.from(values);
  return values.length > MOST_ELEMENTS ? joined({ least: own, most: own }) : { least: own, most: own };
}

export function rangeOfTensor({ dtype, data }: Tensor): Range | null {
  if (dtype !== "int64" && dtype !== "int32") return null;
  return rangeOfValues(Array.from(data as Iterable<unknown>, Number));
}

/** Either of two. */
const union = (a: Range, b: Range): Range => {
  const [one, other] = [joined(a), joined(b)];
  return rangeOf(
    Math.min(one.least[0] ?? Number.NaN, other.least[0] ?? Number.NaN),
    Math.max(one.most[0] ?? Number.NaN, other.most[0] ?? Number.NaN),
  );
};

export const unionOf = (ranges: readonly (Range | null)[]): Range | null =>
  ranges.reduce((all, one) => (all === null || one === null ? null : union(all, one)));

/** An operand's range by the elements of a result; joined where elements are not the same. */
function fitted(range: Range, from: Shape, to: Shape): Range {
  if (range.least.length === 1) return range;
  return sameElements(from, to) && range.least.length === sizeOf(to) ? range : joined(range);
}

type Join = (a: readonly [least: number, most: number], b: readonly [least: number, most: number]) => readonly [number, number];

const JOINS: Readonly<Record<string, Join>> = {
  Add: (a, b) => [a[0] + b[0], a[1] + b[1]],
  Sub: (a, b) => [a[0] - b[1], a[1] - b[0]],
  Max: (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1])],
  Min: (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1])],
  Mul: (a, b) => {
    const products = a.flatMap((x) => b.map((y) => x * y));
    return [Math.min(...products), Math.max(...products)];
  },
};

/** An operand: its range, if it is known, and its shape. */
export interface Operand {
  readonly range: Range | null;
  readonly shape: Shape;
}

/** Range of what an element-wise operator gives; null where it is not known. */
export function rangeOfElements({ op }: Node, operands: readonly Operand[], shape: Shape): Range | null {
  const [a, b] = operands.map(({ range, shape: own }) => (range === null ? null : fitted(range, own, shape)));
  const join = Object.hasOwn(JOINS, op) ? JOINS[op] : undefined;
  if (op === "Where") return unionOf(operands.slice(1).map(({ range }) => range));
  if (op === "Cast" && a !== null && a !== undefined)
    return { least: Float64Array.from(a.least, Math.trunc), most: Float64Array.from(a.most, Math.trunc) };
  if (join === undefined || a === null || b === null || a === undefined || b === undefined) return null;
  const length = Math.max(a.least.length, b.least.length);
  const [least, most] = [new Float64Array(length), new Float64Array(length)];
  const at = (values: ArrayLike<number>, i: number): number => values[values.length === 1 ? 0 : i] ?? Number.NaN;
  for (let i = 0; i < length; i++) {
    const [low, high] = join([at(a.least, i), at(a.most, i)], [at(b.least, i), at(b.most, i)]);
    least[i] = low;
    most[i] = high;
  }
  return { least, most };
}

/** Whether all are places in a list. */
export function isWithin(range: Range | null, length: number): boolean {
  if (range === null) return false;
  const { least, most } = joined(range);
  return (least[0] ?? -1) >= 0 && (most[0] ?? length) < length;
}
