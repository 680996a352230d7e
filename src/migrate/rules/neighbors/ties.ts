/**
 * Equally near points (sklearn.neighbors): which of them are found, and in which order, follows from how a version searches
 * and sorts, and today's does both in another way than any before. Points on a grid, or the same point twice, are equally
 * near; measured ones hardly ever are. So the points themselves are asked for, as the version and as today's sklearn find
 * their neighbours, and a model whose answers differ is refused.
 *
 * Slow where there are many points: some of them are asked for then.
 */
import { sentence } from "../../../errors.js";
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

function chosen({ rows, cols, data }: Matrix): Matrix {
  const places = spread(rows, Math.max(1, MOST / Math.max(1, rows * cols)));
  const out = new Float64Array(places.length * cols);
  for (const [i, row] of places.entries()) out.set(data.subarray(row * cols, (row + 1) * cols), i * cols);
  return matrix(places.length, cols, out);
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

const isFitted = (stored: Migrating): boolean => stored.has("_fit_X") && stored.get("effective_metric_") !== "precomputed";

const ties = defineMigration({
  classes: at("neighbors", "KNeighborsClassifier KNeighborsRegressor KNeighborsTransformer LocalOutlierFactor NearestNeighbors"),
  before: [1, 9],
  doc: "equally near points stand in another order today",
  migrate: (stored) => {
    if (!isFitted(stored)) return;
    const [then, today] = [asThen(stored), asToday(stored)];
    const points = asked(() => chosen(storedMatrix(then, "_fit_X")));
    const all = asked(() => storedMatrix(then, "_fit_X").rows) ?? 0;
    if (points === null || points.rows === 0) return;
    const k = Math.min(all, stored.number("n_neighbors_") ?? stored.number("n_neighbors") ?? 5);
    const [before, now] = [asked(() => found(then, points, k)), asked(() => found(today, points, k))];
    if (before !== null && now !== null && before.some((index, i) => index !== now[i]))
      throw stored.refusal(sentence`points of it are equally near, and today's sklearn finds others of them first.`);
  },
});

export const TIES: readonly MigrationRule[] = [ties];
