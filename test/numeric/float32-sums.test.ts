/** Recorded with numpy 2.5.5 (OpenBLAS 0.3.34) and scipy 1.18.1: float32 X @ c, dense and as csr, and logsumexp. */
import { expect, test } from "vitest";
import { linearFloat32, linearSparseFloat32 } from "../../src/numeric/float32-sums.js";
import { logSumExp } from "../../src/numeric/log-sum-exp.js";
import { matrix } from "../../src/numeric/ndarray.js";

const X = Float64Array.from(
  [
    1, 1.71794868, -1, 2.24, 1.87, -0.98, 0.95, -0.15, -0.1, 0.41, 0.14, 1.45, 0.76, 0.12, 0.44, 0.33, 1.49, -0.21, 0.31, -0.85, -2.55,
    0.65, 0.86, -0.74, 2.27, -1.45, 0.05, -0.19, 1.53, 1.47,
  ],
  Math.fround,
);
const C = Float64Array.from([1.07, -0.39, 0.4], Math.fround);
const DENSE = [
  8.940696716308594e-8, 1.2755000591278076, 1.0350000858306885, 0.9641000628471375, 0.9424000382423401, -0.31199994683265686,
  -0.35679998993873596, 0.06410001963376999, 3.014400005340576, -0.21199993789196014,
];
const SPARSE = [
  8.940696716308594e-8, 1.2755000591278076, 1.0350000858306885, 0.9641000628471375, 0.9424000382423401, -0.31199994683265686,
  -0.3567999601364136, 0.06410002708435059, 3.014400005340576, -0.21199995279312134,
];

test("rows of float32 are summed to the same bits, also where they cancel", () => {
  expect(Array.from(linearFloat32(matrix(10, 3, X), C, 1))).toEqual(DENSE);
});

test("sparse rows are summed without fusing", () => {
  const indptr = Array.from({ length: 11 }, (_, i) => 3 * i);
  const indices = Array.from(X, (_, at) => at % 3);
  const rows = { format: "csr", dtype: "float32", shape: [10, 3], data: X, indices, indptr } as const;
  expect(Array.from(linearSparseFloat32(rows, C, 1))).toEqual(SPARSE);
});

test("long rows are summed in doubles", () => {
  const ones = new Float64Array(200).fill(0.1);
  expect(linearFloat32(matrix(1, 200, ones), ones, 1)[0]).toBe(Math.fround(ones.reduce((sum, v) => sum + v * v, 0)));
});

test("log-sum-exp, without overflow and of nothing", () => {
  const ofRow = (...row: number[]): number => logSumExp(Float64Array.from(row), 0, row.length);
  expect(ofRow(-1000, -1001)).toBeCloseTo(-999.6867383124818, 11);
  expect(ofRow(700, 710, -5)).toBeCloseTo(710.0000453988993, 11);
  expect(ofRow(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
  expect(ofRow(Number.NEGATIVE_INFINITY, 3)).toBe(3);
});

test("rows of four for one output are summed two by two, as numpy 2.5 with OpenBLAS gives X @ w", () => {
  const x = Float64Array.from(
    [
      0.441, -0.331, 2.431, -0.252, 0.11, 1.582, -0.909, -0.592, 0.188, -0.33, -1.193, -0.205, -0.359, 0.603, -1.665, -0.7, 1.151, 1.857,
      -1.511, 0.645, -0.981, -0.857, -0.872, -0.423, 0.996, 0.712, 0.059, -0.363, 0.003, -0.106, 0.793, -0.632,
    ],
    Math.fround,
  );
  const w = Float64Array.from([-0.006, -0.101, -0.052, 0.249], Math.fround);
  expect(Array.from(linearFloat32({ rows: 8, cols: 4, data: x }, w, 1))).toEqual([
    -0.15837499499320984, -0.26058200001716614, 0.04319300130009651, -0.14646899700164795, 0.04471398890018463, 0.03246000036597252,
    -0.17134299874305725, -0.18791599571704865,
  ]);
});
