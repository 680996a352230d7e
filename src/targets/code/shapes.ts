/**
 * Shapes with one row: where the axis of rows is, it is the first, and one long. An operator that would mix rows, or put
 * their axis elsewhere, has no program for one row.
 */
import type { Dim } from "../../graph/ir.js";
import { plus, times } from "./expressions.js";
import type { Expr } from "./program.js";

export type Shape = readonly Dim[];

/** Length of an axis for one row. */
export const lengthOf = (dim: Dim): number => (dim === "N" ? 1 : dim);

export const sizeOf = (shape: Shape): number => shape.reduce<number>((size, dim) => size * lengthOf(dim), 1);

/** Without axes of length one: equal ones have the same elements in the same order. */
export const squeezed = (shape: Shape): readonly number[] => shape.map(lengthOf).filter((length) => length !== 1);

/** Rows on another axis than the first. */
export const mixesRows = (shape: Shape): boolean => shape.indexOf("N", 1) > 0;

/** numpy's broadcasting; null where two shapes do not go together, or rows would meet something else. */
export function broadcast(a: Shape, b: Shape): Shape | null {
  const length = Math.max(a.length, b.length);
  const at = (shape: Shape, i: number): Dim => shape[i - (length - shape.length)] ?? 1;
  const out = Array.from({ length }, (_, i): Dim | null => {
    const [one, other] = [at(a, i), at(b, i)];
    if (one === 1) return other;
    return other === 1 || other === one ? one : null;
  });
  return out.every((dim) => dim !== null) ? out : null;
}

/** Elements between neighbours of each axis. */
function stridesOf(shape: Shape): number[] {
  const strides: number[] = new Array(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = (strides[i + 1] ?? 1) * lengthOf(shape[i + 1] ?? 1);
  return strides;
}

/** Place of an element in C order. */
export function flatIndex(shape: Shape, index: readonly Expr[], start: Expr): Expr {
  const strides = stridesOf(shape);
  return shape.reduce<Expr>((sum, dim, i) => {
    const own = index[i];
    return lengthOf(dim) === 1 || own === undefined ? sum : plus(sum, times(own, strides[i] ?? 1));
  }, start);
}
