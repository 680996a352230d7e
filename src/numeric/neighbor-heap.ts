/**
 * The k nearest of what is offered, with ties kept and ordered as sklearn keeps them: a max-heap of fixed size, sorted at
 * the end by a quicksort that is not stable (sklearn.utils._heap.heap_push and _sorting.simultaneous_sort 1.5; the same
 * algorithm stood in neighbors/binary_tree.pxi before).
 */

/** One heap for one query; reusable. */
export class NeighborHeap {
  readonly size: number;
  readonly values: Float64Array;
  readonly indices: Int32Array;
  /** A tie with the largest takes its place (to sklearn 1.0). */
  readonly #tiesEnter: boolean;

  constructor(size: number, tiesEnter: boolean) {
    this.size = size;
    this.values = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    this.indices = new Int32Array(size);
    this.#tiesEnter = tiesEnter;
  }

  clear(): void {
    this.values.fill(Number.POSITIVE_INFINITY);
    this.indices.fill(0);
  }

  /** The largest value that is kept. */
  get largest(): number {
    return this.values[0] ?? 0;
  }

  push(value: number, index: number): void {
    const { values, indices, size } = this;
    const largest = values[0] ?? 0;
    if (value > largest || (value === largest && !this.#tiesEnter)) return;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && (values[child] ?? 0) < (values[child + 1] ?? 0)) child++;
      if (!(value < (values[child] ?? 0))) break;
      values[at] = values[child] ?? 0;
      indices[at] = indices[child] ?? 0;
      at = child;
    }
    values[at] = value;
    indices[at] = index;
  }

  sort(): void {
    sortTogether(this.values, this.indices, 0, this.size);
  }
}

type Indices = Int32Array | number[];

function swap(values: Float64Array, indices: Indices, a: number, b: number): void {
  const value = values[a] ?? 0;
  values[a] = values[b] ?? 0;
  values[b] = value;
  const index = indices[a] ?? 0;
  indices[a] = indices[b] ?? 0;
  indices[b] = index;
}

/** Swaps two places when the first holds more. */
function order(values: Float64Array, indices: Indices, a: number, b: number): boolean {
  if (!((values[a] ?? 0) > (values[b] ?? 0))) return false;
  swap(values, indices, a, b);
  return true;
}

/** Sorts `start … end` by value; a worklist instead of recursion (the parts do not meet, so their order is no matter). */
export function sortTogether(values: Float64Array, indices: Indices, start: number, end: number): void {
  const work = [start, end];
  while (work.length > 0) {
    const to = work.pop() ?? 0;
    const from = work.pop() ?? 0;
    const pivot = partition(values, indices, from, to);
    if (pivot < 0) continue;
    work.push(from, pivot, pivot + 1, to);
  }
}

/** Sorts up to three values at once and gives −1; else splits by the median of three and gives its place. */
function partition(values: Float64Array, indices: Indices, from: number, to: number): number {
  const size = to - from;
  if (size < 2) return -1;
  if (size < 4) {
    order(values, indices, from, from + 1);
    if (size === 3 && order(values, indices, from + 1, from + 2)) order(values, indices, from, from + 1);
    return -1;
  }
  const last = to - 1;
  order(values, indices, from, last);
  if (order(values, indices, last, from + Math.floor(size / 2))) order(values, indices, from, last);
  const pivot = values[last] ?? 0;
  let store = from;
  for (let i = from; i < last; i++) if ((values[i] ?? 0) < pivot) swap(values, indices, i, store++);
  swap(values, indices, store, last);
  return store;
}
