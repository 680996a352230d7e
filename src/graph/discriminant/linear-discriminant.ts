/**
 * sklearn.discriminant_analysis.LinearDiscriminantAnalysis and sklearn.lda.LDA, as `models/discriminant` has them: linear
 * scores, and a projection where the solver has one.
 */
import { sentence } from "../../errors.js";
import { type Context, defineLowering, type Lowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { classifier } from "../linear/classifiers.js";
import { labelTable } from "../parts/labels.js";
import { multinomial, oneVsRest } from "../parts/probabilities.js";

/** The smallest normal number (numpy.finfo.tiny), whose logarithm a probability of zero has from 0.24 on. */
const TINY = 2 ** -1022;

function projected({ state, ops, rows, at }: Context, features: number): Value {
  if (state.text("solver") === "lsqr") throw unsupported(at, state.className, sentence`transform with the solver lsqr`);
  const all = state.matrix("scalings_", features);
  const key = ["_max_components", "n_components"].find((name) => state.number(name) !== null);
  const kept = key === undefined ? all.cols : Math.min(all.cols, state.whole(key, 0, Number.MAX_SAFE_INTEGER));
  const axes = Float64Array.from({ length: features * kept }, (_, i) => all.data[Math.floor(i / kept) * all.cols + (i % kept)] ?? 0);
  const moved = state.text("solver") === "eigen" ? rows.x : ops.sub(rows.x, ops.row(state.vector("xbar_", features)));
  return ops.matmul(moved, ops.doubles([features, kept], axes));
}

const linearDiscriminant = (className: string): Lowering =>
  defineLowering({
    class: className,
    lower: (context) => {
      const { state, ops } = context;
      const labels = labelTable(context);
      const formula = labels.count === 2 || (state.before(0, 21) && state.has("solver")) ? oneVsRest : multinomial;
      const { kind, methods } = classifier(context, labels, formula);
      const proba = methods.get("predict_proba");
      const log = (): Value => {
        const p = proba?.() ?? ops.double(Number.NaN);
        return ops.log(state.before(0, 24) ? p : ops.where(ops.equal(p, ops.double(0)), ops.double(TINY), p));
      };
      const features = Number(context.rows.x.shape[1]);
      return { kind, methods: new Map([...methods, ...makes({ predict_log_proba: log, transform: () => projected(context, features) })]) };
    },
  });

export const LINEAR_DISCRIMINANTS: readonly Lowering[] = [
  linearDiscriminant("sklearn.discriminant_analysis.LinearDiscriminantAnalysis"),
  linearDiscriminant("sklearn.lda.LDA"),
];
