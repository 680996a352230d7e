/**
 * sklearn's `Tree` (sklearn.tree._tree) read, checked, and packed when it is walked. Its native code walks whatever it is given, so a tree
 * is refused here unless walking it must end: each child stands after its node and is the child of one node only,
 * features and values are where the nodes say, and the depth is what the tree says.
 *
 * Who writes a forest as a graph walks none of its trees: packing them took 60 of 1,200 ms of a forest of 60 MB, and 24 MB.
 */
import { arrayOf, numberOf, typeOf } from "../../../neutral/document.js";
import { columnsOf } from "../../../neutral/structured.js";
import { TREE } from "../../../upgrade/rules/tree.js";
import type { State } from "../../state.js";
import { type PackedTree, packTree } from "./walk.js";

export interface TreeNodes {
  /** Made at the first walk. */
  readonly packed: PackedTree;
  /** Number of nodes as stored. */
  readonly count: number;
  readonly features: number;
  /** Number of classes of each output. */
  readonly classes: readonly number[];
  /** Outputs, and values an output (a classifier's classes; 1 for a regressor). */
  readonly outputs: number;
  readonly width: number;
  /** `outputs × width` values of each packed node; made at the first walk. */
  readonly values: Float64Array;
  /** The same by stored number. */
  stored(): Float64Array;
  /** The root leads to every stored node, as in all trees that sklearn grew. */
  readonly isWhole: boolean;
  /** By stored number: children (−1 in a leaf), the node above (−1 for the root), nodes on the way from the root. */
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  /** Any field of the stored nodes (`n_node_samples`, `impurity`), by stored number. */
  column(name: string): Float64Array;
}

/** All that a tree is read from. */
interface Source {
  readonly values: unknown;
  readonly args: readonly unknown[];
  readonly count: number | null;
  readonly depth: number | null;
}

/** Trees by their stored nodes, as long as those are in use: who looks at a forest as a model and as a graph packs it once. */
const known = new WeakMap<object, { readonly source: Source; readonly tree: TreeNodes }>();

const isSame = (a: Source, b: Source): boolean =>
  a.values === b.values &&
  a.count === b.count &&
  a.depth === b.depth &&
  a.args.length === b.args.length &&
  a.args.every((one, at) => one === b.args[at]);

/** Reads a `Tree` of `features` columns (null: as many as it says). @throws CornichonError `model.inconsistent` */
export function readTree(tree: State, features: number | null): TreeNodes {
  const args = tree.args();
  const declared = numberOf(args[0]) ?? -1;
  if (features !== null && declared !== features) throw tree.inconsistent(`it is for ${declared} features where ${features} are expected`);
  const nodes = tree.fitted("nodes");
  const source = { values: tree.fitted("values"), args, count: tree.number("node_count"), depth: tree.number("max_depth") };
  const before = typeof nodes === "object" && nodes !== null ? known.get(nodes) : undefined;
  if (before !== undefined && isSame(before.source, source)) return before.tree;
  const read = checkedTree(tree, nodes, declared, args);
  if (typeof nodes === "object" && nodes !== null) known.set(nodes, { source, tree: read });
  return read;
}

function checkedTree(tree: State, stored: unknown, declared: number, args: readonly unknown[]): TreeNodes {
  const nodes = columnsOf(stored);
  const column = (name: string): Float64Array => {
    const values = nodes.get(name);
    if (values === null) throw tree.inconsistent(`its nodes have no ${name}`);
    return values;
  };
  const left = column("left_child");
  const right = column("right_child");
  const { parent, depth, isWhole } = checkChildren(tree, left, right, column("feature"), declared);
  checkCounts(tree, nodes.count, depth);
  const { outputs, width, classes, values } = valuesOf(tree, nodes.count, args);
  for (const name of ["threshold", "missing_go_to_left"])
    if (!nodes.fields.some((field) => field.name === name)) throw tree.inconsistent(`its nodes have no ${name}`);
  const pack = (): PackedTree =>
    packTree({
      left,
      right,
      feature: column("feature"),
      threshold: column("threshold"),
      missingLeft: column("missing_go_to_left"),
    });
  const packing = new Packing(pack, outputs * width, values, () => valuesOf(tree, nodes.count, args).values);
  return {
    get packed() {
      return packing.packed;
    },
    get values() {
      return packing.values;
    },
    stored: () => packing.stored(),
    isWhole,
    count: nodes.count,
    features: declared,
    classes,
    outputs,
    width,
    left,
    right,
    parent,
    depth,
    column,
  };
}

/** A tree that is packed when it is walked. Its values are held in one order at a time. */
class Packing {
  readonly #pack: () => PackedTree;
  readonly #each: number;
  readonly #read: () => Float64Array;
  #stored: Float64Array | null;
  #packed: PackedTree | null = null;
  #values: Float64Array | null = null;

  /** `values`: `each` of a node, by stored number; `read` reads them again. */
  constructor(pack: () => PackedTree, each: number, values: Float64Array, read: () => Float64Array) {
    this.#pack = pack;
    this.#each = each;
    this.#stored = values;
    this.#read = read;
  }

