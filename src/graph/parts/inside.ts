/** What is inside of estimators that hand questions on: whose classes they have, and what sort of scores. */
import { catboostLabels } from "../../models/parts/boosters/catboost-classes.js";
import { readEstimator } from "../../models/parts/boosters/catboost-methods.js";
import { lightgbmLabels } from "../../models/parts/boosters/lightgbm-methods.js";
import { readWrapper, xgboostLabels } from "../../models/parts/boosters/xgboost-wrapper.js";
import { stepsOf } from "../../models/parts/meta/steps.js";
import type { State } from "../../models/state.js";
import { typeOf } from "../../neutral/document.js";
import type { NDArray } from "../../numeric/ndarray.js";

/** Attribute of what answers, by the name of the class that hands on. */
const KEYS: Readonly<Record<string, string>> = {
  FixedThresholdClassifier: "estimator_",
  FrozenEstimator: "estimator",
  GridSearchCV: "best_estimator_",
  HalvingGridSearchCV: "best_estimator_",
  HalvingRandomSearchCV: "best_estimator_",
  RandomizedSearchCV: "best_estimator_",
  RFE: "estimator_",
  RFECV: "estimator_",
  SelfTrainingClassifier: "estimator_",
  TunedThresholdClassifierCV: "estimator_",
};

/** Estimators inside of each other are as many as anyone has. */
const MAX_NESTING = 64;

/** What an estimator hands questions to, null where it answers itself. */
function inside(state: State): State | null {
  const key = Object.hasOwn(KEYS, state.name) ? KEYS[state.name] : undefined;
  const value = state.name === "Pipeline" ? stepsOf(state, "steps", 2).at(-1)?.value : key === undefined ? undefined : state.get(key);
  return typeOf(state.references.resolve(value)) === "object" ? state.inner(value) : null;
}

function* chain(state: State): Generator<State> {
  let at: State | null = state;
  for (let depth = 0; at !== null && depth < MAX_NESTING; depth++) {
    yield at;
    at = inside(at);
  }
}

/** The one that answers in the end. */
export function innermost(state: State): State {
  let last = state;
  for (const one of chain(state)) last = one;
  return last;
}

/** Classes of a booster's wrapper, which may stand in its encoder or in its numbers alone. */
function boosterClasses(state: State): NDArray | null {
  if (/^xgboost\.XGB\w*Classifier$/.test(state.className)) return xgboostLabels(state, readWrapper(state)).classes;
  if (state.className === "catboost.CatBoostClassifier") return catboostLabels(state, readEstimator(state).model).classes;
  return state.className === "lightgbm.LGBMClassifier" ? lightgbmLabels(state).classes : null;
}

/** The classes of a classifier with one output: its own, its label binarizer's, or those of one inside; null where none are known. */
export function classesInside(state: State): NDArray | null {
  for (const one of chain(state)) {
    const classes = boosterClasses(one);
    if (classes !== null) return classes;
    for (const holder of [one, one.object("_label_binarizer"), one.object("label_binarizer_")])
      if (holder !== null && typeOf(holder.get("classes_")) === "ndarray") return holder.array("classes_");
  }
  return null;
}
