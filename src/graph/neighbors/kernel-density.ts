/**
 * sklearn.neighbors.KernelDensity, as `models/neighbors/kernel-density.ts` has it: the log of the sum of all kernels.
 * sklearn stops adding where its tolerances are met, which are 1e-8 of the density and less: a wider one is refused.
 */
import { sentence } from "../../errors.js";
import { readTree } from "../../models/parts/neighbors/stored-tree.js";
import { itemsOf } from "../../neutral/attributes.js";
import { arrayOf, own, typeOf } from "../../neutral/document.js";
import { DENSITY_KERNELS } from "../../numeric/density-kernels.js";
import { matrix } from "../../numeric/ndarray.js";
import { type Context, defineLowering, type Lowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { distancesTo } from "../parts/neighbor-distances.js";

/** The widest tolerances that leave the answer what it is. */
const WIDEST = 1e-8;
/** Place of the sample weights in a stored tree, from 0.20 on. */
const WEIGHTS = 12;

type LogKernel = (ops: Ops, distance: Value, h: number) => Value;

/** Inside of the bandwidth; nothing outside, where the logarithm of 1 stands in for what is not asked. */
const inside =
  (log: (ops: Ops, distance: Value, h: number) => Value): LogKernel =>
  (ops, distance, h) => {
    const isInside = ops.less(distance, ops.double(h));
    const kept = ops.where(isInside, distance, ops.double(0));
    return ops.where(isInside, log(ops, kept, h), ops.double(Number.NEGATIVE_INFINITY));
  };

/** ln K by sklearn's names (sklearn.neighbors._binary_tree 1.7). */
const LOG_KERNELS: ReadonlyMap<string, LogKernel> = new Map([
  ["gaussian", (ops, distance, h) => ops.div(ops.mul(ops.mul(distance, distance), ops.double(-0.5)), ops.double(h * h))],
  ["tophat", inside((ops, distance) => ops.sub(distance, distance))],
  ["epanechnikov", inside((ops, d, h) => ops.log(ops.sub(ops.double(1), ops.div(ops.mul(d, d), ops.double(h * h)))))],
  ["exponential", (ops, distance, h) => ops.div(ops.neg(distance), ops.double(h))],
  ["linear", inside((ops, d, h) => ops.log(ops.sub(ops.double(1), ops.div(d, ops.double(h)))))],
  ["cosine", inside((ops, d, h) => ops.log(ops.cos(ops.div(ops.mul(d, ops.double(0.5 * Math.PI)), ops.double(h)))))],
]);

/** Weights of the points; null when there are none. */
function weightsOf({ state }: Context, points: number): Float64Array | null {
  const value = itemsOf(own(state.inner(state.fitted("tree_")).value, "state"), state.references)?.[WEIGHTS];
  if (typeOf(value) !== "ndarray") return null;
  const weights = Float64Array.from(arrayOf(value).data, Number);
  if (weights.length !== points) throw state.inconsistent("tree_ needs a weight for each point");
  return weights;
}

/** ln Σ exp, minus infinity where all of them are. */
function logSum(ops: Ops, logs: Value): Value {
  const nothing = ops.double(Number.NEGATIVE_INFINITY);
  const isNowhere = ops.equal(ops.greatest(logs, true), nothing);
  const sum = ops.logSumExp(ops.where(isNowhere, ops.double(0), logs), true);
  return ops.flat(ops.where(isNowhere, nothing, sum));
}

function logDensity(context: Context): Value {
  const { state, ops, at } = context;
  const name = state.text("kernel") ?? "";
  const [log, kernel] = [LOG_KERNELS.get(name), DENSITY_KERNELS.get(name)];
  if (log === undefined || kernel === undefined) throw state.inconsistent("kernel is unknown");
  const tree = readTree(state, "tree_");
  const h = state.amount(state.has("bandwidth_") ? "bandwidth_" : "bandwidth");
  if (!(h > 0)) throw state.inconsistent("the bandwidth is not positive");
  if ((state.number("atol") ?? 0) > 0 || (state.number("rtol") ?? 0) > WIDEST)
    throw unsupported(at, state.className, sentence`a tolerance that sklearn meets by leaving out rows`);
  const near = distancesTo(context, { points: matrix(tree.order.length, tree.features, tree.points), isTree: true });
  const weights = weightsOf(context, near.rows);
  const logs = log(ops, near.distance(near.values), h);
  const weighted = weights === null ? logs : ops.add(logs, ops.row(weights.map(Math.log)));
  const whole = Math.log(weights === null ? near.rows : weights.reduce((sum, weight) => sum + weight, 0));
  const norm = -kernel.logNorm(near.features) - near.features * Math.log(h);
  return ops.add(logSum(ops, weighted), ops.double(norm - whole));
}

export const KERNEL_DENSITY: Lowering = defineLowering({
  class: "sklearn.neighbors.KernelDensity",
  lower: (context) => ({ kind: "outlier-detector", methods: makes({ score_samples: () => logDensity(context) }) }),
});
