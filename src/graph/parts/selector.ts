/** Columns kept of X as they are (sklearn.feature_selection._base.SelectorMixin). */
import { sentence } from "../../errors.js";
import { expectationOf } from "../../models/parts/expectation.js";
import { type Context, type Lowered, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";

/** X of the kept columns. @throws CornichonError `target.unsupported` where none is kept, `model.inconsistent` */
export function keptColumns({ state, ops, rows, at }: Context, support: readonly boolean[]): () => Value {
  expectationOf(state, support.length);
  const kept = support.flatMap((yes, j) => (yes ? [j] : []));
  if (kept.length === 0) throw unsupported(at, state.className, sentence`it keeps no columns`);
  return once(() => ops.columns(rows.x, kept));
}

export const selector = (context: Context, support: readonly boolean[]): Lowered => ({
  kind: "transformer",
  methods: makes({ transform: keptColumns(context, support) }),
});
