/**
 * Walking decision trees: from rows of numbers to the leaf that each row falls into. Every tree of every family is
 * packed into one layout of 16 bytes a node, siblings side by side, so that a step is one load and one addition, and
 * four rows go down at once (a row waits for memory while the others move). A leaf leads to itself.
 *
 * Trees are packed only after they were checked (`nodes.ts`, `../boosting/histogram-nodes.ts`): nothing here meets a cycle.
 */

/** Splits on categories (histogram trees): bits of the categories that go left, and of those that were seen in training. */
export interface CategorySplits {
  /** Row of `left` of each packed node, −1 where it splits on numbers. */
  readonly bitset: Int32Array;
  /** 256 bits a split. */
  readonly left: Uint32Array;
  /** Row of `known` of each feature, −1 where it has no categories. */
  readonly knownOf: Int32Array;
  readonly known: Uint32Array;
}

/** A tree in its packed layout. Node 0 is the root. */
export interface PackedTree {
  /** Four words a node: two for its threshold (`thresholds` is the same memory), its feature, its left child (a leaf: itself). */
  readonly words: Int32Array;
  readonly thresholds: Float64Array;
  /** 1 where a missing value goes left. */
  readonly missingLeft: Uint8Array;
  /** Numbers of the nodes as they were stored. */
  readonly ids: Int32Array;
  readonly categories: CategorySplits | null;
  /** Steps to the deepest leaf. */
  readonly depth: number;
}

/** Checked nodes in the order in which they were stored; `left` is −1 in a leaf. */
export interface StoredNodes {
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly feature: ArrayLike<number>;
  readonly threshold: ArrayLike<number>;
  readonly missingLeft: ArrayLike<number>;
}

/** Packs a tree that was checked; nodes that no node leads to are left out. */
export function packTree(nodes: StoredNodes, categoriesOf?: (ids: Int32Array) => CategorySplits | null): PackedTree {
  const { left, right } = nodes;
  const order = new Int32Array(left.length);
  const place = new Int32Array(left.length);
  const level = new Int32Array(left.length);
  let depth = 0;
  let count = 1;
  // Each node is the child of one, so each stands here once at most.
  const stack = new Int32Array(left.length);
  for (let open = 1; open > 0; ) {
    const id = stack[--open];
    const l = left[id];
    if (l < 0) continue;
    const r = right[id];
    place[l] = count;
    place[r] = count + 1;
    level[l] = level[id] + 1;
    level[r] = level[l];
    depth = Math.max(depth, level[l]);
    order[count++] = l;
    order[count++] = r;
    stack[open++] = r;
    stack[open++] = l;
  }
  const ids = order.slice(0, count);
  return { ...fill(nodes, ids, place), ids, categories: categoriesOf?.(ids) ?? null, depth };
}

function fill(nodes: StoredNodes, ids: Int32Array, place: Int32Array): Pick<PackedTree, "words" | "thresholds" | "missingLeft"> {
  const thresholds = new Float64Array(2 * ids.length);
  const words = new Int32Array(thresholds.buffer);
  const missingLeft = new Uint8Array(ids.length);
  const { left, feature, threshold, missingLeft: goesLeft } = nodes;
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at];
    const child = left[id];
    const leaf = child < 0;
    thresholds[2 * at] = leaf ? Number.POSITIVE_INFINITY : threshold[id];
    words[4 * at + 2] = leaf ? 0 : feature[id];
    words[4 * at + 3] = leaf ? at : place[child];
    missingLeft[at] = goesLeft[id] === 0 ? 0 : 1;
  }
  return { thresholds, words, missingLeft };
}

/**
 * Packed numbers of the leaves of `rows` rows of `x`, which has `cols` values a row. A value goes left when it is not
 * above the threshold (sklearn.tree._tree.Tree._apply_dense); `missing` says that there are NaN among the values.
 */
export function walk(tree: PackedTree, x: Float64Array, cols: number, rows: number, missing: boolean, leaves: Int32Array): void {
  if (tree.categories !== null) walkCategories(tree, tree.categories, x, cols, rows, leaves);
  else if (missing) walkMissing(tree, x, cols, rows, leaves);
  else walkNumbers(tree, x, cols, rows, leaves);
}

/** As many steps nobody looks whether all rows have come to their leaf: a shallow tree is through by then. */
const UNSEEN = 6;

