/** Norms of rows, and sparse rows over theirs (`normalize` of sklearn.preprocessing._data 1.7). A row of zeros stays. */
import type { Sparse } from "../../../numeric/sparse.js";
import type { State } from "../../state.js";
import { copyOf } from "./columns.js";

/** The norm of values `from … to`; `implicit`: zeros are beside them. */
export type Norm = (data: Float64Array | Float32Array, from: number, to: number, implicit: boolean) => number;

const fold =
  (join: (sum: number, value: number) => number, start = 0): Norm =>
  (data, from, to) => {
    let sum = start;
    for (let at = from; at < to; at++) sum = join(sum, data[at]);
    return sum;
  };

const squares = fold((total, value) => total + value * value);
const norms: ReadonlyMap<string, Norm> = new Map<string, Norm>([
  ["l1", fold((total, value) => total + Math.abs(value))],
  ["l2", (data, from, to, implicit) => Math.sqrt(squares(data, from, to, implicit))],
  ["max", fold((top, value) => Math.max(top, Math.abs(value)))],
]);
const signed: Norm = (data, from, to, implicit) => fold(Math.max, implicit ? 0 : Number.NEGATIVE_INFINITY)(data, from, to, implicit);

/** A norm by its name; `old`: `max` of the values, not of their magnitudes (until 0.22). Null for other names. */
export const normOf = (name: string, old: boolean): Norm | null => (old && name === "max" ? signed : (norms.get(name) ?? null));

/** Norms below this count as zero: dense rows only, from 1.0 on (`_handle_zeros_in_scale`). */
export function leastNorm(state: State, dtype: string): number {
  return state.before(1, 0) ? 0 : dtype === "float32" ? 10 * 2 ** -23 : 10 * 2 ** -52;
}

/** Rows in their place, each over its norm. */
export function normalizeRows(data: Float64Array | Float32Array, cols: number, norm: Norm, least: number): void {
  for (let from = 0; cols > 0 && from < data.length; from += cols) {
    const by = norm(data, from, from + cols, false);
    if (by !== 0 && !(by >= 0 && by < least)) for (let at = from; at < from + cols; at++) data[at] /= by;
  }
}

/** Sparse rows, each over its norm. */
export function normalizeSparse(x: Sparse, dtype: string, norm: Norm): Sparse {
  const data = copyOf(x.data instanceof Float64Array ? x.data : Float64Array.from(x.data, Number), dtype);
  for (let i = 0; i < x.shape[0]; i++) {
    const [from, to] = [x.indptr[i], x.indptr[i + 1]];
    const by = norm(data, from, to, to - from < x.shape[1]);
    if (by !== 0) for (let at = from; at < to; at++) data[at] /= by;
  }
  return { ...x, dtype: data instanceof Float32Array ? "float32" : "float64", data };
}
