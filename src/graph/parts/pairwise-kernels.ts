/**
 * Kernels by sklearn's names in a graph, [N, rows], as `models/parts/kernels/pairwise.ts` has them. Those of counts are an
 * error in sklearn where X is negative; here they are NaN.
 */
import { sentence } from "../../errors.js";
import { functionKernelName, type KernelParameters, NONE } from "../../models/parts/kernels/pairwise.js";
import { type Matrix, matrix } from "../../numeric/ndarray.js";
import { type Context, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { dots, manhattanDistances, overFeatures, squaredDistances } from "./distances.js";

type Kernel = (ops: Ops, x: Value, y: Matrix, parameters: KernelParameters) => Value;

const squaresOf = ({ rows, cols, data }: Matrix): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => data.subarray(i * cols, (i + 1) * cols).reduce((sum, value) => sum + value * value, 0));

/** Squared distances; where they overflow, what sklearn's sum of squares and products is then: infinite, or NaN. */
function squares(ops: Ops, x: Value, y: Matrix): Value {
  const plain = squaredDistances(ops, x, y);
  const sums = ops.add(ops.add(ops.mul(dots(ops, x, y), ops.double(-2)), ops.sumOfSquares(x, true)), ops.row(squaresOf(y)));
  return ops.where(ops.less(plain, ops.double(Number.POSITIVE_INFINITY)), plain, sums);
}

/** −Σ (x − y)² / (x + y). */
function additiveChi2(ops: Ops, x: Value, y: Matrix): Value {
  const zero = ops.double(0);
  const counts = ops.where(ops.less(x, zero), ops.double(Number.NaN), x);
  const sum = overFeatures(ops, counts, y, (a, b) => {
    const [both, step] = [ops.add(a, b), ops.sub(a, b)];
    return ops.where(ops.equal(both, zero), zero, ops.div(ops.mul(step, step), both));
  });
  return ops.neg(sum);
}

/** The products of rows of length one; a row of zeros stays zero, one whose length overflows becomes zero. */
function cosine(ops: Ops, x: Value, y: Matrix): Value {
  const length = ops.sqrt(ops.sumOfSquares(x, true));
  const rows = ops.div(x, ops.where(ops.equal(length, ops.double(0)), ops.double(1), length));
  const lengths = squaresOf(y).map((square) => Math.sqrt(square) || 1);
  const fitted = y.data.map((value, at) => value / (lengths[Math.floor(at / y.cols)] ?? 1));
  return dots(ops, rows, matrix(y.rows, y.cols, fitted));
}

/** gamma · X · Yᵀ + coef0. */
const affine: Kernel = (ops, x, y, { gamma, coef0 }) =>
  ops.add(ops.mul(dots(ops, x, y), ops.double(gamma ?? 1 / y.cols)), ops.double(coef0 ?? 1));

const polynomial: Kernel = (ops, x, y, parameters) => ops.pow(affine(ops, x, y, parameters), ops.double(parameters.degree ?? 3));

/** exp(−gamma · distance). */
const decay = (ops: Ops, gamma: number, distance: Value): Value => ops.exp(ops.mul(ops.double(-gamma), distance));

const KERNELS: ReadonlyMap<string, Kernel> = new Map<string, Kernel>([
  ["linear", (ops, x, y) => dots(ops, x, y)],
  ["polynomial", polynomial],
  ["poly", polynomial],
  ["sigmoid", (ops, x, y, parameters) => ops.tanh(affine(ops, x, y, parameters))],
  ["rbf", (ops, x, y, { gamma }) => decay(ops, gamma ?? 1 / y.cols, squares(ops, x, y))],
  ["laplacian", (ops, x, y, { gamma }) => decay(ops, gamma ?? 1 / y.cols, manhattanDistances(ops, x, y))],
  ["cosine", cosine],
  ["chi2", (ops, x, y, { gamma }) => decay(ops, -(gamma ?? 1), additiveChi2(ops, x, y))],
  ["additive_chi2", additiveChi2],
  ["precomputed", (_ops, x) => x],
]);

/** The kernel of a name. @throws CornichonError `target.unsupported` */
export function namedKernel({ state, ops, at }: Context, name: string | null, x: Value, y: Matrix, parameters: KernelParameters): Value {
  const kernel = KERNELS.get(name ?? "");
  if (kernel === undefined) throw unsupported(at, state.className, sentence`its kernel is a function, or none that is known`);
  return kernel(ops, x, y, parameters);
}

/** The kernel that is one of sklearn's own functions. @throws CornichonError `target.unsupported` */
export const functionKernel = (context: Context, key: string, x: Value, y: Matrix): Value =>
  namedKernel(context, functionKernelName(context.state, key), x, y, NONE);
