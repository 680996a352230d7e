/**
 * States that lie to compiled code: each of these crashes sklearn 1.9.1 when the model is asked (SIGSEGV, SIGFPE, an allocation
 * that ends the process), or has it read and write memory that is not the model's. None is written, as a pickle or as skops.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HeldBytes } from "../../src/neutral/held-bytes.js";
import { toPickle } from "../../src/targets/pickle/index.js";
import { toSkops } from "../../src/targets/skops/index.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { FIXTURES } from "../support/shared.js";
import { documentIn } from "../support/today.js";

const REFUSED = expect.objectContaining({ code: expect.stringMatching(/^(?:target\.unsupported|model\.inconsistent)$/) });

/** Numbers of an array of so many items, all of them `n`. */
const all = (_: string, start: string, numbers: string, n: string): string => `${start}${numbers.replace(/-?\d+/g, n)}`;

const COUNTS = /("_n_support":\{"\$type":"ndarray","dtype":"int32","shape":\[)(\d+)(\],"data":\[)([\d,]+)/;
const LABELS = /("_y":\{"\$type":"ndarray","dtype":"int64","shape":\[\d+\],"data":\[)([\d,]+)/;
const VOCABULARY = /("vocabulary_":\{)([^{}]+)/;
const columns = (name: string): RegExp =>
  new RegExp(`("${name}":\\{"\\$type":"ndarray",(?:"order":"F",)?"dtype":"float64","shape":\\[\\d+,)(\\d+)`);

const LIES: readonly (readonly [what: string, label: string, from: RegExp, to: string | ((...match: string[]) => string)])[] = [
  ["a negative number of support vectors", "SVC", COUNTS, "$1$2$3-9,9,31"],
  ["support vectors of more classes", "NuSVC", COUNTS, "$15$3$4,0,0"],
  ["support vectors of classes that a regression has not", "SVR", COUNTS, "$14$3$4,0,0"],
  ["support vectors of none", "OneClassSVM", COUNTS, "$10$3"],
  ["support vectors of more classes, sparse", "SVC__sparse", COUNTS, "$15$3$4,0,0"],
  ["the name of another machine", "SVC", /"_sparse":false/, '"_sparse":false,"_impl":"epsilon_svr"'],
  ["probabilities without their numbers", "SVC__sparse", /"_effective_probability":false/, '"_effective_probability":true'],
  ["centers of other columns", "KMeans", columns("cluster_centers_"), "$11"],
  ["a negative number of threads", "KMeans", /"_n_threads":1/, '"_n_threads":-5'],
  ["a number of threads that no machine has", "MiniBatchKMeans", /"_n_threads":1/, '"_n_threads":65537'],
  ["threads that are none", "BisectingKMeans", /"_n_threads":1,/, ""],
  [
    "labels beyond the classes",
    "KNeighborsClassifier__brute",
    LABELS,
    (...match) => all(match[0] ?? "", match[1] ?? "", match[2] ?? "", "1073741824"),
  ],
  ["negative labels", "RadiusNeighborsClassifier", LABELS, (...match) => all(match[0] ?? "", match[1] ?? "", match[2] ?? "", "-268435456")],
  ["more rows than there are", "NearestNeighbors", /"n_samples_fit_":\d+/, '"n_samples_fit_":1000000'],
  [
    "a norm for too few subclusters",
    "Birch",
    /("_subcluster_norms":\{"\$type":"ndarray","dtype":"float64","shape":\[)\d+(\],"data":\[)([-\d.e]+)[^\]]*/,
    "$11$2$3",
  ],
  [
    "terms in columns that are not there",
    "DictVectorizer__dense",
    VOCABULARY,
    (...match) => all(match[0] ?? "", match[1] ?? "", match[2] ?? "", "10000000"),
  ],
  [
    "words in columns that are not there",
    "CountVectorizer",
    VOCABULARY,
    (...match) => all(match[0] ?? "", match[1] ?? "", match[2] ?? "", "1000000000"),
  ],
  [
    "words in columns below nought",
    "TfidfVectorizer__f32",
    VOCABULARY,
    (...match) => all(match[0] ?? "", match[1] ?? "", match[2] ?? "", "-10000000"),
  ],
  ["hashes into no column", "FeatureHasher", /"n_features":\d+/, '"n_features":0'],
  ["hashes of words into no column", "HashingVectorizer", /"n_features":\d+/, '"n_features":0'],
  [
    "places of labels that are not there",
    "MultiLabelBinarizer",
    /("_cached_dict":\{)([^{}]+)/,
    (...match) => all(match[0] ?? "", match[1] ?? "", match[2] ?? "", "10000000"),
  ],
  [
    "groups of categories that are not there",
    "OneHotEncoder__infreq",
    /("_default_to_infrequent_mappings":\[\{[^{}]*"data":\[)[\d,]+/,
    "$110000000,10000000,10000000",
  ],
  ["fewer columns than categories make", "OneHotEncoder", /("_n_features_outs":\[)\d+/, "$11"],
  ["a category that is none left out", "OneHotEncoder__drop", /("_drop_idx_after_grouping":\{[^{}]*"data":\[)\d+/, "$1-7"],
  ["points of an array that is not there", "SVC__precomputed", /"kernel":"precomputed"/, '"kernel":"linear"'],
  ["a spline of a degree below nought", "SplineTransformer", /"state":\{"k":3/, '"state":{"k":-2'],
  ["trees that do not say for how many columns", "IsolationForest", /"n_features_in_":\d+,/, ""],
];

const textOf = (label: string): string => runGuest(readFileSync(join(FIXTURES, "models", "1.9.1", `${label}.pkl`))).text;

test.each(LIES)("%s (%s)", (_, label, from, to) => {
  const text = textOf(label);
  const forged = typeof to === "string" ? text.replace(from, to) : text.replace(from, to);
  expect(forged).not.toBe(text);
  expect(() => toPickle(documentIn(text), undefined, {})).not.toThrow();
  for (const write of [toPickle, toSkops]) expect(() => write(documentIn(forged), undefined, {})).toThrow(REFUSED);
});

test("one array of a sidecar that a document names again and again is counted as often, and never copied", () => {
  const base64 = new HeldBytes(new Uint8Array(2 ** 26));
  const root = Array.from({ length: 65 }, () => ({ $type: "ndarray", dtype: "uint8", shape: [2 ** 26], base64 }));
  expect(() => toPickle(documentOf(root), undefined, {})).toThrow(REFUSED);
});

test("a machine's own name is no lie: states had it to 0.18", () => {
  const text = textOf("SVC").replace('"_sparse":false', '"_sparse":false,"_impl":"c_svc"');
  expect(text).toContain("c_svc");
  expect(() => toPickle(documentIn(text), undefined, {})).not.toThrow();
});
