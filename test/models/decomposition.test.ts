/** Clusterings, decompositions and projections whose state contradicts itself: refused when the model is made, by code. */
import { describe, expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { documentOf } from "../support/outputs.js";

const array = (dtype: string, shape: readonly number[], data: readonly unknown[]) => ({ $type: "ndarray", dtype, shape, data });
const floats = (...data: number[]) => array("float64", [data.length], data);
const integers = (shape: readonly number[], ...data: number[]) => array("int64", shape, data);
const grid = (rows: number, cols: number, value = 0.5) => array("float64", [rows, cols], new Array(rows * cols).fill(value));
const object = (name: string, state: object) => ({ $type: "object", class: name, state });
const model = (name: string, state: object) =>
  modelFromDocument(documentOf(object(`sklearn.${name}`, { _sklearn_version: "1.6.1", ...state })));

const csr = (shape: readonly number[], data: number[], indices: number[], indptr: number[]) =>
  object("scipy.sparse.csr_matrix", {
    _shape: { $type: "tuple", items: shape },
    data: floats(...data),
    indices: integers([indices.length], ...indices),
    indptr: integers([indptr.length], ...indptr),
  });

const node = (state: object) => object("sklearn.cluster._bisect_k_means._BisectingTree", state);
const leaf = (label: number) => node({ center: floats(0, label), label, left: null, right: null });
const tree = node({ center: floats(0, 0), left: leaf(0), right: leaf(1) });
const cyclic = { ...node({ center: floats(0, 0), left: { $type: "ref", id: 1 }, right: { $type: "ref", id: 1 } }), $id: 1 };

const bisecting = { cluster_centers_: grid(2, 2), _bisecting_tree: tree };
const projection = { components_: csr([2, 3], [1, -1], [0, 2], [0, 1, 2]) };
const sketch = { n_components: 4, degree: 1, gamma: 1, coef0: 0, indexHash_: integers([1, 2], 0, 3), bitHash_: integers([1, 2], 1, -1) };
const mixture = {
  covariance_type: "full",
  means_: grid(2, 2),
  weights_: floats(0.5, 0.5),
  precisions_cholesky_: array("float64", [2, 2, 2], [1, 0, 0, 1, 1, 0, 0, 1]),
};
const topics = {
  components_: grid(2, 3),
  exp_dirichlet_component_: grid(2, 3),
  doc_topic_prior_: 0.5,
  max_doc_update_iter: 10,
  mean_change_tol: 0.001,
};
const coder = { dictionary: grid(3, 2), transform_algorithm: "omp", transform_alpha: null, transform_n_nonzero_coefs: 2 };
const factors = { components_: grid(2, 3), solver: "cd", tol: 1e-4, max_iter: 10, alpha_W: 0, l1_ratio: 0 };

describe.each([
  [
    "cluster.BisectingKMeans",
    bisecting,
    [
      ["_bisecting_tree", cyclic],
      ["_bisecting_tree", node({ center: floats(0, 0), left: tree, right: tree })],
      ["_bisecting_tree", node({ center: floats(0, 0), left: leaf(0), right: leaf(2) })],
      ["_bisecting_tree", node({ center: floats(0, 0), left: leaf(0), right: node({ center: floats(1), label: 1 }) })],
    ],
  ],
  [
    "random_projection.SparseRandomProjection",
    projection,
    [
      ["components_", csr([2, 3], [1, -1], [0, 3], [0, 1, 2])],
      ["components_", csr([2, 3], [1, -1], [0, 2], [0, 1, 3])],
      ["components_", csr([2, 3], [1, -1], [0, 2], [0, 2, 1])],
      ["components_", csr([2 ** 40, 3], [1], [0], [0, 1])],
      ["components_", csr([2], [1], [0], [0, 1])],
    ],
  ],
  [
    "kernel_approximation.PolynomialCountSketch",
    sketch,
    [
      ["indexHash_", integers([1, 2], 0, 4)],
      ["indexHash_", integers([1, 2], -1, 0)],
      ["bitHash_", integers([1, 1], 1)],
      ["degree", 2],
      ["n_components", 2 ** 40],
    ],
  ],
  [
    "mixture.GaussianMixture",
    mixture,
    [
      ["precisions_cholesky_", grid(2, 2)],
      ["covariance_type", "diag"],
      ["covariance_type", "toString"],
      ["weights_", floats(1)],
    ],
  ],
  [
    "decomposition.LatentDirichletAllocation",
    topics,
    [
      ["exp_dirichlet_component_", grid(3, 2)],
      ["max_doc_update_iter", 1e12],
    ],
  ],
  [
    "decomposition.SparseCoder",
    coder,
    [
      ["transform_n_nonzero_coefs", 4],
      ["transform_algorithm", "constructor"],
      ["transform_alpha", -1],
      ["dictionary", grid(0, 2)],
    ],
  ],
  [
    "decomposition.NMF",
    factors,
    [
      ["components_", grid(0, 3)],
      ["solver", "__proto__"],
      ["max_iter", 1e12],
    ],
  ],
] as const)("%s", (name, state, contradictions) => {
  test("is a model when its state agrees", () => {
    expect(model(name, state).methods.length).toBeGreaterThan(0);
  });

  test.each(contradictions.map(([key, value]) => [key, value] as const))("is refused for its %s", (key, value) => {
    expect(() => model(name, { ...state, [key]: value })).toThrow(expect.objectContaining({ code: "model.inconsistent" }));
  });
});

test("a sparse matrix is never written out because of a wide shape alone", () => {
  const wide = model("random_projection.SparseRandomProjection", { components_: csr([2, 2 ** 45], [1, -1], [0, 2], [0, 1, 2]) });
  expect(() => wide.call("inverse_transform", [[1, 2]])).toThrow(expect.objectContaining({ code: "model.inconsistent" }));
});

test("names are not made from a number alone", () => {
  expect(() => model("kernel_approximation.AdditiveChi2Sampler", { sample_steps: 2, n_features_in_: 2 ** 40 })).toThrow(
    expect.objectContaining({ code: "model.inconsistent" }),
  );
});

test("an unknown pooling function is code", () => {
  const global = { $type: "global", name: "numpy.savetxt" };
  const agglomeration = model("cluster.FeatureAgglomeration", { labels_: integers([2], 0, 1), pooling_func: global });
  expect(() => agglomeration.call("transform", [[1, 2]])).toThrow(expect.objectContaining({ code: "model.needs-code" }));
});

test("a singular covariance has no density", () => {
  const pca = model("decomposition.PCA", {
    components_: grid(1, 2),
    explained_variance_: floats(1),
    noise_variance_: 0,
    mean_: floats(0, 0),
    whiten: false,
  });
  expect(() => pca.call("score_samples", [[1, 2]])).toThrow(expect.objectContaining({ code: "model.method" }));
});
