/**
 * sklearn's trees: `Tree` (sklearn/tree/_tree.pyx reads its nodes without checks), the predictors of histogram gradient
 * boosting (ensemble/_hist_gradient_boosting/_predictor.pyx), and KD and ball trees (neighbors/_binary_tree.pxi.tp).
 */
import { dictValue } from "../machine/state.js";
import { type Handle, NONE, NOTHING, OBJECT } from "../tape/handle.js";
import { eachItem, fieldReader, integerReader, type Payloads, viewOf } from "./array-view.js";
import { Nodes } from "./nodes.js";

const LEAF = -1;

/** `Tree(n_features, n_classes, n_outputs)` with its state. Trees without nodes are not judged. */
export function treeProblem(payloads: Payloads, instance: Handle): string | null {
  const { tape } = payloads;
  const state = tape.field(instance, OBJECT.STATE);
  if (dictValue(tape, state, "nodes") === NOTHING) return columnsProblem(payloads, state);
  const nodes = viewOf(payloads, dictValue(tape, state, "nodes"));
  const values = viewOf(payloads, dictValue(tape, state, "values"));
  const count = tape.intValue(dictValue(tape, state, "node_count"));
  const args = tape.field(instance, OBJECT.ARGS);
  const features = tape.intValue(tape.tupleItem(args, 0)) ?? 0;
  const outputs = tape.intValue(tape.tupleItem(args, 2)) ?? 0;
  if (nodes === null || values === null || count === 0) return null;
  if (count !== nodes.shape[0] || count !== values.shape[0]) return "a tree that counts other nodes than it has";
  if (values.shape[1] !== outputs) return "a tree with values of another number of outputs";
  const [left, right, feature] = ["left_child", "right_child", "feature"].map((name) => fieldReader(nodes.dtype, name));
  if (!left || !right || !feature) return "a tree's nodes of another layout";
  const tree = new Nodes(count);
  const why = eachItem(payloads, nodes, (bytes, at, node) => {
    const [l, r] = [left(bytes, at), right(bytes, at)];
    if (l === LEAF && r === LEAF) return null;
    const f = feature(bytes, at);
    return f >= 0 && f < features ? tree.adopt(node, l, r) : "a tree's feature outside its features";
  });
  const depth = tape.intValue(dictValue(tape, state, "max_depth"));
  return why ?? (depth !== null && tree.deepest > depth ? "a tree deeper than it says" : null);
}

/** Trees of sklearn 0.13 and 0.14: an array a field. */
function columnsProblem(payloads: Payloads, state: Handle): string | null {
  const { tape } = payloads;
  const [left, right] = ["children_left", "children_right"].map((key) => viewOf(payloads, dictValue(tape, state, key)));
  const count = tape.intValue(dictValue(tape, state, "node_count")) ?? 0;
  const [readLeft, readRight] = [left, right].map((column) => (column ? integerReader(column.dtype) : null));
  if (!left || !right || !readLeft || !readRight) return "a tree's columns that are no integers";
  const lefts = new Float64Array(count);
  const kept = eachItem(payloads, left, (bytes, at, node) => {
    if (node < count) lefts[node] = readLeft(bytes, at);
    return null;
  });
  const tree = new Nodes(count);
  return (
    kept ??
    eachItem(payloads, right, (bytes, at, node) => {
      const [l, r] = [lefts[node] ?? LEAF, readRight(bytes, at)];
      return node >= count || (l === LEAF && r === LEAF) ? null : tree.adopt(node, l, r);
    })
  );
}

/** `TreePredictor`: its nodes, and the rows of its bitsets. Its features are the ensemble's matter. */
export function predictorProblem(payloads: Payloads, instance: Handle): string | null {
  const { tape } = payloads;
  const state = tape.field(instance, OBJECT.STATE);
  const nodes = viewOf(payloads, dictValue(tape, state, "nodes"));
  if (nodes === null) return null;
  const [left, right, leaf] = ["left", "right", "is_leaf"].map((name) => fieldReader(nodes.dtype, name));
  const categorical = fieldReader(nodes.dtype, "is_categorical");
  const bitset = fieldReader(nodes.dtype, "bitset_idx");
  const rows = viewOf(payloads, dictValue(tape, state, "raw_left_cat_bitsets"))?.shape[0] ?? 0;
  if (!left || !right || !leaf) return "a predictor's nodes of another layout";
  const tree = new Nodes(nodes.shape[0] ?? 0);
  return eachItem(payloads, nodes, (bytes, at, node) => {
    if (leaf(bytes, at) !== 0) return null;
    if (categorical !== null && bitset !== null && categorical(bytes, at) !== 0 && bitset(bytes, at) >= rows)
      return "a predictor's bitset that it does not have";
    return tree.adopt(node, left(bytes, at), right(bytes, at));
  });
}

/** KD and ball trees: the samples' order and each node's range of it. */
export function binaryTreeProblem(payloads: Payloads, instance: Handle): string | null {
  const { tape } = payloads;
  const state = tape.field(instance, OBJECT.STATE);
  const view = (i: number) => viewOf(payloads, tape.tupleItem(state, i));
  const [data, order, nodes, bounds] = [view(0), view(1), view(2), view(3)];
  const [levels, count] = [tape.intValue(tape.tupleItem(state, 5)), tape.intValue(tape.tupleItem(state, 6))];
  if (data === null || order === null || nodes === null || bounds === null) return null;
  const samples = data.shape[0] ?? 0;
  if (data.shape.length !== 2 || order.shape.length !== 1 || order.shape[0] !== samples)
    return "a tree's order of other samples than it has";
  if (count === null || levels === null || nodes.shape[0] !== count || count !== 2 ** levels - 1)
    return "a tree that counts other nodes than it has";
  if (bounds.shape[1] !== count || bounds.shape[2] !== data.shape[1]) return "a tree's bounds of another shape";
  const weights = tape.count(state) > 12 ? tape.tupleItem(state, 12) : NONE;
  if (weights !== NONE && viewOf(payloads, weights)?.shape[0] !== samples) return "a tree's weights of other samples than it has";
  const read = integerReader(order.dtype);
  const [start, end] = ["idx_start", "idx_end"].map((name) => fieldReader(nodes.dtype, name));
  if (read === null || !start || !end) return "a tree's nodes of another layout";
  const outside = (n: number): boolean => n < 0 || n > samples;
  return (
    eachItem(payloads, order, (bytes, at) => {
      const sample = read(bytes, at);
      return sample >= 0 && sample < samples ? null : "a tree's sample outside its samples";
    }) ??
    eachItem(payloads, nodes, (bytes, at) => {
      const [from, to] = [start(bytes, at), end(bytes, at)];
      return outside(from) || outside(to) || from > to ? "a tree's node outside its samples" : null;
    })
  );
}
