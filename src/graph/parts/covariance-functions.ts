/**
 * Covariance functions of Gaussian processes in a graph, as `models/parts/kernels/covariance.ts` composes them. Matern's
 * function of another nu than 0.5, 1.5, 2.5 and infinity is a Bessel function, and has no exact form.
 */
import { sentence } from "../../errors.js";
import { kernelParameters } from "../../models/parts/kernels/pairwise.js";
import type { State } from "../../models/state.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import { type Context, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { dots, squaredDistances } from "./distances.js";
import { namedKernel } from "./pairwise-kernels.js";

const MOST_NESTED = 200;
const MOST_KERNELS = 1000;

export interface Covariance {
  /** Of X with the fitted rows, [N, rows]. */
  readonly cross: () => Value;
  /** Of each row with itself, [N, 1]. */
  readonly diagonal: () => Value;
}

/** One value everywhere, in as many rows as X has. */
function filled(ops: Ops, x: Value, width: number, value: number): Value {
  const zeros = ops.mul(ops.columns(x, [0]), ops.double(0));
  return ops.add(zeros, ops.row(new Float64Array(width).fill(value)));
}

type OfSquare = (squared: Value) => Value;

/** Matern's function of a squared distance. */
function matern({ state, ops, at }: Context, nu: number): OfSquare {
  const times = (x: Value, factor: number): Value => ops.mul(x, ops.double(factor));
  const one = ops.double(1);
  const decay = (d: Value, factor: number): Value => ops.exp(times(d, -factor));
  if (nu === Number.POSITIVE_INFINITY) return (squared) => ops.exp(times(squared, -0.5));
  if (nu === 0.5) return (squared) => decay(ops.sqrt(squared), 1);
  if (nu === 1.5)
    return (squared) => {
      const d = ops.sqrt(squared);
      return ops.mul(ops.add(one, times(d, Math.sqrt(3))), decay(d, Math.sqrt(3)));
    };
  if (nu === 2.5)
    return (squared) => {
      const d = ops.sqrt(squared);
      const sum = ops.add(ops.add(one, times(d, Math.sqrt(5))), ops.div(times(ops.mul(d, d), 5), ops.double(3)));
      return ops.mul(sum, decay(d, Math.sqrt(5)));
    };
  throw unsupported(at, state.className, sentence`a Matern kernel of this nu`);
}

class Reader {
  readonly #context: Context;
  readonly #fitted: Matrix;
  #count = 0;

  constructor(context: Context, fitted: Matrix) {
    this.#context = context;
    this.#fitted = fitted;
  }

  read(state: State, depth: number): Covariance {
    if (depth > MOST_NESTED || ++this.#count > MOST_KERNELS) throw state.inconsistent("its kernels are nested too deep, or too many");
    const { ops } = this.#context;
    const inner = (key: string): Covariance => this.read(state.inner(state.fitted(key)), depth + 1);
    const joined = (join: (a: Value, b: Value) => Value): Covariance => {
      const [a, b] = [inner("k1"), inner("k2")];
      return { cross: () => join(a.cross(), b.cross()), diagonal: () => join(a.diagonal(), b.diagonal()) };
    };
    switch (state.name) {
      case "Sum":
        return joined(ops.add);
      case "Product":
        return joined(ops.mul);
      case "Exponentiation": {
        const base = inner("kernel");
        const exponent = ops.double(state.amount("exponent"));
        return { cross: () => ops.pow(base.cross(), exponent), diagonal: () => ops.pow(base.diagonal(), exponent) };
      }
      default:
        return this.#simple(state);
    }
  }

  #constant(cross: number, diagonal: number): Covariance {
    const { ops, rows } = this.#context;
    return { cross: () => filled(ops, rows.x, this.#fitted.rows, cross), diagonal: () => filled(ops, rows.x, 1, diagonal) };
  }

  /** A function of the distance of rows that are first divided by scales. */
  #stationary(scales: Float64Array, value: OfSquare): Covariance {
    const { ops, rows } = this.#context;
    const { cols, data } = this.#fitted;
    if (scales.length !== 1 && scales.length !== cols) throw this.#context.state.inconsistent("its length scales do not fit its features");
    const each = Float64Array.from({ length: cols }, (_, j) => scales[scales.length === 1 ? 0 : j] ?? 1);
    const scaled = matrix(
      this.#fitted.rows,
      cols,
      data.map((v, at) => v / (each[at % cols] ?? 1)),
    );
    return {
      cross: () => value(squaredDistances(ops, each.every((scale) => scale === 1) ? rows.x : ops.div(rows.x, ops.row(each)), scaled)),
      diagonal: () => filled(ops, rows.x, 1, 1),
    };
  }

  #simple(state: State): Covariance {
    const { ops, rows, at } = this.#context;
    const one = Float64Array.of(1);
    switch (state.name) {
      case "ConstantKernel":
        return this.#constant(state.amount("constant_value"), state.amount("constant_value"));
      case "WhiteKernel":
        return this.#constant(0, state.amount("noise_level"));
      case "RBF":
        return this.#stationary(state.vector("length_scale"), (squared) => ops.exp(ops.mul(ops.double(-0.5), squared)));
      case "Matern":
        return this.#stationary(state.vector("length_scale"), matern(this.#context, state.amount("nu")));
      case "RationalQuadratic": {
        const [alpha, scale] = [state.amount("alpha"), state.amount("length_scale")];
        return this.#stationary(one, (squared) =>
          ops.pow(ops.add(ops.double(1), ops.div(squared, ops.double(2 * alpha * scale ** 2))), ops.double(-alpha)),
        );
      }
      case "ExpSineSquared": {
        const [period, scale] = [state.amount("periodicity"), state.amount("length_scale")];
        return this.#stationary(one, (squared) => {
          const wave = ops.div(ops.sin(ops.mul(ops.double(Math.PI / period), ops.sqrt(squared))), ops.double(scale));
          return ops.exp(ops.mul(ops.double(-2), ops.mul(wave, wave)));
        });
      }
      case "DotProduct": {
        const added = ops.double(state.amount("sigma_0") ** 2);
        return {
          cross: () => ops.add(dots(ops, rows.x, this.#fitted), added),
          diagonal: () => ops.add(ops.sumOfSquares(rows.x, true), added),
        };
      }
      case "PairwiseKernel": {
        const parameters = { ...kernelParameters(state), degree: null, coef0: null };
        return {
          cross: () => namedKernel(this.#context, state.text("metric"), rows.x, this.#fitted, parameters),
          diagonal: () => {
            throw unsupported(at, this.#context.state.className, sentence`the variance of a pairwise kernel`);
          },
        };
      }
      default:
        throw unsupported(at, this.#context.state.className, sentence`a kernel that is not known`);
    }
  }
}

/** Reads `kernel_`, for X and the fitted rows. */
export const covarianceOf = (context: Context, fitted: Matrix): Covariance =>
  new Reader(context, fitted).read(context.state.inner(context.state.fitted("kernel_")), 0);
