/** Rows of numbers without some of them. */
import type { Attribute, Value } from "../ir.js";
import type { Ops } from "../ops.js";

const int = (value: number): Attribute => ({ type: "int", value });
/** Behind all places. */
const FAR = 2 ** 40;

/** Numbers [N, length] in their order, and behind all others those that are gone. */
export function compacted(ops: Ops, ids: Value, isGone: Value): Value {
  const step = ops.where(isGone, ops.double(1), ops.double(1));
  const place = ops.g.node("CumSum", [step, ops.long(1)], "float64", ids.shape);
  const behind = ops.add(place, ops.where(isGone, ops.double(FAR), ops.double(0)));
  const length = ops.g.node("Slice", [ops.g.node("Shape", [ids], "int64", [2]), ops.longs([1]), ops.longs([2])], "int64", [1]);
  const [, order] = ops.g.nodes(
    "TopK",
    [behind, length],
    [
      { dtype: "float64", shape: ids.shape },
      { dtype: "int64", shape: ids.shape },
    ],
    { attributes: { largest: int(0), sorted: int(1), axis: int(1) } },
  );
  return ops.g.node("GatherElements", [ids, order ?? ids], ids.dtype, ids.shape, { attributes: { axis: int(1) } });
}
