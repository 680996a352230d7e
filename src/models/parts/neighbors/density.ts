/**
 * Kernel density over a stored tree, as sklearn walks it (sklearn.neighbors._binary_tree._kde_single_breadthfirst and
 * _depthfirst 1.7). The density is known between two bounds, which each visited node narrows; subtracting and adding in
 * logarithms leaves a residue of rounding, and where the density is small that residue is part of sklearn's answer: so
 * the walk is the same, step by step.
 */
import type { Metric } from "../../../numeric/distances.js";
import type { PointTree } from "./stored-tree.js";
import { range } from "./tree.js";

export interface Density {
  readonly tree: PointTree;
  readonly metric: Metric;
  /** ln K by distance. */
  readonly kernel: (distance: number) => number;
  /** ln of what normalizes the kernel. */
  readonly norm: number;
  /** ln of the weight of each point; null when all weigh one. */
  readonly logWeights: Float64Array | null;
  /** Weight of a node, and of all points. */
  readonly weight: (node: number) => number;
  readonly logAtol: number;
  readonly logRtol: number;
}

function add(a: number, b: number): number {
  const top = Math.max(a, b);
  return top === Number.NEGATIVE_INFINITY ? top : top + Math.log(Math.exp(a - top) + Math.exp(b - top));
}

const subtract = (a: number, b: number): number => (a <= b ? Number.NEGATIVE_INFINITY : a + Math.log(1 - Math.exp(b - a)));

/** Nodes by their distance, smallest first; equal ones in the order of this heap's swaps. */
class NodeQueue {
  readonly #nodes: number[] = [];
  readonly #keys: number[] = [];

  get length(): number {
    return this.#nodes.length;
  }

  #swap(i: number, j: number): void {
    [this.#nodes[i], this.#nodes[j]] = [this.#nodes[j], this.#nodes[i]];
    [this.#keys[i], this.#keys[j]] = [this.#keys[j], this.#keys[i]];
  }

  #key(i: number): number {
    return this.#keys[i] ?? Number.POSITIVE_INFINITY;
  }

  push(key: number, node: number): void {
    let i = this.#nodes.push(node) - 1;
    this.#keys.push(key);
    for (let parent = (i - 1) >> 1; i > 0 && this.#key(parent) > this.#key(i); parent = (i - 1) >> 1) {
      this.#swap(i, parent);
      i = parent;
    }
  }

  pop(): number {
    const first = this.#nodes[0];
    const node = this.#nodes.pop() ?? 0;
    const key = this.#keys.pop() ?? 0;
    if (this.length === 0) return first;
    this.#nodes[0] = node;
    this.#keys[0] = key;
    for (let i = 0; ; ) {
      const [a, b] = [2 * i + 1, 2 * i + 2];
      const child = b < this.length && this.#key(b) < this.#key(a) ? b : a;
      if (child >= this.length || this.#key(child) > this.#key(i)) return first;
      this.#swap(i, child);
      i = child;
    }
  }
}

/** The two bounds while nodes are visited: the lower, and how far the upper is above it. */
class Walk {
  readonly #density: Density;
  readonly #x: Float64Array;
  readonly #at: number;
  #low = 0;
  #spread = 0;

  constructor(density: Density, x: Float64Array, at: number) {
    this.#density = density;
    this.#x = x;
    this.#at = at;
  }

  /** Nearest distance of a node, and the logs of the least and the most that it can give. */
  bounds(node: number): readonly [number, number, number] {
    const { tree, metric, kernel, weight } = this.#density;
    const [near, far] = range(tree, metric, node, this.#x, this.#at);
    const log = Math.log(weight(node));
    return [near, log + kernel(far), log + kernel(near)];
  }

  begin(low: number, spread: number): void {
    [this.#low, this.#spread] = [low, spread];
  }

  /** A node's own bounds are as near as asked for. */
  settled(node: number, low: number, spread: number): boolean {
    const { norm, weight, logAtol, logRtol } = this.#density;
    return norm + spread - Math.log(weight(node)) + Math.log(weight(0)) <= add(logAtol, logRtol + norm + low);
  }

  /** All bounds are as near as asked for. */
  done(): boolean {
    const { norm, logAtol, logRtol } = this.#density;
    return norm + this.#spread <= add(logAtol, logRtol + norm + this.#low);
  }

  /** Takes a node's bounds out. */
  leave(low: number, spread: number): void {
    this.#low = subtract(this.#low, low);
    this.#spread = subtract(this.#spread, spread);
  }

  /** Puts a child's bounds in. */
  enter(low: number, spread: number): void {
    this.#low = add(this.#low, low);
    this.#spread = add(this.#spread, spread);
  }

  /** Adds what each point of a leaf gives. */
  leaf(node: number): void {
    const { tree, metric, kernel, logWeights } = this.#density;
    for (let i = tree.starts[node]; i < tree.ends[node]; i++) {
      const point = tree.order[i];
      const distance = metric.toDistance(metric.reduced(this.#x, this.#at, tree.points, point * tree.features, tree.features));
      this.#low = add(this.#low, kernel(distance) + (logWeights?.[point] ?? 0));
    }
  }

  result(): number {
    return add(this.#low, this.#spread - Math.LN2) + this.#density.norm;
  }
}

/** ln of the summed kernels at the row of `x` that begins at `at`, nearest nodes first. */
export function densityBreadthFirst(density: Density, x: Float64Array, at: number): number {
  const walk = new Walk(density, x, at);
  const { leaf } = density.tree;
  const queue = new NodeQueue();
  const [near, low, high] = walk.bounds(0);
  // Of the children it is the upper bound that is kept, of the root alone the spread: so does sklearn.
  const known = new Map<number, readonly [number, number]>([[0, [low, subtract(high, low)]]]);
  walk.begin(low, subtract(high, low));
  queue.push(near, 0);
  while (queue.length > 0) {
    const node = queue.pop();
    const [own, spread] = known.get(node) ?? [0, 0];
    if (walk.settled(node, own, spread)) continue;
    if (walk.done()) break;
    walk.leave(own, spread);
    if (leaf[node] === 1) {
      walk.leaf(node);
      continue;
    }
    for (const child of [2 * node + 1, 2 * node + 2]) {
      const [distance, least, most] = walk.bounds(child);
      known.set(child, [least, most]);
      walk.enter(least, most);
      queue.push(distance, child);
    }
  }
  return walk.result();
}

/** The same, depth first, left before right. */
export function densityDepthFirst(density: Density, x: Float64Array, at: number): number {
  const walk = new Walk(density, x, at);
  const { leaf } = density.tree;
  const [, low, high] = walk.bounds(0);
  walk.begin(low, subtract(high, low));
  const stack: (readonly [number, number, number])[] = [[0, low, subtract(high, low)]];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [node, own, spread] = top;
    if (walk.settled(node, own, spread) || walk.done()) continue;
    walk.leave(own, spread);
    if (leaf[node] === 1) {
      walk.leaf(node);
      continue;
    }
    const children = [2 * node + 1, 2 * node + 2].map((child) => {
      const [, least, most] = walk.bounds(child);
      return [child, least, subtract(most, least)] as const;
    });
    for (const [, least, width] of children) walk.enter(least, width);
    stack.push(...children.reverse());
  }
  return walk.result();
}
