/**
 * Gaussian processes. Since 0.23 (sklearn.gaussian_process._gpr) y is scaled by a deviation, which was 1 before. One for all
 * targets, so that deviations of answers are one a row, as they were.
 *
 * A deviation is what is left of the prior's: where that is a difference of nearly equal numbers, it is what rounding left, and
 * to 0.24 it was rounded in another way. Both ways are asked for deviations at and between the fitted points.
 */
import { sentence } from "../../errors.js";
import { GaussianProcessRegressor } from "../../models/gaussian-process/gaussian-process-regressor.js";
import { Samples } from "../../models/samples.js";
import type { State } from "../../models/state.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import { asked, asThen, asToday, spread } from "../asking.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../define.js";
import { constants } from "../numbers.js";
import { sizesOf } from "../sizes.js";

/** Most fitted points: to 0.23 their covariance is inverted to ask. */
const MOST_ROWS = 1500;

/** How many points are asked for. */
const POINTS = 50;

/** Some fitted points, and those between each and the next. */
function points({ rows, cols, data }: Matrix): Matrix {
  const places = spread(rows, POINTS);
  const value = (row: number, j: number): number => data[(row % rows) * cols + j] ?? 0;
  const out = places.flatMap((row) => {
    const own = Array.from({ length: cols }, (_, j) => value(row, j));
    return [...own, ...own.map((one, j) => (one + value(row + 1, j)) / 2)];
  });
  return matrix(2 * places.length, cols, Float64Array.from(out));
}

/** Deviations by a state. */
function deviations(state: State, x: Matrix): readonly number[] {
  const model = GaussianProcessRegressor.build(state, () => {
    throw state.inconsistent("it holds no estimators");
  });
  const told = model.methods.get("predict")?.(new Samples(x), { return_std: true });
  const [, found]: readonly unknown[] = Array.isArray(told) ? told : [];
  const { data }: { readonly data?: unknown } = Object(found);
  return ArrayBuffer.isView(data) || Array.isArray(data) ? Array.from(Object(data), Number) : [];
}

/** Within what rounding of another machine does. */
const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-12 + 1e-9 * Math.abs(b);

function checkDeviations(stored: Migrating): void {
  const then = asThen(stored);
  if ((sizesOf(stored.get("L_"), stored.references)?.[0] ?? 0) > MOST_ROWS)
    throw stored.refusal(sentence`its points are too many to hold its deviations against today's.`);
  const x = asked(() => points(then.matrix("X_train_")));
  if (x === null) return;
  const [before, today] = [asked(() => deviations(then, x)), asked(() => deviations(asToday(stored), x))];
  if (before?.some((value, i) => !isSame(today?.[i] ?? Number.NaN, value)) === true)
    throw stored.refusal(sentence`its deviations are differences of nearly equal numbers, which today's sklearn rounds in another way.`);
}

export const GAUSSIAN_PROCESS: readonly MigrationRule[] = [
  defineMigration({
    classes: at("gaussian_process", "GaussianProcessRegressor"),
    before: [0, 23],
    doc: "y was not scaled, so its deviation is 1",
    migrate: (stored) => {
      if (stored.has("y_train_")) stored.add("_y_train_std", constants(1, [1]));
    },
  }),
  defineMigration({
    classes: at("gaussian_process", "GaussianProcessRegressor"),
    before: [1, 0],
    doc: "deviations are rounded in another way",
    migrate: (stored) => {
      if (stored.has("L_")) checkDeviations(stored);
    },
  }),
];
