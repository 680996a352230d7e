/** The splines of SplineTransformer, a basis a feature, and their values. */
import { itemsOf } from "../../../neutral/attributes.js";
import { own } from "../../../neutral/document.js";
import { type Basis, basisAt, basisCount, intervalOf, slopesAt } from "../../../numeric/b-spline.js";
import type { Matrix } from "../../../numeric/ndarray.js";
import type { State } from "../../state.js";

/** A feature's splines: the basis, and what of it each output takes. */
export interface Spline {
  readonly basis: Basis;
  /** (functions, outputs). */
  readonly weights: Matrix;
  readonly low: number;
  readonly high: number;
  /** How many outputs from the near end on go on beyond it. */
  readonly kept: number;
}

const MOST_DEGREE = 2 ** 10;

/** The state with knots and coefficients, in whichever of the two forms. */
function stored(state: State, value: unknown): State {
  const spline = state.inner(value);
  if (spline.has("t") || spline.has("_t")) return spline;
  const items = itemsOf(own(spline.value, "state") ?? null, spline.references) ?? [];
  return spline.inner(items[0]);
}

export function splineOf(state: State, value: unknown): Spline {
  const spline = stored(state, value);
  const [t, c] = spline.has("t") ? (["t", "c"] as const) : (["_t", "_c"] as const);
  const knots = spline.vector(t);
  const basis = { knots, degree: spline.whole("k", 0, MOST_DEGREE) };
  const count = basisCount(basis);
  if (count <= basis.degree) throw state.inconsistent("a spline has too few knots");
  for (let i = 1; i < knots.length; i++) if (!(knots[i] >= knots[i - 1])) throw state.inconsistent("a spline's knots do not ascend");
  const weights = spline.matrix(c, count);
  return { basis, weights, low: knots[basis.degree], high: knots[count], kept: basis.degree };
}

/**
 * Splines that go on straight. sklearn's loop over the features (`transform`, 1.0 to 1.9) raises a degree below 2 by one
 * where it needs one more function, and keeps that for the next feature, whose ends are then further in.
 */
export function straightened(splines: readonly Spline[]): readonly Spline[] {
  let degree = splines[0]?.basis.degree ?? 0;
  return splines.map((spline) => {
    const { knots } = spline.basis;
    const [low, high] = [knots[degree] ?? spline.low, knots[knots.length - 1 - degree] ?? spline.high];
    if (degree <= 1) degree++;
    return { ...spline, low, high, kept: degree };
  });
}

/** Values (or slopes) of all outputs at x, into `out` from `at` on. */
export function evaluate({ basis, weights }: Spline, x: number, slopes: boolean, out: Float64Array, at: number): void {
  const interval = intervalOf(basis, x);
  const values = new Float64Array(basis.degree + 1);
  if (slopes) slopesAt(basis, interval, x, values);
  else basisAt(basis, basis.degree, interval, x, values);
  for (let j = 0; j < weights.cols; j++) {
    let sum = 0;
    for (let a = 0; a <= basis.degree; a++) sum += values[a] * weights.data[(interval - basis.degree + a) * weights.cols + j];
    out[at + j] = sum;
  }
}
