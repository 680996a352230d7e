/**
 * sklearn.preprocessing.SplineTransformer (_polynomial 1.0 to 1.9): each feature's values of a B-spline basis. Beyond the
 * knots the basis holds its values (`constant`), goes on straight (`linear`) or as it is (`continue`), repeats
 * (`periodic`), or is an error. SciPy's splines are stored by attribute (`t`, `c`; `_t`, `_c` in 1.17), and inside a
 * tuple from 1.18 on.
 */
import { CornichonError, sentence } from "../../errors.js";
import { intervalOf } from "../../numeric/b-spline.js";
import { type Matrix, texts } from "../../numeric/ndarray.js";
import { RowBuilder } from "../../numeric/sparse-rows.js";
import { defineModel, methods } from "../define.js";
import { floating, namesIn } from "../parts/columns/columns.js";
import { evaluate, type Spline, splineOf, straightened } from "../parts/columns/splines.js";
import { expectationOf } from "../parts/expectation.js";
import type { State } from "../state.js";

/** A feature's spline as SciPy has it: `t`, `c` and `k`. @throws CornichonError `model.inconsistent` */
export function storedSplines(
  state: State,
): readonly { readonly knots: Float64Array; readonly weights: Matrix; readonly degree: number }[] {
  return state.items("bsplines_").map((value) => {
    const { basis, weights } = splineOf(state, value);
    return { knots: basis.knots, weights, degree: basis.degree };
  });
}

type Fill = (spline: Spline, x: number, out: Float64Array, at: number) => void;

const inside: Fill = (spline, x, out, at) => evaluate(spline, x, false, out, at);
const nearest = ({ low, high }: Spline, x: number): number => (x < low ? low : x > high ? high : x);

/** numpy's remainder: of the divisor's sign. */
function periodic(spline: Spline, x: number, out: Float64Array, at: number): void {
  const period = spline.high - spline.low;
  const rest = (x - spline.low) % period;
  inside(spline, period > 0 ? spline.low + (rest < 0 ? rest + period : rest) : 0, out, at);
}

function refusing(spline: Spline, x: number, out: Float64Array, at: number): void {
  if (x < spline.low || x > spline.high)
    throw new CornichonError("input.malformed", sentence`X contains values beyond the limits of the knots.`);
  inside(spline, x, out, at);
}

/** Outputs beyond the near end: some go on from there, the others are zero. */
function beyond(spline: Spline, x: number, out: Float64Array, at: number, straight: boolean): void {
  const end = nearest(spline, x);
  const { cols } = spline.weights;
  const slopes = new Float64Array(cols);
  inside(spline, end, out, at);
  if (straight) evaluate(spline, end, true, slopes, 0);
  for (let j = 0; j < cols; j++) {
    const fromEnd = x < end ? j : cols - 1 - j;
    out[at + j] = fromEnd < spline.kept ? out[at + j] + (straight ? (x - end) * slopes[j] : 0) : 0;
  }
}

const outside =
  (straight: boolean): Fill =>
  (spline, x, out, at) => {
    // A broadcast of all functions to none, which numpy refuses.
    if (!straight && spline.kept === 0 && x > spline.high)
      throw new CornichonError("input.malformed", sentence`X has values above the knots, where splines of degree 0 do not go on.`);
    return x < spline.low || x > spline.high ? beyond(spline, x, out, at, straight) : inside(spline, x, out, at);
  };

/**
 * Before numpy 2, which came with sklearn 1.5, float32 was held against the ends in float32: what lies beyond an end by less than
 * that counted as inside, where SciPy gives NaN.
 */
const unsure =
  (fill: Fill): Fill =>
  (spline, x, out, at) => {
    const [low, high] = [Math.fround(spline.low), Math.fround(spline.high)];
    if ((x < spline.low && x >= low) || (x > spline.high && x <= high)) out.fill(Number.NaN, at, at + spline.weights.cols);
    else fill(spline, x, out, at);
  };

