/** Recorded with sklearn 1.2.2 and 1.9.1 (NearestNeighbors, brute force): all distances of float32 rows, dense and as csr. */
import { expect, test } from "vitest";
import { singleMetricOf } from "../../src/numeric/single-distances.js";

const X = Float64Array.from([0.1, -1.3, 0.7, 2.2, 0.3, -0.9], Math.fround);
const Y = Float64Array.from([0.4, 1.7, -0.2, -1.1, 0.6, 0.9, 0.1, -1.2, 0.7], Math.fround);

const RECORDED: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  "1.2.2": {
    l2: [3.1464264838909353, 2.256102868352392, 0.09999990575011103, 2.38537220031961, 3.7709416888495007, 3.0364453341084223],
    manhattan: [4.199999809265137, 3.299999952316284, 0.09999990463256836, 3.9000000953674316, 5.400000095367432, 5.199999809265137],
    "manhattan sparse": [
      4.199999809265137, 3.299999952316284, 0.09999990463256836, 3.9000000953674316, 5.400000095367432, 5.199999809265137,
    ],
    chebyshev: [3.0, 1.899999976158142, 0.09999990463256836, 1.8000000715255737, 3.3000001907348633, 2.1000001430511475],
    minkowski: [3.0277426763576156, 2.04840250456926, 0.09999990457038914, 2.0738248790630496, 3.470389801072955, 2.5576981440406716],
    seuclidean: [3.6485734215848407, 2.5067673641465893, 0.11952274828327565, 2.3506682967499297, 3.1699136015853986, 2.7974347454843196],
    canberra: [2.5999999046325684, 2.125, 0.039999961853027344, 2.0286712646484375, 2.3333332538604736, 2.91304349899292],
    braycurtis: [0.9545454382896423, 0.7021276950836182, 0.024390220642089844, 0.6842105388641357, 0.9000000357627869, 0.9629629850387573],
    haversine: [2.6227850973022906, 1.807894107142115, 0.0994999101944015, 1.346199420288743, 2.9200389529508897, 1.5314922631929229],
  },
  "1.9.1": {
    l2: [3.1464264392852783, 2.2561028003692627, 0.09999990463256836, 2.3853721618652344, 3.770941734313965, 3.036445379257202],
    manhattan: [4.199999809265137, 3.299999952316284, 0.09999990463256836, 3.9000000953674316, 5.400000095367432, 5.199999809265137],
    "manhattan sparse": [
      4.199999809265137, 3.299999952316284, 0.09999990463256836, 3.9000003337860107, 5.400000095367432, 5.199999809265137,
    ],
    chebyshev: [3.0, 1.899999976158142, 0.09999990463256836, 1.8000000715255737, 3.3000001907348633, 2.1000001430511475],
    minkowski: [3.027742624282837, 2.0484025478363037, 0.09999990463256836, 2.073824882507324, 3.4703898429870605, 2.5576982498168945],
    seuclidean: [3.648573398590088, 2.5067672729492188, 0.11952275037765503, 2.35066819190979, 3.1699135303497314, 2.7974348068237305],
    canberra: [2.5999999046325684, 2.125, 0.039999961853027344, 2.0286712646484375, 2.3333332538604736, 2.91304349899292],
    braycurtis: [0.9545454382896423, 0.7021276950836182, 0.024390220642089844, 0.6842105388641357, 0.9000000357627869, 0.9629629850387573],
    haversine: [2.6227850914001465, 1.8078941106796265, 0.09949991106987, 1.3461993932724, 2.920038938522339, 1.5314922332763672],
  },
};

const first = (values: Float64Array, cols: number): Float64Array => values.filter((_, at) => at % 3 < cols);

const CASES = Object.entries(RECORDED).flatMap(([version, metrics]) =>
  Object.entries(metrics).map(([name, distances]) => ({ version, name, distances })),
);

test.each(CASES)("$name of $version, to the last bit but one of a root", ({ version, name, distances }) => {
  const [metric = "", sparse] = name.split(" ");
  const parameters = { p: 3, weights: metric === "seuclidean" ? Float64Array.of(1.3, 0.7, 2.1) : null, inverse: null, scipy: false };
  const found = singleMetricOf(metric, parameters, { rounded: version === "1.9.1", sparse: sparse !== undefined });
  const cols = metric === "haversine" ? 2 : 3;
  const [a, b] = [first(X, cols), first(Y, cols)];
  distances.forEach((distance, at) => {
    const reduced = found?.reduced(a, Math.floor(at / 3) * cols, b, (at % 3) * cols, cols) ?? Number.NaN;
    expect(reduced).toBe(Math.fround(reduced));
    expect(Math.abs((found?.toDistance(reduced) ?? Number.NaN) - distance)).toBeLessThanOrEqual(2 ** -52 * distance);
  });
});

test("a metric that sklearn does not compute in single precision has no such form", () => {
  expect(singleMetricOf("hamming", { p: 2, weights: null, inverse: null, scipy: false }, { rounded: true, sparse: false })).toBeNull();
});
