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
const versions = readdirSync(folder).filter((name) => /^\d/.test(name));

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
