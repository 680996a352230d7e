/**
 * Covariance functions of Gaussian processes, composed as they are stored (sklearn.gaussian_process.kernels 1.5;
 * Rasmussen and Williams 2006, chapter 4). `of(x, y)` is the covariance of two sets of rows; `self(x)` that of a set with
 * itself, where white noise stands on the diagonal.
 */
import { own, typeOf } from "../../../neutral/document.js";
import { besselK } from "../../../numeric/bessel-k.js";
import { exactExp } from "../../../numeric/exact-exp.js";
import { lgamma } from "../../../numeric/gamma.js";
import { dotRows, squaredDistance } from "../../../numeric/linear-algebra.js";
import { type Matrix, matrix } from "../../../numeric/ndarray.js";
import type { State } from "../../state.js";
import { kernelParameters, readKernel } from "./pairwise.js";

/** Rows; `single`: they are float32, and some kernels keep to that. */
export type KernelRows = Matrix & { readonly single?: boolean };

export const kernelRows = (x: Matrix, dtype: string): KernelRows => ({ ...x, single: dtype === "float32" });

export interface Covariance {
  of(x: KernelRows, y: KernelRows): Matrix;
  self(x: KernelRows): Matrix;
  /** Diagonal of `self`. */
  diagonal(x: KernelRows): Float64Array;
  /** Of float32 rows the diagonal is float32. */
  readonly keeps?: boolean;
}

const MOST_NESTED = 200;
/** Kernels in all: references could make few of them many. */
const MOST_KERNELS = 1000;

type Value = (x: KernelRows, i: number, y: KernelRows, j: number) => number;

const bothSingle = (x: KernelRows, y: KernelRows): boolean => x.single === true && y.single === true;

/** The product of two rows of float32 numbers, each step rounded. */
function dotRowsFloat32(x: Matrix, i: number, y: Matrix, j: number): number {
  let sum = 0;
  for (let k = 0; k < x.cols; k++) sum = Math.fround(sum + Math.fround(x.data[i * x.cols + k] * y.data[j * y.cols + k]));
  return sum;
}

function each(x: KernelRows, y: KernelRows, value: Value): Matrix {
  const out = matrix(x.rows, y.rows);
  for (let i = 0; i < x.rows; i++) for (let j = 0; j < y.rows; j++) out.data[i * y.rows + j] = value(x, i, y, j);
  return out;
}

const filled = (x: Matrix, y: Matrix, value: number): Matrix => matrix(x.rows, y.rows, new Float64Array(x.rows * y.rows).fill(value));

/** A kernel from values of pairs of rows. */
const ofRows = (value: Value): Covariance => ({
  of: (x, y) => each(x, y, value),
  self: (x) => each(x, x, value),
  diagonal: (x) => Float64Array.from({ length: x.rows }, (_, i) => value(x, i, x, i)),
  keeps: true,
});

/**
 * A kernel of a distance of rows that are first divided by `scales`; one where they are the same. `narrow`: float32 rows
 * stay float32 when divided by a single scale.
 */
function stationary(scales: Float64Array | null, narrow: boolean, value: (squared: number) => number): Covariance {
  const scaled = (x: KernelRows): Matrix => {
    if (scales === null) return x;
    const { length } = scales;
    const single = narrow && length === 1 && x.single === true;
    const scale = Math.fround(scales[0]);
    return matrix(
      x.rows,
      x.cols,
      x.data.map((v, at) => (single ? Math.fround(v / scale) : v / scales[length === 1 ? 0 : at % x.cols])),
    );
  };
  const between: Value = (x, i, y, j) => value(squaredDistance(x, i, y, j));
  return {
    of: (x, y) => each(scaled(x), scaled(y), between),
    self: (x) => each(scaled(x), scaled(x), between),
    diagonal: (x) => new Float64Array(x.rows).fill(1),
  };
}

/** Length scales: one, or one a feature. */
function scalesOf(state: State, features: number): Float64Array {
  const scales = state.vector("length_scale");
  if (scales.length !== 1 && scales.length !== features)
    throw state.inconsistent(`${scales.length} length scales for ${features} features`);
  return scales;
}

/** Matern's function of a distance, for its `nu`. */
function matern(nu: number): (distance: number) => number {
  if (nu === 0.5) return (d) => Math.exp(-d);
  if (nu === 1.5) return (d) => (1 + d * Math.sqrt(3)) * Math.exp(-d * Math.sqrt(3));
  if (nu === 2.5) return (d) => (1 + d * Math.sqrt(5) + (5 * d * d) / 3) * Math.exp(-d * Math.sqrt(5));
  if (nu === Number.POSITIVE_INFINITY) return (d) => Math.exp((-d * d) / 2);
  const scale = 2 ** (1 - nu) / Math.exp(lgamma(nu));
  return (distance) => {
    const scaled = Math.sqrt(2 * nu) * (distance === 0 ? Number.EPSILON : distance);
    return scale * scaled ** nu * besselK(nu, scaled);
  };
}

