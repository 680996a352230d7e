/**
 * Trees as arrays of nodes: each child stands behind its node, and is the child of one. So every walk ends, and no
 * index leaves the array. Depths are counted on the way, since children come later than their parents.
 */
import type { PlainReason } from "../finding/reasons.js";

export class Nodes {
  readonly #count: number;
  readonly #depth: Int32Array;
  deepest = 0;

  constructor(count: number) {
    this.#count = count;
    // -1: nobody's child yet. The root has depth 0.
    this.#depth = new Int32Array(count).fill(-1);
    if (count > 0) this.#depth[0] = 0;
  }

  /** Takes a node's children. Returns why not, null when they fit. */
  adopt(node: number, left: number, right: number): PlainReason | null {
    return this.#child(node, left) ?? this.#child(node, right);
  }

  #child(node: number, child: number): PlainReason | null {
    if (!(child > node && child < this.#count)) return "tree.child";
    if ((this.#depth[child] ?? 0) >= 0) return "tree.two-parents";
    const depth = Math.max(0, this.#depth[node] ?? 0) + 1;
    this.#depth[child] = depth;
    if (depth > this.deepest) this.deepest = depth;
    return null;
  }
}
