/** sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis and sklearn.qda.QDA: a normal distribution a class, as `models/discriminant` has it. */
import { arraysOf, asMatrix } from "../../models/parts/stored/array-list.js";
import { type Context, defineLowering, type Lowered, type Lowering, makes, once } from "../define.js";
import type { Value } from "../ir.js";
import { differenceColumns } from "../parts/distances.js";
import { decoded, labelTable } from "../parts/labels.js";
import { logShares } from "../parts/log-densities.js";
import { normalized } from "../parts/probabilities.js";

/** −½ (Σ z² + Σ ln scaling) + ln prior, a column a class. */
function joint({ state, ops, rows }: Context, count: number): Value {
  const means = state.matrix("means_", count);
  const priors = state.vector("priors_", count);
  const rotations = arraysOf(state, "rotations_", count).map((array) => asMatrix(state, "rotations_", array));
  const scalings = arraysOf(state, "scalings_", count);
  return differenceColumns(ops, rows.x, means, (steps, k) => {
    const values = scalings[k]?.data ?? new Float64Array(0);
    const rotation = rotations[k];
    if (rotation === undefined || rotation.rows !== means.cols || rotation.cols !== values.length)
      throw state.inconsistent(`rotation ${k} does not fit its scalings`);
    const axes = rotation.data.map((value, at) => value * (values[at % values.length] ?? 0) ** -0.5);
    const z = ops.matmul(steps, ops.doubles([means.cols, values.length], axes));
    const logs = values.reduce((sum, value) => sum + Math.log(value), 0);
    const sum = ops.add(ops.sumOfSquares(z, true), ops.double(logs));
    return ops.add(ops.mul(ops.double(-0.5), sum), ops.double(Math.log(priors[k] ?? 0)));
  });
}

/** To 1.5 probabilities came first and logarithms were taken of them. */
const early = ({ ops }: Context, scores: Value): Value => normalized(ops, ops.exp(ops.sub(scores, ops.greatest(scores, true))));

function quadratic(context: Context): Lowered {
  const { state, ops } = context;
  const labels = labelTable(context);
  const scores = once(() => joint(context, labels.count));
  const isOld = state.before(1, 6);
  const proba = once(() => (isOld ? early(context, scores()) : ops.exp(logShares(ops, scores()))));
  return {
    kind: "classifier",
    methods: makes({
      predict: () => decoded(ops, labels, ops.argmax(scores())),
      decision_function: () => (labels.count === 2 ? ops.flat(ops.sub(ops.columns(scores(), [1]), ops.columns(scores(), [0]))) : scores()),
      predict_proba: proba,
      predict_log_proba: () => (isOld ? ops.log(proba()) : logShares(ops, scores())),
    }),
  };
}

export const QUADRATIC_DISCRIMINANTS: readonly Lowering[] = [
  "sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis",
  "sklearn.qda.QDA",
].map((name) => defineLowering({ class: name, lower: quadratic }));
