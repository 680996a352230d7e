/**
 * The states along a document's model: what is done to the features first, and the estimator at the end, through pipelines
 * and what only hands its questions on (a search's best estimator, RANSAC's). For whoever reads attributes (coefficients,
 * checks); what a pipeline answers is in `models/meta/pipeline.ts`.
 */
import { stepsOf } from "../models/parts/meta/steps.js";
import type { State } from "../models/state.js";
import { isObject } from "../neutral/document.js";

/** A step with its state, by sklearn's name for it: `scaler`, and `inner__scaler` in a pipeline at the end of another. */
export interface StepState {
  readonly name: string;
  readonly state: State;
}

export interface Chain {
  readonly before: readonly StepState[];
  /** The estimator itself where there is no pipeline. */
  readonly last: State;
  /** Where the last one stands: a path as `--select` takes it; empty for the state itself. */
  readonly path: readonly string[];
  /** What a TransformedTargetRegressor does to the target; its way back is done to the prediction. */
  readonly target: State | null;
}

const MAX_NESTING = 64;

/** Estimators that answer as the one does that they hold. */
const HANDS_ON: ReadonlyMap<string, string> = new Map([
  ["GridSearchCV", "best_estimator_"],
  ["RandomizedSearchCV", "best_estimator_"],
  ["HalvingGridSearchCV", "best_estimator_"],
  ["HalvingRandomSearchCV", "best_estimator_"],
  ["RANSACRegressor", "estimator_"],
  ["SelfTrainingClassifier", "estimator_"],
  ["FrozenEstimator", "estimator"],
  ["TransformedTargetRegressor", "regressor_"],
]);

/** Eliminations select columns, and their estimator answers about those. */
const ELIMINATES: ReadonlySet<string> = new Set(["RFE", "RFECV"]);

/** The steps that do something, as they stand; none where the state is no Pipeline. @throws CornichonError `model.inconsistent` */
function stepsIn(state: State): StepState[] {
  if (state.name !== "Pipeline") return [];
  return stepsOf(state, "steps", 2).flatMap(({ name, value }) => (isObject(value) ? [{ name, state: state.inner(value) }] : []));
}

/** What is done before, and what is inside, one level in; null for an estimator that holds no other. */
function inside(state: State): { readonly before: readonly StepState[]; readonly end: StepState } | null {
  const steps = stepsIn(state);
  const end = steps.pop();
  if (end !== undefined) return { before: steps, end };
  const key = HANDS_ON.get(state.name) ?? (ELIMINATES.has(state.name) ? "estimator_" : undefined);
  const held = key === undefined ? null : state.object(key);
  if (key === undefined || held === null) return null;
  return { before: ELIMINATES.has(state.name) ? [{ name: "", state }] : [], end: { name: key, state: held } };
}

/** From the first step to the last. @throws CornichonError `model.inconsistent` */
export function chainOf(state: State): Chain {
  const before: StepState[] = [];
  const path: string[] = [];
  let last = state;
  let prefix = "";
  let target: State | null = null;
  for (let i = 0; i < MAX_NESTING; i++) {
    const within = inside(last);
    if (within === null) break;
    const named = last.name === "Pipeline";
    for (const step of within.before) before.push({ ...step, name: prefix + (step.name || step.state.name.toLowerCase()) });
    if (last.name === "TransformedTargetRegressor") {
      if (target !== null) throw state.inconsistent("it transforms its target more than once");
      target = last.object("transformer_");
    }
    last = within.end.state;
    path.push(within.end.name);
    // A search at the end of a pipeline adds no name to its steps.
    if (named) prefix = `${prefix}${within.end.name}__`;
  }
  return { before, last, path, target };
}
