/** Recorded with numpy 2.5.5 (OpenBLAS 0.3.34, its kernels for AVX-512) and scipy 1.18.1: float32 X @ c, rows in C order and as csr, and logsumexp. */
import { readFileSync } from "node:fs";
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
  -0.35679998993873596, 0.06410001963376999, 3.014400005340576, -0.21199995279312134,
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

/** numpy 2.5.5 with OpenBLAS' kernels for AVX-512 (float32-gemv.make.py). */
interface Products {
  readonly rows: number;
  readonly cols: number;
  readonly [list: string]: readonly number[] | number;
}
const products = JSON.parse(readFileSync(new URL("float32-gemv.json", import.meta.url), "utf8")) as { readonly cases: readonly Products[] };

test.each(products.cases)("$rows rows of $cols columns are added in the order of OpenBLAS", ({ rows, cols, ...lists }) => {
  const of = (name: string): Float64Array => Float64Array.from(lists[name] as readonly number[]);
  const [x, w, many] = [of("x"), of("w"), of("many")];
  const first = matrix(1, cols, x.slice(0, cols));
  expect(linearFloat32(matrix(rows, cols, x), w, 1)).toEqual(of("vector"));
  expect(linearFloat32(first, w, 1)).toEqual(of("alone"));
  expect(linearFloat32(first, many, rows)).toEqual(of("outputs"));
  expect(linearFloat32(matrix(3, cols, x.slice(0, 3 * cols)), many.slice(0, 2 * cols), 2)).toEqual(of("both"));
});
