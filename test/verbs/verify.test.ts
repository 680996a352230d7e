/** `verify`: Python's recorded outputs of every own fixture agree, in each form in which they may be recorded; what differs is told with its place. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { parsePython } from "../../src/neutral/python-json.js";
import { type Check, verifyDocument } from "../../src/verify/index.js";
import { plainOf } from "../../src/verify/recorded.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { type ExpectedLabel, FIXTURES } from "../support/shared.js";
import { KNOWN_FAILURES } from "../support/walk.js";

const folder = join(FIXTURES, "models");
const recordedIn = (version: string): Record<string, ExpectedLabel> =>
  JSON.parse(gunzipSync(readFileSync(join(folder, version, "expected.json.gz"))).toString());
const newest = recordedIn("1.9.1");

const rootOf = (version: string, name: string, file?: string): unknown =>
  runGuest(readFileSync(join(folder, version, file ?? `${name}.pkl`))).root;

const verified = (name: string, expectation: unknown): readonly Check[] =>
  verifyDocument(documentOf(rootOf("1.9.1", name)), { expect: expectation });
const failed = (checks: readonly Check[]): readonly string[] => checks.filter((one) => !one.ok).map((one) => `${one.name}: ${one.detail}`);

/** A fixture's record with its outputs replaced. */
const withOutputs = (name: string, outputs: object): object => ({ input: newest[name]?.input, outputs });
const output = (name: string, method: string): { data: unknown[]; shape: number[] } => {
  const found = newest[name]?.outputs?.[method];
  if (typeof found !== "object" || found === null || !("data" in found && "shape" in found)) throw new Error(`${name} has no ${method}`);
  return { data: [...(found.data as unknown[])], shape: found.shape as number[] };
};

describe.each(readdirSync(folder))("what sklearn %s recorded", (version) => {
  test("agrees for every fixture", { timeout: 120_000 }, () => {
    const wrong: string[] = [];
    for (const [name, label] of Object.entries(recordedIn(version))) {
      if (Object.keys(label.outputs ?? {}).length === 0) continue;
      const root = rootOf(version, name, label.pickle?.file);
      const checks = verifyDocument(documentOf(root), { expect: { input: label.input, outputs: label.outputs } });
      const known = Object.hasOwn(KNOWN_FAILURES, `${version} ${name}`);
      if (known) expect(failed(checks)).not.toEqual([]);
      else wrong.push(...failed(checks).map((why) => `${name} ${why}`));
      expect(checks.at(-1)?.name).toBe("version warning");
    }
    expect(wrong.join("\n")).toBe("");
  });
});

test("the version is named, and the digits that all methods share", () => {
  const { detail, ok } =
    verified("LogisticRegression__str", withOutputs("LogisticRegression__str", newest["LogisticRegression__str"]?.outputs ?? {})).at(-1) ??
    {};
  expect(ok).toBe(true);
  expect(detail).toMatch(
    /^written by sklearn 1\.9\.1; .*predict_proba.* agree with Python to (?:1\d digits or more|the last digit): it can be ignored/,
  );
});

test("lists of lists are arrays too", () => {
  const { data, shape } = output("LogisticRegression", "predict_proba");
  const [rows = 0, cols = 0] = shape;
  const lists = Array.from({ length: rows }, (_, i) => data.slice(i * cols, (i + 1) * cols));
  expect(failed(verified("LogisticRegression", withOutputs("LogisticRegression", { predict_proba: lists })))).toEqual([]);
  expect(failed(verified("LogisticRegression", withOutputs("LogisticRegression", { predict_proba: lists.slice(1) })))[0]).toMatch(
    /^predict_proba: shape \(\d+, 3\), recorded \(\d+, 3\)$/,
  );
});

test("one value that differs is told with its place", () => {
  const { data, shape } = output("LogisticRegression", "predict_proba");
  data[4] = Number(data[4]) * (1 + 1e-6);
  const [first, last] = failed(verified("LogisticRegression", withOutputs("LogisticRegression", { predict_proba: { data, shape } })));
  expect(first).toMatch(/^predict_proba: 1 of 30 values differ, most at \[1, 1\]: 0\.\d+ here, 0\.\d+ recorded$/);
  expect(last).toContain("predict_proba differ from Python: do not ignore it");
});

test("a small difference within the tolerance is told in digits", () => {
  const { data, shape } = output("Ridge", "predict");
  data[2] = Number(data[2]) * (1 + 3e-11);
  const found = verified("Ridge", withOutputs("Ridge", { predict: { data, shape } })).find((one) => one.name === "predict");
  expect(found?.ok).toBe(true);
  expect(found?.detail).toMatch(/agree to 10 digits or more, least at \[2\]/);
});

test("labels are compared exactly", () => {
  const { data } = output("LogisticRegression__str", "predict");
  expect(failed(verified("LogisticRegression__str", withOutputs("LogisticRegression__str", { predict: data })))).toEqual([]);
  data[0] = "another";
  expect(failed(verified("LogisticRegression__str", withOutputs("LogisticRegression__str", { predict: data })))[0]).toContain(
    '"another" recorded',
  );
});

test("sparse rows may be written out, and NaN is NaN", () => {
  const encoder = newest["OneHotEncoder"]?.outputs?.["transform"] as { indices: number[]; indptr: number[]; shape: [number, number] };
  const [rows, cols] = encoder.shape;
  const dense = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_unused, j) => Number(encoder.indices.slice(encoder.indptr[i], encoder.indptr[i + 1]).includes(j))),
  );
  expect(failed(verified("OneHotEncoder", withOutputs("OneHotEncoder", { transform: dense })))).toEqual([]);
  const { data, shape } = output("StandardScaler__nan", "transform");
  expect(data).toContain("NaN");
  const text = JSON.stringify(withOutputs("StandardScaler__nan", { transform: { data, shape } })).replaceAll('"NaN"', "NaN");
  expect(failed(verified("StandardScaler__nan", text))).toEqual([]);
  expect(() => verified("StandardScaler__nan", "{")).toThrow(/no JSON/);
});

test("words in texts stay what they are in Python's JSON, and whole numbers keep their digits", () => {
  expect(plainOf(parsePython('{"a\\" NaN": [NaN, -Infinity, Infinity, "NaN, Infinity", 9007199254740993, 0.1234567890123456]}'))).toEqual({
    'a" NaN': [Number.NaN, -Infinity, Infinity, "NaN, Infinity", 9007199254740993n, 0.1234567890123456],
  });
});

test("a method that the model has not is a failed check, a record without X an error", () => {
  expect(failed(verified("Ridge", withOutputs("Ridge", { predict_proba: [1] })))[0]).toBe(
    "predict_proba: the model has no such method here; it has: predict",
  );
  expect(() => verified("Ridge", { predictions: { outputs: {} } })).toThrow(/input and outputs/);
});