const combined = (a: Covariance, b: Covariance, join: (x: number, y: number) => number): Covariance => {
  const joined = (x: Matrix, y: Matrix): Matrix =>
    matrix(
      x.rows,
      x.cols,
      x.data.map((value, at) => join(value, y.data[at])),
    );
  return {
    of: (x, y) => joined(a.of(x, y), b.of(x, y)),
    self: (x) => joined(a.self(x), b.self(x)),
    diagonal: (x) => {
      const other = b.diagonal(x);
      return a.diagonal(x).map((value, i) => join(value, other[i]));
    },
    keeps: a.keeps === true && b.keeps === true,
  };
};

const constant = (value: number): Covariance => ({
  of: (x, y) => filled(x, y, value),
  self: (x) => filled(x, x, value),
  diagonal: (x) => new Float64Array(x.rows).fill(value),
});

const white = (level: number): Covariance => ({
  of: (x, y) => filled(x, y, 0),
  self: (x) => each(x, x, (_x, i, _y, j) => (i === j ? level : 0)),
  diagonal: (x) => new Float64Array(x.rows).fill(level),
});

/** Reads kernels inside each other to a bounded depth. */
class Reader {
  readonly #features: number;
  #count = 0;

  constructor(features: number) {
    this.#features = features;
  }

  read(state: State, depth: number): Covariance {
    if (depth > MOST_NESTED) throw state.inconsistent(`its kernels are nested deeper than ${MOST_NESTED}`);
    if (++this.#count > MOST_KERNELS) throw state.inconsistent(`it is made of more than ${MOST_KERNELS} kernels`);
    const inner = (key: string): Covariance => this.read(state.inner(state.fitted(key)), depth + 1);
    switch (state.name) {
      case "Sum":
        return combined(inner("k1"), inner("k2"), (x, y) => x + y);
      case "Product":
        return combined(inner("k1"), inner("k2"), (x, y) => x * y);
      case "Exponentiation": {
        const exponent = state.amount("exponent");
        const base = inner("kernel");
        return { ...combined(base, constant(0), (x) => x ** exponent), keeps: base.keeps === true };
      }
      default:
        return this.#simple(state);
    }
  }

  #simple(state: State): Covariance {
    switch (state.name) {
      case "ConstantKernel":
        return constant(state.amount("constant_value"));
      case "WhiteKernel":
        return white(state.amount("noise_level"));
      case "RBF": {
        // numpy 2, beside sklearn since 1.5, divides float32 by a scale in doubles, and rounds exponentials as the C library does; before, it was further off.
        const exp = state.since(1, 5) ? exactExp : Math.exp;
        return stationary(scalesOf(state, this.#features), state.before(1, 5), (squared) => exp(-0.5 * squared));
      }
      case "Matern": {
        const value = matern(state.amount("nu"));
        return stationary(scalesOf(state, this.#features), state.before(1, 5), (squared) => value(Math.sqrt(squared)));
      }
      case "RationalQuadratic": {
        const [alpha, scale] = [state.amount("alpha"), state.amount("length_scale")];
        return stationary(null, false, (squared) => (1 + squared / (2 * alpha * scale ** 2)) ** -alpha);
      }
      case "ExpSineSquared": {
        const [period, scale] = [state.amount("periodicity"), state.amount("length_scale")];
        return stationary(null, false, (squared) => Math.exp(-2 * (Math.sin((Math.PI / period) * Math.sqrt(squared)) / scale) ** 2));
      }
      case "DotProduct": {
        const added = state.amount("sigma_0") ** 2;
        // A scalar of numpy 2 makes the sum a double; the product stays float32.
        const last = state.before(1, 5) || typeOf(state.get("sigma_0")) !== "scalar" ? Math.fround : Number;
        return ofRows((x, i, y, j) => (bothSingle(x, y) ? last(dotRowsFloat32(x, i, y, j) + added) : dotRows(x, i, y, j) + added));
      }
      case "PairwiseKernel":
        return pairwise(state);
      default:
        throw state.inconsistent(`${JSON.stringify(state.className.slice(0, 80))} is no kernel of a Gaussian process`);
    }
  }
}

/** One of sklearn's pairwise kernels; `gamma` goes to those that take it. */
function pairwise(state: State): Covariance {
  const parameters = { ...kernelParameters(state), degree: null, coef0: null };
  const kernel = readKernel(state, "metric", parameters);
  return {
    of: kernel,
    self: (x) => kernel(x, x),
    diagonal: (x) =>
      Float64Array.from({ length: x.rows }, (_, i) => {
        const row = matrix(1, x.cols, x.data.subarray(i * x.cols, (i + 1) * x.cols));
        return kernel(row, row).data[0];
      }),
    keeps: state.text("metric") !== "laplacian",
  };
}

/** Reads `kernel_` for rows of `features` values. @throws CornichonError `model.inconsistent`, `model.not-fitted` */
export function readCovariance(state: State, key: string, features: number): Covariance {
  const value = state.fitted(key);
  if (typeof own(value, "class") !== "string") throw state.inconsistent(`${key} is no kernel`);
  return new Reader(features).read(state.inner(value), 0);
}
