/**
 * What is as long as a file says is never an argument each: a function takes about 100,000, and a model of more columns, a
 * longer text or a state of more attributes ended as a failure of our own. Every target gets each such document, and writes it
 * or refuses it by name.
 */
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { type NeutralDocument, readDocument } from "../../src/neutral/document.js";
import { toNpz } from "../../src/targets/npz/index.js";
import { toOnnx } from "../../src/targets/onnx/index.js";
import { toPickle } from "../../src/targets/pickle/index.js";
import { toSafetensors } from "../../src/targets/safetensors/index.js";
import { toSkops } from "../../src/targets/skops/index.js";
import { documentOf } from "../support/outputs.js";

const LONG = 300_000;

const object = (name: string, state: object): object => ({ $type: "object", class: name, origin: name, state });
const doubles = (shape: readonly number[], data: Float64Array): object => ({
  $type: "ndarray",
  dtype: "float64",
  shape,
  base64: Buffer.from(data.buffer).toString("base64"),
});

/** Rows of their own values in every column, whose nearest are looked for by brute force. */
const neighbours = (metric: string): object =>
  object("sklearn.neighbors.KNeighborsClassifier", {
    n_neighbors: 1,
    weights: "uniform",
    metric,
    effective_metric_: metric,
    _fit_method: "brute",
    n_features_in_: LONG,
    n_samples_fit_: 2,
    _fit_X: doubles(
      [2, LONG],
      Float64Array.from({ length: 2 * LONG }, (_, at) => at),
    ),
    _y: { $type: "ndarray", dtype: "int64", shape: [2], data: [0, 1] },
    classes_: { $type: "ndarray", dtype: "int64", shape: [2], data: [0, 1] },
    outputs_2d_: false,
    _sklearn_version: "1.9.1",
  });

const CASES: Readonly<Record<string, object>> = {
  "a text of lone surrogates in an array": {
    a: { $type: "ndarray", dtype: `U${LONG}`, shape: [1], data: [{ $type: "str", utf16: new Array(LONG).fill(0xd800) }] },
  },
  "a splitter of many attributes": object("sklearn.cross_validation.KFold", {
    ...Object.fromEntries(Array.from({ length: LONG }, (_, i) => [`a${i}`, 1])),
    n_folds: 3,
  }),
  "a label of many bytes": object("sklearn.naive_bayes.GaussianNB", {
    classes_: {
      $type: "ndarray",
      dtype: `S${LONG}`,
      shape: [1],
      data: [{ $type: "bytes", base64: Buffer.alloc(LONG, 97).toString("base64") }],
    },
    _sklearn_version: "0.20.4",
  }),
  "rows of many columns, by angles": neighbours("cosine"),
};

const TARGETS = {
  onnx: (document: NeutralDocument) => toOnnx(document, undefined, {}),
  pickle: (document: NeutralDocument) => toPickle(document, undefined, {}),
  skops: (document: NeutralDocument) => toSkops(document, undefined, {}),
  npz: (document: NeutralDocument) => toNpz(document, undefined),
  safetensors: (document: NeutralDocument) => toSafetensors(document, undefined),
} as const;

describe.each(Object.entries(CASES))("%s", (_name, root) => {
  test.each(Object.entries(TARGETS))("%s", (_target, write) => {
    try {
      expect(write(readDocument(documentOf(root))).bytes.length).toBeGreaterThan(0);
    } catch (error) {
      expect(error).toBeInstanceOf(CornichonError);
    }
  });
});
