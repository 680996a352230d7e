/** Values by numpy.interp and numpy.searchsorted (numpy 2.5.1). */
import { describe, expect, it } from "vitest";
import { countUpTo, interpolate } from "../../src/numeric/interpolate.js";

const XS = [0, 1, 1, 1, 3, 4];
const YS = [10, 20, 30, 40, 50, 45];

describe("interpolation", () => {
  it("holds the ends, the last of equal knots, and lines between", () =>
    expect([-1, 0, 0.25, 1, 1.5, 3, 3.5, 4, 9].map((x) => interpolate(x, XS, YS))).toEqual([10, 10, 12.5, 40, 42.5, 50, 47.5, 45, 45]));
  it("passes NaN on", () => expect(interpolate(Number.NaN, XS, YS)).toBeNaN());
  it("counts values up to x", () => expect([-1, 0, 1, 2, 4, 5, Number.NaN].map((x) => countUpTo(XS, x))).toEqual([0, 1, 4, 4, 6, 6, 6]));
});
