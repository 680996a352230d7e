/**
 * numpy's argpartition and argsort, with their order of ties: introselect with its pivots, and quicksort that becomes an
 * insertion sort at 16 values (numpy/core/src/npysort: selection.cpp, quicksort.cpp 1.24). numpy with AVX-512 orders ties
 * in another way; nobody can tell from a model which machine it met.
 */

type Order = Int32Array;

function swap(order: Order, a: number, b: number): void {
  const index = order[a];
  order[a] = order[b];
  order[b] = index;
}

/** Less, with NaN last. */
const less = (a: number, b: number): boolean => a < b || (Number.isNaN(b) && !Number.isNaN(a));

/** Positions of `values`, the smallest `kth + 1` first, in numpy's order. */
export function argPartition(values: Float64Array, kth: number): Order {
  const order = Int32Array.from(values, (_, i) => i);
  const v = (at: number): number => values[order[at]];
  let low = 0;
  let high = values.length - 1;
  if (kth - low < 3) {
    dumbSelect(order, v, kth + 1);
    return order;
  }
  if (kth === high) {
    let most = low;
    for (let k = low + 1; k <= high; k++) if (!less(v(k), v(most))) most = k;
    swap(order, kth, most);
    return order;
  }
  let depth = 2 * Math.floor(Math.log2(high - low + 1));
  for (; low + 1 < high; depth--) {
    let left = low + 1;
    let right = high;
    if (depth > 0 || right - left < 5) {
      medianOfThree(order, v, low, high);
    } else {
      const middle = left + medianOfMedians(order, v, left, right);
      swap(order, middle, low);
      left--;
      right++;
    }
    [left, right] = hoare(order, v, v(low), left, right);
    swap(order, low, right);
    if (right >= kth) high = right - 1;
    if (right <= kth) low = left;
  }
  if (high === low + 1 && less(v(high), v(low))) swap(order, high, low);
  return order;
}

type Value = (at: number) => number;

/** Selection sort of the first `count`. */
function dumbSelect(order: Order, v: Value, count: number, from = 0, to = order.length): void {
  for (let i = from; i < from + count; i++) {
    let least = i;
    for (let k = i + 1; k < to; k++) if (less(v(k), v(least))) least = k;
    swap(order, i, least);
  }
}

function medianOfThree(order: Order, v: Value, low: number, high: number): void {
  const middle = low + Math.floor((high - low) / 2);
  if (less(v(high), v(middle))) swap(order, high, middle);
  if (less(v(high), v(low))) swap(order, high, low);
  if (less(v(low), v(middle))) swap(order, low, middle);
  swap(order, middle, low + 1);
}

/** The pivot of slow splits: medians of five, and the median of those. */
function medianOfMedians(order: Order, v: Value, left: number, right: number): number {
  const count = Math.floor((right - left) / 5);
  for (let i = 0; i < count; i++) {
    const from = left + 5 * i;
    dumbSelect(order, v, 3, from, from + 5);
    swap(order, from + 2, left + i);
  }
  if (count > 2) dumbSelect(order, v, Math.floor(count / 2) + 1, left, left + count);
  return Math.floor(count / 2);
}

function hoare(order: Order, v: Value, pivot: number, from: number, to: number): [number, number] {
  let left = from;
  let right = to;
  for (;;) {
    do left++;
    while (less(v(left), pivot));
    do right--;
    while (less(pivot, v(right)));
    if (right < left) return [left, right];
    swap(order, left, right);
  }
}

const SMALL = 16;

/** Positions of `values` from smallest to largest, in numpy's order. */
export function argSort(values: Float64Array): Order {
  const order = Int32Array.from(values, (_, i) => i);
  const v = (at: number): number => values[order[at]];
  const work = [0, values.length - 1];
  while (work.length > 0) {
    let high = work.pop() ?? 0;
    let low = work.pop() ?? 0;
    while (high - low > SMALL - 1) {
      const place = quickSplit(order, v, low, high);
      if (place - low < high - place) {
        work.push(place + 1, high);
        high = place - 1;
      } else {
        work.push(low, place - 1);
        low = place + 1;
      }
    }
    for (let i = low + 1; i <= high; i++) {
      const index = order[i];
      const value = values[index];
      let at = i;
      for (; at > low && less(value, v(at - 1)); at--) order[at] = order[at - 1];
      order[at] = index;
    }
  }
  return order;
}

function quickSplit(order: Order, v: Value, low: number, high: number): number {
  const middle = low + Math.floor((high - low) / 2);
  if (less(v(middle), v(low))) swap(order, middle, low);
  if (less(v(high), v(middle))) swap(order, high, middle);
  if (less(v(middle), v(low))) swap(order, middle, low);
  const pivot = v(middle);
  swap(order, middle, high - 1);
  const [left] = hoare(order, v, pivot, low, high - 1);
  swap(order, left, high - 1);
  return left;
}
