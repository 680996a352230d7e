/** Documents by hand: what native code would take on trust is refused, and so is what has no counterpart, before anything is written. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrateRoot } from "../../src/migrate/index.js";
import { References } from "../../src/neutral/document.js";
import { parseLossless } from "../../src/neutral/lossless.js";
import { runGuest } from "../support/guest.js";
import { FIXTURES } from "../support/shared.js";

const textOf = (name: string): string => runGuest(readFileSync(join(FIXTURES, "models", "1.9.1", `${name}.pkl`))).text;

function migrate(text: string, upgraded = false) {
  const root = parseLossless(text);
  return migrateRoot(root, new References(root, upgraded));
}

/** A text with one part that is another. */
function swapped(text: string, from: RegExp, to: string): string {
  const other = text.replace(from, to);
  expect(other).not.toBe(text);
  return other;
}

const UNSUPPORTED = expect.objectContaining({ code: "target.unsupported" });
const INCONSISTENT = expect.objectContaining({ code: "model.inconsistent" });

test.each([
  ["a tree for other columns than its holder has", "DecisionTreeClassifier", /"n_features_in_":\d+/, '"n_features_in_":1', UNSUPPORTED],
  ["a tree with other columns in a forest", "RandomForestClassifier", /"args":\[\d+,/, '"args":[9,', UNSUPPORTED],
  ["a tree deeper than it says", "DecisionTreeRegressor", /"tree_":(.*?)"max_depth":\d+/, '"tree_":$1"max_depth":1', INCONSISTENT],
  ["a tree of other nodes than it says", "DecisionTreeClassifier", /"node_count":\d+/, '"node_count":3000', INCONSISTENT],
  [
    "stages of other trees than classes",
    "GradientBoostingClassifier",
    /"n_trees_per_iteration_":3/,
    '"n_trees_per_iteration_":1',
    UNSUPPORTED,
  ],
  [
    "histogram trees for two numbers of columns",
    "HistGradientBoostingClassifier",
    /"n_features_in_":\d+/,
    '"n_features_in_":1',
    UNSUPPORTED,
  ],
  ["columns that an isolation forest's trees have not", "IsolationForest", /"args":\[\d+,/, '"args":[9,', UNSUPPORTED],
  ["a newer version", "Ridge", /"_sklearn_version":"1.9.1"/, '"_sklearn_version":"1.10.0"', UNSUPPORTED],
] as const)("%s", (_, name, from, to, code) => {
  const text = textOf(name);
  expect(() => migrate(text)).not.toThrow();
  expect(() => migrate(swapped(text, from, to))).toThrow(code);
});

test("nodes of a KD tree that do not tile its points, and weights for other columns", () => {
  const text = textOf("KNeighborsClassifier__minkowski3");
  expect(() => migrate(text)).not.toThrow();
  expect(() => migrate(swapped(text, /"shape":\[0\],"data":\[\]/, '"shape":[2],"data":[1.0,1.0]'))).toThrow(UNSUPPORTED);
  // Two of its indices are the same then.
  expect(() => migrate(swapped(text, /,30,(\d+),(\d+),/, ",30,$1,99,"))).toThrow(INCONSISTENT);
});

test("a class that is gone is refused by name", () => {
  const root = { $type: "object", class: "sklearn.mixture.GMM", origin: "sklearn.mixture.gmm.GMM", state: {} };
  expect(() => migrate(JSON.stringify({ model: root }))).toThrow(/model \(sklearn\.mixture\.GMM\): today's sklearn has no such class/);
});

test("the upgraded view is refused", () => {
  expect(() => migrate(textOf("Ridge"), true)).toThrow(UNSUPPORTED);
});

test("a shared value stands where it comes first, and a value that refers to itself ends", () => {
  const { root } = migrate('[{"$type":"ref","id":1},{"$type":"list","$id":1,"items":[{"$type":"ref","id":1}]}]');
  expect(root).toEqual([
    { $type: "list", $id: 1, items: [{ $type: "ref", id: 1 }] },
    { $type: "ref", id: 1 },
  ]);
});

test("today's own states stay as they are", () => {
  for (const name of [
    "RandomForestClassifier",
    "KNeighborsClassifier",
    "HistGradientBoostingRegressor",
    "GridSearchCV",
    "ColumnTransformer",
  ]) {
    const root = parseLossless(textOf(name));
    const { root: migrated, changes } = migrateRoot(root, new References(root));
    expect(changes).toEqual([]);
    expect(migrated).toEqual(root);
  }
});
