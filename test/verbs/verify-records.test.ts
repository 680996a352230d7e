/**
 * `verify` after the recipe of `--help`, and after what users write instead (`to_dict`, `to_json` of every orient), with
 * rows in float64, float32 and integers, frames with missing values and columns named by numbers: a right model is ok in
 * every version, and a wrong one never is. Unknown keys and nothing to compare are errors.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type NeutralDocument, own, readDocument } from "../../src/neutral/document.js";
import { type Check, verifyDocument } from "../../src/verify/index.js";
import { ROOT } from "../support/cli.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";

const folder = join(ROOT, "fixtures", "verify");
const versions = readdirSync(folder).filter((name) => /^\d+\.\d+\.\d+$/.test(name));

const documentAt = (path: string): NeutralDocument => readDocument(documentOf(runGuest(readFileSync(path)).root));
const failed = (checks: readonly Check[]): string[] => checks.filter((one) => !one.ok).map((one) => `${one.name}: ${one.detail}`);

/** The first number of an array of a model, wherever it is named so, made another. */
function mutated(document: NeutralDocument, keys: readonly string[]): NeutralDocument {
  const copy = structuredClone(document);
  const left: unknown[] = [copy.root];
  while (left.length > 0) {
    const value = left.pop();
    const hit = keys.map((key) => own(value, key)).find((one) => Array.isArray(own(one, "data")));
    const data = own(hit, "data");
    if (Array.isArray(data)) {
      data[0] = Number(data[0]) * 1.01 + 0.001;
      return copy;
    }
    for (const item of typeof value === "object" && value !== null ? Object.values(value) : []) left.push(item);
  }
  throw new Error("nothing to change");
}

describe.each(versions)("records of sklearn %s", (version) => {
  const files = readdirSync(join(folder, version)).filter((file) => file.endsWith(".json"));

  test.each(files)("%s", (file) => {
    const name = file.slice(0, file.indexOf("."));
    const document = documentAt(join(folder, version, `${name}.pkl`));
    const record = readFileSync(join(folder, version, file), "utf8");
    const checks = verifyDocument(document, { expect: record });
    expect(failed(checks)).toEqual([]);
    expect(checks.some((one) => one.agreement !== undefined)).toBe(true);
    const wrong = verifyDocument(mutated(document, ["coef_", "_dual_coef_"]), { expect: record });
    expect(failed(wrong).length).toBeGreaterThan(0);
    expect(wrong.at(-1)).toMatchObject({ name: "version warning", ok: false });
  });
});

describe("the faults that were seen", () => {
  test.each(["record.json", "record-null.json"])("a missing category is no text: %s", (file) => {
    const at = join(folder, "06-verify-nan-is-text");
    expect(failed(verifyDocument(documentAt(join(at, "m.joblib")), { expect: readFileSync(join(at, file), "utf8") }))).toEqual([]);
  });

  test("float32 rows are told as such", () => {
    const at = join(folder, "34-verify-float32-rows");
    const expectation = readFileSync(join(at, "record.json"), "utf8");
    const checks = verifyDocument(documentAt(join(at, "m.joblib")), { expect: expectation });
    expect(failed(checks)).toEqual([]);
    expect(checks.at(-1)?.detail).toContain("agree with Python to float32, in which it computed");
    // Who asks for more gets what he asks for.
    const strict = verifyDocument(documentAt(join(at, "m.joblib")), { expect: expectation, rtol: 0, atol: 0 });
    expect(strict.find((one) => one.name === "predict_proba")?.detail).toMatch(/float32|differ/);
  });
});

describe("what is expected", () => {
  const ridge = documentAt(join(ROOT, "fixtures", "seed", "1.9.1", "ridge.pkl"));
  const held = (expectation: unknown) => verifyDocument(ridge, { expect: expectation });
  const X = [[0.1, 0.2, 0.3]];

  test.each([
    [{ predicitons: {} }, /key predicitons, which nothing is checked for; there are: features, .*predictions, input, outputs/],
    [{ input: X, outputs: { predict: [1] }, rtol: 1 }, /key rtol/],
    [{ predictions: { input: X, outputs: { predict: [1] }, note: "" } }, /predictions have the key note/],
    [{}, /nothing to compare/],
    [{ input: X }, /input and outputs/],
    [{ input: X, outputs: {} }, /no method to compare/],
    [{ outputs: { predict: [1] } }, /input and outputs/],
    [{ predictions: { input: X, outputs: { predict: [1] } }, outputs: {} }, /beside them/],
    [{ features: "MKT" }, /list of names/],
    ['{"input": [[1, 2, 3]], "outputs"', /no JSON/],
  ])("%j is an error", (expectation, words) => {
    expect(() => held(expectation)).toThrow(expect.objectContaining({ code: "input.malformed", message: expect.stringMatching(words) }));
  });

  test("of other shapes, types and signs is compared as Python means it", () => {
    const [{ agreement: found } = {}] = held({ input: X, outputs: { predict: [1e9] } }).filter((one) => one.name === "predict");
    const ours = Number(found?.worst?.ours);
    expect(failed(held({ input: X, outputs: { predict: [ours] } }))).toEqual([]);
    expect(failed(held({ input: X, outputs: { predict: [[ours]] } }))[0]).toBe("predict: shape (1), recorded (1, 1)");
    expect(failed(held({ input: X, outputs: { predict: [ours, ours] } }))[0]).toBe("predict: shape (1), recorded (2)");
    expect(failed(held({ input: X, outputs: { predict: ["a"] } }))[0]).toContain("1 of 1 values differ");
    expect(failed(held({ input: X, outputs: { predict: [Number.NaN] } }))[0]).toContain("NaN recorded");
    expect(failed(held({ n_features_in: 3 }))).toEqual([]);
    expect(failed(held({ n_features_in: "3" }))).toEqual(["n_features_in: here: 3"]);
  });

  test("tolerances that let everything pass are usage errors", () => {
    expect(() => verifyDocument(ridge, { rtol: Number.POSITIVE_INFINITY })).toThrow(expect.objectContaining({ code: "usage" }));
    expect(() => verifyDocument(ridge, { atol: Number.NaN })).toThrow(expect.objectContaining({ code: "usage" }));
  });
});
