/**
 * The table of sklearn's input checks is what its maker makes of sklearn's answers, knows every class, and says what was seen
 * in the installed versions (`scripts/inputs/asked`); the truths below were tried by hand besides.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { MODEL_CLASSES } from "../../src/model/all.js";
import { type Condition, float32Of, type Refusals, rulesOf, sentencesOf } from "../../src/models/input/rule-rows.js";
import { rowsOf } from "../../src/models/input/rule-table.js";
import { versionOf } from "../../src/upgrade/version.js";
import { compareVersions, VERSIONS } from "../support/asked.js";

const maker = fileURLToPath(new URL("../../scripts/inputs/make.mjs", import.meta.url));

interface Asked {
  readonly version: string;
  readonly method?: string;
  readonly when?: Condition;
}

const rankIn = (version: string): number => versionOf(version)?.rank ?? Number.NaN;

const within = (mine: Condition) => (when: Condition) =>
  Object.entries(when).every(([key, wanted]) => [wanted].flat().some((one) => one === (mine[key] ?? undefined)));

function ruleOf(name: string, { version, method = "predict", when = {} }: Asked): Refusals {
  const rules = rulesOf(rowsOf(name) ?? [], rankIn(version), within(when));
  const rule = rules?.[method] ?? rules?.["*"];
  if (rule === undefined) throw new Error(`no rule of ${name}`);
  return rule;
}

const refusals = (name: string, asked: Asked): Readonly<Record<string, string>> => sentencesOf(ruleOf(name, asked), rankIn(asked.version));

const takingNaN = (name: string, asked: Omit<Asked, "version"> = {}): string[] =>
  VERSIONS.filter((version) => refusals(name, { ...asked, version })["nan"] === undefined);

const since = (first: string): string[] => VERSIONS.filter((version) => compareVersions(version, first) >= 0);

describe("the table of what is refused", () => {
  test("is what the maker makes of sklearn's answers", { timeout: 120_000 }, () => {
    expect(() => execFileSync(process.execPath, [maker, "--check"], { stdio: "ignore" })).not.toThrow();
  });

  test("knows every class of sklearn that there is", () => {
    const own = MODEL_CLASSES.filter((name) => name.startsWith("sklearn."));
    expect(own.filter((name) => rowsOf(name.slice(name.lastIndexOf(".") + 1)) === undefined)).toEqual([]);
  });

  test("refuses NaN where a linear model is asked, in every version", () => {
    for (const name of ["Ridge", "LogisticRegression", "SVC", "KNeighborsClassifier", "PCA"])
      expect([name, takingNaN(name, { method: name === "PCA" ? "transform" : "predict" })]).toEqual([name, []]);
  });

  test("takes NaN where trees and scalers do, since they do", () => {
    expect(takingNaN("HistGradientBoostingClassifier")).toEqual(since("0.22"));
    expect(takingNaN("StandardScaler", { method: "transform" })).toEqual(since("0.20"));
    expect(takingNaN("DecisionTreeClassifier")).toEqual(since("1.3"));
    expect(takingNaN("DecisionTreeClassifier", { when: { splitter: "random" } })).toEqual(since("1.6"));
    expect(takingNaN("RandomForestClassifier")).toEqual(since("1.4"));
    expect(takingNaN("GradientBoostingClassifier")).toEqual([]);
    expect(takingNaN("KNeighborsClassifier", { when: { metric: "nan_euclidean" } })).toEqual(since("1.6"));
  });

  test("asks imputers what they look for", () => {
    expect(takingNaN("SimpleImputer", { method: "transform" })).toEqual(VERSIONS);
    expect(takingNaN("SimpleImputer", { method: "transform", when: { missing_values: "<number>" } })).toEqual([]);
  });

  test("says it in the words of each version", () => {
    const words = (version: string): string | undefined => refusals("Ridge", { version })["nan"];
    expect(words("0.24")).toBe("Input contains NaN, infinity or a value too large for dtype('{dtype}').");
    expect(words("1.5")).toMatch(/^Input X contains NaN\.\n\{class\} does not accept missing values encoded as NaN natively\./);
    expect(refusals("Ridge", { version: "1.5" })["empty"]).toBe(
      "Found array with 0 sample(s) (shape={shape}) while a minimum of 1 is required by {class}.",
    );
  });

  test("tells where float32 comes out", () => {
    expect(float32Of(ruleOf("StandardScaler", { version: "1.5", method: "transform" }))).toBe(1);
    expect(float32Of(ruleOf("LogisticRegression", { version: "1.5", method: "predict" }))).toBe(0);
  });
});
