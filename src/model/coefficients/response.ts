/**
 * From `X · coefᵀ + intercept` to what the model says: the inverse of a link, the class of a score, how scores become
 * probabilities. The words are a closed list, which `docs/coefficients.md` explains with their formulas.
 */
import type { State } from "../../models/state.js";

/** How a regressor's value comes from the score. */
export type Link = "identity" | "exp" | "logistic" | "half-logistic";
/** How a classifier's class comes from the scores. */
export type Choice = "sign" | "largest" | "each" | "votes" | "inlier";
export type Probabilities = "logistic" | "logistic-normalised" | "softmax" | "softmax-of-both" | "modified-huber";

export interface Response {
  readonly value?: Link;
  readonly class?: Choice;
  readonly probabilities?: Probabilities;
}

const LINKS: ReadonlyMap<string, Link> = new Map([
  ["IdentityLink", "identity"],
  ["LogLink", "exp"],
  ["LogitLink", "logistic"],
  ["HalfLogitLink", "half-logistic"],
]);

const GENERALIZED: ReadonlySet<string> = new Set(["GammaRegressor", "GeneralizedLinearRegressor", "PoissonRegressor", "TweedieRegressor"]);

/** @throws CornichonError `model.inconsistent` */
function linkOf(state: State): Link {
  if (!GENERALIZED.has(state.name)) return "identity";
  const link = state.object("_base_loss")?.object("link") ?? state.object("_link") ?? state.object("_link_instance");
  const found = LINKS.get(link?.name ?? "");
  if (found === undefined) throw state.inconsistent("its link function is none of its own");
  return found;
}

/** sklearn.linear_model._logistic.LogisticRegression.predict_proba, as `models/linear/logistic-regression.ts` has it. */
function logistic(state: State, classes: number): Probabilities {
  const mode = state.text("multi_class");
  const sigmoids = classes === 2 ? "logistic" : "logistic-normalised";
  const before017 = state.get("n_iter_") === undefined && state.before(1, 0);
  if (mode === "ovr" || mode === "warn") return sigmoids;
  if (mode === "multinomial") {
    if ((state.before(0, 20) && classes <= 2) || before017) return sigmoids;
    return classes === 2 ? "softmax-of-both" : "softmax";
  }
  return classes <= 2 || (mode !== null && state.text("solver") === "liblinear") ? sigmoids : "softmax";
}

function probabilitiesOf(state: State, classes: number): Probabilities | undefined {
  const sigmoids = classes === 2 ? "logistic" : "logistic-normalised";
  switch (state.name) {
    case "LogisticRegression":
    case "LogisticRegressionCV":
      return logistic(state, classes);
    case "LDA":
    case "LinearDiscriminantAnalysis":
      return classes === 2 || (state.before(0, 21) && state.has("solver")) ? sigmoids : "softmax";
    case "SGDClassifier": {
      const loss = state.text("loss");
      return loss === "log_loss" || loss === "log" ? sigmoids : loss === "modified_huber" ? "modified-huber" : undefined;
    }
    default:
      return undefined;
  }
}

/** Several labels a row: each has its own score. */
const isMultilabel = (state: State): boolean =>
  (state.object("_label_binarizer")?.text("y_type_") ?? "").startsWith("multilabel") && state.since(1, 1);

/** @throws CornichonError `model.inconsistent` */
export function responseOf(state: State, classes: readonly unknown[] | null, outputs: number): Response {
  if (state.name === "SGDOneClassSVM" || state.name === "OneClassSVM") return { class: "inlier" };
  if (classes === null) return { value: linkOf(state) };
  const probabilities = probabilitiesOf(state, classes.length);
  const choice = isMultilabel(state) ? "each" : outputs === 1 && classes.length <= 2 ? "sign" : "largest";
  return { class: choice, ...(probabilities === undefined ? {} : { probabilities }) };
}
