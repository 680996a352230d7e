/** Singular values, pseudoinverses, determinants, densities and factorizations against scipy 1.18 and sklearn 1.7.2. */
import { describe, expect, test } from "vitest";
import { DENSITY_KERNELS } from "../../src/numeric/density-kernels.js";
import { gaussianLogDensity, logDeterminant } from "../../src/numeric/determinant.js";
import { multiplyTransposedFloat32 } from "../../src/numeric/float32-product.js";
import { fusedMultiplyAdd } from "../../src/numeric/fused-multiply-add.js";
import { rowSquares } from "../../src/numeric/gram-distances.js";
import { identity, multiplyTransposed } from "../../src/numeric/linear-algebra.js";
import { type Matrix, matrix } from "../../src/numeric/ndarray.js";
import { coordinateDescent } from "../../src/numeric/nonnegative/coordinate-descent.js";
import { multiplicativeUpdate } from "../../src/numeric/nonnegative/multiplicative-update.js";
import { projectedGradient } from "../../src/numeric/nonnegative/projected-gradient.js";
import { pseudoinverse, singularValues } from "../../src/numeric/singular-values.js";
import { sparseTimesTransposed, timesSparseTransposed, toSparse } from "../../src/numeric/sparse-product.js";

const of = (rows: number, cols: number, ...values: number[]): Matrix => matrix(rows, cols, Float64Array.from(values));

