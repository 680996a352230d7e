/** Values and slopes by scipy.interpolate.BSpline (scipy 1.18.1) on uneven and repeated knots, inside and beyond the base interval. */
import { describe, expect, it } from "vitest";
import { type Basis, basisAt, basisCount, intervalOf, slopesAt } from "../../src/numeric/b-spline.js";

const BASIS: Basis = { knots: Float64Array.of(-2, -1, 0, 0.5, 2, 3, 3, 4.5), degree: 3 };
const CASES: readonly (readonly [number, readonly number[], readonly number[]])[] = [
  [0.5, [0.375, 0.5833333333333333, 0.041666666666666664, 0], [-0.75, 0.5, 0.25, 0]],
  [
    1.7,
    [0.003000000000000001, 0.28093333333333337, 0.5317466666666667, 0.18431999999999998],
    [-0.03000000000000001, -0.5559999999999999, 0.12519999999999998, 0.4608],
  ],
  [2, [0, 0.13333333333333333, 0.5066666666666667, 0.36], [0, -0.4, -0.32, 0.72]],
  [
    2.5,
    [-0.013888888888888888, 0.07222222222222222, 0.08833333333333335, 0.8533333333333333],
    [-0.08333333333333333, 0.23333333333333328, -1.43, 1.28],
  ],
  [-1.5, [4.763888888888888, -6.905555555555554, 3.995, -0.8533333333333333], [-4.083333333333333, 8.233333333333333, -5.43, 1.28]],
];
const near = (ours: Float64Array, theirs: readonly number[]): void =>
  theirs.forEach((value, i) => {
    expect(ours[i]).toBeCloseTo(value, 13);
  });

describe("B-splines", () => {
  it("has as many functions as knots less the order", () => expect(basisCount(BASIS)).toBe(4));
  it.each(CASES)("has scipy's values and slopes at %d", (x, values, slopes) => {
    const interval = intervalOf(BASIS, x);
    const out = new Float64Array(4);
    basisAt(BASIS, 3, interval, x, out);
    near(out, values);
    slopesAt(BASIS, interval, x, out);
    near(out, slopes);
  });
});
