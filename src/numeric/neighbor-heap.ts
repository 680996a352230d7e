/**
 * The k nearest of what is offered, with ties kept and ordered as sklearn keeps them: a max-heap of fixed size, sorted at
 * the end by a quicksort that is not stable (sklearn.utils._heap.heap_push and _sorting.simultaneous_sort 1.5; the same
 * algorithm stood in neighbors/binary_tree.pxi before), from 1.9 on by an introsort that ends in insertions.
 */

/** What changed over the versions. */
export interface TieRules {
  /** Sorted by introsort (from sklearn 1.9 on). */
  readonly introsort: boolean;
}

/** One heap for one query; reusable. */
export class NeighborHeap {
  readonly size: number;
  readonly values: Float64Array;
  readonly indices: Int32Array;
  readonly #rules: TieRules;
  readonly #empty: number;

  /** `empty`: what stands where nothing is, and keeps out what is not less; the reductions' is the largest double. */
  constructor(size: number, rules: TieRules, empty = Number.POSITIVE_INFINITY) {
    this.size = size;
    this.values = new Float64Array(size).fill(empty);
    this.indices = new Int32Array(size);
    this.#rules = rules;
    this.#empty = empty;
  }

  clear(): void {
    this.values.fill(this.#empty);
    this.indices.fill(0);
  }

  /** The largest value that is kept; what ties with it does not enter. */
  get largest(): number {
    return this.values[0];
  }

  push(value: number, index: number): void {
    const { values, indices, size } = this;
    if (value >= values[0]) return;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && values[child] < values[child + 1]) child++;
      if (!(value < values[child])) break;
      values[at] = values[child];
      indices[at] = indices[child];
      at = child;
    }
    values[at] = value;
    indices[at] = index;
  }

  sort(): void {
    sortTogether(this.values, this.indices, 0, this.size, this.#rules);
  }
}

type Indices = Int32Array | number[];

function swap(values: Float64Array, indices: Indices, a: number, b: number): void {
  const value = values[a];
  values[a] = values[b];
  values[b] = value;
  const index = indices[a];
  indices[a] = indices[b];
  indices[b] = index;
}

/** Swaps two places when the first holds more. */
function order(values: Float64Array, indices: Indices, a: number, b: number): boolean {
  if (!(values[a] > values[b])) return false;
  swap(values, indices, a, b);
  return true;
}

/** Sorts `start … end` by value; a worklist instead of recursion (the parts do not meet, so their order is no matter). */
export function sortTogether(values: Float64Array, indices: Indices, start: number, end: number, { introsort }: TieRules): void {
  const work = [start, end];
  while (work.length > 0) {
    const to = work.pop() ?? 0;
    const from = work.pop() ?? 0;
    const pivot = (introsort ? splitFromBothEnds : split)(values, indices, from, to);
    if (pivot < 0) continue;
    work.push(from, pivot, pivot + 1, to);
  }
}

/** The least of three goes first, the median last; gives the median. */
function medianLast(values: Float64Array, indices: Indices, from: number, to: number): number {
  order(values, indices, from, to - 1);
  if (order(values, indices, to - 1, from + Math.floor((to - from) / 2))) order(values, indices, from, to - 1);
  return values[to - 1];
}

/** Sorts up to three values at once and gives −1; else splits by the median of three and gives its place. */
function split(values: Float64Array, indices: Indices, from: number, to: number): number {
  const size = to - from;
  if (size < 4) {
    if (size > 1) order(values, indices, from, from + 1);
    if (size === 3 && order(values, indices, from + 1, from + 2)) order(values, indices, from, from + 1);
    return -1;
  }
  const pivot = medianLast(values, indices, from, to);
  let store = from;
  for (let i = from; i < to - 1; i++) if (values[i] < pivot) swap(values, indices, i, store++);
  swap(values, indices, store, to - 1);
  return store;
}

const INSERTION = 15;

/** The same from 1.9 on: insertions up to 15 values; its heapsort for worst cases is left out, distances do not meet it. */
function splitFromBothEnds(values: Float64Array, indices: Indices, from: number, to: number): number {
  if (to - from <= INSERTION) {
    insertionSort(values, indices, from, to);
    return -1;
  }
  const pivot = medianLast(values, indices, from, to);
  let [i, j] = [from + 1, to - 2];
  for (;;) {
    while (i <= j && values[i] < pivot) i++;
    while (i <= j && values[j] > pivot) j--;
    if (i >= j) break;
    swap(values, indices, i++, j--);
  }
  swap(values, indices, i, to - 1);
  return i;
}

function insertionSort(values: Float64Array, indices: Indices, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const [value, index] = [values[i], indices[i]];
    let at = i;
    for (; at > from && values[at - 1] > value; at--) {
      values[at] = values[at - 1];
      indices[at] = indices[at - 1];
    }
    values[at] = value;
    indices[at] = index;
  }
}
