/**
 * A page's models refuse of X what sklearn refuses, in its words, although the table of all classes stays at home. The sentences
 * are those of the real sklearn, asked with the same files.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Model, modelFromDocument, type X } from "../../src/model/all.js";
import { rowsOf } from "../../src/models/input/rule-table.js";
import { ROOT } from "../support/cli.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { bundle, pageOf } from "../support/page.js";
import { FIXTURES } from "../support/shared.js";

type Load = (document: object) => Model;

const folder = mkdtempSync(join(tmpdir(), "cornichon-page-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function loaderOf(name: string, ...models: readonly string[]): Promise<Load> {
  const { load } = await import(pathToFileURL(await bundle(folder, name, pageOf(...models))).href);
  return load;
}

const documentIn = (...path: readonly string[]) => documentOf(runGuest(readFileSync(join(FIXTURES, ...path))).root);

const MISSING = "Input contains NaN, infinity or a value too large for dtype('float64').";
const missingFor = (name: string): string =>
  `Input X contains NaN.\n${name} does not accept missing values encoded as NaN natively. For supervised learning, you might want to consider sklearn.ensemble.HistGradientBoostingClassifier and Regressor which accept missing values encoded as NaNs natively. Alternatively, it is possible to preprocess the data, for instance by using an imputer transformer in a pipeline or drop samples with missing values. See https://scikit-learn.org/stable/modules/impute.html You can find a list of all estimators that handle NaN values at the following page: https://scikit-learn.org/stable/modules/impute.html#estimators-that-handle-nan-values`;
const INFINITE = "Input X contains infinity or a value too large for dtype('float64').";
const NONE = "Found array with 0 sample(s) (shape=(0, 3)) while a minimum of 1 is required by Ridge.";

const NAN: X = [
  [0, 0, 0],
  [Number.NaN, 0, 0],
];
const INFINITY: X = [[0, Number.POSITIVE_INFINITY, 0]];
const NO_ROWS: X = { dtype: "float64", shape: [0, 3], data: new Float64Array(0) };

const CSR = { format: "csr", shape: [1, 3], indptr: [0, 1], indices: [1] } as const;

/** What a model says of X, null where it takes it. */
function refusal(ask: () => unknown): string | null {
  try {
    ask();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe("Ridge", () => {
  let load: Load;
  beforeAll(async () => {
    load = await loaderOf("ridge", "Ridge");
  });

  test.each([
    ["0.20.4", MISSING],
    ["0.24.2", MISSING],
    ["1.2.2", missingFor("Ridge")],
    ["1.9.1", missingFor("Ridge")],
  ])("of sklearn %s refuses NaN", (version, words) => {
    expect(refusal(() => load(documentIn("seed", version, "ridge.pkl")).predict?.(NAN))).toBe(words);
  });

  test("says the type of the floats that it was given", () => {
    const X: X = { dtype: "float32", shape: [1, 3], data: Float32Array.of(0, Number.NaN, 0) };
    expect(refusal(() => load(documentIn("seed", "0.24.2", "ridge.pkl")).predict?.(X))).toBe(MISSING.replace("float64", "float32"));
    const sparse: X = { ...CSR, dtype: "float32", data: Float32Array.of(Number.POSITIVE_INFINITY) };
    expect(refusal(() => load(documentIn("seed", "1.9.1", "ridge.pkl")).predict?.(sparse))).toBe(INFINITE.replace("float64", "float32"));
  });

  test("refuses infinity and no rows", () => {
    const model = load(documentIn("seed", "1.9.1", "ridge.pkl"));
    expect(refusal(() => model.predict?.(INFINITY))).toBe(INFINITE);
    expect(refusal(() => model.predict?.(NO_ROWS))).toBe(NONE);
  });
});

test("a Pipeline refuses what each of its steps refuses", async () => {
  const load = await loaderOf("pipeline", "Pipeline", "StandardScaler", "Ridge");
  const model = load(documentIn("seed", "1.9.1", "pipeline.pkl"));
  expect(refusal(() => model.predict?.(NAN))).toBe(missingFor("Ridge"));
  expect(refusal(() => model.predict?.(INFINITY))).toBe(INFINITE);
});

test("HistGradientBoostingClassifier takes NaN", async () => {
  const load = await loaderOf("histogram", "HistGradientBoostingClassifier");
  const document = documentIn("models", "1.9.1", "HistGradientBoostingClassifier__nan.pkl");
  const rows: X = [
    [0, 0, 0, 0],
    [Number.NaN, 0, 0, 0],
  ];
  const { data } = load(document).call("predict_proba", rows) as { data: Float64Array };
  expect(Array.from(data, (value) => value.toFixed(8))).toEqual(["0.45997283", "0.54002717", "0.45997283", "0.54002717"]);
  expect(load(document).predict?.(rows)).toEqual(modelFromDocument(document).predict?.(rows));
});

describe("a selector whose estimator no page names", () => {
  const selector = (inner: string) =>
    documentOf({
      $type: "object",
      class: "sklearn.feature_selection.SequentialFeatureSelector",
      state: {
        estimator: { $type: "object", class: `sklearn.${inner}`, state: { _sklearn_version: "1.9.1" } },
        support_: { $type: "ndarray", dtype: "bool", shape: [3], data: [true, true, false] },
        n_features_in_: 3,
        _sklearn_version: "1.9.1",
      },
    });
  let load: Load;
  beforeAll(async () => {
    load = await loaderOf("selector", "SequentialFeatureSelector");
  });

  test("takes NaN where that one does", () => {
    const { data } = load(selector("ensemble.HistGradientBoostingRegressor")).call("transform", NAN) as { data: Float64Array };
    expect([...data]).toEqual([0, 0, Number.NaN, 0]);
  });

  test("refuses it where that one does", () => {
    expect(refusal(() => load(selector("linear_model.Ridge")).call("transform", NAN))).toBe(missingFor("SequentialFeatureSelector"));
  });
});

test("every model of a page has the rows of the table", async () => {
  const all: Record<string, unknown> = await import(pathToFileURL(join(ROOT, "dist", "web", "web", "index.js")).href);
  const models = Object.values(all).filter(
    (one): one is { class: string; refuses: Record<string, unknown> } => typeof one === "object" && one !== null && "build" in one,
  );
  expect(models.length).toBeGreaterThan(200);
  for (const { class: name, refuses } of models) {
    expect(Object.keys(refuses)).toContain(name.slice(name.lastIndexOf(".") + 1));
    for (const [held, rows] of Object.entries(refuses)) expect([held, rows]).toEqual([held, rowsOf(held)]);
  }
});

test("the table itself is nowhere in a page's modules", () => {
  const files = readdirSync(join(ROOT, "dist", "web"), { recursive: true, encoding: "utf8" });
  expect(files.filter((file) => file.endsWith(".json") || file.includes("rule-table"))).toEqual([]);
});