function expectClose(ours: ArrayLike<number>, theirs: readonly number[], rtol = 1e-12): void {
  expect(ours.length).toBe(theirs.length);
  theirs.forEach((value, i) => {
    expect(Math.abs((ours[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-14 + rtol * Math.abs(value));
  });
}

const A = of(3, 5, -0.05, -1.45, -0.41, -2.29, 1.05, -0.42, -0.74, 1.07, -1.65, 0.54, -2.06, -0.66, -1.2, 1.46, 1.77);

describe("singular values", () => {
  test("of a wide matrix, as LAPACK finds them", () => {
    const { values } = singularValues(A);
    expectClose([...values].sort((a, b) => b - a).slice(0, 3), [3.5479381794780775, 3.3200700867242987, 1.1294553084740835]);
  });

  test("the pseudoinverse of full rank", () => {
    expectClose(
      pseudoinverse(A).data,
      [
        0.20447649760336883, -0.3594167986349941, -0.22585007120536932, -0.17427103494717136, 0.011177063328050208, -0.055591927820862704,
        -0.4198838458639394, 0.6420859597113403, -0.024898377512225293, -0.22262690163317186, -0.075807573642595, 0.12035198627930206,
        0.07196461205961029, 0.08370647784193351, 0.16523515704673342,
      ],
    );
  });

  test("the pseudoinverse of a matrix whose third column is the sum of the others", () => {
    expectClose(
      pseudoinverse(of(4, 3, -0.33, 0.84, 0.51, -0.18, 0.57, 0.38999999999999996, -0.75, -1.71, -2.46, -1.8, 0.38, -1.42)).data,
      [
        -0.13355247804125675, -0.08297841267483988, 0.02438973316599273, -0.34775029694781956, 0.17178317646896732, 0.11244588392815992,
        -0.21631299506150983, 0.2325774290486875, 0.03823069842771054, 0.02946747125332003, -0.1919232618955171, -0.1151728678991321,
      ],
    );
  });
});

describe("densities", () => {
  test("the log of a determinant, and −∞ where it is negative", () => {
    expectClose([logDeterminant(of(3, 3, 2.25, 0.27, -0.52, 1.91, 0.24, 0.1, 0.25, -0.13, -0.31))], [-1.667157071697676]);
    expect(logDeterminant(of(2, 2, 0, 1, 1, 0))).toBe(Number.NEGATIVE_INFINITY);
  });

  test("of the standard normal distribution", () => {
    expectClose(gaussianLogDensity(of(1, 2, 0, 1), identity(2)), [-Math.log(2 * Math.PI) - 0.5]);
  });

  test.each([
    ["gaussian", [-0.5622635892659402, -1.1245271785318804, -1.6867907677978207, -3.3735815355956413]],
    ["tophat", [-0.33647223662121284, -0.43137999797193527, -0.36238712648498383, 0.4976194753122489]],
    ["epanechnikov", [0.0689928714869516, 0.26176718258801, 0.5539036053891712, 1.8839138364321395]],
    ["exponential", [-0.33647223662121273, -1.1245271785318804, -2.154146595713039, -6.081631736697851]],
    ["linear", [0.35667494393873245, 0.6672322906961745, 1.0239072346349067, 2.443529624367562]],
    ["cosine", [0.1151104686682421, -0.6729444732424257, 0.6543162035681656, -3.3766501541138236]],
  ] as const)("the %s kernel in 1, 2, 3 and 6 dimensions", (name, wanted) => {
    const norms = [1, 2, 3, 6].map((d) => -(DENSITY_KERNELS.get(name)?.logNorm(d) ?? Number.NaN) - d * Math.log(0.7));
    expectClose(norms, wanted, 1e-11);
  });
});

describe("non-negative factors", () => {
  const H = of(2, 4, 1, 0.5, 0, 2, 0, 1, 3, 0.5);
  const X = of(2, 4, 1, 2, 0.5, 1, 0.2, 0.3, 4, 2);
  const free = { l1: 0, l2: 0 };

  test("by coordinate descent", () => {
    const w = coordinateDescent(X, H, free, 1e-6, 200, () => [0, 1]);
    expectClose(w.data, [0.6787878894093823, 0.29090908935472454, 0.4778182266409263, 1.2276363570769377]);
    expectClose(coordinateDescent(toSparse(X, "float64"), H, free, 1e-6, 200, () => [0, 1]).data, [...w.data]);
  });

  test("by multiplicative updates for the divergence of Kullback and Leibler, dense and sparse", () => {
    const updates = { h: H, beta: 1, penalty: free, floor: true };
    const wanted = [0.8816448888863712, 0.31427619753282254, 0.4085193906789826, 1.1267071405830138];
    expectClose(multiplicativeUpdate(X, updates, 1e-3, 200).data, wanted);
    expectClose(multiplicativeUpdate(toSparse(X, "float64"), updates, 1e-3, 200).data, wanted);
  });

  test("by projected gradients, to the same optimum", () => {
    const w = projectedGradient(multiplyTransposed(H, H), multiplyTransposed(X, H), 0, 0, 1e-9, 2000);
    expectClose(w.data, [...coordinateDescent(X, H, free, 1e-14, 2000, () => [0, 1]).data], 1e-7);
  });
});

describe("rounding", () => {
  test("a product and a sum are rounded once", () => {
    const a = 1 + 2 ** -30;
    expect(fusedMultiplyAdd(a, a, -1 - 2 ** -29)).toBe(2 ** -60);
    expect(a * a - (1 + 2 ** -29)).toBe(0);
  });

  test("squared lengths add in numpy's order, eight values a step", () => {
    const x = of(1, 4, 0.1, 0.7, 1.3, 0.9);
    expect(rowSquares(x, "lanes")[0]).toBe(0.1 ** 2 + 1.3 ** 2 + (0.7 ** 2 + 0.9 ** 2));
    expect(rowSquares(x, "backward")[0]).toBe(0.9 ** 2 + 1.3 ** 2 + 0.7 ** 2 + 0.1 ** 2);
    const long = of(1, 9, 0.1, 0.7, 1.3, 0.9, 0.31, 0.57, 0.23, 0.11, 0.77);
    const [even, odd] = [0.23 ** 2 + 0.31 ** 2 + 1.3 ** 2 + 0.1 ** 2, 0.11 ** 2 + 0.57 ** 2 + 0.9 ** 2 + 0.7 ** 2];
    expect(rowSquares(long, "lanes")[0]).toBe(even + 0.77 ** 2 + odd);
  });

  test("float32 products round each step", () => {
    const [row, column] = [of(1, 2, 1, Math.fround(1e-8)), of(1, 2, 1, 1)];
    expect(multiplyTransposedFloat32(row, column, true).data[0]).toBe(1);
    expect(multiplyTransposed(row, column).data[0]).toBeGreaterThan(1);
  });
});

test("products with sparse rows are those with dense ones", () => {
  const dense = of(2, 5, 0, 1, 0, -2, 0, 3, 0, 0, 0, 0.5);
  const sparse = toSparse(dense, "float64");
  const wanted = [...multiplyTransposed(dense, A).data];
  expectClose(sparseTimesTransposed(sparse, A).data, wanted);
  expectClose(timesSparseTransposed(dense, toSparse(A, "float64")).data, wanted);
  expectClose(timesSparseTransposed(sparse, toSparse(A, "float64")).data, wanted);
});
