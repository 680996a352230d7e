/**
 * Sums over the k nearest fitted rows. Which they are is a question of order only where several lie equally far at the
 * rim, and sklearn's order among those (heaps, partitions, rounding) has no graph. Where all at the rim say the same, it
 * does not matter which are taken; where they do not, the row has no exact answer, and it is an error to ask for one: it
 * points outside of a table, as a row does that sklearn refuses.
 */
import type { Matrix } from "../../numeric/ndarray.js";
import { once } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import type { Measure, NeighborDistances } from "./neighbor-distances.js";
import { orError } from "./places.js";

/** What neighbours count, by what is compared of their distances; absent: each counts one. */
export type Weight = (reduced: Value) => Value;

export interface Nearest {
  /** Whether each fitted row is among the nearest [N, rows]; an error where that is not sure. */
  readonly mask: () => Value;
  /** Σ over the nearest of rows of a table [rows, width]. */
  readonly sum: (table: Matrix, weight?: Weight) => Value;
  /** Σ over the nearest of values of their own [N, rows], one column. */
  readonly sumOf: (values: Value) => Value;
  /** How many of the nearest are of each class; `codes`: each fitted row's class. */
  readonly votes: (codes: ArrayLike<number>, classes: number, weight?: Weight) => Value;
}

const columnOf = ({ rows, cols, data }: Matrix, j: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => data[i * cols + j] ?? Number.NaN);

/** The nearest `k` of `near.rows`. */
export function nearestOf(ops: Ops, near: NeighborDistances, k: number): Nearest {
  const { values } = near;
  const one = ops.double(1);
  const zero = ops.double(0);
  const rim = once(() => ops.columns(ops.sorted(values, k).values, [k - 1]));
  const slack = once(() => near.slack(rim()));
  const inside = once(() => ops.less(values, ops.sub(rim(), slack())));
  const upTo = once(() => ops.not(ops.greater(values, ops.add(rim(), slack()))));
  const atRim = once(() => ops.and(upTo(), ops.not(inside())));
  const counted = (mask: Value): Value => ops.sum(ops.cast(mask, "float64"), true);
  const isOpen = once(() => ops.greater(counted(upTo()), ops.double(k)));
  /** How many of those at the rim are among the nearest. */
  const places = once(() => ops.sub(ops.double(k), counted(inside())));
  /** What all at the rim have in common, and whether they do, [N, 1] each. */
  const common = (of: Value): { readonly value: Value; readonly holds: Value } => {
    const least = ops.least(ops.where(atRim(), of, ops.double(Number.POSITIVE_INFINITY)), true);
    const most = ops.greatest(ops.where(atRim(), of, ops.double(Number.NEGATIVE_INFINITY)), true);
    return { value: least, holds: ops.or(ops.not(isOpen()), ops.equal(least, most)) };
  };
  const weighted = (mask: Value, weight: Weight | undefined): Value =>
    weight === undefined ? ops.cast(mask, "float64") : ops.where(mask, weight(values), zero);
  const atPlaces = (value: Value, weight: Weight | undefined): Value =>
    ops.mul(ops.mul(places(), weight === undefined ? one : weight(rim())), value);
  const closed = (table: Value, shared: Value, weight: Weight | undefined): Value =>
    ops.where(
      isOpen(),
      ops.add(ops.matmul(weighted(inside(), weight), table), atPlaces(shared, weight)),
      ops.matmul(weighted(upTo(), weight), table),
    );
  return {
    mask: () => orError(ops, ops.cast(upTo(), "float64"), ops.not(isOpen())),
    sum: (table, weight) => {
      const columns = Array.from({ length: table.cols }, (_, j) => common(ops.row(columnOf(table, j))));
      const shared = ops.concat(columns.map(({ value }) => value));
      const holds = columns.map((column) => column.holds).reduce((a, b) => ops.and(a, b));
      return orError(ops, closed(ops.doubles([table.rows, table.cols], table.data), shared, weight), holds);
    },
    sumOf: (of) => {
      const { value, holds } = common(of);
      const within = (mask: Value): Value => ops.sum(ops.where(mask, of, zero), true);
      return orError(ops, ops.where(isOpen(), ops.add(within(inside()), atPlaces(value, undefined)), within(upTo())), holds);
    },
    votes: (codes, classes, weight) => {
      const { value, holds } = common(ops.row(Float64Array.from(codes)));
      const ids = ops.row(Float64Array.from({ length: classes }, (_, c) => c));
      const hot = Float64Array.from({ length: codes.length * classes }, (_, p) => Number(codes[Math.floor(p / classes)] === p % classes));
      const shared = ops.cast(ops.equal(value, ids), "float64");
      return orError(ops, closed(ops.doubles([codes.length, classes], hot), shared, weight), holds);
    },
  };
}

/** 1 / distance; where some are at no distance, those alone count (sklearn.neighbors._base._get_weights). */
export function inverseDistances(ops: Ops, { values, distance }: Measure): Weight {
  const zero = ops.double(0);
  const some = once(() => ops.greater(ops.greatest(ops.cast(ops.equal(values, zero), "float64"), true), zero));
  return (reduced) => {
    const isSame = ops.equal(reduced, zero);
    const apart = ops.where(isSame, ops.double(1), reduced);
    return ops.where(some(), ops.cast(isSame, "float64"), ops.div(ops.double(1), distance(apart)));
  };
}
