/**
 * A KD tree or ball tree as it is stored: points, their order, nodes with their bounds
 * (sklearn.neighbors._binary_tree.BinaryTree.__getstate__ 1.5; 0.17 on have the same first four items).
 *
 * It comes from a file: nodes must tile the points as sklearn tiles them, or the model is inconsistent.
 */
import { itemsOf } from "../../../neutral/attributes.js";
import { arrayOf, own, typeOf } from "../../../neutral/document.js";
import { columnsOf } from "../../../neutral/structured.js";
import type { State } from "../../state.js";

export interface PointTree {
  readonly ball: boolean;
  readonly points: Float64Array;
  readonly features: number;
  readonly order: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly leaf: Uint8Array;
  readonly radius: Float64Array;
  readonly bounds: Float64Array;
  readonly nodes: number;
}

const NODE_FIELDS = ["idx_start", "idx_end", "is_leaf", "radius"] as const;

/** Reads `_tree`. @throws CornichonError `model.inconsistent` */
export function readTree(state: State, key: string): PointTree {
  const tree = state.inner(state.fitted(key));
  const items = itemsOf(own(tree.value, "state"), state.references) ?? [];
  const [data, indices, nodes, bounds] = items;
  if (![data, indices, nodes, bounds].every((value) => typeOf(value) === "ndarray")) throw state.inconsistent(`${key} has no arrays`);
  const points = arrayOf(data);
  const [rows = 0, features = 0] = points.shape;
  const columns = columnsOf(nodes);
  const [starts, ends, leaf, radius] = NODE_FIELDS.map((name) => columns.get(name));
  if (!starts || !ends || !leaf || !radius) throw state.inconsistent(`${key} has nodes of another kind`);
  const ball = tree.className.endsWith("BallTree");
  const box = arrayOf(bounds);
  if (points.shape.length !== 2 || box.shape.join() !== [ball ? 1 : 2, columns.count, features].join())
    throw state.inconsistent(`${key} has bounds of another shape than its points`);
  const found: PointTree = {
    ball,
    points: Float64Array.from(points.data, Number),
    features,
    order: Int32Array.from(arrayOf(indices).data, Number),
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    leaf: Uint8Array.from(leaf),
    radius,
    bounds: Float64Array.from(box.data, Number),
    nodes: columns.count,
  };
  const why = contradiction(found, rows);
  if (why !== null) throw state.inconsistent(`${key}: ${why}`);
  return found;
}

/** Why the tree cannot be walked; null when it can. */
function contradiction({ order, starts, ends, leaf, nodes }: PointTree, rows: number): string | null {
  const seen = new Uint8Array(rows);
  for (const at of order) {
    if (at < 0 || at >= rows || seen[at] === 1) return "its indices are no order of its points";
    seen[at] = 1;
  }
  if (order.length !== rows || nodes === 0 || starts[0] !== 0 || ends[0] !== rows) return "its root does not hold all points";
  for (let node = 0; node < nodes; node++) {
    const [start = 0, end = 0] = [starts[node], ends[node]];
    if (start < 0 || end < start || end > rows) return `node ${node} holds points that are not there`;
    const child = 2 * node + 1;
    if (leaf[node] === 1) continue;
    if (child + 1 >= nodes) return `node ${node} has no children`;
    if (starts[child] !== start || ends[child] !== starts[child + 1] || ends[child + 1] !== end) return `node ${node} is not split in two`;
  }
  return null;
}
