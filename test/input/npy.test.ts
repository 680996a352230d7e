/** `.npy` files byte by byte as numpy writes them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resultNpy } from "../../src/input/npy.js";
import type { Result } from "../../src/model/all.js";
import { ROOT } from "../support/cli.js";

const saved = (name: string): Buffer => readFileSync(join(ROOT, "fixtures", "input", "matrix", name));

const RESULTS: Readonly<Record<string, Result>> = {
  "U.npy": { dtype: "object", shape: [3], data: ["a", "größe", "😀b"] },
  "f4.npy": { dtype: "float32", shape: [1, 3], data: new Float32Array([1.5, Number.NaN, Number.NEGATIVE_INFINITY]) },
  "i1.npy": { dtype: "int8", shape: [2], data: new Int8Array([-1, 2]) },
  "i8.npy": { dtype: "int64", shape: [2, 3], data: [0, 1, 2, 3, 4, 5] },
  "big.npy": { dtype: "int64", shape: [2], data: [2n ** 62n, -1] },
  "bool.npy": { dtype: "bool", shape: [1, 3], data: [true, false, true] },
};

test.each(Object.keys(RESULTS))("%s", (name) => {
  expect(Buffer.from(resultNpy("predict", RESULTS[name] ?? null))).toEqual(saved(name));
});

test("sparse rows are written out; lists and objects are refused", () => {
  const sparse = { format: "csr", dtype: "float64", shape: [2, 2], data: [7], indices: [1], indptr: [0, 1, 1] } as const;
  const dense = { dtype: "float64", shape: [2, 2], data: new Float64Array([0, 7, 0, 0]) } as const;
  expect(resultNpy("transform", sparse)).toEqual(resultNpy("transform", dense));
  for (const odd of [[dense, dense], "text", { dtype: "object", shape: [2], data: ["a", 1] }] as const)
    expect(() => resultNpy("predict", odd)).toThrow(expect.objectContaining({ code: "usage" }));
});
