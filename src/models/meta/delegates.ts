/** Estimators that only hand questions to the one that they hold. */
import { defineModel, type FittedModel, headOf, type ModelDefinition } from "../define.js";
import { delegated } from "../parts/meta/delegation.js";
import { byOwnNames } from "../parts/meta/own-names.js";

const CLASSIFIER = ["predict", "predict_proba", "predict_log_proba", "decision_function"];

function wrapper(className: string, key: string, names: (inner: FittedModel) => readonly string[]): ModelDefinition {
  return defineModel({
    class: className,
    build: (state, make) => {
      const inner = make(state.fitted(key));
      return {
        ...headOf(inner),
        featureNames: state.featureNames() ?? inner.featureNames,
        methods: byOwnNames(state, new Map(delegated(inner, names(inner)))),
        ...(inner.classes === undefined ? {} : { classes: inner.classes }),
      };
    },
  });
}

/** sklearn.linear_model.RANSACRegressor: the estimator fitted on the inliers. */
export const RANSACRegressor = wrapper("sklearn.linear_model.RANSACRegressor", "estimator_", () => ["predict"]);
export const SelfTrainingClassifier = wrapper("sklearn.semi_supervised.SelfTrainingClassifier", "estimator_", () => CLASSIFIER);
/** sklearn.frozen.FrozenEstimator: everything that the estimator can. */
export const FrozenEstimator = wrapper("sklearn.frozen.FrozenEstimator", "estimator", (inner) => [...inner.methods.keys()]);