function walkNumbers({ words, thresholds: t, depth }: PackedTree, x: Float64Array, cols: number, rows: number, leaves: Int32Array): void {
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    const x0 = i * cols;
    const x1 = x0 + cols;
    const x2 = x1 + cols;
    const x3 = x2 + cols;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let step = 0; step < depth; step++) {
      const nextA = (words[4 * a + 3] + Number(!(x[x0 + words[4 * a + 2]] <= t[2 * a]))) | 0;
      const nextB = (words[4 * b + 3] + Number(!(x[x1 + words[4 * b + 2]] <= t[2 * b]))) | 0;
      const nextC = (words[4 * c + 3] + Number(!(x[x2 + words[4 * c + 2]] <= t[2 * c]))) | 0;
      const nextD = (words[4 * d + 3] + Number(!(x[x3 + words[4 * d + 2]] <= t[2 * d]))) | 0;
      if (step >= UNSEEN && nextA === a && nextB === b && nextC === c && nextD === d) break;
      a = nextA;
      b = nextB;
      c = nextC;
      d = nextD;
    }
    leaves[i] = a;
    leaves[i + 1] = b;
    leaves[i + 2] = c;
    leaves[i + 3] = d;
  }
  for (; i < rows; i++) leaves[i] = walkRow(words, t, x, i * cols);
}

/**
 * Packed number of the leaf of one row `x` in each of many trees without categories, no value missing: four trees go down at
 * once, as four rows do in one.
 */
export function walkTrees(trees: readonly PackedTree[], x: Float64Array, leaves: Int32Array): void {
  let i = 0;
  for (; i + 4 <= trees.length; i += 4) walkFour(trees[i], trees[i + 1], trees[i + 2], trees[i + 3], x, leaves, i);
  for (; i < trees.length; i++) leaves[i] = walkRow(trees[i].words, trees[i].thresholds, x, 0);
}

function walkFour(
  { words: words0, thresholds: t0 }: PackedTree,
  { words: words1, thresholds: t1 }: PackedTree,
  { words: words2, thresholds: t2 }: PackedTree,
  { words: words3, thresholds: t3 }: PackedTree,
  x: Float64Array,
  leaves: Int32Array,
  at: number,
): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let moved = 0;
  do {
    const nextA = (words0[4 * a + 3] + Number(!(x[words0[4 * a + 2]] <= t0[2 * a]))) | 0;
    const nextB = (words1[4 * b + 3] + Number(!(x[words1[4 * b + 2]] <= t1[2 * b]))) | 0;
    const nextC = (words2[4 * c + 3] + Number(!(x[words2[4 * c + 2]] <= t2[2 * c]))) | 0;
    const nextD = (words3[4 * d + 3] + Number(!(x[words3[4 * d + 2]] <= t3[2 * d]))) | 0;
    moved = (nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d);
    a = nextA;
    b = nextB;
    c = nextC;
    d = nextD;
  } while (moved !== 0);
  leaves[at] = a;
  leaves[at + 1] = b;
  leaves[at + 2] = c;
  leaves[at + 3] = d;
}

function walkRow(words: Int32Array, t: Float64Array, x: Float64Array, row: number): number {
  let node = 0;
  for (let next = words[3]; next !== node; next = words[4 * node + 3]) node = next + Number(!(x[row + words[4 * node + 2]] <= t[2 * node]));
  return node;
}

function walkMissing(
  { words, thresholds, missingLeft }: PackedTree,
  x: Float64Array,
  cols: number,
  rows: number,
  leaves: Int32Array,
): void {
  for (let i = 0; i < rows; i++) {
    let node = 0;
    for (let next = words[3]; next !== node; next = words[4 * node + 3]) {
      const value = x[i * cols + words[4 * node + 2]];
      const left = Number.isNaN(value) ? missingLeft[node] === 1 : value <= thresholds[2 * node];
      node = next + (left ? 0 : 1);
    }
    leaves[i] = node;
  }
}

const hasBit = (bits: Uint32Array, row: number, at: number): boolean => ((bits[8 * row + (at >>> 5)] >>> (at & 31)) & 1) === 1;

/**
 * sklearn.ensemble._hist_gradient_boosting._predictor._predict_one_from_raw_data (1.9): a category that was not seen in
 * training, or is below zero, counts as missing. Categories are 8 bits wide there, so larger values lose their upper bits.
 */
function walkCategories(tree: PackedTree, splits: CategorySplits, x: Float64Array, cols: number, rows: number, leaves: Int32Array): void {
  const { words, thresholds, missingLeft } = tree;
  for (let i = 0; i < rows; i++) {
    let node = 0;
    for (let next = words[3]; next !== node; next = words[4 * node + 3]) {
      const feature = words[4 * node + 2];
      const value = x[i * cols + feature];
      const bitset = splits.bitset[node];
      const missing = missingLeft[node] === 1;
      const left = Number.isNaN(value)
        ? missing
        : bitset < 0
          ? value <= thresholds[2 * node]
          : categoryGoesLeft(splits, bitset, splits.knownOf[feature], value, missing);
      node = next + (left ? 0 : 1);
    }
    leaves[i] = node;
  }
}

function categoryGoesLeft(splits: CategorySplits, bitset: number, known: number, value: number, missing: boolean): boolean {
  if (value < 0) return missing;
  const category = value & 255;
  if (hasBit(splits.left, bitset, category)) return true;
  return known >= 0 && hasBit(splits.known, known, category) ? false : missing;
}
