/**
 * A single decision tree as a model (sklearn.tree._classes, 0.17 to 1.9): each row's leaf holds what is predicted,
 * for a regressor a value an output, for a classifier the fractions of its classes.
 */
import { float64, int64, type NDArray } from "../../../numeric/ndarray.js";
import { defineModel, type Method, type ModelDefinition, methods } from "../../define.js";
import type { Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { expectationOf } from "../expectation.js";
import { type ClassOutputs, classOutputs, probabilities, winners } from "./class-outputs.js";
import { treeSelection } from "./importances.js";
import { readTree, type TreeNodes, treeOf } from "./nodes.js";
import { decisionPath } from "./paths.js";
import { type Taste, treeRows } from "./rows.js";
import { addTerms, forLeaves, type Term } from "./sum.js";

const NAN_CRITERIA = new Set(["gini", "log_loss", "entropy", "squared_error", "friedman_mse", "poisson"]);

/**
 * What sklearn's trees take: finite numbers, and NaN from 1.3 on (forests 1.4, random splits 1.6), until 1.8 under some
 * criteria and without monotonic constraints only.
 */
export function treeTaste(tree: State, forest = false): Taste {
  const random = tree.text("splitter") === "random";
  const plain = NAN_CRITERIA.has(tree.text("criterion") ?? "") && !tree.has("monotonic_cst");
  return { single: true, infinite: false, missing: tree.since(1, 9) || (plain && tree.since(1, random ? 6 : forest ? 4 : 3)) };
}

/** The leaf's values as a term of a sum, for a column; its tree is packed when it is walked. */
export const termAt = (tree: TreeNodes, column: number): Term => ({
  get tree() {
    return tree.packed;
  },
  get values() {
    return tree.values;
  },
  width: tree.outputs * tree.width,
  column,
});

/** The same of all its columns. */
export const termOf = (tree: TreeNodes): Term => termAt(tree, 0);

/**
 * Fractions of classes as a tree has them: where there is one class only its fraction is 1, whatever older versions stored.
 * @throws CornichonError `model.inconsistent` unless the tree has the classes of `classes_`
 */
export function fractionsOf(state: State, tree: TreeNodes, { labels }: ClassOutputs): (values: Float64Array) => Float64Array {
  if (labels.length !== tree.outputs || labels.some(({ count }, k) => count !== tree.classes[k]))
    throw state.inconsistent("classes_ are not the classes of its tree");
  return (values) => (tree.width === 1 ? values.map(() => 1) : values);
}

/** A classifier's leaves as a term: fractions of the classes. @throws CornichonError as `fractionsOf` */
export function classTerm(state: State, tree: TreeNodes, outputs: ClassOutputs): Term {
  const fractions = fractionsOf(state, tree, outputs);
  const term = termOf(tree);
  return tree.width === 1 ? { ...term, values: fractions(term.values) } : term;
}

interface Single {
  readonly tree: TreeNodes;
  readonly expected: Expectation;
  readonly taste: Taste;
  /** Values of each row's leaf. */
  readonly values: (x: Samples) => { readonly rows: number; readonly data: Float64Array };
}

function singleTree(state: State, outputs: ClassOutputs | null): Single {
  const stored = treeOf(state);
  const expected = expectationOf(state, state.declaredFeatures());
  const tree = readTree(stored, expected.nFeatures);
  const known = expectationOf(state, tree.features);
  const taste = treeTaste(state);
  const term = outputs === null ? termOf(tree) : classTerm(state, tree, outputs);
  return {
    tree,
    expected: known,
    taste,
    values: (x) => {
      const rows = treeRows(x, known, taste);
      const data = new Float64Array(rows.rows * term.width);
      addTerms(rows, [term], 1, term.width, data);
      return { rows: rows.rows, data };
    },
  };
}

/** Stored numbers of the leaves, `apply`. */
const leavesOf =
  ({ tree, expected, taste }: Single): Method =>
  (x) =>
    leafNumbers(x, expected, taste, [tree], false);

/** Leaves of several trees, `(rows, trees)`; of one tree `(rows,)`. */
export function leafNumbers(x: Samples, expected: Expectation, taste: Taste, trees: readonly TreeNodes[], wide: boolean): NDArray {
  const rows = treeRows(x, expected, taste);
  const out = new Int32Array(rows.rows * trees.length);
  forLeaves(
    rows,
    trees.map(({ packed }) => ({ tree: packed })),
    (at, leaves, from, count) => {
      const ids = trees[at]?.packed.ids;
      for (let i = 0; i < count; i++) out[(from + i) * trees.length + at] = ids?.[leaves[i]] ?? 0;
    },
  );
  return int64(wide ? [rows.rows, trees.length] : [rows.rows], out);
}

/** Trees as `decision_path` walks them: until 1.7 a missing value goes right there, whatever `apply` does with it. */
export function onPaths(state: State, trees: readonly TreeNodes[]): readonly TreeNodes[] {
  if (state.since(1, 8)) return trees;
  return trees.map((tree) => ({ ...tree, packed: { ...tree.packed, missingLeft: new Uint8Array(tree.packed.ids.length) } }));
}

const shared = (state: State, single: Single): Record<string, Method | undefined> => ({
  apply: leavesOf(single),
  decision_path: (x) => decisionPath([single.tree], leafNumbers(x, single.expected, single.taste, onPaths(state, [single.tree]), true)),
  transform: treeSelection(state, single.expected, [single.tree]),
});

/** The definition of a tree that predicts numbers. */
export const treeRegressor = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const single = singleTree(state, null);
      const { outputs, width } = single.tree;
      if (width !== 1) throw state.inconsistent("a regressor's tree has classes");
      return {
        ...single.expected,
        methods: methods({
          predict: (x) => {
            const { rows, data } = single.values(x);
            return float64(outputs === 1 ? [rows] : [rows, outputs], data);
          },
          ...shared(state, single),
        }),
      };
    },
  });

/** The definition of a tree that predicts classes. */
export const treeClassifier = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const outputs = classOutputs(state);
      const single = singleTree(state, outputs);
      const { width } = single.tree;
      const proba = (x: Samples, log: boolean) => {
        const { rows, data } = single.values(x);
        return probabilities(outputs, data, rows, width, log);
      };
      return {
        ...single.expected,
        classes: classesResult(outputs),
        methods: methods({
          predict: (x) => {
            const { rows, data } = single.values(x);
            return winners(outputs, data, rows, width);
          },
          predict_proba: (x) => proba(x, false),
          predict_log_proba: (x) => proba(x, true),
          ...shared(state, single),
        }),
      };
    },
  });

/** `classes_` as a fitted model shows them. */
export function classesResult({ labels, many }: ClassOutputs): NDArray | readonly NDArray[] {
  const all = labels.map(({ classes }) => classes);
  const [first] = all;
  return many || first === undefined ? all : first;
}
