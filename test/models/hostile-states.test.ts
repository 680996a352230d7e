/**
 * States that nobody's Python wrote: every own fixture is changed by seeds, loaded and asked with its recorded input. Each
 * ends in an answer or in a CornichonError, never in another exception, never in a loop without an end, never in memory
 * that only a number in the state asks for. `CORNICHON_HOSTILE_SEEDS=200` takes that many changes of each fixture, not 5.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { type Model, modelFromDocument, type X } from "../../src/model/all.js";
import { withoutHugeArrays } from "../support/allocations.js";
import { runGuest } from "../support/guest.js";
import { hostileRoot } from "../support/hostile-state.js";
import { answer, documentOf, inputOf } from "../support/outputs.js";
import { type ExpectedLabel, FIXTURES } from "../support/shared.js";

const SEEDS = Number(process.env["CORNICHON_HOSTILE_SEEDS"] ?? 5);
const MOST_ELEMENTS = 40_000_000;
/** A loop without an end is cut off here; nothing that ends comes near. */
const HANGS = 60_000;
const folder = join(FIXTURES, "models");

/** What must not happen, null for an answer and for an error of ours. */
function oddity(work: () => unknown): string | null {
  try {
    work();
  } catch (error) {
    if (error instanceof CornichonError && /^(?:model|document|input)\./.test(error.code)) return null;
    return error instanceof Error ? (error.stack ?? error.message).split("\n", 4).join(" ") : String(error);
  }
  return null;
}

/** Loads a root and asks its model everything. */
function ask(root: unknown, x: X): string | null {
  let model: Model | null = null;
  const loading = oddity(() => {
    model = modelFromDocument(documentOf(root));
  });
  if (loading !== null || model === null) return loading;
  const loaded: Model = model;
  for (const method of loaded.methods) {
    const odd = oddity(() => answer(method, loaded, x));
    if (odd !== null) return `${method}: ${odd}`;
  }
  return null;
}

const CASE = new Script("globalThis.hostileCase()");

/** The same, ended where it does not end. */
function bounded(work: () => string | null): string | null {
  let found: string | null = null;
  Reflect.set(globalThis, "hostileCase", () => {
    found = withoutHugeArrays(MOST_ELEMENTS, work);
  });
  const hanging = oddity(() => CASE.runInThisContext({ timeout: HANGS }));
  return hanging ?? found;
}

describe.each(readdirSync(folder))("changed states of sklearn %s", (version) => {
  test("end in an answer or in an error of ours", { timeout: 60_000 * (1 + SEEDS) }, () => {
    const labels: Record<string, ExpectedLabel> = JSON.parse(
      gunzipSync(readFileSync(join(folder, version, "expected.json.gz"))).toString(),
    );
    const odd: string[] = [];
    for (const [name, label] of Object.entries(labels)) {
      const { root, text } = runGuest(readFileSync(join(folder, version, label.pickle?.file ?? `${name}.pkl`)));
      if (root === undefined) continue;
      const x = inputOf(label.input);
      for (let seed = 0; seed < SEEDS; seed++) {
        const found = bounded(() => ask(hostileRoot(text, 7919 * seed + name.length), x));
        if (found !== null) odd.push(`${name} ${seed}: ${found}`);
      }
    }
    expect(odd).toEqual([]);
  });
});

const step = (inner: unknown): object => ({ $type: "tuple", items: ["step", inner] });
const pipeline = (id: number, steps: readonly unknown[]): Record<string, unknown> => ({
  $type: "object",
  $id: id,
  class: "sklearn.pipeline.Pipeline",
  origin: "sklearn.pipeline.Pipeline",
  state: { steps, _sklearn_version: "1.9.1" },
});

test("an estimator that refers twice to the next, sixty times, is refused and not asked 2^60 times", () => {
  const normalizer = {
    $type: "object",
    class: "sklearn.preprocessing.Normalizer",
    origin: "sklearn.preprocessing.Normalizer",
    state: { norm: "l2", copy: true, _sklearn_version: "1.9.1" },
  };
  let root: Record<string, unknown> = pipeline(0, [step(normalizer), step(normalizer)]);
  for (let id = 1; id < 60; id++) root = pipeline(id, [step(root), step({ $type: "ref", id: id - 1 })]);
  expect(() => modelFromDocument(documentOf(root))).toThrow(/References repeat Pipeline/);
});

test("kernels that refer twice to the next are refused", () => {
  const label = "GaussianProcessRegressor";
  const { root } = runGuest(readFileSync(join(folder, "1.9.1", `${label}.pkl`)));
  const state = (root as { state: Record<string, unknown> }).state;
  let kernel = state["kernel_"] as Record<string, unknown>;
  kernel["$id"] = 5000;
  for (let id = 5001; id < 5060; id++)
    kernel = {
      $type: "object",
      $id: id,
      class: "sklearn.gaussian_process.kernels.Sum",
      origin: "sklearn.gaussian_process.kernels.Sum",
      state: { k1: kernel, k2: { $type: "ref", id: id - 1 } },
    };
  state["kernel_"] = kernel;
  expect(() => modelFromDocument(documentOf(root))).toThrow(/more than 1000 kernels/);
});

test("a document says what a state cannot be", () => {
  const ridge = (attributes: object): unknown => ({
    $type: "object",
    class: "sklearn.linear_model.Ridge",
    origin: "sklearn.linear_model.Ridge",
    state: {
      coef_: { $type: "ndarray", dtype: "float64", shape: [2], data: [1, 2] },
      intercept_: 0,
      n_features_in_: 2,
      _sklearn_version: "1.9.1",
      ...attributes,
    },
  });
  const code = (attributes: object): unknown => {
    try {
      modelFromDocument(documentOf(ridge(attributes)));
    } catch (error) {
      return error instanceof CornichonError ? error.code : error;
    }
    return "loaded";
  };
  expect(code({})).toBe("loaded");
  expect(code({ n_features_in_: 3 })).toBe("model.inconsistent");
  expect(code({ n_features_in_: -1 })).toBe("model.inconsistent");
  expect(code({ coef_: { $type: "ndarray", dtype: "float64", shape: [2 ** 40], data: [] } })).toBe("document.limit");
  expect(code({ coef_: { $type: "ndarray", dtype: "int64", shape: [1], data: [{ $type: "int", value: "x" }] } })).toBe(
    "document.malformed",
  );
  expect(code({ coef_: { $type: "ref", id: 7 } })).toBe("document.malformed");
});

test("a text of 300,000 words has as many tokens", () => {
  const { root } = runGuest(readFileSync(join(folder, "1.9.1", "CountVectorizer__ngram.pkl")));
  const long = Array.from({ length: 300_000 }, (_, i) => `w${i}`).join(" ");
  expect(() => modelFromDocument(documentOf(root)).call("transform", [long])).not.toThrow();
});
