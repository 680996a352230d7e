/**
 * States that another of today's estimators answers for: bins whose edges had a tolerance, sigmoids of a discriminant
 * analysis, votes for SAMME.R. Held against what our models say of the old state, bit for bit at the edges, and (where there is
 * a Python) against what was recorded.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { isObject } from "../../src/neutral/document.js";
import { printLossless } from "../../src/neutral/lossless.js";
import { runGuest } from "../support/guest.js";
import { fatesOf, type OlderLabel } from "../support/migrated.js";
import { documentOf } from "../support/outputs.js";
import { TARGET_PYTHON } from "../support/python-target.js";
import { type SharedVersion, sharedVersions } from "../support/shared.js";
import { migrated, storedRoot } from "./families.js";

const versions = new Map([...sharedVersions()].map((one) => [one.version, one]));

/** Labels that are others today: version, name, class that stands there. */
const REPLACED: readonly (readonly [version: string, label: string, today: string])[] = [
  ["0.20.4", "KBinsDiscretizer", "Pipeline"],
  ["1.0.2", "KBinsDiscretizer__kmeans", "Pipeline"],
  ["1.0.2", "KBinsDiscretizer__grid", "Pipeline"],
  ["0.18.2", "LinearDiscriminantAnalysis", "Pipeline"],
  ["0.20.4", "LinearDiscriminantAnalysis__lsqr", "SGDClassifier"],
  ["0.17.1-py27", "AdaBoostClassifier", "Pipeline"],
  ["1.4.2", "AdaBoostClassifier__sammer", "Pipeline"],
  ["0.22.2", "AdaBoostClassifier__samme", "Pipeline"],
  ["1.2.2", "KernelPCA__poly", "KernelPCA"],
];

/** Labels whose answers today's sklearn has no way to give: what is said. */
const REFUSED: readonly (readonly [version: string, label: string, why: string])[] = [
  ["0.20.4", "LinearDiscriminantAnalysis__eigen", "by axes that its transform leaves out"],
  ["1.2.2", "AdaBoostClassifier__lr", "only of trees votes can be made"],
  ["0.20.4", "AdaBoostClassifier__samme", "votes count differently today"],
  ["1.6.1", "KNeighborsRegressor__grid", "equally near"],
  ["1.2.2", "KNeighborsClassifier__sparse", "equally near"],
  ["0.24.2", "GaussianProcessRegressor", "differences of nearly equal numbers"],
  ["0.20.4-py27", "CountVectorizer__accents", "Python 2 made small letters"],
];

/** Beside one that is refused: nothing of it is near to what the rule is about. */
const KEPT: readonly (readonly [version: string, label: string])[] = [
  ["1.6.1", "KNeighborsRegressor"],
  ["0.24.2", "GaussianProcessRegressor__rq"],
  ["0.20.4-py27", "CountVectorizer__ascii"],
];

const named = (version: string): SharedVersion => {
  const found = versions.get(version);
  if (found === undefined) throw new Error(`no fixtures of ${version}`);
  return found;
};

const textOf = (folder: string, label: string): string => runGuest(readFileSync(join(folder, `${label}.pkl`))).text;

const rootOf = (version: string, label: string): unknown => storedRoot(named(version).folder, label);

