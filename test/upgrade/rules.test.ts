/** Names that changed, as sklearn 1.3.2 left them in its pickles beside the ones that replaced them; states that lie. */
import { describe, expect, test } from "vitest";
import { own, References } from "../../src/neutral/document.js";
import { upgradeObject } from "../../src/upgrade/index.js";
import { PART_RULES } from "../../src/upgrade/rules/parts.js";
import { OLDEST } from "../../src/upgrade/version.js";

function upgraded(name: string, state: object): unknown {
  const root = { $type: "object", class: `sklearn.${name}`, state: { ...state, _sklearn_version: "1.3.2" } };
  const { _sklearn_version: _, ...rest } = Object(own(upgradeObject(root, new References(root), OLDEST, PART_RULES), "state"));
  return rest;
}

describe("a parameter that has another name today", () => {
  test.each([
    ["BayesianRidge()", "linear_model.BayesianRidge", { max_iter: null, n_iter: "deprecated" }, { max_iter: null }],
    ["BayesianRidge(n_iter=50)", "linear_model.BayesianRidge", { max_iter: null, n_iter: 50 }, { max_iter: 50 }],
    ["AgglomerativeClustering()", "cluster.AgglomerativeClustering", { affinity: "deprecated", metric: null }, { metric: null }],
    [
      "AgglomerativeClustering(affinity='manhattan')",
      "cluster.AgglomerativeClustering",
      { affinity: "manhattan", metric: null },
      { metric: "manhattan" },
    ],
    ["OneHotEncoder()", "preprocessing.OneHotEncoder", { sparse: "deprecated", sparse_output: true }, { sparse_output: true }],
    ["OneHotEncoder(sparse=False)", "preprocessing.OneHotEncoder", { sparse: false, sparse_output: false }, { sparse_output: false }],
    ["one whose new name is the deprecated twin", "linear_model.BayesianRidge", { max_iter: "deprecated", n_iter: 50 }, { max_iter: 50 }],
    ["one that warns", "linear_model.BayesianRidge", { max_iter: "warn", n_iter: 50 }, { max_iter: 50 }],
    ["one with both", "linear_model.BayesianRidge", { max_iter: 30, n_iter: 50 }, { max_iter: 30 }],
    ["one with today's only", "linear_model.BayesianRidge", { max_iter: 30 }, { max_iter: 30 }],
  ])("%s", (_, name, state, wanted) => {
    expect(upgraded(name, state)).toEqual(wanted);
  });
});

test("a tree's node numbers that are no whole numbers are a malformed document", () => {
  const dtype = { names: ["left_child"], formats: ["float64"], offsets: [0], itemsize: 8 };
  const nodes = { $type: "ndarray", dtype, shape: [1], base64: Buffer.from(Float64Array.of(0.5).buffer).toString("base64") };
  expect(() => upgraded("tree._tree.Tree", { nodes })).toThrow(expect.objectContaining({ code: "document.malformed" }));
});
