/** Where the elements of a graph's values are for one row: in an array, in a local, or computed from those of others. */
import { int, load, plus } from "./expressions.js";
import type { Expr, Scalar } from "./program.js";
import { flatIndex, type Shape, squeezed } from "./shapes.js";

export interface Source {
  readonly type: Scalar;
  readonly shape: Shape;
  /** An element by its index on each axis. */
  readonly at: (index: readonly Expr[]) => Expr;
  /** Where elements stand one after the other in C order, if they do. */
  readonly flat: { readonly array: string; readonly offset: number } | null;
}

export const arraySource = (array: string, type: Scalar, shape: Shape, offset = 0): Source => ({
  type,
  shape,
  at: (index) => load(array, type, flatIndex(shape, index, int(offset))),
  flat: { array, offset },
});

/** A single element. */
export const scalarSource = (value: Expr, shape: Shape): Source => ({ type: value.type, shape, at: () => value, flat: null });

/** The same elements under another shape that differs in axes of length one only. */
export function reshaped(source: Source, shape: Shape): Source {
  const axes = (of: Shape): number[] => of.flatMap((dim, i) => (dim === 1 || dim === "N" ? [] : [i]));
  const [from, to] = [axes(source.shape), axes(shape)];
  const at = (index: readonly Expr[]): Expr => {
    const own = source.shape.map((): Expr => int(0));
    for (const [k, axis] of from.entries()) own[axis] = index[to[k] ?? 0] ?? int(0);
    return source.at(own);
  };
  return { ...source, shape, at };
}

/** An element by its place in C order, where that is one of an array. */
export const atFlat = ({ flat, type }: Source, index: Expr): Expr | null =>
  flat === null ? null : load(flat.array, type, plus(int(flat.offset), index));

export const sameElements = (a: Shape, b: Shape): boolean => squeezed(a).join() === squeezed(b).join();
