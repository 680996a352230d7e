/**
 * sklearn.isotonic.IsotonicRegression: linear interpolation between thresholds, as `models/isotonic` has it. Outside of them
 * NaN or the nearest value; where sklearn raises, the place points outside of the table, which a runtime refuses, too.
 * Thresholds of float32 are refused: what they give is rounded step by step.
 */
import { sentence } from "../../errors.js";
import { type Context, defineLowering, type Lowering, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";

function predicted({ state, ops, rows, at }: Context): Value {
  const xs = state.vector("X_thresholds_");
  const ys = state.vector("y_thresholds_", xs.length);
  if (xs.length === 0 || xs.some((x, i) => i > 0 && !(x >= (xs[i - 1] ?? x)))) throw state.inconsistent("X_thresholds_ do not ascend");
  if (state.dtype("X_thresholds_") === "float32" || state.dtype("y_thresholds_") === "float32")
    throw unsupported(at, state.className, sentence`thresholds of float32`);
  if (rows.x.shape[1] !== 1) throw unsupported(at, state.className, sentence`X of more than one feature`);
  const none = ops.double(Number.NaN);
  const given = rows.x;
  if (xs.length === 1) return ops.flat(ops.where(ops.equal(given, given), ops.double(ys[0] ?? 0), ops.double(ys[0] ?? 0)));
  const outside = state.text("out_of_bounds");
  const clipped = (): Value => ops.min(ops.max(given, ops.double(state.amount("X_min_"))), ops.double(state.amount("X_max_")));
  const x = outside === "clip" ? clipped() : given;
  const [low, high] = [ops.double(xs[0] ?? 0), ops.double(xs[xs.length - 1] ?? 0)];
  const isInside = ops.and(ops.greaterOrEqual(x, low), ops.not(ops.greater(x, high)));
  const count = ops.sum(ops.cast(ops.greaterOrEqual(x, ops.row(xs)), "int64"), true);
  const place = ops.where(isInside, ops.sub(count, ops.long(1)), ops.long(0));
  const slopes = xs.map((x0, i) => ((ys[i + 1] ?? 0) - (ys[i] ?? 0)) / ((xs[i + 1] ?? Number.POSITIVE_INFINITY) - x0));
  const step = ops.sub(x, ops.gather(ops.row(xs), place));
  const y0 = ops.gather(ops.row(ys), place);
  const line = ops.add(ops.mul(ops.gather(ops.row(slopes), place), step), y0);
  const value = ops.where(isInside, ops.where(ops.equal(step, ops.double(0)), y0, line), none);
  if (outside !== "raise") return ops.flat(value);
  const isFine = ops.or(isInside, ops.isNaN(x));
  const checked = ops.gather(ops.row(Float64Array.of(0)), ops.where(isFine, ops.long(0), ops.long(1)));
  return ops.flat(ops.add(value, checked));
}

const isotonic = defineLowering({
  class: "sklearn.isotonic.IsotonicRegression",
  lower: (context) => {
    const predict = once(() => predicted(context));
    return { kind: "regressor", methods: makes({ predict, transform: predict }) };
  },
});

export const ISOTONIC: readonly Lowering[] = [isotonic];
