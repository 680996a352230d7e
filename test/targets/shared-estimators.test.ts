/**
 * One estimator that stands in thousands of places is little in an artifact, and much in a target that writes it each time:
 * what it would be is counted before it is made, and refused by name.
 */
import { describe, expect, test } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { coefficients } from "../../src/model/coefficients.js";
import { type NeutralDocument, readDocument } from "../../src/neutral/document.js";
import { coefficientsText } from "../../src/targets/coefficients/index.js";

const COLUMNS = 20_000;
const ref = (id: number) => ({ $type: "ref", id });
const object = (name: string, state: object, more: object = {}) => ({ $type: "object", class: name, origin: name, ...more, state });
const ridge = object(
  "sklearn.linear_model.Ridge",
  {
    n_features_in_: COLUMNS,
    coef_: { $type: "ndarray", dtype: "float64", shape: [COLUMNS], data: new Array(COLUMNS).fill(0.5) },
    intercept_: 0.5,
    _sklearn_version: "1.9.1",
  },
  { $id: 1 },
);

const several = (count: number): NeutralDocument =>
  readDocument({
    format: "cornichon",
    formatVersion: 1,
    source: {},
    metadata: {},
    root: object("sklearn.multioutput.MultiOutputRegressor", {
      estimators_: [ridge, ...Array.from({ length: count - 1 }, () => ref(1))],
      n_features_in_: COLUMNS,
      _sklearn_version: "1.9.1",
    }),
  });

describe("an estimator in many places", () => {
  test("is coefficients as often, while they are as many as a file has", () => {
    const made = JSON.parse(coefficientsText(coefficients(several(3))));
    expect(made.estimators).toHaveLength(3);
    expect(made.coefficients[2]).toHaveLength(COLUMNS);
  });

  test("is described once, and refused where it is too much", () => {
    const made = coefficients(several(5000));
    expect(new Set(made.estimators).size).toBe(1);
    expect(() => coefficientsText(made)).toThrow("more than 10000000 values");
  });

  test("has weights in a graph up to a limit, in constants and in attributes", () => {
    const data = new Float64Array(2 ** 24);
    const graph = new GraphBuilder();
    for (let i = 0; i < 16; i++) {
      graph.constant("float64", [data.length], data);
      graph.node("Any", [], "float64", [], { attributes: { weights: { type: "floats", value: data } } });
    }
    expect(() => graph.constant("float64", [data.length], data)).toThrow("more than 4294967296 bytes of weights");
    const attributes = { weights: { type: "floats", value: data } } as const;
    expect(() => graph.node("Any", [], "float64", [], { attributes })).toThrow("more than 4294967296 bytes of weights");
  });
});
