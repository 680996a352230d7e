/** A graph has an end: what would take a step for each of hundreds of thousands of columns is refused by name. */
import { expect, test } from "vitest";
import { lower } from "../../src/graph/lower.js";
import { References } from "../../src/neutral/document.js";

const COLUMNS = 100_000;

const numbers = (shape: readonly number[], data: readonly number[], dtype = "float64") => ({ $type: "ndarray", dtype, shape, data });

/** Two rows that are neighbours by the sum of powers over all columns. */
const neighbors = (columns: number) => ({
  $type: "object",
  class: "sklearn.neighbors.KNeighborsRegressor",
  state: {
    n_neighbors: 1,
    metric: "minkowski",
    p: 2,
    metric_params: null,
    weights: "uniform",
    algorithm: "brute",
    effective_metric_: "euclidean",
    effective_metric_params_: {},
    _fit_method: "brute",
    _fit_X: numbers(
      [2, columns],
      Array.from({ length: 2 * columns }, (_, i) => i),
    ),
    _y: numbers([2], [0, 1]),
    n_features_in_: columns,
    n_samples_fit_: 2,
    _sklearn_version: "1.9.1",
  },
});

const made = (columns: number) => {
  const root = neighbors(columns);
  return lower(root, new References(root), columns).graph([{ name: "predict", method: "predict" }]);
};

test("a model whose graph would be longer than any is refused by name", () => {
  expect(made(100).nodes.length).toBeGreaterThan(100);
  expect(() => made(COLUMNS)).toThrow(
    expect.objectContaining({ code: "target.unsupported", message: expect.stringContaining("131072 steps") }),
  );
});
