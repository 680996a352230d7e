/**
 * What comes after the newest version answers as the newest: every fixture's state, said to be of 2.0.0, answers (or is
 * refused) as it is said to be of 1.9.1, to the bit. A question that looks at one half of a version falls here.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { modelFromDocument, type X } from "../../src/model/all.js";
import { Version, versionOf } from "../../src/upgrade/version.js";
import { runGuest } from "../support/guest.js";
import { answer, documentOf, inputOf } from "../support/outputs.js";
import { FIXTURES, type SharedVersion } from "../support/shared.js";

const folder = join(FIXTURES, "models");
const versions: SharedVersion[] = readdirSync(folder).map((version) => ({
  version,
  folder: join(folder, version),
  expected: JSON.parse(gunzipSync(readFileSync(join(folder, version, "expected.json.gz"))).toString()),
}));

const isStored = (value: unknown): value is { readonly class: string; readonly state: Record<string, unknown> } =>
  typeof value === "object" &&
  value !== null &&
  "class" in value &&
  String(value.class).startsWith("sklearn.") &&
  "state" in value &&
  typeof value.state === "object" &&
  value.state !== null &&
  !("$type" in value.state);

/** The root with every estimator said to be of one version. */
function saidToBe(root: unknown, version: string): unknown {
  const said = (value: unknown): unknown => (isStored(value) ? { ...value, state: { ...value.state, _sklearn_version: version } } : value);
  return JSON.parse(JSON.stringify(root, (_, value: unknown) => said(value)));
}

function outcome(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof CornichonError) return `${error.code} ${error.message}`;
    throw error;
  }
}

/** All that a root answers about X, by method. */
function answers(root: unknown, x: X): unknown {
  return outcome(() => {
    const model = modelFromDocument(documentOf(root));
    const asked = [...model.methods, "predict_std"];
    return Object.fromEntries(asked.map((method) => [method, outcome(() => answer(method, model, x))]));
  });
}

const sameInBoth = (root: unknown, x: X): boolean =>
  isDeepStrictEqual(answers(saidToBe(root, "2.0.0"), x), answers(saidToBe(root, "1.9.1"), x));

describe.each(versions)("states of $version", ({ folder, expected }) => {
  test("said to be of 2.0.0 answer as said to be of 1.9.1", { timeout: 120_000 }, () => {
    const differ = Object.entries(expected).filter(([name, { pickle, input }]) => {
      const { root } = runGuest(readFileSync(join(folder, pickle?.file ?? `${name}.pkl`)));
      return root !== undefined && !sameInBoth(root, inputOf(input));
    });
    expect(differ.map(([name]) => name)).toEqual([]);
  });
});

const array = (dtype: string, ...data: readonly unknown[]) => ({ $type: "ndarray", dtype, shape: [data.length], data });
const NAN = { $type: "float", value: "nan" };

/** What no fixture has, and the version decides. */
const ODD: readonly (readonly [string, string, object, X])[] = [
  [
    "a constant that is NaN",
    "impute.SimpleImputer",
    { strategy: "constant", keep_empty_features: false, missing_values: NAN, n_features_in_: 2, statistics_: array("object", NAN, 1) },
    [[1, 2]],
  ],
  [
    "an intercept of another precision",
    "linear_model.LinearRegression",
    { coef_: array("float32", 0.1, 0.2), intercept_: { $type: "scalar", dtype: "float64", value: 0.3 }, n_features_in_: 2 },
    { dtype: "float32", shape: [1, 2], data: Float32Array.of(0.1, 0.7) },
  ],
];

test.each(ODD)("%s counts in 2.0.0 as in 1.9.1", (_, name, state, x) => {
  const root = { $type: "object", class: `sklearn.${name}`, state };
  expect(outcome(() => modelFromDocument(documentOf(saidToBe(root, "1.9.1"))).methods)).toBeInstanceOf(Array);
  expect(sameInBoth(root, x)).toBe(true);
  expect(isDeepStrictEqual(answers(saidToBe(root, "1.4.2"), x), answers(saidToBe(root, "1.9.1"), x))).toBe(false);
});

test.each([
  ["2.0.0", 1, 9, true],
  ["2.0.0", 2, 1, false],
  ["1.10.dev0", 1, 9, true],
  ["1.9.1", 1, 9, true],
  ["1.9.1", 1, 10, false],
  ["1.9.1", 0, 24, true],
  ["0.24.2", 1, 0, false],
  ["0.24.2", 0, 24, true],
])("%s is since %d.%d: %s", (text, major, minor, yes) => {
  const version = versionOf(text);
  expect(version).toBeInstanceOf(Version);
  expect([version?.since(major, minor), version?.before(major, minor)]).toEqual([yes, !yes]);
});

test.each(["", "1", "1.x", "v1.2", null, 1.2])("%j tells no version", (text) => {
  expect(versionOf(text)).toBe(null);
});
