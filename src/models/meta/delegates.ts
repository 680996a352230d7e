/** Estimators that only hand questions to the one that they hold. */
import { defineModel, type FittedModel, headOf, type Method, type ModelDefinition } from "../define.js";
import { delegated } from "../parts/meta/delegation.js";
import { byOwnNames } from "../parts/meta/own-names.js";
import type { Expectation } from "../samples.js";
import type { State } from "../state.js";

const same = (method: Method): Method => method;

const CLASSIFIER = ["predict", "predict_proba", "predict_log_proba", "decision_function"];

/** From 1.0 on X is looked at before it is handed on: texts are refused where the one inside asks nothing of X (a Dummy). */
const asNumbers =
  (state: State, expected: Expectation) =>
  (method: Method): Method =>
  (x, options) => {
    if (state.since(1, 0) && x.holdsObjects) x.matrix(expected);
    return method(x, options);
  };

function wrapper(className: string, key: string, names: (inner: FittedModel) => readonly string[], numeric = false): ModelDefinition {
  return defineModel({
    class: className,
    build: (state, make) => {
      const inner = make(state.fitted(key));
      const featureNames = state.featureNames() ?? inner.featureNames;
      const held = numeric ? asNumbers(state, { name: state.name, nFeatures: state.declaredFeatures(), featureNames }) : same;
      return {
        ...headOf(inner),
        featureNames,
        methods: byOwnNames(state, new Map(delegated(inner, names(inner)).map(([name, method]) => [name, held(method)]))),
        ...(inner.classes === undefined ? {} : { classes: inner.classes }),
      };
    },
  });
}

/** sklearn.linear_model.RANSACRegressor: the estimator fitted on the inliers. */
export const RANSACRegressor = wrapper("sklearn.linear_model.RANSACRegressor", "estimator_", () => ["predict"], true);
export const SelfTrainingClassifier = wrapper("sklearn.semi_supervised.SelfTrainingClassifier", "estimator_", () => CLASSIFIER, true);
/** sklearn.frozen.FrozenEstimator: everything that the estimator can. */
export const FrozenEstimator = wrapper("sklearn.frozen.FrozenEstimator", "estimator", (inner) => [...inner.methods.keys()]);
