/**
 * `Tree` (sklearn.tree._tree 1.9): nodes of 64 bytes with `missing_go_to_left`, a classifier's values as fractions (from
 * 1.4 on), `max_depth`. Its native code trusts what it gets, so every tree is checked as `models/parts/trees` checks it: walking
 * it must end, features and values must be where the nodes say.
 */

import { sentence } from "../../../errors.js";
import { checkChildren, readTree } from "../../../models/parts/trees/nodes.js";
import { State } from "../../../models/state.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { arrayOf, numberOf, own, typeOf } from "../../../neutral/document.js";
import { type Columns, columnsOf, structuredValue } from "../../../neutral/structured.js";
import { arrayValue } from "../../../neutral/values.js";
import { NODE_FIELDS, TREE } from "../../../upgrade/rules/tree.js";
import { at, defineMigration, int64Value, type Migrating, withAttributes } from "../../define.js";

const ITEMSIZE = 64;

/** How deep it is: 0.17 did not say. */
function deepen(stored: Migrating, features: number): void {
  if (stored.has("max_depth")) return;
  const nodes = columnsOf(stored.get("nodes"));
  const [left, right, feature] = ["left_child", "right_child", "feature"].map((name) => nodes.get(name) ?? []);
  const state = new State({ ...stored.value, state: {} }, stored.references);
  const { depth } = checkChildren(state, left ?? [], right ?? [], feature ?? [], features);
  stored.set(
    "max_depth",
    depth.reduce((most, d) => Math.max(most, d), 0),
  );
}

/** Leaves' values moved by what the holder's rule says (`boosting.ts`). */
function shift(stored: Migrating): void {
  const by = stored.run.notes.get(stored.value);
  const values = by === undefined ? null : stored.array("values");
  if (by === undefined || values === null) return;
  stored.set("values", arrayValue({ ...values, data: Float64Array.from(values.data, (value) => Number(value) + by) }));
}

/** Where there is one class, its fraction is 1: stored as the weight before 1.4. */
function single(stored: Migrating): void {
  const values = stored.array("values");
  const classifier = /Classifier$/.test(stored.owner?.className ?? "");
  if (!classifier || values === null || values.shape[2] !== 1) return;
  stored.set("values", arrayValue({ ...values, dtype: "float64", data: new Float64Array(values.data.length).fill(1) }));
}

/** All that native code trusts. @throws CornichonError `model.inconsistent` */
function check(stored: Migrating): void {
  const attributes = Object.fromEntries(stored.attributes);
  const value = withAttributes(stored.value, attributes, stored.references);
  readTree(new State(value, stored.references, stored.version, [TREE]), null);
}

/** Holders that hand their own columns to their trees, which look at none of them again. */
const ALONE = at("tree", "DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor");
const MANY = at(
  "ensemble",
  "RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor RandomTreesEmbedding GradientBoostingClassifier GradientBoostingRegressor",
);

/** A tree asks for the columns of what holds it, no more and no less: asked of the holder, as a tree may stand elsewhere, too. */
export const TREE_COLUMNS = defineMigration({
  classes: [...ALONE, ...MANY],
  doc: "its trees are for its columns",
  migrate: (stored) => {
    const trees = ALONE.includes(stored.className)
      ? [stored.get("tree_")]
      : stored.parts("estimators_").map((one) => one?.get("tree_") ?? null);
    for (const tree of trees) {
      if (tree === undefined) continue;
      const [columns] = itemsOf(own(tree, "args") ?? [], stored.references) ?? [];
      const width = numberOf(columns);
      if (width === undefined || stored.number("n_features_in_") !== width)
        throw stored.refusal(sentence`one of its trees is for other columns than it has.`);
    }
  },
});

const args = (stored: Migrating): readonly unknown[] => {
  const found = stored.references.resolve(own(stored.value, "args"));
  return Array.isArray(found) ? found.map((item) => stored.references.resolve(item)) : [];
};

/** Numbers of classes are int64, on whatever machine the tree was grown. */
function widen(stored: Migrating, [features, classes, outputs]: readonly unknown[]): void {
  if (typeOf(classes) !== "ndarray" || own(classes, "dtype") === "int64") return;
  stored.frame.set("args", [features, int64Value(Array.from(arrayOf(classes).data, Number)), outputs]);
}

const isToday = ({ fields, itemsize }: Columns): boolean =>
  itemsize === ITEMSIZE &&
  fields.length === NODE_FIELDS.length &&
  NODE_FIELDS.every(({ name, dtype, offset }, i) => fields[i]?.name === name && fields[i].dtype === dtype && fields[i].offset === offset);

export const TREE_STATE = defineMigration({
  classes: ["sklearn.tree._tree.Tree"],
  doc: "nodes have missing_go_to_left, and a classifier's values are fractions of its classes",
  migrate: (stored) => {
    check(stored);
    if (stored.version.before(1, 4)) single(stored);
    TREE.upgrade(stored);
    const nodes = columnsOf(stored.get("nodes"));
    const none = new Float64Array(nodes.count);
    if (!isToday(nodes))
      stored.set(
        "nodes",
        structuredValue(NODE_FIELDS, ITEMSIZE, (name) => nodes.get(name) ?? none, nodes.count),
      );
    const found = args(stored);
    const columns = Number(numberOf(found[0]));
    deepen(stored, columns);
    if (!stored.has("node_count")) stored.set("node_count", nodes.count);
    widen(stored, found);
    shift(stored);
  },
});
