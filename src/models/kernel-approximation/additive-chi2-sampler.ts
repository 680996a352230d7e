/**
 * sklearn.kernel_approximation.AdditiveChi2Sampler: samples of the Fourier transform of the χ² kernel, for each column
 * one root and a cosine and a sine a step; zeros stay zero (sklearn.kernel_approximation 0.17 to 1.9; Vedaldi and
 * Zisserman 2012). Whole numbers are cut to whole numbers, as numpy does with arrays of them.
 */
import { CornichonError, sentence } from "../../errors.js";
import { floats, int64, type Matrix, matrix, type NDArray, texts } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { typed } from "../../numeric/typed.js";
import { defineModel, type Method, methods } from "../define.js";
import { namesOut } from "../parts/columns/columns.js";
import { expectationOf } from "../parts/expectation.js";
import type { State } from "../state.js";

/** Intervals for 1, 2 and 3 steps where none is given. */
const INTERVALS = [0.8, 0.5, 0.4];
const MOST_STEPS = 1000;
/** The number of names comes from a number in the state alone. */
const MOST_NAMES = 2 ** 20;

function interval(state: State, steps: number): number {
  for (const key of ["sample_interval", "sample_interval_", "_sample_interval"]) if (state.has(key)) return state.amount(key);
  const value = INTERVALS[steps - 1];
  if (value === undefined) throw state.inconsistent("sample_steps is not in [1, 2, 3] and there is no sample_interval");
  return value;
}

/** What a value becomes: its root, then a cosine and a sine a step. @throws CornichonError `input.malformed` for negative values */
function samplesOf(value: number, steps: number, width: number, put: (block: number, sample: number) => void): void {
  if (value < 0) throw new CornichonError("input.malformed", sentence`Entries of X must be non-negative.`);
  put(0, Math.sqrt(value * width));
  for (let step = 1; step < steps; step++) {
    const factor = Math.sqrt((2 * value * width) / Math.cosh(Math.PI * step * width));
    const angle = step * width * Math.log(value);
    put(2 * step - 1, factor * Math.cos(angle));
    put(2 * step, factor * Math.sin(angle));
  }
}

function sampled(x: Matrix, steps: number, width: number): Matrix {
  const out = matrix(x.rows, x.cols * (2 * steps - 1));
  for (let i = 0; i < x.rows; i++)
    for (let j = 0; j < x.cols; j++) {
      const value = x.data[i * x.cols + j];
      const at = i * out.cols + j;
      if (value !== 0)
        samplesOf(value, steps, width, (block, sample) => {
          out.data[at + block * x.cols] = sample;
        });
    }
  return out;
}

/** Sparse rows: what is stored stays stored, in X's dtype, zeros too. */
function sampledSparse(x: Sparse, steps: number, width: number): Sparse {
  const [rows, cols] = x.shape;
  const blocks = 2 * steps - 1;
  const stored = x.data.length;
  const data = new Float64Array(stored * blocks);
  const indices = new Int32Array(stored * blocks);
  const indptr = Int32Array.from(x.indptr, (at) => at * blocks);
  for (let i = 0; i < rows; i++) {
    const [from, count] = [x.indptr[i], x.indptr[i + 1] - x.indptr[i]];
    for (let n = 0; n < count; n++)
      samplesOf(Number(x.data[from + n]), steps, width, (block, sample) => {
        const at = from * blocks + block * count + n;
        data[at] = sample;
        indices[at] = block * cols + x.indices[from + n];
      });
  }
  const array = arrayOf({ rows: 1, cols: data.length, data }, x.dtype);
  return { format: "csr", dtype: array.dtype, shape: [rows, cols * blocks], data: array.data, indices, indptr };
}

/** Names as sklearn has them from 1.1 on: `_sqrt`, then `_cos1`, `_sin1` … */
function names(state: State, features: readonly string[] | null, steps: number): Method {
  const count = state.has("n_features_in_") ? state.whole("n_features_in_", 0, MOST_NAMES) : 0;
  return (_x, options) => {
    const given = Array.from(namesOut(features, count, options).data, String);
    const prefix = state.name.toLowerCase();
    const endings = ["sqrt", ...Array.from({ length: 2 * (steps - 1) }, (_, i) => `${i % 2 ? "sin" : "cos"}${(i >> 1) + 1}`)];
    return texts(endings.flatMap((ending) => given.map((name) => `${prefix}_${name}_${ending}`)));
  };
}

const arrayOf = (m: Matrix, dtype: string): NDArray =>
  dtype === "bool"
    ? typed(dtype, [m.rows, m.cols], m.data)
    : /^u?int/.test(dtype)
      ? { ...int64([m.rows, m.cols], m.data.map(Math.trunc)), dtype }
      : floats(dtype, [m.rows, m.cols], m.data);

export const AdditiveChi2Sampler = defineModel({
  class: "sklearn.kernel_approximation.AdditiveChi2Sampler",
  build: (state) => {
    const steps = state.whole("sample_steps", 1, MOST_STEPS);
    const width = interval(state, steps);
    const expected = expectationOf(state, null);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const sparse = x.sparse(expected);
          return sparse === null ? arrayOf(sampled(x.matrix(expected), steps, width), x.dtype) : sampledSparse(sparse, steps, width);
        },
        get_feature_names_out: names(state, expected.featureNames, steps),
      }),
    };
  },
});
