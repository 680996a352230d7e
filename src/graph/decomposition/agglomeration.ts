/** sklearn.cluster.FeatureAgglomeration: pools the columns of each cluster. Refused: the median, and functions that are not numpy's own. */
import { sentence } from "../../errors.js";
import { groups } from "../../models/parts/columns/clusters.js";
import { defineLowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";

/** Columns to one. */
type Pool = (ops: Ops, x: Value) => Value;

const mean: Pool = (ops, x) => ops.mean(x, true);
const most: Pool = (ops, x) => ops.greatest(x, true);
const least: Pool = (ops, x) => ops.least(x, true);
const variance: Pool = (ops, x) => {
  const off = ops.sub(x, mean(ops, x));
  return mean(ops, ops.mul(off, off));
};

const POOLS: ReadonlyMap<string, Pool> = new Map([
  ["mean", mean],
  ["average", mean],
  ["max", most],
  ["amax", most],
  ["min", least],
  ["amin", least],
  ["sum", (ops, x) => ops.sum(x, true)],
  ["prod", (ops, x) => ops.product(x, true)],
  ["var", variance],
  ["std", (ops, x) => ops.sqrt(variance(ops, x))],
  ["ptp", (ops, x) => ops.sub(most(ops, x), least(ops, x))],
]);

export const AGGLOMERATION = defineLowering({
  class: "sklearn.cluster.FeatureAgglomeration",
  lower: ({ state, ops, rows, at }) => {
    const name = state.global("pooling_func") ?? "numpy.mean";
    const pool = /^(?:numpy\.)?[a-z]+$/.test(name) ? POOLS.get(name.replace("numpy.", "")) : undefined;
    if (pool === undefined) throw unsupported(at, state.className, sentence`its pooling function has no form in a graph`);
    const { clusters } = groups(state);
    const transform = (): Value => ops.concat(clusters.map((columns) => pool(ops, ops.columns(rows.x, columns))));
    return { kind: "transformer", methods: makes({ transform }) };
  },
});
