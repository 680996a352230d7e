/** What is inside of estimators that hand questions on: whose classes they have, and what sort of scores. */
import { stepsOf } from "../../models/parts/meta/steps.js";
import type { State } from "../../models/state.js";
import { typeOf } from "../../neutral/document.js";

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

/** What has the `classes_` of a classifier with one output: itself, its label binarizer, or one inside; null where none has. */
export function classesHolder(state: State): State | null {
  for (const one of chain(state))
    for (const holder of [one, one.object("_label_binarizer"), one.object("label_binarizer_")])
      if (holder !== null && typeOf(holder.get("classes_")) === "ndarray") return holder;
  return null;
}
