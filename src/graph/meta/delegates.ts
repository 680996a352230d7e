/** Estimators that hand questions to the one that they hold: searches, RANSAC, self-training, frozen ones. */
import { sentence } from "../../errors.js";
import { type Context, defineLowering, type Lowered, type Lowering, sklearnMethod, unsupported } from "../define.js";
import { memberOf } from "../parts/members.js";

const CLASSIFIER = ["predict", "predict_proba", "predict_log_proba", "decision_function"];
const SEARCH = [...CLASSIFIER, "score_samples", "transform", "inverse_transform"];

/** Those methods alone that are handed on; all where no names are given. */
function delegated(context: Context, key: string, names: readonly string[] | null): Lowered {
  const { lowered } = memberOf(context, context.state.fitted(key), key);
  if (names === null) return lowered;
  return { ...lowered, methods: new Map([...lowered.methods].filter(([name]) => names.includes(sklearnMethod(name)))) };
}

const search = (name: string): Lowering =>
  defineLowering({
    class: `sklearn.model_selection.${name}`,
    lower: (context) => {
      const { state, at } = context;
      if (!state.has("best_estimator_") && state.get("refit") === false)
        throw unsupported(at, state.className, sentence`it was not refitted, and holds no estimator`);
      return delegated(context, "best_estimator_", SEARCH);
    },
  });

const wrapper = (className: string, key: string, names: readonly string[] | null): Lowering =>
  defineLowering({ class: className, lower: (context) => delegated(context, key, names) });

export const DELEGATES: readonly Lowering[] = [
  search("GridSearchCV"),
  search("HalvingGridSearchCV"),
  search("HalvingRandomSearchCV"),
  search("RandomizedSearchCV"),
  wrapper("sklearn.frozen.FrozenEstimator", "estimator", null),
  wrapper("sklearn.linear_model.RANSACRegressor", "estimator_", ["predict"]),
  wrapper("sklearn.semi_supervised.SelfTrainingClassifier", "estimator_", CLASSIFIER),
];
