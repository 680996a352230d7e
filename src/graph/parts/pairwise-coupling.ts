/**
 * Probabilities of classes from decision values of pairs, as libsvm iterates them (`numeric/pairwise-coupling.ts`): where
 * it stops is part of the answer. Its rounds are written out, as many as were ever seen and as many again: it may take a
 * hundred, but two classes stop after two (all sigmoids tried), random ones of three to ten classes after four. A row
 * that has converged keeps its probabilities, and so has converged in all rounds that follow. One that has not after the
 * last points outside of a table, so that a runtime refuses it: no answer, never another one.
 */
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";

const LEAST_PROBABILITY = 1e-7;
const ROUNDS = 8;

/** The quadratic form, [N, k, k], of Platt's sigmoids of the decisions [N, pairs]. */
function coupling(ops: Ops, decisions: Value, a: Float64Array, b: Float64Array, k: number): Value {
  const exponent = ops.add(ops.mul(decisions, ops.row(a)), ops.row(b));
  const sigmoid = ops.sigmoid(ops.neg(exponent));
  const p = ops.min(ops.max(sigmoid, ops.double(LEAST_PROBABILITY)), ops.double(1 - LEAST_PROBABILITY));
  const back = ops.sub(ops.double(1), p);
  const pairs = a.length;
  const all = ops.concat([p, back, ops.mul(ops.double(0), ops.columns(p, [0]))]);
  const numbers = Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_v, j) => placeOf(i, j, k, pairs)));
  const r = ops.columns(all, numbers.flat());
  const turned = ops.columns(
    all,
    numbers.flatMap((_, i) => numbers.map((row) => row[i] ?? 0)),
  );
  const squares = ops.reshape(ops.mul(turned, turned), ["N", k, k]);
  const diagonal = ops.mul(ops.sum(squares, true, 2), ops.doubles([k, k], identity(k)));
  return ops.sub(diagonal, ops.reshape(ops.mul(r, turned), ["N", k, k]));
}

const identity = (k: number): Float64Array => Float64Array.from({ length: k * k }, (_, at) => (at % (k + 1) === 0 ? 1 : 0));

/** Column of P(i | i or j) beside all pairs, their complements, and a zero. */
function placeOf(i: number, j: number, k: number, pairs: number): number {
  if (i === j) return 2 * pairs;
  const [low, high] = [Math.min(i, j), Math.max(i, j)];
  const pair = low * k - (low * (low + 1)) / 2 + (high - low - 1);
  return i < j ? pair : pairs + pair;
}

/** Probabilities [N, k]. */
export function coupled(ops: Ops, decisions: Value, a: Float64Array, b: Float64Array, k: number): Value {
  const q = coupling(ops, decisions, a, b, k);
  const flat = ops.reshape(q, ["N", k * k]);
  const rows = Array.from({ length: k }, (_, t) =>
    ops.columns(
      flat,
      Array.from({ length: k }, (_v, j) => t * k + j),
    ),
  );
  const owns = rows.map((row, t) => ops.columns(row, [t]));
  const units = rows.map((_, t) => ops.row(Float64Array.from({ length: k }, (_v, j) => Number(j === t))));
  const one = ops.double(1);
  const state = (p: Value): { readonly qp: Value; readonly total: Value; readonly isDone: Value } => {
    const qp = ops.sum(ops.mul(q, ops.reshape(p, ["N", 1, k])), false, 2);
    const total = ops.sum(ops.mul(p, qp), true);
    return { qp, total, isDone: ops.less(ops.greatest(ops.abs(ops.sub(qp, total)), true), ops.double(0.005 / k)) };
  };
  const round = (p: Value): Value => {
    const now = state(p);
    let [qp, total] = [now.qp, now.total];
    let next = p;
    for (const [t, own] of owns.entries()) {
      const [row, unit] = [rows[t] ?? own, units[t] ?? own];
      const qpt = ops.columns(qp, [t]);
      const step = ops.div(ops.sub(total, qpt), own);
      const scale = ops.add(one, step);
      const grown = ops.mul(step, ops.add(ops.mul(step, own), ops.add(qpt, qpt)));
      total = ops.div(ops.div(ops.add(total, grown), scale), scale);
      qp = ops.div(ops.add(qp, ops.mul(step, row)), scale);
      next = ops.div(ops.add(next, ops.mul(step, unit)), scale);
    }
    return ops.where(now.isDone, p, next);
  };
  const even = ops.row(new Float64Array(k).fill(1 / k));
  let p = ops.mul(ops.add(ops.mul(ops.columns(decisions, [0]), ops.double(0)), one), even);
  for (let n = 0; n < ROUNDS; n++) p = round(p);
  const place = ops.where(state(p).isDone, ops.long(0), ops.long(1));
  return ops.add(p, ops.reshape(ops.gather(ops.row(Float64Array.of(0)), place), ["N", 1]));
}
