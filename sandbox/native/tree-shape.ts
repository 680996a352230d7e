/**
 * A tree in arrays of left and right children is one tree: each node the child of one other at most, no cycle, all that is to
 * be reached reached, and not deeper than what a recursive walk of native code survives. Iterative, linear in the nodes.
 */

/** Deepest tree that is called sound: a library's walk for contributions recurses, and keeps a path of that length squared. */
const MAX_TREE_DEPTH = 4096;

export interface Shape {
  /** Nodes that were reached, as a mark each; null when it is no tree. */
  readonly reached: Uint8Array;
  readonly count: number;
}

/** Children of a node, or null for a leaf. Both are indices below `nodes`, else it is no tree. */
export type Children = (node: number) => readonly [number, number] | null;

/** Walks from node 0; null when the children make no tree. */
export function treeShape(nodes: number, children: Children): Shape | null {
  const reached = new Uint8Array(nodes);
  const stack = [0];
  const depths = [0];
  let count = 0;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const depth = depths.pop() ?? 0;
    if (!(node >= 0 && node < nodes) || reached[node] !== 0 || depth > MAX_TREE_DEPTH) return null;
    reached[node] = 1;
    count++;
    const pair = children(node);
    if (pair === null) continue;
    stack.push(pair[1], pair[0]);
    depths.push(depth + 1, depth + 1);
  }
  return { reached, count };
}
