/**
 * sklearn's trees: `Tree` (sklearn/tree/_tree.pyx reads its nodes without checks), the predictors of histogram gradient
 * boosting (ensemble/_hist_gradient_boosting/_predictor.pyx), and KD and ball trees (neighbors/_binary_tree.pxi.tp).
 */
import type { PlainReason } from "../finding/reasons.js";
import { type Handle, NONE, NOTHING, OBJECT } from "../tape/handle.js";
import { dictValue } from "../tape/read.js";
import {
  type ArrayView,
  eachItem,
  fieldReader,
  GrowingRange,
  integerReader,
  isWithin,
  once,
  type Payloads,
  rangeOf,
  type TreeFacts,
  viewOf,
} from "./array-view.js";
import { Nodes } from "./nodes.js";

const LEAF = -1;

/**
 * `Tree(n_features, n_classes, n_outputs)` with its state, whose layouts were held by its checkers; `columns`: how many its
 * estimator takes.
 */
export function treeProblem(payloads: Payloads, instance: Handle, columns: number): PlainReason | null {
  const { tape } = payloads;
  const state = tape.field(instance, OBJECT.STATE);
  const args = tape.field(instance, OBJECT.ARGS);
  if (dictValue(tape, state, "capacity") !== NOTHING) return columnsProblem(payloads, state);
  const nodes = viewOf(payloads, dictValue(tape, state, "nodes"));
  const values = viewOf(payloads, dictValue(tape, state, "values"));
  if (nodes === null || values === null || nodes.shape[0] === 0) return "tree.no-nodes";
  const count = tape.intValue(dictValue(tape, state, "node_count"));
  if (count !== nodes.shape[0] || count !== values.shape[0]) return "tree.node-count";
  const most = mostClasses(payloads, viewOf(payloads, tape.tupleItem(args, 1)));
  if (typeof most === "string") return most;
  if (values.shape[1] !== tape.intValue(tape.tupleItem(args, 2))) return "tree.outputs";
  if (values.shape[2] !== most) return "tree.classes";
  const features = Math.min(tape.intValue(tape.tupleItem(args, 0)) ?? 0, columns);
  return nodesProblem(payloads, nodes, features, tape.intValue(dictValue(tape, state, "max_depth")));
}

/** The largest of the outputs' numbers of classes, each at least one. */
function mostClasses(payloads: Payloads, classes: ArrayView | null): number | PlainReason {
  const range = classes === null ? null : rangeOf(payloads, classes);
  return isWithin(range, 1, Number.MAX_SAFE_INTEGER) ? (range?.high ?? 0) : "tree.no-classes";
}

function nodesProblem(payloads: Payloads, nodes: ArrayView, features: number, depth: number | null): PlainReason | null {
  const facts = once(payloads.trees, nodes.handle, () => treeFacts(payloads, nodes));
  if (facts.why !== null) return facts.why;
  if (!isWithin(facts.features, 0, features - 1)) return "tree.feature";
  return depth !== null && facts.deepest > depth ? "tree.deeper" : null;
}

const noTree = (why: PlainReason): TreeFacts => ({ why, deepest: 0, features: new GrowingRange(), bitsets: new GrowingRange() });

function treeFacts(payloads: Payloads, nodes: ArrayView): TreeFacts {
  const [left, right, feature] = ["left_child", "right_child", "feature"].map((name) => fieldReader(nodes.dtype, name));
  if (!left || !right || !feature) return noTree("tree.node-layout");
  const tree = new Nodes(nodes.shape[0] ?? 0);
  const features = new GrowingRange();
  const why = eachItem(payloads, nodes, (bytes, at, node) => {
    const l = left(bytes, at);
    const r = right(bytes, at);
    if (l === LEAF && r === LEAF) return null;
    features.add(feature(bytes, at));
    return tree.adopt(node, l, r);
  });
  return { why, deepest: tree.deepest, features, bitsets: new GrowingRange() };
}

/** Trees of sklearn 0.13 and 0.14: an array a field. */
function columnsProblem(payloads: Payloads, state: Handle): PlainReason | null {
  const { tape } = payloads;
  const [left, right] = ["children_left", "children_right"].map((key) => viewOf(payloads, dictValue(tape, state, key)));
  const count = tape.intValue(dictValue(tape, state, "node_count")) ?? 0;
  const [readLeft, readRight] = [left, right].map((column) => (column ? integerReader(column.dtype) : null));
  if (!left || !right || !readLeft || !readRight) return "tree.integers";
  const lefts = new Float64Array(count);
  const kept = eachItem(payloads, left, (bytes, at, node) => {
    if (node < count) lefts[node] = readLeft(bytes, at);
    return null;
  });
  const tree = new Nodes(count);
  return (
    kept ??
    eachItem(payloads, right, (bytes, at, node) => {
      const l = lefts[node] ?? LEAF;
      const r = readRight(bytes, at);
      return node >= count || (l === LEAF && r === LEAF) ? null : tree.adopt(node, l, r);
    })
  );
}

/** `TreePredictor`: its nodes, and the rows of its bitsets; `features`: how many columns its ensemble has. */
export function predictorProblem(payloads: Payloads, instance: Handle, features: number): PlainReason | null {
  const { tape } = payloads;
  const state = tape.field(instance, OBJECT.STATE);
  const nodes = viewOf(payloads, dictValue(tape, state, "nodes"));
  if (nodes === null) return "predictor.no-nodes";
  const facts = once(payloads.trees, nodes.handle, () => predictorFacts(payloads, nodes));
  if (facts.why !== null) return facts.why;
  if (!isWithin(facts.features, 0, features - 1)) return "predictor.feature";
  const rows = viewOf(payloads, dictValue(tape, state, "raw_left_cat_bitsets"))?.shape[0] ?? 0;
  return isWithin(facts.bitsets, 0, rows - 1) ? null : "predictor.bitset";
}

