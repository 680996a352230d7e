/**
 * Which estimator is meant: bundles in dicts and what is derived from them, lists, object arrays; paths by keys, places,
 * attributes and steps. What is not there is refused with what is, and of several one must be chosen.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { readDocument } from "../../src/neutral/document.js";
import { ROOT } from "../support/cli.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";

const folder = join(ROOT, "fixtures", "coefficients");
const BUNDLES = join(folder, "22-ordereddict-bundle");
const documentAt = (path: string) => readDocument(documentOf(runGuest(readFileSync(path)).root));
const classAt = (path: string, select?: string): string => modelFromDocument(documentAt(path), select).className;

interface Expected {
  readonly several: Readonly<Record<string, string>>;
}
const expected: Expected = JSON.parse(readFileSync(join(folder, "bundles", "expected.json"), "utf8"));

describe("a bundle", () => {
  test.each(["od", "bunch", "dd"])("in a dict subclass is looked into: %s", (name) => {
    expect(classAt(join(BUNDLES, `${name}.joblib`))).toBe("Ridge");
  });

  test("of several is ambiguous, with the paths of all", () => {
    for (const [path, className] of Object.entries(expected.several)) {
      expect(classAt(join(folder, "bundles", "several.pkl"), path), path).toBe(className);
    }
    const paths = ["models.ridge", "models.deep.lasso", "models.list[0]", "models.pair[1]", "models.array[1]", "models.a.b"];
    const message = new RegExp(`^The document holds \\d+ estimators; choose one with --select: .*${paths[0]}`);
    expect(() => classAt(join(folder, "bundles", "several.pkl"))).toThrow(
      expect.objectContaining({ code: "model.ambiguous", message: expect.stringMatching(message) }),
    );
    for (const path of paths) expect(() => classAt(join(folder, "bundles", "several.pkl"))).toThrow(path);
    expect(() => classAt(join(folder, "bundles", "several.pkl"), "models")).toThrow(expect.objectContaining({ code: "model.ambiguous" }));
    expect(() => classAt(join(folder, "bundles", "several.pkl"), "models.deep")).not.toThrow();
  });

  test("with metadata beside the model has those", () => {
    const { report } = runGuest(readFileSync(join(folder, "bundles", "metadata.pkl")));
    expect(JSON.parse(report.facts?.metadata ?? "null")).toMatchObject({ features: ["a", "b"] });
  });
});

describe("a path", () => {
  const at = (name: string): string => join(folder, "1.9.1", `${name}.pkl`);

  test.each([
    ["search", "best_estimator_", "Pipeline"],
    ["search", "best_estimator_.scale", "StandardScaler"],
    ["search", "best_estimator_.steps.scale", "StandardScaler"],
    ["search", "best_estimator_.steps[1]", "Ridge"],
    ["nested", "first", "StandardScaler"],
    ["nested", "steps.inner.steps.pca", "PCA"],
    ["nested", "inner.model", "Ridge"],
    ["columns", "columntransformer", "ColumnTransformer"],
    ["columns", "columntransformer.num", "Pipeline"],
    ["columns", "columntransformer.transformers.num.scale", "StandardScaler"],
    ["columns", "columntransformer.transformers_.cat", "OneHotEncoder"],
    ["union", "featureunion.both.standardscaler", "StandardScaler"],
    ["target", "regressor_", "Pipeline"],
    ["ransac", "estimator_", "LinearRegression"],
    ["outputs", "estimators_[1].ridge", "Ridge"],
  ])("in %s: %s", (name, path, className) => {
    expect(classAt(at(name), path)).toBe(className);
  });

  test.each([
    ["nested", "nope", /There is no estimator at nope; there are: \(root\), first, inner, inner\.pca, inner\.model\./],
    ["nested", "inner.nope", /no estimator at inner\.nope/],
    ["nested", "firs", /no estimator at firs;/],
    ["nested", "first.", /no estimator at first\./],
    ["nested", "inner[7]", /no estimator/],
    ["columns", "columntransformer.transformers.gone", /no estimator at .*gone/],
    ["nested", "verbose", /no estimator/],
    ["nested", "__proto__", /no estimator/],
    ["outputs", "estimators_[2]", /no estimator at estimators_\[2\]; there are: \(root\), estimators_\[0\], estimators_\[1\]/],
  ])("that leads nowhere in %s is refused: %s", (name, path, words) => {
    expect(() => classAt(at(name), path)).toThrow(
      expect.objectContaining({ code: "model.missing", message: expect.stringMatching(words) }),
    );
  });
});
