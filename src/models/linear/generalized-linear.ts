/**
 * Generalized linear models: the inverse of a link function over a linear predictor. The link is the fitted one, as an
 * object of the state (sklearn.linear_model._glm.glm 0.23 to 1.9: `_link_instance` to 1.0, `_base_loss.link` after).
 */
import { expit } from "../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { linearPart, scoresArray } from "../parts/linear/predictor.js";
import { mapScores } from "../parts/linear/probabilities.js";
import type { State } from "../state.js";

const INVERSES = new Map<string, (value: number) => number>([
  ["IdentityLink", (value) => value],
  ["LogLink", Math.exp],
  ["LogitLink", expit],
  ["HalfLogitLink", (value) => expit(2 * value)],
]);

function inverseLink(state: State): (value: number) => number {
  const link = state.object("_base_loss")?.object("link") ?? state.object("_link") ?? state.object("_link_instance");
  const inverse = INVERSES.get(link?.name ?? "");
  if (inverse === undefined)
    throw state.inconsistent(link === null ? "it has no link function" : `the link ${link.name} is none of its own`);
  return inverse;
}

const generalized = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const part = linearPart(state);
      const inverse = inverseLink(state);
      return {
        ...part.expected,
        methods: methods({ predict: (x) => scoresArray(mapScores(part.scores(x), inverse), part.flat) }),
      };
    },
  });

export const GammaRegressor = generalized("sklearn.linear_model.GammaRegressor");
export const GeneralizedLinearRegressor = generalized("sklearn.linear_model._glm.glm.GeneralizedLinearRegressor");
export const PoissonRegressor = generalized("sklearn.linear_model.PoissonRegressor");
export const TweedieRegressor = generalized("sklearn.linear_model.TweedieRegressor");
