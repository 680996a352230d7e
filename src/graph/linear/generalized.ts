/** Generalized linear models: the inverse of the fitted link over a linear predictor (sklearn.linear_model._glm). */
import { defineLowering, type Lowering, makes } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { linearScores } from "../parts/linear.js";

const INVERSES = new Map<string, (ops: Ops, scores: Value) => Value>([
  ["IdentityLink", (_, scores) => scores],
  ["LogLink", (ops, scores) => ops.exp(scores)],
  ["LogitLink", (ops, scores) => ops.sigmoid(scores)],
  ["HalfLogitLink", (ops, scores) => ops.sigmoid(ops.mul(ops.double(2), scores))],
]);

const generalized = (className: string): Lowering =>
  defineLowering({
    class: className,
    lower: (context) => {
      const { state, ops } = context;
      const link = state.object("_base_loss")?.object("link") ?? state.object("_link") ?? state.object("_link_instance");
      const inverse = INVERSES.get(link?.name ?? "");
      if (inverse === undefined) throw state.inconsistent("it has no link function that is known");
      const { scores, flat } = linearScores(context);
      const predict = (): Value => inverse(ops, flat ? ops.flat(scores()) : scores());
      return { kind: "regressor", methods: makes({ predict }) };
    },
  });

export const GENERALIZED: readonly Lowering[] = [
  generalized("sklearn.linear_model.GammaRegressor"),
  generalized("sklearn.linear_model._glm.glm.GeneralizedLinearRegressor"),
  generalized("sklearn.linear_model.PoissonRegressor"),
  generalized("sklearn.linear_model.TweedieRegressor"),
];
