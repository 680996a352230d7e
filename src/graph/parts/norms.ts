/** Rows by their norm (`normalize` of sklearn.preprocessing._data). */
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";

/** The norm of each row, [N, 1]; null for a name that is none. `isOld`: `max` of the values themselves (until 0.22). */
export function rowNorm(ops: Ops, x: Value, norm: string, isOld: boolean): Value | null {
  if (norm === "l1") return ops.sum(ops.abs(x), true);
  if (norm === "l2") return ops.sqrt(ops.sumOfSquares(x, true));
  return norm === "max" ? ops.greatest(isOld ? x : ops.abs(x), true) : null;
}

/** Rows over their norm; one below `least` counts as 1, zero does in any case. */
export function overNorm(ops: Ops, x: Value, length: Value, least: number): Value {
  const isZero = least === 0 ? ops.equal(length, ops.double(0)) : ops.less(ops.abs(length), ops.double(least));
  return ops.div(x, ops.where(isZero, ops.double(1), length));
}

/** Ten epsilons (sklearn.preprocessing._data._handle_zeros_in_scale), which dense rows know from 1.0 on. */
export const leastNorm = (isOld: boolean): number => (isOld ? 0 : 10 * 2 ** -52);
