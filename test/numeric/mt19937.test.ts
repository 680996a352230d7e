/** numpy's own draws: recorded with numpy 1.15.4 and 2.5.5, which agree (np.random.RandomState, the calls named here). */
import { expect, test } from "vitest";
import { RandomState } from "../../src/numeric/mt19937.js";

const times = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

test("random_sample, and the second and third refill of the largest seed", () => {
  const small = new RandomState(0);
  expect(times(4, () => small.double())).toEqual([0.5488135039273248, 0.7151893663724195, 0.6027633760716439, 0.5448831829968969]);
  const large = new RandomState(4294967295);
  const values = times(1300, () => large.double());
  expect([values[0], values[623], values[1299]]).toEqual([0.0976320289940138, 0.16177415711968401, 0.2615643098940784]);
});

test("32 bits as numpy.uint32", () => {
  const state = new RandomState(42);
  expect(times(4, () => state.uint32())).toEqual([1608637542, 3421126067, 4083286876, 787846414]);
});

test.each([
  [1, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  [2, [1, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1]],
  [3, [0, 1, 2, 0, 1, 2, 0, 1, 2, 2, 2, 0]],
  [5, [4, 1, 3, 3, 4, 1, 0, 1, 2, 2, 0, 4]],
  [8, [7, 4, 1, 6, 3, 3, 7, 7, 4, 1, 6, 7]],
  [1000, [175, 196, 537, 502, 579, 211, 919, 615, 348, 185, 398, 535]],
  [
    2 ** 31,
    [
      327741615, 976413892, 1202242073, 1369975286, 1882953283, 2053951699, 959775639, 1956722279, 2052949340, 1322904761, 165338510,
      1133316631,
    ],
  ],
])("randint(0, %i)", (bound, wanted) => {
  const state = new RandomState(7);
  expect(times(12, () => state.below(bound))).toEqual(wanted);
});

test("randn", () => {
  const state = new RandomState(3);
  const values = times(5, () => state.gauss());
  const wanted = [1.7886284734303186, 0.43650985051198943, 0.09649746807200862, -1.8634927033644908, -0.27738820251439905];
  for (const [i, value] of values.entries()) expect(value).toBeCloseTo(wanted[i] ?? 0, 14);
});

test("multinomial(1, …), also with a share of nothing", () => {
  const state = new RandomState(0);
  expect(times(15, () => state.category([0.2, 0.5, 0.3]))).toEqual([2, 1, 2, 2, 0, 2, 1, 0, 1, 2, 2, 0, 1, 1, 1]);
  const other = new RandomState(5);
  expect(times(15, () => other.category([0.7, 0.1, 0, 0.2]))).toEqual([0, 3, 0, 0, 3, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0]);
});

test("what is no probability ends, too", () => {
  const state = new RandomState(1);
  expect([Number.NaN, -1, 0].map((p) => state.bernoulli(p))).toEqual([0, 0, 0]);
  expect([1, 2, Number.POSITIVE_INFINITY].map((p) => state.bernoulli(p))).toEqual([1, 1, 1]);
});
