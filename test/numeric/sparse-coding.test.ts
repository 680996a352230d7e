/** Sparse codes of one row against sklearn 1.7.2's `sparse_encode` (dictionary and row of numpy's RandomState(7), rounded). */
import { describe, expect, test } from "vitest";
import { multiplyTransposed } from "../../src/numeric/linear-algebra.js";
import { matrix } from "../../src/numeric/ndarray.js";
import { lasso } from "../../src/numeric/sparse-coding/lasso.js";
import { leastAngle } from "../../src/numeric/sparse-coding/least-angle.js";
import { orthogonalMatchingPursuit } from "../../src/numeric/sparse-coding/orthogonal-matching-pursuit.js";

const D = matrix(
  5,
  4,
  Float64Array.of(1.69, -0.47, 0.03, 0.41, -0.79, 0, 0, -1.75, 1.02, 0.6, -0.63, -0.17, 0.51, -0.26, -0.24, -1.45, 0.55, 0.12, 0.27, -1.53),
);
const x = matrix(1, 4, Float64Array.of(1.65, 0.15, -0.39, 2.03));
const gram = multiplyTransposed(D, D);
const products = multiplyTransposed(x, D).data;
const square = multiplyTransposed(x, x).data[0] ?? 0;

function expectClose(ours: ArrayLike<number>, theirs: readonly number[]): void {
  expect(ours.length).toBe(theirs.length);
  theirs.forEach((value, i) => {
    expect(Math.abs((ours[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-12 + 1e-10 * Math.abs(value));
  });
}

describe("sparse codes", () => {
  test("matching pursuit with three atoms", () => {
    expectClose(orthogonalMatchingPursuit(gram, products, 3, false), [0.15370498974834274, -1.1657068489829459, 0.47808433716707444, 0, 0]);
  });

  test("least angles with two steps", () => {
    const rules = { lasso: false, positive: false, alpha: 0, samples: 4, steps: 2 };
    expectClose(leastAngle(gram, products, rules), [0.20522480677216384, -0.9561293050195229, 0, 0, 0]);
  });

  test("the lasso's path to an alpha", () => {
    const rules = { lasso: true, positive: false, alpha: 0.05, samples: 4, steps: 1000 };
    expectClose(leastAngle(gram, products, rules), [0.16502940447967476, -1.1196402446485716, 0.37299806894274157, 0, 0]);
  });

  test("the lasso by coordinate descent, as far as its tolerance lets it go", () => {
    const rules = { alpha: 0.2, positive: false, tolerance: 1e-4, rounds: 1000, screening: false };
    expectClose(lasso(gram, products, square, rules), [0.16512240145279414, -1.1196044858399408, 0.37293911192730106, 0, 0]);
  });

  test("screening leads to the same end", () => {
    const rules = { alpha: 0.2, positive: false, tolerance: 1e-15, rounds: 10_000, screening: true };
    const ours = lasso(gram, products, square, rules);
    const path = leastAngle(gram, products, { lasso: true, positive: false, alpha: 0.05, samples: 4, steps: 1000 });
    ours.forEach((weight, k) => {
      expect(weight).toBeCloseTo(path[k] ?? Number.NaN, 6);
    });
  });

  test("odd rules and numbers end", () => {
    const rules = { lasso: true, positive: false, alpha: Number.NaN, samples: 4, steps: 50 };
    expect(leastAngle(matrix(2, 2), Float64Array.of(1, 1), rules)).toHaveLength(2);
    expect(leastAngle(gram, new Float64Array(5), { ...rules, alpha: -1 })).toHaveLength(5);
    expect(orthogonalMatchingPursuit(matrix(2, 2), Float64Array.of(Number.NaN, 1), 2, false)).toHaveLength(2);
  });
});
