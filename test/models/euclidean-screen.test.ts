/** The coarse screen of Euclidean neighbours loses nothing near, and heaps are the same to the bit with it and without. */
import { describe, expect, test } from "vitest";
import { coarseScreen, LANES } from "../../src/models/parts/neighbors/coarse.js";
import { euclideanFill } from "../../src/models/parts/neighbors/euclidean.js";
import { type Matrix, matrix } from "../../src/numeric/ndarray.js";
import { NeighborHeap } from "../../src/numeric/neighbor-heap.js";
import { Chance } from "../support/hostile-state.js";

type Value = (random: () => number, row: number, col: number) => number;

const normal: Value = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const KINDS: readonly (readonly [string, Value])[] = [
  ["normal", normal],
  ["tied", (random) => Math.floor(3 * random())],
  ["doubled rows", (_, row, col) => ((row % 97) * (col + 3) * 7919) % 101],
  ["far from zero", (random, row, col) => 1e6 + normal(random, row, col)],
  ["columns of several scales", (random, row, col) => normal(random, row, col) * 10 ** (col % 7)],
  ["with a far row", (random, row, col) => (row === 5 ? 1e9 : normal(random, row, col))],
  ["with an infinite value", (random, row, col) => (row === 7 && col === 0 ? Number.POSITIVE_INFINITY : normal(random, row, col))],
  ["with a missing value", (random, row, col) => (row === 7 && col === 0 ? Number.NaN : normal(random, row, col))],
  ["whose squares overflow", (random, row, col) => 1e200 * normal(random, row, col)],
  ["far from zero, where squares overflow", (random, row, col) => (col === 0 ? 1e200 : normal(random, row, col))],
  ["whose squares vanish", (random, row, col) => 1e-200 * normal(random, row, col)],
  ["of one value", () => 4],
];

const SHAPES: readonly (readonly [number, number])[] = [
  [601, 20],
  [600, 1],
  [599, 3],
  [5, 4],
  [250, 130],
];

function table(rows: number, cols: number, value: Value, seed: number): Matrix {
  const chance = new Chance(seed);
  const random = (): number => chance.below(2 ** 32) / 2 ** 32;
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, (_, at) => value(random, Math.floor(at / cols), at % cols)),
  );
}

/** The heaps of all queries as they lie, after the search with a screen or without. */
function heapsOf(x: Matrix, fitted: Matrix, k: number, screened: boolean): unknown {
  const fill = euclideanFill(x, fitted, "blas", screened ? coarseScreen(x, fitted) : null);
  const heaps = Array.from({ length: x.rows }, () => new NeighborHeap(k, { introsort: true }));
  for (let i = 0; i < x.rows; i += LANES) fill(i, heaps.slice(i, i + LANES));
  return heaps.map(({ values, indices }) => [Array.from(values), Array.from(indices)]);
}

describe.each(KINDS)("rows %s", (_, value) => {
  test.each(SHAPES)("%i × %i: the same heaps", (rows, cols) => {
    const [x, fitted] = [table(30, cols, value, 1), table(rows, cols, value, 2)];
    for (const k of [1, 5, rows]) expect(heapsOf(x, fitted, k, true)).toEqual(heapsOf(x, fitted, k, false));
  });
});

/** Squared distance, plainly. */
function distance(x: Matrix, i: number, y: Matrix, j: number): number {
  let sum = 0;
  for (let k = 0; k < x.cols; k++) sum += ((x.data[i * x.cols + k] ?? 0) - (y.data[j * x.cols + k] ?? 0)) ** 2;
  return sum;
}

const SOUND = KINDS.slice(0, 6);

describe.each(SOUND)("rows %s", (_, value) => {
  test.each(SHAPES)("%i × %i: all within a distance are visited, in order", (rows, cols) => {
    const [x, fitted] = [table(30, cols, value, 3), table(rows, cols, value, 4)];
    const screen = coarseScreen(x, fitted);
    for (let i = 0; i < x.rows; i += LANES) {
      const count = Math.min(LANES, x.rows - i);
      // The limit is a distance that occurs, so that one row lies on it.
      const limits = Array.from({ length: count }, (__, lane) => distance(x, i + lane, fitted, (7 * (i + lane)) % rows));
      const visited = limits.map((): number[] => []);
      const total = screen?.(i, count, (lane, j) => {
        visited[lane]?.push(j);
        return limits[lane] ?? 0;
      });
      expect(total).toBe(visited.flat().length);
      limits.forEach((limit, lane) => {
        const seen = new Set(visited[lane]);
        for (let j = 0; j < rows; j++)
          if (distance(x, i + lane, fitted, j) <= limit && !seen.has(j)) expect.fail(`${j} is near ${i + lane}`);
        expect(visited[lane]).toEqual([...seen].sort((a, b) => a - b));
      });
    }
  });
});

test("normal rows: few others are visited", () => {
  const [x, fitted] = [table(LANES, 20, normal, 5), table(6000, 20, normal, 6)];
  const visited = coarseScreen(x, fitted)?.(0, LANES, () => 8);
  expect(visited).toBeLessThan(300);
});

test("rows of no extent, or of no finite one, have no coarse screen", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 4, 1e-200])
    expect(coarseScreen(matrix(2, 1, Float64Array.of(value, value)), matrix(2, 1, Float64Array.of(value, 0 * value + value)))).toBeNull();
});