describe.skipIf(versions.size === 0)("states of older versions", () => {
  test.each(REPLACED)("%s %s is a %s", (version, label, today) => {
    const { root } = migrated(rootOf(version, label));
    expect(String(Object(root).class).split(".").at(-1)).toBe(today);
  });

  test.each(REFUSED)("%s %s is refused", (version, label, why) => {
    expect(() => migrated(rootOf(version, label))).toThrow(why);
  });

  test.each(KEPT)("%s %s is kept", (version, label) => {
    expect(Object(migrated(rootOf(version, label)).root).class).toBe(Object(rootOf(version, label)).class);
  });

  /** The number that is so many doubles away. */
  const away = (x: number, steps: number): number => {
    const bits = new BigInt64Array(new Float64Array([x]).buffer);
    bits[0] = (bits[0] ?? 0n) + BigInt(x < 0 ? -steps : steps);
    return new Float64Array(bits.buffer)[0] ?? 0;
  };

  /** Where x + 1e-8 + 1e-5 · |x| reaches an edge, to some last bits. */
  const reaching = (edge: number): number => (edge - 1e-8) / (edge > 1e-8 ? 1 + 1e-5 : 1 - 1e-5);

  /** The only bin of a column has no edges. */
  const beside = (edge: number, steps: number): number => (Number.isFinite(edge) ? away(reaching(edge), steps) : steps);

  const edgesIn = (root: unknown): readonly (readonly number[])[] => {
    const { data }: { readonly data?: unknown } = Object(Object(Object(root).state).bin_edges_);
    return Array.isArray(data) ? data.map((one) => Array.from(Object(one).data, Number)) : [];
  };

  const textIn = (root: unknown): string => [...printLossless(root)].join("");
  const plain = (root: unknown): unknown => JSON.parse(textIn(root));

  const told = (root: unknown, method: "transform" | "inverse_transform", x: number[][]): unknown => {
    const found = modelFromDocument(documentOf(root)).call(method, x);
    return isObject(found) ? { ...found, data: Array.from(Object(found.data)) } : found;
  };

  test.each([
    ["0.20.4", "KBinsDiscretizer__ordinal"],
    ["0.24.2", "KBinsDiscretizer__ordinal"],
    ["1.0.2", "KBinsDiscretizer__grid"],
  ])("%s %s puts every double beside an edge where it was", (version, label) => {
    const root = rootOf(version, label);
    const old = plain(root);
    const edges = edgesIn(old);
    const rows = Math.max(...edges.map(({ length }) => length));
    expect(rows).toBeGreaterThan(2);
    const today = migrated(root).root;
    for (let steps = -6; steps <= 6; steps++) {
      const x = Array.from({ length: rows }, (_, i) => edges.map((own) => beside(own[Math.min(i, own.length - 1)] ?? 0, steps)));
      expect(told(today, "transform", x)).toEqual(told(old, "transform", x));
    }
    const codes = Array.from({ length: rows - 1 }, (_, i) => edges.map(({ length }) => Math.min(i, length - 2)));
    expect(told(today, "inverse_transform", codes)).toEqual(told(old, "inverse_transform", codes));
  });

  test("bins that are narrower than the tolerance are refused", () => {
    const root = rootOf("1.0.2", "KBinsDiscretizer__ordinal");
    const narrow = JSON.parse(textIn(root), (key, value: unknown) => {
      const { data }: { readonly data?: unknown } = Object(value);
      if (key === "" || !Array.isArray(data) || Object(value).dtype !== "float64" || data.length < 4) return value;
      return { ...Object(value), data: [data[0], data[1], Number(data[1]) + 1e-9, ...data.slice(3)] };
    });
    expect(() => migrated(narrow)).toThrow("its bins are too narrow to keep that");
  });
});

describe.skipIf(versions.size === 0 || TARGET_PYTHON === null)("in today's sklearn", () => {
  test("answer as recorded", { timeout: 240_000 }, () => {
    const labels = [...REPLACED.map(([version, name]) => [version, name] as const), ...KEPT].flatMap(([version, name]): OlderLabel[] => {
      const { folder, expected } = named(version);
      const label = expected[name];
      return label === undefined ? [] : [{ name: `${version} ${name}`, label, text: textOf(folder, name) }];
    });
    expect(labels.length).toBe(REPLACED.length + KEPT.length);
    for (const kind of ["pickle", "skops"] as const)
      expect(
        fatesOf(labels, kind).filter(({ fate }) => fate !== "right"),
        kind,
      ).toEqual([]);
  });
});
