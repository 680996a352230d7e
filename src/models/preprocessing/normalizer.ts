/**
 * sklearn.preprocessing.Normalizer: each row over its norm (`normalize` of _data 1.7). A row of (near) zeros stays; until
 * 0.22 `max` was the largest value, not the largest magnitude.
 */
import type { Matrix } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { defineModel, methods } from "../define.js";
import { copyOf, floating, namesOut } from "../parts/columns.js";
import { expectationOf } from "../parts/expectation.js";
import type { State } from "../state.js";

/** The norm of values `from … to`; `implicit` zeros are beside them. */
type Norm = (data: Float64Array | Float32Array, from: number, to: number, implicit: boolean) => number;

const fold =
  (join: (sum: number, value: number) => number, start = 0): Norm =>
  (data, from, to) => {
    let sum = start;
    for (let at = from; at < to; at++) sum = join(sum, data[at] ?? 0);
    return sum;
  };

const sum = fold((total, value) => total + Math.abs(value));
const squares = fold((total, value) => total + value * value);
const largest = fold((top, value) => Math.max(top, Math.abs(value)));
const signed: Norm = (data, from, to, implicit) => fold(Math.max, implicit ? 0 : Number.NEGATIVE_INFINITY)(data, from, to, implicit);

function normOf(state: State): Norm {
  const [major, minor] = state.version();
  const name = state.text("norm") ?? "l2";
  if (name === "l1") return sum;
  if (name === "max") return major === 0 && minor < 23 ? signed : largest;
  if (name !== "l2") throw state.inconsistent("its norm is none of l1, l2, max");
  return (data, from, to, implicit) => Math.sqrt(squares(data, from, to, implicit));
}

/** Norms below this count as zero: dense rows only, from 0.24 on (`_handle_zeros_in_scale`). */
function leastNorm(state: State, dtype: string): number {
  const [major, minor] = state.version();
  return major === 0 && minor < 24 ? 0 : dtype === "float32" ? 10 * 2 ** -23 : 10 * 2 ** -52;
}

function dense(x: Matrix, dtype: string, norm: Norm, least: number) {
  const data = copyOf(x.data, dtype);
  for (let i = 0; i < x.rows; i++) {
    const by = norm(data, i * x.cols, (i + 1) * x.cols, false);
    if (by !== 0 && !(by >= 0 && by < least)) for (let at = i * x.cols; at < (i + 1) * x.cols; at++) data[at] = (data[at] ?? 0) / by;
  }
  return floating([x.rows, x.cols], data);
}

function sparse(x: Sparse, dtype: string, norm: Norm): Sparse {
  const data = copyOf(Float64Array.from(x.data, Number), dtype);
  for (let i = 0; i < x.shape[0]; i++) {
    const [from, to] = [x.indptr[i] ?? 0, x.indptr[i + 1] ?? 0];
    const by = norm(data, from, to, to - from < x.shape[1]);
    if (by !== 0) for (let at = from; at < to; at++) data[at] = (data[at] ?? 0) / by;
  }
  return { ...x, dtype: data instanceof Float32Array ? "float32" : "float64", data };
}

export const Normalizer = defineModel({
  class: "sklearn.preprocessing.Normalizer",
  build: (state) => {
    const expected = expectationOf(state, null);
    const norm = normOf(state);
    return {
      nFeatures: expected.nFeatures,
      featureNames: expected.featureNames,
      methods: methods({
        transform: (x) => {
          const rows = x.sparse(expected);
          return rows === null ? dense(x.matrix(expected), x.dtype, norm, leastNorm(state, x.dtype)) : sparse(rows, x.dtype, norm);
        },
        get_feature_names_out: (_x, options) => namesOut(expected.featureNames, expected.nFeatures ?? 0, options),
      }),
    };
  },
});