const FILLS: ReadonlyMap<string | null, Fill> = new Map([
  ["constant", outside(false)],
  ["linear", outside(true)],
  ["continue", inside],
  ["periodic", periodic],
  ["error", refusing],
]);

/** All splines of all features, (rows, features · outputs). */
function expand(x: Matrix, splines: readonly Spline[], outputs: number, fill: Fill, zeros: boolean): Float64Array {
  const out = new Float64Array(x.rows * x.cols * outputs);
  for (let at = 0; at < x.data.length; at++) {
    const spline = splines[at % x.cols];
    const value = x.data[at];
    if (Number.isNaN(value) && !zeros) throw new CornichonError("input.malformed", sentence`Input X contains NaN.`);
    if (spline !== undefined && !Number.isNaN(value)) fill(spline, value, out, at * outputs);
  }
  return out;
}

/** Leaves the last output of each feature out. */
const withoutBias = (data: Float64Array, outputs: number): Float64Array => data.filter((_, at) => (at + 1) % outputs !== 0);

export const SplineTransformer = defineModel({
  class: "sklearn.preprocessing.SplineTransformer",
  build: (state) => {
    const fitted = state.items("bsplines_").map((value) => splineOf(state, value));
    const splines = state.text("extrapolation") === "linear" ? straightened(fitted) : fitted;
    const outputs = splines[0]?.weights.cols ?? 0;
    if (outputs === 0 || splines.some((spline) => spline.weights.cols !== outputs)) throw state.inconsistent("its splines differ in size");
    const extrapolation = state.text("extrapolation");
    const fill = FILLS.get(extrapolation);
    const ends = extrapolation === "constant" || extrapolation === "linear";
    if (fill === undefined) throw state.inconsistent("its extrapolation is unknown");
    const expected = expectationOf(state, splines.length);
    const bias = state.flag("include_bias", true);
    const kept = outputs - (bias ? 0 : 1);
    const zeros = state.text("handle_missing") === "zeros";
    // Until 1.1 the names counted the functions, not the outputs, which are fewer for periodic ones.
    const named = state.before(1, 2) ? (splines[0]?.weights.rows ?? 0) - (bias ? 0 : 1) : kept;
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const m = x.matrix(expected);
          const narrow = ends && x.dtype === "float32" && state.before(1, 5);
          const all = expand(m, splines, outputs, narrow ? unsure(fill) : fill, zeros);
          const data = bias ? all : withoutBias(all, outputs);
          const shape = [m.rows, splines.length * kept] as const;
          if (state.flag("sparse_output", false))
            return sparse(data, shape, kept, extrapolation === "periodic" ? () => false : storing(m, splines));
          return floating(shape, x.dtype === "float32" ? new Float32Array(data) : data);
        },
        get_feature_names_out: (_x, options) =>
          texts(
            namesIn(expected.featureNames, splines.length, options).flatMap((name) =>
              Array.from({ length: named }, (_, j) => `${name}_sp_${j}`),
            ),
          ),
      }),
    };
  },
});

/** Whether a zero is stored: SciPy's matrix has all functions about a value that is not beyond the ends. */
const storing =
  (m: Matrix, splines: readonly Spline[]) =>
  (i: number, f: number, j: number): boolean => {
    const [spline, x] = [splines[f], m.data[i * m.cols + f]];
    if (spline === undefined || !(x >= spline.low && x <= spline.high)) return false;
    const interval = intervalOf(spline.basis, x);
    return j >= interval - spline.basis.degree && j <= interval;
  };

function sparse(
  data: Float64Array,
  [rows, cols]: readonly [number, number],
  outputs: number,
  stores: (i: number, feature: number, output: number) => boolean,
) {
  const builder = new RowBuilder(cols, data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++)
      if (data[i * cols + j] !== 0 || stores(i, Math.floor(j / outputs), j % outputs)) builder.put(j, data[i * cols + j]);
    builder.endRow();
  }
  return builder.end("float64");
}
