/**
 * Equally near points (sklearn.neighbors): which of them are found, and in which order, follows from how a version searches
 * and sorts, and today's does both in another way than any before. Points on a grid, or the same point twice, are equally
 * near; measured ones hardly ever are. So points and some beside them are asked for, as the version and as today's sklearn find
 * their neighbours, and a model whose answers differ is refused.
 *
 * Slow where there are many points: some of them are asked for then.
 */
import { sentence } from "../../../errors.js";
import { metricName } from "../../../models/parts/neighbors/metric.js";
import { REDUCED } from "../../../models/parts/neighbors/reductions.js";
import { readSearch } from "../../../models/parts/neighbors/search.js";
import { isStoredSparse, storedMatrix } from "../../../models/parts/stored/matrix.js";
import { Samples } from "../../../models/samples.js";
import type { State } from "../../../models/state.js";
import { type Matrix, matrix } from "../../../numeric/ndarray.js";
import { RowBuilder } from "../../../numeric/sparse-rows.js";
import { asked, asThen, asToday, spread } from "../../asking.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../../define.js";

/** Most differences of coordinates that are computed. */
const MOST = 2 ** 25;

/** Most coordinates of points that are told apart by all of them. */
const MOST_TOLD = 2 ** 20;

/** True where two of some rows are the same. */
function hasTwice({ rows, cols, data }: Matrix): boolean {
  const seen = new Set<string>();
  for (let i = 0; i < rows; i++) seen.add(data.subarray(i * cols, (i + 1) * cols).join());
  return seen.size < rows;
}

function some({ rows, cols, data }: Matrix, places: readonly number[], step: number): Matrix {
  const out = new Float64Array(places.length * cols);
  for (const [i, row] of places.entries())
    for (let j = 0; j < cols; j++) {
      const [own = 0, next = 0] = [data[row * cols + j], data[((row + 1) % rows) * cols + j]];
      out[i * cols + j] = step === 0 ? own : own + step * (next - own);
    }
  return matrix(places.length, cols, out);
}

/** Some points; where there are two at one place, from anywhere, also others: towards the next one and away from it. */
function* chosen(all: Matrix): Generator<Matrix> {
  const places = spread(all.rows, Math.max(1, MOST / Math.max(1, all.rows * all.cols)));
  const own = some(all, places, 0);
  yield own;
  if (own.data.length > MOST_TOLD || !hasTwice(own)) return;
  for (const step of [0.3, -0.7, 2.3]) yield some(all, places, step);
}

function sparse({ rows, cols, data }: Matrix): Samples {
  const builder = new RowBuilder(cols, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const value = data[i * cols + j] ?? 0;
      if (value !== 0) builder.put(j, value);
    }
    builder.endRow();
  }
  return new Samples(builder.end("float64"));
}

/** Neighbours of the points, by a state. */
function found(state: State, points: Matrix, k: number): Int32Array {
  const x = isStoredSparse(state, "_fit_X") ? sparse(points) : new Samples(points);
  return readSearch(state).nearest(x, k).indices;
}

const WHY = sentence`points of it are equally near, and today's sklearn finds others of them first.`;

/** Where numpy parts a row of distances, which of equal ones come first is a matter of its version and of the machine. */
const isPartitioned = (state: State): boolean =>
  state.text("_fit_method") === "brute" && (isStoredSparse(state, "_fit_X") || !REDUCED.has(metricName(state) ?? ""));

const isFitted = (stored: Migrating): boolean => stored.has("_fit_X") && stored.get("effective_metric_") !== "precomputed";

const ties = defineMigration({
  classes: at("neighbors", "KNeighborsClassifier KNeighborsRegressor KNeighborsTransformer LocalOutlierFactor NearestNeighbors"),
  before: [1, 9],
  doc: "equally near points stand in another order today",
  migrate: (stored) => {
    if (!isFitted(stored)) return;
    const [then, today] = [asThen(stored), asToday(stored)];
    const all = asked(() => storedMatrix(then, "_fit_X"));
    if (all === null || all.rows === 0) return;
    const k = Math.min(all.rows, stored.number("n_neighbors") ?? 5);
    if (isPartitioned(then) && hasTwice(some(all, spread(all.rows, MOST_TOLD / Math.max(1, all.cols)), 0))) throw stored.refusal(WHY);
    for (const points of chosen(all)) {
      const [before, now] = [asked(() => found(then, points, k)), asked(() => found(today, points, k))];
      if (before !== null && now !== null && before.some((index, i) => index !== now[i])) throw stored.refusal(WHY);
    }
  },
});

export const TIES: readonly MigrationRule[] = [ties];
