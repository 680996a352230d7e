/** Functions of one number that onnxruntime has no double kernel for, from those that it has. */
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";

/** log(1 + x), also where x is tiny (Kahan: the rounding of 1 + x cancels). */
export function log1p(ops: Ops, x: Value): Value {
  const one = ops.double(1);
  const u = ops.add(one, x);
  const scaled = ops.div(ops.mul(ops.log(u), x), ops.sub(u, one));
  const isWhole = ops.or(ops.equal(u, one), ops.equal(u, ops.double(Number.POSITIVE_INFINITY)));
  return ops.where(isWhole, x, scaled);
}

/** exp(x) − 1, also where x is tiny. */
export function expm1(ops: Ops, x: Value): Value {
  const one = ops.double(1);
  const u = ops.exp(x);
  const less = ops.sub(u, one);
  const scaled = ops.div(ops.mul(less, x), ops.log(u));
  const isFar = ops.or(ops.greater(ops.abs(x), ops.double(1)), ops.equal(less, ops.double(-1)));
  return ops.where(ops.equal(u, one), x, ops.where(isFar, less, scaled));
}

/** A polynomial by its coefficients from the constant up. */
export function polynomial(ops: Ops, coefficients: readonly number[], x: Value): Value {
  const [last = 0, ...others] = [...coefficients].reverse();
  return others.reduce<Value>((sum, c) => ops.add(ops.mul(sum, x), ops.double(c)), ops.double(last));
}

/** Ones, a row of X each: [N, 1]. */
export function ones(ops: Ops, x: Value): Value {
  const one = ops.doubles([1, 1], Float64Array.of(1));
  return ops.where(ops.less(ops.columns(x, [0]), one), one, one);
}
