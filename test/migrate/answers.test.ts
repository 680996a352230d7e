/**
 * A migrated state answers under today's rules as its own version did: the models read it as one of 1.9, and what they
 * say is held against what the old Python said. No Python is needed.
 */
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { MODEL_CLASSES } from "../../src/model/all.js";
import { outputDifference } from "../support/outputs.js";
import { type ExpectedLabel, SHARED, sharedVersions } from "../support/shared.js";
import { isOurs, migrated, storedRoot } from "./families.js";

/** What differs for a reason that no state can mend: label, what is said of it, why. */
const KNOWN: readonly (readonly [label: RegExp, said: RegExp, why: string])[] = [
  [
    / TfidfVectorizer(?:__charwb|__sublinear)?$/,
    /^inverse_transform: \[0\] value 0 is/,
    "until 1.4 the terms of a row came in another order",
  ],
  [/ GaussianProcessRegressor(?:__matern)?$/, /^predict_std: value/, "a deviation of nearly zero is noise; older ones went by an inverse"],
  [/^0\.(?:17|20).* DummyClassifier(?:__stratified)?$/, /Python says int64$/, "until 0.20 ones and zeros were whole numbers"],
  [/^0\.17/, /dtype "U\d+", Python says S\d+$/, "Python 2's texts are bytes"],
  [
    /^0\.17.* KMeans__f32$/,
    /^CornichonError: Buffer dtype mismatch/,
    "its centres were doubles whatever X was, and today's predict wants those of X",
  ],
  [/^0\.17.* DictVectorizer(?:__dense)?$/, /^inverse_transform: /, "Python 2's dicts had another order"],
  [/^0\.17.* (?:Count|Hashing|Tfidf)Vectorizer/, /transform: /, "Python 2 made another lower case of a dotted capital i"],
];

const isKnown = (name: string, found: string): boolean => KNOWN.some(([label, said]) => label.test(name) && said.test(found));

const VERSIONS = /^0\.17|^0\.20\.4$|^0\.24|^1\.2|^1\.6/;

const predicts = new Set(MODEL_CLASSES);

const versions = [...sharedVersions()];

/** Methods that today's classes have, where a label of today asks them. */
const today = new Map<string, Set<string>>();
for (const label of Object.values(versions.find(({ version }) => version === "1.9.1")?.expected ?? {})) {
  const name = nameOf(label);
  today.set(name, new Set([...(today.get(name) ?? []), ...Object.keys(label.outputs ?? {})]));
}

function nameOf(label: ExpectedLabel): string {
  return label.class.slice(label.class.lastIndexOf(":") + 1);
}

/** Without the methods that classes have lost: regressors' decision_function, classifiers' transform. */
function asked(label: ExpectedLabel): ExpectedLabel {
  const there = today.get(nameOf(label));
  const outputs = Object.entries(label.outputs ?? {}).filter(([method]) => there === undefined || there.has(method));
  return { ...label, outputs: Object.fromEntries(outputs) };
}

function difference(folder: string, name: string, label: ExpectedLabel): string | null {
  const root = storedRoot(folder, name);
  if (root === null) return null;
  try {
    const made = migrated(root).root;
    return predicts.has(String(Object(made).class)) ? outputDifference(made, asked(label)) : null;
  } catch (error) {
    if (error instanceof CornichonError && ["target.unsupported", "model.needs-code"].includes(error.code)) return null;
    return String(error);
  }
}

describe.each(versions.filter(({ version }) => VERSIONS.test(version)))("$version", ({ version, folder, expected }) => {
  test("migrated states answer as Python did", { timeout: 240_000 }, () => {
    const wrong = Object.entries(expected)
      .filter(([name, { outputs }]) => isOurs(name) && Object.keys(outputs ?? {}).length > 0)
      .map(([name, label]) => [`${version} ${name}`, difference(folder, name, label)] as const)
      .flatMap(([name, found]) => (found === null || isKnown(name, found) ? [] : [`${name}: ${found}`]));
    expect(wrong).toEqual([]);
  });
});

test.skipIf(SHARED === null)("the shared fixtures are here", () => {
  expect([...sharedVersions()].length).toBeGreaterThan(0);
});
