/**
 * sklearn.isotonic.IsotonicRegression (0.17 to 1.9): linear interpolation between thresholds (scipy's interp1d, which is
 * numpy.interp); outside them NaN, the nearest value (`clip`), or an error (`raise`). X has one axis, or one column.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { countUpTo, interpolate } from "../../numeric/interpolate.js";
import { floats, type NDArray, texts } from "../../numeric/ndarray.js";
import { defineModel, type Method, methods, NO_COLUMNS } from "../define.js";
import { numberAt } from "../input/numbers.js";
import { unnamed } from "../input/x.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

/** Values of X with one axis or one column. @throws CornichonError `input.shape`, `input.malformed` */
function valuesOf(state: State, x: Samples): Float64Array {
  if (x.sparse(unnamed(state.name, null)) !== null)
    throw new CornichonError(
      "input.malformed",
      sentence`Sparse data was passed, but dense data is required. Use '.toarray()' to convert to a dense numpy array.`,
    );
  const { shape, data } = x.array();
  // One column was none of its forms before 0.24; a table has no other.
  if (state.before(0, 24) && shape.length !== 1 && x.columns === null)
    throw new CornichonError("input.shape", sentence`Isotonic regression input should be a 1d array`);
  if (shape.length !== 1 && !(shape.length === 2 && shape[1] === 1))
    throw new CornichonError("input.shape", sentence`Isotonic regression input X should be a 1d array or 2d array with 1 feature`);
  return data instanceof Float64Array ? data : Float64Array.from(data, (value, i) => numberAt(value, i, 0));
}

interface Curve {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/** Thresholds, ascending. @throws CornichonError `model.inconsistent` */
function curveOf(state: State): Curve {
  const xs = state.vector("X_thresholds_");
  const ys = state.vector("y_thresholds_", xs.length);
  if (xs.length === 0 || xs.some((value, i) => i > 0 && !(value >= xs[i - 1]))) throw state.inconsistent("X_thresholds_ do not ascend");
  return { xs, ys };
}

/** scipy's interp1d of float32: the slope from the threshold below, each step rounded. */
function interpolateSingle(x: number, xs: Float64Array, ys: Float64Array): number {
  const r = Math.fround;
  const after = countUpTo(xs, x);
  const at = Math.min(xs.length - 1, Math.max(1, xs[after - 1] === x ? after - 1 : after));
  const slope = r(r(ys[at] - ys[at - 1]) / r(xs[at] - xs[at - 1]));
  return r(r(slope * r(x - xs[at - 1])) + ys[at - 1]);
}

function evaluate(state: State, stored: (bound: number) => number): (values: Float64Array) => Float64Array {
  const { xs, ys } = curveOf(state);
  const between =
    state.dtype("X_thresholds_") === "float32" && state.dtype("y_thresholds_") === "float32" ? interpolateSingle : interpolate;
  const [low, high] = [xs[0] ?? 0, xs[xs.length - 1]];
  const outside = state.text("out_of_bounds");
  const [min, max] =
    outside === "clip"
      ? [stored(state.amount("X_min_")), stored(state.amount("X_max_"))]
      : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return (values) =>
    values.map((value) => {
      if (xs.length === 1) return ys[0] ?? 0;
      const x = Math.min(max, Math.max(min, value));
      if (x >= low && x <= high) return between(x, xs, ys);
      if (outside === "raise" && !Number.isNaN(x))
        throw new CornichonError(
          "input.malformed",
          sentence`A value in x_new is ${showText(x < low ? "below" : "above")} the interpolation range: ${x}`,
        );
      return Number.NaN;
    });
}

export const IsotonicRegression = defineModel({
  class: "sklearn.isotonic.IsotonicRegression",
  build: (state) => {
    const curve = evaluate(state, Number);
    // Until 0.20 X kept its own type, and was cut off in it.
    const single = state.before(0, 21) ? evaluate(state, Math.fround) : curve;
    const dtype = state.dtype("X_thresholds_");
    const predict: Method = (x): NDArray => {
      const values = valuesOf(state, x);
      return floats(
        dtype,
        [values.length],
        (x.dtype === "float32" ? single : curve)(dtype === "float32" ? values.map(Math.fround) : values),
      );
    };
    return {
      ...NO_COLUMNS,
      methods: methods({ predict, transform: predict, get_feature_names_out: () => texts(["isotonicregression0"]) }),
    };
  },
});
