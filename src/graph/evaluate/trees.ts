/**
 * ai.onnx.ml 3 TreeEnsembleRegressor: nodes by (tree, node), each followed from the root of its tree. Columns may be of a
 * stranger: their lengths are held against each other, children must be there, and a walk takes no more steps than its tree
 * has nodes.
 */
import { sentence } from "../../errors.js";
import type { Call, Operator } from "./operator.js";
import { constantOf, type Evaluated, made } from "./tensor.js";

const LEAF = 0;
type Goes = (seen: number, value: number) => boolean;

const MODES: ReadonlyMap<string, Goes | typeof LEAF> = new Map<string, Goes | typeof LEAF>([
  ["LEAF", LEAF],
  ["BRANCH_LEQ", (seen, value) => seen <= value],
  ["BRANCH_LT", (seen, value) => seen < value],
  ["BRANCH_GTE", (seen, value) => seen >= value],
  ["BRANCH_GT", (seen, value) => seen > value],
  ["BRANCH_EQ", (seen, value) => seen === value],
  ["BRANCH_NEQ", (seen, value) => seen !== value],
]);

/** Trees, their nodes one after the other. */
interface Nodes {
  readonly count: number;
  readonly tree: ArrayLike<number>;
  readonly modes: readonly (Goes | typeof LEAF)[];
  readonly feature: ArrayLike<number>;
  readonly value: ArrayLike<number>;
  readonly missing: ArrayLike<number>;
  /** Places of children; −1 in a leaf. */
  readonly yes: Int32Array;
  readonly no: Int32Array;
  /** Place of each tree's first node: its root. */
  readonly roots: readonly number[];
  readonly place: (tree: number, node: number) => number | undefined;
}

/** Numbers of an attribute, or of its tensor of doubles. */
function numbersOf(call: Call, name: string): ArrayLike<number> {
  const tensor = call.tensor(`${name}_as_tensor`);
  if (tensor === undefined) return call.decimals(name) ?? [];
  const { dtype, data } = constantOf(tensor);
  if (dtype === "string") throw call.no(sentence`its numbers are texts`);
  return data;
}

function nodesOf(call: Call, cols: number): Nodes {
  const ints = (name: string): ArrayLike<number> => call.ints(name) ?? [];
  const [tree, node, feature] = [ints("nodes_treeids"), ints("nodes_nodeids"), ints("nodes_featureids")];
  const [yesIds, noIds, value] = [ints("nodes_truenodeids"), ints("nodes_falsenodeids"), numbersOf(call, "nodes_values")];
  const words = call.strings("nodes_modes") ?? [];
  const given = ints("nodes_missing_value_tracks_true");
  const count = tree.length;
  const missing = given.length === 0 ? new Uint8Array(count) : given;
  call.budget.work(4 * count);
  if ([node, feature, yesIds, noIds, value, words, missing].some((one) => one.length !== count))
    throw call.no(sentence`the columns of its nodes have several lengths`);
  const byTree = new Map<number, Map<number, number>>();
  const roots: number[] = [];
  for (let at = 0; at < count; at++) {
    const [t, n] = [Number(tree[at]), Number(node[at])];
    const own = byTree.get(t) ?? new Map<number, number>();
    if (own.size === 0) {
      byTree.set(t, own);
      roots.push(at);
    }
    if (own.has(n)) throw call.no(sentence`a node stands twice`);
    own.set(n, at);
  }
  const place = (t: number, n: number): number | undefined => byTree.get(t)?.get(n);
  const [yes, no] = [new Int32Array(count).fill(-1), new Int32Array(count).fill(-1)];
  const modes = words.map((word, at) => {
    const mode = MODES.get(word);
    if (mode === undefined) throw call.no(sentence`a node of a kind that is not known`);
    if (mode === LEAF) return mode;
    const [a, b] = [place(Number(tree[at]), Number(yesIds[at])), place(Number(tree[at]), Number(noIds[at]))];
    if (a === undefined || b === undefined || !(Number(feature[at]) >= 0 && Number(feature[at]) < cols))
      throw call.no(sentence`a node leads to nothing`);
    [yes[at], no[at]] = [a, b];
    return mode;
  });
  return { count, tree, modes, feature, value, missing, yes, no, roots, place };
}

/** Targets of each leaf, one after the other from `from[leaf]` on. */
interface Weights {
  readonly from: Int32Array;
  readonly target: Int32Array;
  readonly weight: Float64Array;
}

