/**
 * Distances of a neighbours model as they are compared, and how far sklearn's own may lie beside them: its trees sum as the
 * graph does; brute force takes squares off each other, whose rounding goes with the rows' lengths and not with distances.
 */
import { sentence } from "../../errors.js";
import { metricName, readMetric } from "../../models/parts/neighbors/metric.js";
import { readTree } from "../../models/parts/neighbors/stored-tree.js";
import { storedMatrix } from "../../models/parts/stored/matrix.js";
import { largest } from "../../numeric/extremes.js";
import { rowSquares } from "../../numeric/gram-distances.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import { type Context, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { dots, manhattanDistances, overFeatures, squaredDistances } from "./distances.js";

/** What two sums of the same distances may differ by, as a share. */
const RELATIVE = 2 ** -40;

/** Distances to all fitted rows, [N, rows]. */
export interface NeighborDistances {
  readonly rows: number;
  readonly features: number;
  /** As they are compared. */
  readonly values: Value;
  /** A compared value as a distance. */
  readonly distance: (reduced: Value) => Value;
  /** How far sklearn's own may lie from a value [N, 1]; null where they may differ by more than a share of it. */
  readonly slack: (value: Value) => Value;
  /** Its distances are those of sklearn to the last bits, not only their order. */
  readonly isClose: boolean;
  /** Values repeat in all columns of the fitted rows, as on a grid: rows that are equally near are no accident. */
  readonly isCoarse: () => boolean;
}

/** Distances as they are compared, and how one becomes what it is. */
export interface Measure {
  readonly values: Value;
  readonly distance: (reduced: Value) => Value;
}

const asIs = (value: Value): Value => value;

/** Σ |x − y|ᵖ, whose root is the distance; sums and maxima where p is 1, 2 or infinite. */
export function minkowski(ops: Ops, x: Value, y: Matrix, power: number): Measure {
  if (power === 2) return { values: squaredDistances(ops, x, y), distance: ops.sqrt };
  if (power === 1) return { values: manhattanDistances(ops, x, y), distance: asIs };
  if (power === Number.POSITIVE_INFINITY)
    return { values: overFeatures(ops, x, y, (a, b) => ops.abs(ops.sub(a, b)), ops.max), distance: asIs };
  const p = ops.double(power);
  const values = overFeatures(ops, x, y, (a, b) => ops.pow(ops.abs(ops.sub(a, b)), p));
  return { values, distance: (reduced) => ops.pow(reduced, ops.double(1 / power)) };
}

/** 1 − x·y / (|x| |y|); a row of zeros is at 1 from all others (`normalize`). */
function cosine({ ops, rows: { x } }: Context, y: Matrix): Value {
  const lengths = rowSquares(y, "sparse").map((square) => Math.sqrt(square) || 1);
  const unit = matrix(
    y.rows,
    y.cols,
    y.data.map((value, at) => value / (lengths[Math.floor(at / y.cols)] ?? 1)),
  );
  const length = ops.sqrt(ops.sumOfSquares(x, true));
  const own = ops.div(x, ops.where(ops.equal(length, ops.double(0)), ops.double(1), length));
  return ops.max(ops.sub(ops.double(1), dots(ops, own, unit)), ops.double(0));
}

const PLAIN = /^(?:minkowski|p|euclidean|l2|sqeuclidean|manhattan|l1|cityblock|chebyshev|infinity)$/;

interface FittedRows {
  readonly points: Matrix;
  readonly isTree: boolean;
}

/** The fitted rows, of a tree or as they are. */
function fittedRows({ state }: Context): FittedRows {
  const method = state.text("_fit_method");
  if (method !== "kd_tree" && method !== "ball_tree") return { points: storedMatrix(state, "_fit_X"), isTree: false };
  const tree = readTree(state, "_tree");
  return { points: matrix(tree.order.length, tree.features, tree.points), isTree: true };
}

/** Of so many rows a column has so many values at the least that is no grid. */
const DISTINCT = 0.9;

function isCoarse({ rows, cols, data }: Matrix): boolean {
  const distinct = (j: number): number => new Set(Array.from({ length: rows }, (_, i) => data[i * cols + j])).size;
  return !Array.from({ length: cols }, (_, j) => j).some((j) => distinct(j) >= DISTINCT * rows);
}

/** Reads a neighbours model's search. @throws CornichonError `target.unsupported` for metrics and searches without an exact form */
export const neighborDistances = (context: Context): NeighborDistances => distancesTo(context, fittedRows(context));

/** The same to rows that are known already. @throws CornichonError `target.unsupported` for metrics without an exact form */
export function distancesTo(context: Context, { points, isTree }: FittedRows): NeighborDistances {
  const { state, ops, rows, at } = context;
  const { rows: count, cols } = points;
  const name = metricName(state);
  const relative = (value: Value): Value => ops.mul(ops.abs(value), ops.double(RELATIVE));
  const told = { rows: count, features: cols, isCoarse: () => isCoarse(points) };
  if (name === "precomputed") return { ...told, values: rows.x, distance: asIs, slack: (value) => ops.sub(value, value), isClose: true };
  if (state.has("metric_params")) throw unsupported(at, state.className, sentence`a metric with parameters of its own`);
  if (name === "cosine" && !isTree)
    return { ...told, values: cosine(context, points), distance: asIs, slack: () => ops.double(2 ** -44 * (cols + 8)), isClose: false };
  if (name === null || !PLAIN.test(name)) throw unsupported(at, state.className, sentence`this metric`);
  const isSquared = name === "sqeuclidean";
  const power = isSquared ? 2 : readMetric(state, cols)(false).power;
  if (power === null || !(power >= 1)) throw unsupported(at, state.className, sentence`this metric`);
  const { values, distance } = minkowski(ops, rows.x, points, power);
  if (isTree || power !== 2) return { ...told, values, distance: isSquared ? asIs : distance, slack: relative, isClose: true };
  const rounding = 2 ** -50 * (cols + 8);
  const most = ops.double(largest(rowSquares(points, "sparse")));
  const slack = (): Value => ops.mul(ops.add(ops.sumOfSquares(rows.x, true), most), ops.double(rounding));
  return { ...told, values, distance: isSquared ? asIs : distance, slack, isClose: false };
}
