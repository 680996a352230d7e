/**
 * sklearn.preprocessing.SplineTransformer: the functions of a B-spline basis about each value, by the recursion of Cox and
 * de Boor over all features at once; what each interval needs of its knots stands in tables. Beyond the ends the outputs
 * of `constant` and `linear` are lines whose values are known when the graph is made.
 */
import { sentence } from "../../errors.js";
import { evaluate, type Spline, splineOf, straightened } from "../../models/parts/columns/splines.js";
import { type Context, defineLowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { countUpTo } from "../parts/places.js";

/** A number of each interval of each feature, for the interval of each value: [N, features]. */
type Lookup = (numberOf: (spline: Spline, interval: number) => number) => Value;

const intervalsOf = ({ basis }: Spline): number => basis.knots.length - 2 * basis.degree - 1;

/** Where each value's interval stands among those of all features. */
function intervals(ops: Ops, x: Value, splines: readonly Spline[]): Value {
  let start = 0;
  const starts = splines.map((spline) => {
    const own = start;
    start += intervalsOf(spline);
    return own;
  });
  const inner = splines.map(({ basis }) => basis.knots.slice(basis.degree + 1, basis.knots.length - basis.degree - 1));
  return ops.add(countUpTo(ops, x, inner), ops.longs(starts));
}

/** Values of the functions `interval − degree … interval` at x. */
function basisValues(ops: Ops, x: Value, degree: number, look: Lookup): readonly Value[] {
  let values: Value[] = [look(() => 1)];
  for (let d = 1; d <= degree; d++) {
    const next: Value[] = [];
    let carried: Value | null = null;
    values.forEach((value, a) => {
      const right = look(({ basis }, i) => basis.knots[i + a + 1] ?? 0);
      const left = look(({ basis }, i) => basis.knots[i + a + 1 - d] ?? 0);
      // Nothing over an empty interval.
      const width = look(({ basis }, i) => (basis.knots[i + a + 1] ?? 0) - (basis.knots[i + a + 1 - d] ?? 0) || Number.POSITIVE_INFINITY);
      const share = ops.div(value, width);
      const own = ops.mul(ops.sub(right, x), share);
      next.push(carried === null ? own : ops.add(carried, own));
      carried = ops.mul(ops.sub(x, left), share);
    });
    if (carried !== null) next.push(carried);
    values = next;
  }
  return values;
}

/** All outputs at x as if the basis went on: [N, features, outputs]. */
function inside(ops: Ops, x: Value, splines: readonly Spline[], outputs: number): Value {
  const at = intervals(ops, x, splines);
  const degree = splines[0]?.basis.degree ?? 0;
  const each = <T>(numberOf: (spline: Spline, interval: number) => T): T[] =>
    splines.flatMap((spline) => Array.from({ length: intervalsOf(spline) }, (_, i) => numberOf(spline, i + degree)));
  const look: Lookup = (numberOf) => ops.gather(ops.row(Float64Array.from(each(numberOf))), at);
  const values = basisValues(ops, x, degree, look);
  const parts = values.map((value, a) => {
    const weights = each(({ weights: { data, cols } }, i) =>
      Array.from(data.subarray((i - degree + a) * cols, (i - degree + a + 1) * cols)),
    );
    const table = ops.doubles([weights.length, outputs], Float64Array.from(weights.flat()));
    return ops.mul(ops.reshape(value, ["N", splines.length, 1]), ops.gather(table, at));
  });
  const [first, ...others] = parts;
  if (first === undefined) throw new Error("a spline has a function at least");
  return others.reduce((sum, part) => ops.add(sum, part), first);
}

/** Outputs on one side of the ends: value there and slope, zero where the output does not go on. */
function line(splines: readonly Spline[], outputs: number, isLow: boolean, isStraight: boolean): readonly [Float64Array, Float64Array] {
  const values = new Float64Array(splines.length * outputs);
  const slopes = new Float64Array(splines.length * outputs);
  splines.forEach((spline, f) => {
    const end = isLow ? spline.low : spline.high;
    evaluate(spline, end, false, values, f * outputs);
    if (isStraight) evaluate(spline, end, true, slopes, f * outputs);
    for (let j = 0; j < outputs; j++) {
      if ((isLow ? j : outputs - 1 - j) < spline.kept) continue;
      values[f * outputs + j] = 0;
      slopes[f * outputs + j] = 0;
    }
  });
  return [values, slopes];
}

function withEnds(ops: Ops, x: Value, splines: readonly Spline[], outputs: number, isStraight: boolean): Value {
  const shape = [splines.length, outputs];
  const wide = ops.reshape(x, ["N", splines.length, 1]);
  return [true, false].reduce(
    (found, isLow) => {
      const ends = ops.doubles(
        [splines.length, 1],
        Float64Array.from(splines, ({ low, high }) => (isLow ? low : high)),
      );
      const [values, slopes] = line(splines, outputs, isLow, isStraight);
      const start = ops.doubles(shape, values);
      const on = isStraight ? ops.add(start, ops.mul(ops.sub(wide, ends), ops.doubles(shape, slopes))) : start;
      return ops.where(isLow ? ops.less(wide, ends) : ops.greater(wide, ends), on, found);
    },
    inside(ops, x, splines, outputs),
  );
}

/** numpy's remainder: of the divisor's sign. */
function folded(ops: Ops, x: Value, splines: readonly Spline[]): Value {
  const low = ops.row(Float64Array.from(splines, (spline) => spline.low));
  const period = ops.row(Float64Array.from(splines, (spline) => spline.high - spline.low));
  const rest = ops.fmod(ops.sub(x, low), period);
  return ops.add(low, ops.where(ops.less(rest, ops.double(0)), ops.add(rest, period), rest));
}

function expanded({ ops, rows, state, at }: Context, splines: readonly Spline[], outputs: number): Value {
  const { x } = rows;
  const mode = state.text("extrapolation");
  if (mode === "constant" || mode === "linear") return withEnds(ops, x, splines, outputs, mode === "linear");
  if (mode === "continue" || mode === "error") return inside(ops, x, splines, outputs);
  if (mode !== "periodic" || splines.some(({ low, high }) => !(high > low)))
    throw unsupported(at, state.className, sentence`an extrapolation that is not known`);
  return inside(ops, folded(ops, x, splines), splines, outputs);
}

export const SPLINES = defineLowering({
  class: "sklearn.preprocessing.SplineTransformer",
  lower: (context) => {
    const { state, ops, rows } = context;
    const fitted = state.items("bsplines_").map((value) => splineOf(state, value));
    const splines = state.text("extrapolation") === "linear" ? straightened(fitted) : fitted;
    const [first] = splines;
    const outputs = first?.weights.cols ?? 0;
    const isOdd = splines.some(({ weights, basis }) => weights.cols !== outputs || basis.degree !== first?.basis.degree);
    if (first === undefined || outputs === 0 || isOdd) throw state.inconsistent("its splines differ in size");
    const hasBias = state.flag("include_bias", true);
    const transform = (): Value => {
      const all = expanded(context, splines, outputs);
      const isZero = state.text("handle_missing") === "zeros" ? ops.isNaN(ops.reshape(rows.x, ["N", splines.length, 1])) : null;
      const flat = ops.reshape(isZero === null ? all : ops.where(isZero, ops.double(0), all), ["N", splines.length * outputs]);
      const kept = Array.from({ length: splines.length * outputs }, (_, k) => k).filter((k) => hasBias || (k + 1) % outputs !== 0);
      if (kept.length === 0) throw unsupported(context.at, state.className, sentence`no column comes out`);
      return hasBias ? flat : ops.columns(flat, kept);
    };
    return { kind: "transformer", methods: makes({ transform }) };
  },
});
