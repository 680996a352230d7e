/** Orders of ties beside numpy 1.24.4, sklearn 1.5.2 and 1.9.1, which were asked for these. */
import { describe, expect, test } from "vitest";
import { NeighborHeap } from "../../src/numeric/neighbor-heap.js";
import { argPartition, argSort } from "../../src/numeric/partition.js";

const VALUES = Float64Array.of(
  ...[4, 5, 0, 3, 3, 3, 1, 3, 5, 2, 4, 0, 0, 4, 2, 1, 0, 1, 5, 1, 5, 0, 1, 4, 3, 0, 3, 5, 0, 2, 3, 0, 1, 3, 5, 3, 3, 0, 1, 1],
);

/** `numpy.argpartition(VALUES, kth)[: kth + 1]`. */
const FIRST: readonly (readonly [kth: number, order: readonly number[]])[] = [
  [1, [2, 11]],
  [4, [21, 12, 28, 11, 31]],
  [12, [28, 31, 12, 11, 21, 25, 16, 38, 37, 2, 19, 22, 32]],
];

/** `KDTree(VALUES[:, None], leaf_size=100).query([[0.0]], k=20)`: what a heap keeps, as it is sorted. */
const QUICKSORTED = [25, 31, 37, 28, 12, 16, 2, 21, 11, 32, 38, 19, 6, 22, 15, 39, 17, 29, 14, 9];
const INTROSORTED = [31, 25, 21, 2, 11, 16, 37, 28, 12, 15, 22, 32, 19, 17, 38, 39, 6, 14, 9, 29];

const kept = (introsort: boolean): number[] => {
  const heap = new NeighborHeap(20, { introsort });
  VALUES.forEach((value, index) => {
    heap.push(value, index);
  });
  heap.sort();
  return Array.from(heap.indices);
};

describe("ties", () => {
  test.each(FIRST)("numpy's argpartition at %d", (kth, order) => {
    expect(Array.from(argPartition(VALUES, kth).subarray(0, kth + 1))).toEqual(order);
  });

  test("numpy's argsort", () => {
    const sorted = [37, 2, 31, 28, 25, 21, 11, 12, 16, 19, 32, 22, 38, 17, 15, 39, 6, 9, 14, 29];
    expect(Array.from(argSort(VALUES)).slice(0, 20)).toEqual(sorted);
  });

  test("NaN comes last", () => {
    const values = VALUES.map((value, i) => (i === 3 ? Number.NaN : value));
    const first = [16, 19, 2, 38, 37, 32, 31, 28, 25, 22, 21, 11, 12, 17, 39, 15, 14, 9, 6, 29, 24];
    expect(Array.from(argPartition(values, 20).subarray(0, 21))).toEqual(first);
    expect(argSort(values)[39]).toBe(3);
  });

  test("sklearn's heap and its two sorts", () => {
    expect(kept(false)).toEqual(QUICKSORTED);
    expect(kept(true)).toEqual(INTROSORTED);
  });
});