function weightsOf(call: Call, nodes: Nodes, targets: number): Weights {
  const ints = (name: string): ArrayLike<number> => call.ints(name) ?? [];
  const [tree, node, id, weight] = [ints("target_treeids"), ints("target_nodeids"), ints("target_ids"), numbersOf(call, "target_weights")];
  if ([node, id, weight].some((one) => one.length !== tree.length)) throw call.no(sentence`the columns of its leaves have several lengths`);
  call.budget.work(4 * tree.length);
  const place = Int32Array.from({ length: tree.length }, (_, k) => nodes.place(Number(tree[k]), Number(node[k])) ?? -1);
  if (place.includes(-1)) throw call.no(sentence`a leaf is not there`);
  const from = new Int32Array(nodes.count + 1);
  for (const at of place) from[at + 1] = Number(from[at + 1]) + 1;
  for (let at = 0; at < nodes.count; at++) from[at + 1] = Number(from[at + 1]) + Number(from[at]);
  const next = from.slice();
  const found: Weights = { from, target: new Int32Array(tree.length), weight: new Float64Array(tree.length) };
  for (const [k, at] of place.entries()) {
    const to = Number(next[at]);
    next[at] = to + 1;
    const target = Number(id[k]);
    if (!(target >= 0 && target < targets)) throw call.no(sentence`a leaf is of no target`);
    found.target[to] = target;
    found.weight[to] = Number(weight[k]);
  }
  return found;
}

/** The leaf of a row, by its place. */
function leafOf(call: Call, nodes: Nodes, root: number, seenAt: (feature: number) => number): number {
  let at = root;
  for (let steps = 0; steps <= nodes.count; steps++) {
    const mode = nodes.modes[at] ?? LEAF;
    if (mode === LEAF) {
      call.budget.work(steps + 1);
      return at;
    }
    const seen = seenAt(Number(nodes.feature[at]));
    const goes = (Number.isNaN(seen) && Number(nodes.missing[at]) !== 0) || mode(seen, Number(nodes.value[at]));
    at = Number((goes ? nodes.yes : nodes.no)[at]);
  }
  throw call.no(sentence`a tree runs in circles`);
}

function regressor(call: Call): Evaluated {
  const x = call.floats(0);
  const [rows = 0, cols = 0] = x.shape;
  const count = call.int("n_targets", 1);
  if (x.shape.length !== 2) throw call.no(sentence`it takes rows of columns`);
  call.word("aggregate_function", ["SUM"], "SUM");
  call.word("post_transform", ["NONE"], "NONE");
  const base = numbersOf(call, "base_values");
  const data = new Float64Array(call.budget.size([rows, count]));
  if (base.length !== 0 && base.length !== count) throw call.no(sentence`it has other base_values than targets`);
  const nodes = nodesOf(call, cols);
  const { from, target, weight } = weightsOf(call, nodes, count);
  for (let i = 0; i < rows; i++) {
    for (let t = 0; t < base.length; t++) data[i * count + t] = Number(base[t]);
    for (const root of nodes.roots) {
      const leaf = leafOf(call, nodes, root, (feature) => Number(x.data[i * cols + feature]));
      for (let k = Number(from[leaf]); k < Number(from[leaf + 1]); k++) {
        const to = i * count + Number(target[k]);
        data[to] = Number(data[to]) + Number(weight[k]);
      }
    }
  }
  return made("float32", [rows, count], data);
}

export const TREES: Readonly<Record<string, Operator>> = {
  TreeEnsembleRegressor: {
    domain: "ai.onnx.ml",
    inputs: [1, 1],
    attributes: {
      aggregate_function: "string",
      base_values: "floats",
      base_values_as_tensor: "tensor",
      n_targets: "int",
      nodes_falsenodeids: "ints",
      nodes_featureids: "ints",
      nodes_hitrates: "floats",
      nodes_missing_value_tracks_true: "ints",
      nodes_modes: "strings",
      nodes_nodeids: "ints",
      nodes_treeids: "ints",
      nodes_truenodeids: "ints",
      nodes_values: "floats",
      nodes_values_as_tensor: "tensor",
      post_transform: "string",
      target_ids: "ints",
      target_nodeids: "ints",
      target_treeids: "ints",
      target_weights: "floats",
      target_weights_as_tensor: "tensor",
    },
    run: regressor,
  },
};
