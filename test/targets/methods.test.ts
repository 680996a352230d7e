/**
 * What a classifier's lowering may not leave out: holders ask for `predict_proba` before `decision_function` before
 * `predict`, and would answer by another one in silence. What has no exact form throws `target.unsupported` where it is asked.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { lower } from "../../src/graph/lower.js";
import { modelFromDocument } from "../../src/model/all.js";
import { referencesOf } from "../../src/neutral/document.js";
import { runGuest } from "../support/guest.js";
import { recordedOf, widthOf } from "../support/ort.js";
import { documentOf } from "../support/outputs.js";
import { type ExpectedLabel, SHARED, sharedVersions } from "../support/shared.js";

const ASKED = ["predict", "predict_proba", "predict_log_proba", "decision_function"];

/** Methods that the model has and the graph has not; several outputs are no one's member, and old regressors' decisions nobody asks for. */
function missing(root: unknown, { input, outputs = {} }: ExpectedLabel): readonly string[] {
  const x = recordedOf(input);
  if (x === null || root === undefined || Array.isArray(outputs["predict_proba"])) return [];
  const document = documentOf(root);
  try {
    const { kind, methods } = lower(document.root, referencesOf(document), widthOf(x));
    if (kind === "regressor") return [];
    const model = modelFromDocument(document);
    return ASKED.filter((name) => model.methods.includes(name) && !methods.includes(name));
  } catch (error) {
    if (error instanceof CornichonError && error.code === "target.unsupported") return [];
    throw error;
  }
}

describe.each([...sharedVersions()])("sklearn $version", ({ folder, expected }) => {
  test("a graph has the methods that its model has", () => {
    const left = Object.entries(expected).flatMap(([name, label]) => {
      if (label.outputs === undefined || recordedOf(label.input) === null) return [];
      const { root } = runGuest(readFileSync(join(folder, `${name}.pkl`)));
      return missing(root, label).map((method) => `${name}: ${method}`);
    });
    expect(left).toEqual([]);
  }, 120_000);
});

test.skipIf(SHARED === null)("the shared fixtures are here", () => {
  expect([...sharedVersions()].length).toBeGreaterThan(0);
});