function predictorFacts(payloads: Payloads, nodes: ArrayView): TreeFacts {
  const [left, right, leaf, feature] = ["left", "right", "is_leaf", "feature_idx"].map((name) => fieldReader(nodes.dtype, name));
  const [categorical, bitset] = [fieldReader(nodes.dtype, "is_categorical"), fieldReader(nodes.dtype, "bitset_idx")];
  if (!left || !right || !leaf || !feature || nodes.shape[0] === 0) return noTree("predictor.node-layout");
  const tree = new Nodes(nodes.shape[0] ?? 0);
  const [features, bitsets] = [new GrowingRange(), new GrowingRange()];
  const why = eachItem(payloads, nodes, (bytes, at, node) => {
    if (leaf(bytes, at) !== 0) return null;
    features.add(feature(bytes, at));
    if (categorical !== null && bitset !== null && categorical(bytes, at) !== 0) bitsets.add(bitset(bytes, at));
    return tree.adopt(node, left(bytes, at), right(bytes, at));
  });
  return { why, deepest: tree.deepest, features, bitsets };
}

/** Metrics with a weight or variance a column, by their class's name; Minkowski's weights may be missing. */
const VECTOR_METRICS = /\.(SEuclidean|WMinkowski|Minkowski)Distance(?:32|64)?$/;

/** A metric reads a number of its vector, or a row of its matrix, a column of the data. */
function metricProblem(payloads: Payloads, metric: Handle, columns: number): PlainReason | null {
  const { tape } = payloads;
  const state = tape.field(metric, OBJECT.STATE);
  const path = tape.globalValue(tape.field(metric, OBJECT.CLASS))?.path ?? "";
  const [vector, matrix] = [viewOf(payloads, tape.tupleItem(state, 1)), viewOf(payloads, tape.tupleItem(state, 2))];
  const [size = 0] = vector?.shape ?? [];
  const name = VECTOR_METRICS.exec(path)?.[1];
  const isWeightless = name === "Minkowski" && size < 2;
  if (name !== undefined && !isWeightless && size !== columns) return "search-tree.metric-columns";
  const sides = matrix?.shape ?? [];
  const isWrong = /\.MahalanobisDistance(?:32|64)?$/.test(path) && (sides[0] !== columns || sides[1] !== columns);
  return isWrong ? "search-tree.metric-columns" : null;
}

/** KD and ball trees: the samples' order and each node's range of it. */
export function binaryTreeProblem(payloads: Payloads, instance: Handle): PlainReason | null {
  const { tape } = payloads;
  const state = tape.field(instance, OBJECT.STATE);
  const view = (i: number) => viewOf(payloads, tape.tupleItem(state, i));
  const [data, order, nodes, bounds] = [view(0), view(1), view(2), view(3)];
  const [levels, count] = [tape.intValue(tape.tupleItem(state, 5)), tape.intValue(tape.tupleItem(state, 6))];
  if (data === null || order === null || nodes === null || bounds === null) return null;
  const samples = data.shape[0] ?? 0;
  if (data.shape.length !== 2 || order.shape.length !== 1 || order.shape[0] !== samples) return "search-tree.samples";
  if (count === null || levels === null || nodes.shape[0] !== count || count !== 2 ** levels - 1) return "tree.node-count";
  const sides = (tape.globalValue(tape.field(instance, OBJECT.CLASS))?.path ?? "").includes("KDTree") ? 2 : 1;
  if (bounds.shape[0] !== sides || bounds.shape[1] !== count || bounds.shape[2] !== data.shape[1]) return "search-tree.bounds";
  const metric = metricProblem(payloads, tape.tupleItem(state, 11), data.shape[1] ?? 0);
  if (metric !== null) return metric;
  const weights = tape.count(state) > 12 ? tape.tupleItem(state, 12) : NONE;
  if (weights !== NONE && viewOf(payloads, weights)?.shape[0] !== samples) return "search-tree.weights";
  if (!isWithin(rangeOf(payloads, order), 0, samples - 1)) return "search-tree.sample";
  const facts = once(payloads.trees, nodes.handle, () => binaryTreeFacts(payloads, nodes));
  return facts.why ?? (isWithin(facts.features, 0, samples) ? null : "search-tree.node");
}

/** Each node's range of samples (under `features`), and the lowest level's nodes, which are leaves. */
function binaryTreeFacts(payloads: Payloads, nodes: ArrayView): TreeFacts {
  const [start, end, leaf] = ["idx_start", "idx_end", "is_leaf"].map((name) => fieldReader(nodes.dtype, name));
  if (!start || !end || !leaf) return noTree("tree.node-layout");
  const samples = new GrowingRange();
  const count = nodes.shape[0] ?? 0;
  const why = eachItem(payloads, nodes, (bytes, at, node) => {
    const from = start(bytes, at);
    const to = end(bytes, at);
    samples.add(from);
    samples.add(to);
    if (from > to) return "search-tree.node";
    return leaf(bytes, at) === 0 && 2 * node + 2 >= count ? "search-tree.no-leaf" : null;
  });
  return { why, deepest: 0, features: samples, bitsets: new GrowingRange() };
}
