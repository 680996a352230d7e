/**
 * sklearn.isotonic.IsotonicRegression: linear interpolation between thresholds, each with the slope of the piece after it;
 * outside of them NaN, or the nearest value (`clip`). Where sklearn raises (`raise`) there is NaN. Thresholds in float32,
 * which sklearn takes steps in, are refused.
 */
import { sentence } from "../../errors.js";
import type { State } from "../../models/state.js";
import { type Context, defineLowering, type Lowered, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";

interface Curve {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** Of the piece from each threshold on; zero for the last. */
  readonly slopes: Float64Array;
}

/** Thresholds, ascending. @throws CornichonError `model.inconsistent` */
function curveOf(state: State): Curve {
  const xs = state.vector("X_thresholds_");
  const ys = state.vector("y_thresholds_", xs.length);
  if (xs.length === 0 || xs.some((value, i) => i > 0 && !(value >= Number(xs[i - 1]))))
    throw state.inconsistent("X_thresholds_ do not ascend");
  const slopes = xs.map((x, i) => {
    const [width, height] = [Number(xs[i + 1] ?? x) - x, Number(ys[i + 1] ?? ys[i]) - Number(ys[i])];
    return width === 0 ? 0 : height / width;
  });
  return { xs, ys, slopes };
}

/** The curve at values of one axis that are not outside of it. */
function interpolated(ops: Ops, x: Value, { xs, ys, slopes }: Curve): Value {
  const reached = ops.cast(ops.greaterOrEqual(ops.column(x), ops.row(xs)), "int64");
  const at = ops.max(ops.sub(ops.sum(reached), ops.long(1)), ops.long(0));
  const [x0, y0, slope] = [xs, ys, slopes].map((values) => ops.gather(ops.row(values), at));
  if (x0 === undefined || y0 === undefined || slope === undefined) throw new Error("three tables give three values");
  return ops.add(ops.mul(slope, ops.sub(x, x0)), y0);
}

function isotonic({ state, ops, rows, at }: Context): Lowered {
  if (rows.x.shape.length > 1 && rows.x.shape[1] !== 1) throw state.inconsistent("X has more than one column");
  if (state.dtype("X_thresholds_") !== "float64" || state.dtype("y_thresholds_") !== "float64")
    throw unsupported(at, state.className, sentence`its thresholds are not doubles`);
  const curve = curveOf(state);
  const { xs, ys } = curve;
  const [low, high] = [Number(xs[0]), Number(xs[xs.length - 1])];
  const predict = once(() => {
    const given = ops.flat(rows.x);
    if (xs.length === 1) return ops.flat(ops.repeated(given, Float64Array.of(Number(ys[0]))));
    const clips = state.text("out_of_bounds") === "clip";
    const x = clips ? ops.min(ops.max(given, ops.double(state.amount("X_min_"))), ops.double(state.amount("X_max_"))) : given;
    const inside = ops.and(ops.greaterOrEqual(x, ops.double(low)), ops.not(ops.greater(x, ops.double(high))));
    return ops.where(inside, interpolated(ops, x, curve), ops.double(Number.NaN));
  });
  return { kind: "regressor", methods: makes({ predict, transform: predict }) };
}

export const ISOTONIC = defineLowering({ class: "sklearn.isotonic.IsotonicRegression", lower: isotonic });
