/** Values by scipy.stats.norm.ppf and .cdf (scipy 1.18.1): centre, both sides of each seam, and tails. */
import { describe, expect, it } from "vitest";
import { normalCumulative, normalQuantile } from "../../src/numeric/normal-quantile.js";

const PPF: readonly (readonly [number, number])[] = [
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798409],
  [1e-7, -5.1993375821928165],
  [2.220446049250313e-16, -8.125890664701908],
  [0.001, -3.090232306167813],
  [0.01, -2.3263478740408408],
  [0.075, -1.4395314709384563],
  [0.0750001, -1.4395307645017301],
  [0.1, -1.2815515655446004],
  [0.3, -0.5244005127080409],
  [0.5, 0],
  [0.6, 0.2533471031357997],
  [0.9, 1.2815515655446004],
  [0.925, 1.4395314709384563],
  [0.99, 2.3263478740408408],
  [0.9999999, 5.199337582290661],
  [0.9999999999999999, 8.209536151601387],
];
const CDF: readonly (readonly [number, number])[] = [
  [-37, 5.7255712225239266e-300],
  [-20, 2.7536241186061556e-89],
  [-8, 6.22096057427174e-16],
  [-5.2, 9.96442631693347e-8],
  [-3.6, 0.00015910859015753364],
  [-2, 0.022750131948179195],
  [-1.5, 0.06680720126885807],
  [-1.4, 0.08075665923377107],
  [-1, 0.15865525393145707],
  [-0.3, 0.3820885778110474],
  [0, 0.5],
  [1e-9, 0.5000000003989423],
  [0.7, 0.758036347776927],
  [1.42, 0.9221961594734536],
  [5.2, 0.9999999003557368],
  [8, 0.9999999999999993],
];
const close = (ours: number, theirs: number): boolean => Math.abs(ours - theirs) <= 2e-13 * Math.abs(theirs);

describe("the normal distribution", () => {
  it.each(PPF)("has its quantile at %d", (p, x) => expect(close(normalQuantile(p), x)).toBe(true));
  it.each(CDF)("has its probability below %d", (x, p) => expect(close(normalCumulative(x), p)).toBe(true));

  it("ends at 0 and 1", () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect([normalQuantile(-0.1), normalQuantile(1.1), normalQuantile(Number.NaN)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect([normalCumulative(-40), normalCumulative(40), normalCumulative(Number.NaN)]).toEqual([0, 1, Number.NaN]);
  });
});
