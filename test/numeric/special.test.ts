/** erf and Bessel K beside values computed by mpmath 1.3 with 40 digits. */
import { describe, expect, test } from "vitest";
import { besselK } from "../../src/numeric/bessel-k.js";
import { erf } from "../../src/numeric/erf.js";
import { exactExp } from "../../src/numeric/exact-exp.js";

const BESSEL_K: readonly (readonly [order: number, x: number, value: number])[] = [
  [0, 1e-8, 18.536612259610777],
  [0, 0.01, 4.721244730161095],
  [0, 0.5, 0.9244190712276659],
  [0, 2, 0.11389387274953344],
  [0, 30, 2.1324774964630563e-14],
  [0, 650, 2.5125028846628393e-284],
  [0.3, 1e-8, 462.5636031890663],
  [0.3, 0.01, 6.8901026382927695],
  [0.3, 0.5, 0.9764741243817879],
  [0.3, 2, 0.11603697434811926],
  [0.3, 30, 2.1356270283260948e-14],
  [0.3, 650, 2.5126766995996682e-284],
  [0.8, 1e-8, 2545849.228689519],
  [0.8, 0.01, 40.31263915613194],
  [0.8, 0.5, 1.3508481018153975],
  [0.8, 2, 0.12995155756698973],
  [0.8, 30, 2.1549744317320286e-14],
  [0.8, 650, 2.5137391631620103e-284],
  [2.2, 1e-8, 1.0077196906108125e18],
  [2.2, 0.01, 63581.48942810019],
  [2.2, 0.5, 11.06882030829536],
  [2.2, 2, 0.29834579472300066],
  [2.2, 30, 2.308550810254649e-14],
  [2.2, 650, 2.5218673417685965e-284],
  [7.3, 1e-8, 2.516397544154723e63],
  [7.3, 0.01, 3.988205511018873e19],
  [7.3, 0.5, 15631251.977538276],
  [7.3, 2, 543.6382773844591],
  [7.3, 30, 5.0897839889315034e-14],
  [7.3, 650, 2.6175527600410254e-284],
];

const ERF: readonly (readonly [x: number, value: number])[] = [
  [1e-300, 1.1283791670955126e-300],
  [1e-10, 1.1283791670955126e-10],
  [0.1, 0.1124629160182849],
  [0.7, 0.6778011938374184],
  [1.5, 0.9661051464753108],
  [2.4, 0.999311486103355],
  [2.6, 0.9997639655834707],
  [3.7, 0.9999998328489421],
  [5.9, 0.9999999999999999],
];

/** Correctly rounded. */
const EXP: readonly (readonly [x: number, value: number])[] = [
  [-0.13189718433225206, 0.8764311012960433],
  [-3.9516881001221194, 0.019222225330426168],
  [-2.506534727800406, 0.08155034431418132],
  [-1.9386390664751896, 0.1438996544409156],
  [-8.151350213907897, 0.00028834576820499855],
  [-2.5905003133279902, 0.07498251594710188],
  [-1.9193445554700272, 0.14670308636034346],
  [-0.1363135039627572, 0.8725690357536419],
];

const close = (value: number, wanted: number, relative: number): void =>
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(relative * Math.abs(wanted));

describe("special functions", () => {
  test("K of an infinite argument ends, and of orders that no kernel has", () => {
    expect(besselK(1.3, Number.POSITIVE_INFINITY)).toBe(0);
    expect(besselK(1.3, 1e300)).toBe(0);
    expect(besselK(1e300, 1)).toBeNaN();
    expect(besselK(Number.NaN, 1)).toBeNaN();
  });

  test.each(BESSEL_K)("K of order %d at %d", (order, x, value) => {
    close(besselK(order, x), value, 2e-14);
    close(besselK(-order, x), value, 2e-14);
  });

  test.each(ERF)("erf of %d", (x, value) => {
    close(erf(x), value, 8e-16);
    expect(erf(-x)).toBe(-erf(x));
  });

  test.each(EXP)("e to the %d", (x, value) => {
    expect(exactExp(x)).toBe(value);
  });

  test("at the ends", () => {
    expect([erf(0), erf(Number.POSITIVE_INFINITY), erf(Number.NEGATIVE_INFINITY), erf(Number.NaN)]).toEqual([0, 1, -1, Number.NaN]);
    expect([exactExp(0), exactExp(-800), exactExp(800), exactExp(Number.NaN)]).toEqual([1, 0, Number.POSITIVE_INFINITY, Number.NaN]);
    expect([besselK(1, 0), besselK(1, -1)]).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
  });
});
