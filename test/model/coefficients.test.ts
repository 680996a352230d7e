/** `--to coefficients`: from its JSON alone a reader computes what Python predicted; names are sklearn's; what is not linear is refused by name. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { coefficients } from "../../src/model/coefficients.js";
import { readDocument } from "../../src/neutral/document.js";
import { ROOT } from "../support/cli.js";
import { answersOf } from "../support/coefficients.mjs";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";

const folder = join(ROOT, "fixtures", "coefficients");
const versions = readdirSync(folder).filter((name) => /^\d+\.\d+\.\d+$/.test(name));

interface Expected {
  readonly X: readonly unknown[] | { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] };
  readonly outputs: Readonly<Record<string, readonly unknown[]>>;
  readonly features?: readonly string[];
}

const expectedIn = (version: string): Record<string, Expected> => JSON.parse(readFileSync(join(folder, version, "expected.json"), "utf8"));
const documentAt = (path: string) => readDocument(documentOf(runGuest(readFileSync(path)).root));
/** As its reader has it: text, and back. */
const told = (path: string, select?: string) => JSON.parse(JSON.stringify(coefficients(documentAt(path), select)));

const rowsOf = ({ X }: Expected): readonly (readonly unknown[])[] =>
  "rows" in X ? X.rows : X.map((row) => (Array.isArray(row) ? row : [row]));

function isClose(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, i) => isClose(x, b[i]));
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return Math.abs(a - b) <= 1e-8 * Math.abs(b) + 1e-9;
}

/** Votes and pairs: only what they predict is compared. Those of several outputs have probabilities an output. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  svc: ["decision_function"],
  pairs: ["decision_function"],
  outputclasses: ["predict_proba"],
};

describe.each(versions)("of sklearn %s", (version) => {
  const expected = expectedIn(version);

  test.each(Object.keys(expected))("%s is computed from the JSON alone", (name) => {
    const entry = expected[name];
    if (entry === undefined) throw new Error(name);
    const made = told(join(folder, version, `${name}.pkl`));
    const answers: Record<string, unknown> = { ...answersOf(made, rowsOf(entry), "columns" in entry.X ? entry.X.columns : null) };
    for (const [method, values] of Object.entries(entry.outputs)) {
      if (LEFT_OUT[name]?.includes(method)) continue;
      const ours = made.model_type === "OneVsRestClassifier" && method === "predict_proba" ? values : answers[method];
      const flat = (v: unknown): unknown[] => (Array.isArray(v) ? v.flat() : [v]);
      if (!isClose(flat(ours), flat(values))) expect(flat(ours), method).toEqual(flat(values));
    }
    // Of a pipeline in a pipeline Python was asked about the outer one's steps alone.
    if (entry.features !== undefined && made.features !== null && name !== "nested") expect(made.features).toEqual(entry.features);
  });

  test("coefficients have as many names as there are of them", () => {
    for (const name of Object.keys(expected)) {
      const { features, coefficients: coef, steps, estimators } = told(join(folder, version, `${name}.pkl`));
      if (estimators !== undefined) continue;
      const row = Array.isArray(coef[0]) ? coef[0] : coef;
      if (steps !== undefined) expect(features, name).toHaveLength(row.length);
    }
  });

  test.each([
    ["forest", "RandomForestRegressor has no coefficients"],
    ["rbf", "SVC has no coefficients"],
    ["nystroem", "Nystroem has no numbers of a linear model"],
  ])("%s is refused by name", (name, words) => {
    expect(() => told(join(folder, version, `${name}.pkl`))).toThrow(words);
  });
});

/** A fault's file and what Python says of it. */
const fault = (name: string) => ({
  at: (file: string) => join(folder, name, file),
  expected: JSON.parse(readFileSync(join(folder, name, "expected.json"), "utf8")),
});

describe("the faults that were seen", () => {
  test("features are what the final estimator sees", () => {
    const { at, expected } = fault("07-coefficients-wrong-features");
    for (const [name, pairs] of Object.entries<Record<string, number>>(expected.names_and_coefficients)) {
      const { features, coefficients: coef } = told(at(`${name}.joblib`));
      expect(features).toEqual(Object.keys(pairs));
      Object.values(pairs).forEach((value, j) => {
        expect(coef[j]).toBeCloseTo(value, 8);
      });
    }
  });

  test("no number is left out that the prediction needs", () => {
    const { at, expected } = fault("08-coefficients-incomplete");
    const robust = told(at("robust.joblib"));
    expect(robust.preprocessing.robustscaler).toMatchObject({ center: expected.robust.center, scale: expected.robust.scale });
    expect(answersOf(robust, expected.x).predict[0]).toBeCloseTo(expected.robust.predict_first_row[0], 9);
    const pls = told(at("pls.joblib"));
    expect(pls.x_mean).toEqual(expected.pls.x_mean);
    expect(answersOf(pls, expected.x).predict[0]).toBeCloseTo(expected.pls.predict_first_row[0], 9);
    const { simpleimputer, powertransformer } = told(at("imputed.joblib")).preprocessing;
    expect(simpleimputer.statistics).toEqual(expected.imputed.statistics);
    expect(powertransformer.lambdas).toEqual(expected.imputed.lambdas);
  });

  test("a search's, a regressor's and an elimination's linear model is told", () => {
    const { at, expected } = fault("22-ordereddict-bundle");
    expect(told(at("gs.joblib"))).toMatchObject({ model_type: "Ridge", path: "best_estimator_", coefficients: expected.gs_coef });
    expect(told(at("gs.joblib"), "best_estimator_").coefficients).toEqual(expected.gs_coef);
    expect(told(at("ttr.joblib"))).toMatchObject({ model_type: "Ridge", path: "regressor_", target: { inverse_func: "numpy.exp" } });
    expect(told(at("ttr.joblib"), "regressor_").target).toBeUndefined();
  });
});

test("a path that the coefficients name is one that select takes", () => {
  for (const name of ["search", "inside", "target", "nested", "columns"]) {
    const at = join(folder, "1.9.1", `${name}.pkl`);
    const whole = told(at);
    expect(told(at, whole.path).coefficients, name).toEqual(whole.coefficients);
  }
});

test("names may stand in the metadata alone", () => {
  const document = documentAt(join(folder, "0.20.4", "ridge.pkl"));
  const named = { ...document, metadata: { features: ["a", "b", "c", "d"] } };
  expect(coefficients(document).features).toBeNull();
  expect(coefficients(named).features).toEqual(["a", "b", "c", "d"]);
  expect(coefficients({ ...document, metadata: { features: ["a"] } }).features).toBeNull();
});