  get packed(): PackedTree {
    this.#packed ??= this.#pack();
    return this.#packed;
  }

  get values(): Float64Array {
    this.#values ??= inOrder(this.stored(), this.packed.ids, this.#each);
    this.#stored = null;
    return this.#values;
  }

  stored(): Float64Array {
    return this.#stored ?? this.#read();
  }
}

interface Shape {
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  /** The root leads to every node. */
  readonly isWhole: boolean;
}

/** A whole number from 0 that a typed array could have as its index; of a million nodes each call is felt, and this is none. */
const isIndex = (value: number): boolean => (value | 0) === value && value >= 0;

/** @throws CornichonError `model.inconsistent` unless the children make a tree whose features are in range */
export function checkChildren(
  tree: State,
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  feature: ArrayLike<number>,
  features: number,
): Shape {
  const count = left.length;
  if (count === 0) throw tree.inconsistent("it has no nodes");
  const parent = new Int32Array(count).fill(-1);
  const depth = new Int32Array(count);
  let children = 0;
  for (let id = 0; id < count; id++) {
    const l = left[id];
    const r = right[id];
    if (l === -1 && r === -1) continue;
    const f = feature[id];
    if (!(isIndex(f) && f < features)) throw tree.inconsistent(`node ${id} splits on feature ${f} of ${features}`);
    for (let child = l, side = 0; side < 2; child = r, side++) {
      if (!(isIndex(child) && child > id && child < count)) throw tree.inconsistent(`node ${id} has the child ${child}`);
      if (parent[child] !== -1) throw tree.inconsistent(`node ${child} is a child twice`);
      parent[child] = id;
      depth[child] = depth[id] + 1;
      children++;
    }
  }
  // Nobody's children are none but the root: then each node's way up, which ever falls, ends there.
  return { parent, depth, isWhole: children === count - 1 };
}

function checkCounts(tree: State, count: number, depth: Int32Array): void {
  const declared = tree.number("node_count");
  if (declared !== null && declared !== count) throw tree.inconsistent(`node_count is ${declared} and there are ${count} nodes`);
  const most = tree.number("max_depth");
  let deepest = 0;
  for (let id = 0; id < depth.length; id++) if (depth[id] > deepest) deepest = depth[id];
  if (most !== null && deepest > most) throw tree.inconsistent(`it is ${deepest} nodes deep and max_depth is ${most}`);
}

/** `values` held against the constructor's numbers of classes and outputs. */
function valuesOf(tree: State, count: number, args: readonly unknown[]): Pick<TreeNodes, "outputs" | "width" | "classes" | "values"> {
  const { shape, data } = tree.numbers("values");
  const [rows = 0, outputs = 0, width = 0] = shape;
  if (shape.length !== 3 || rows !== count || outputs < 1 || width < 1)
    throw tree.inconsistent(`values are (${shape.join(", ")}) for ${count} nodes`);
  const classes = typeOf(args[1]) === "ndarray" ? Array.from(arrayOf(args[1]).data, Number) : [];
  if (numberOf(args[2]) !== outputs || classes.length !== outputs || classes.some((n) => !(n >= 1 && n <= width)))
    throw tree.inconsistent("its numbers of classes and outputs do not fit its values");
  return { outputs, width, classes, values: data };
}

function inOrder(values: Float64Array, ids: Int32Array, each: number): Float64Array {
  const out = new Float64Array(ids.length * each);
  for (let at = 0; at < ids.length; at++) {
    const from = ids[at] * each;
    for (let k = 0; k < each; k++) out[at * each + k] = values[from + k];
  }
  return out;
}

/** How often trees may stand in a list again; no fit shares one, and each time costs a walk. */
const MOST_REPEATS = 1000;

/** An ensemble's estimators with their trees. */
export interface Grown {
  /** The first estimator: its parameters are everyone's. */
  readonly first: State;
  readonly trees: readonly TreeNodes[];
}

/**
 * Reads the trees of an ensemble's list or array. An estimator that stands in it twice is read once: many references to
 * one large tree must not multiply. @throws CornichonError `model.inconsistent`, `model.not-fitted`
 */
export function treesOf(state: State, key: string): Grown {
  const items = state.items(key);
  const read = new Map<unknown, TreeNodes>();
  if (items.length > new Set(items).size + MOST_REPEATS) throw state.inconsistent(`${key} holds the same trees again and again`);
  for (const item of items) if (!read.has(item)) read.set(item, readTree(treeOf(state.inner(item)), null));
  const trees = items.flatMap((item) => read.get(item) ?? []);
  if (trees.length === 0) throw state.inconsistent(`${key} holds no trees`);
  return { first: state.inner(items[0]), trees };
}

/** `tree_` of an estimator. @throws CornichonError `model.not-fitted`, `model.inconsistent` */
export function treeOf(estimator: State): State {
  estimator.fitted("tree_");
  const tree = estimator.object("tree_", [TREE]);
  if (tree?.className !== "sklearn.tree._tree.Tree") throw estimator.inconsistent("its tree_ is no Tree");
  return tree;
}
