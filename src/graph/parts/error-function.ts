/**
 * erf in double from standard operators (onnxruntime's own is float32): the series and the continued fraction of
 * `numeric/erf.ts`, of as many terms as they need where they are taken.
 */
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";

const TWO_OVER_ROOT_PI = 1.128_379_167_095_512_6;
const LARGE = 2.5;
/** erf is 1 from here on. */
const ONE = 6;
const TERMS = 60;

/** x · (1 + r₁ (1 + r₂ (…))) with rₙ = 2x² / (2n + 1), for 0 ≤ x ≤ LARGE. */
function series(ops: Ops, x: Value): Value {
  const [one, square] = [ops.double(1), ops.mul(x, x)];
  let sum = one;
  for (let n = TERMS; n >= 1; n--) sum = ops.add(one, ops.mul(ops.mul(square, ops.double(2 / (2 * n + 1))), sum));
  return ops.mul(ops.mul(ops.double(TWO_OVER_ROOT_PI), ops.exp(ops.neg(square))), ops.mul(x, sum));
}

/** e^(−x²) with the square's rounding given back. */
function gauss(ops: Ops, x: Value): Value {
  const head = ops.div(ops.floor(ops.mul(x, ops.double(16))), ops.double(16));
  return ops.mul(ops.exp(ops.neg(ops.mul(head, head))), ops.exp(ops.neg(ops.mul(ops.sub(x, head), ops.add(x, head)))));
}

/** erfc of x ≥ LARGE, the fraction from its end. */
function fraction(ops: Ops, x: Value): Value {
  let below = x;
  for (let n = TERMS; n >= 1; n--) below = ops.add(x, ops.div(ops.double(n / 2), below));
  return ops.div(ops.mul(gauss(ops, x), ops.double(TWO_OVER_ROOT_PI / 2)), below);
}

/** erf(x), elementwise. */
export function erf(ops: Ops, x: Value): Value {
  const [zero, large] = [ops.double(0), ops.double(LARGE)];
  const size = ops.min(ops.abs(x), ops.double(ONE));
  const small = series(ops, ops.min(size, large));
  const rest = ops.sub(ops.double(1), fraction(ops, ops.max(size, large)));
  const value = ops.where(ops.less(size, large), small, rest);
  return ops.where(ops.less(x, zero), ops.neg(value), value);
}
