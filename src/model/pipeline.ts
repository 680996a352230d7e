/**
 * The states along a document's pipeline: what is done to the features first, and the estimator at the end. For whoever
 * reads attributes (coefficients, checks); what a pipeline answers is in `models/meta/pipeline.ts`.
 */
import { stepsOf } from "../models/parts/meta/steps.js";
import { State } from "../models/state.js";
import { isObject } from "../neutral/document.js";

/** A step with its state, by sklearn's name for it: `scaler`, and `inner__scaler` in a pipeline at the end of another. */
export interface StepState {
  readonly name: string;
  readonly state: State;
}

const MAX_NESTING = 64;

/** The steps that do something, as they stand; none where the state is no Pipeline. @throws CornichonError `model.inconsistent` */
function stepsIn(state: State, before: string): StepState[] {
  if (state.name !== "Pipeline") return [];
  return stepsOf(state, "steps", 2).flatMap(({ name, value }) =>
    isObject(value) ? [{ name: before + name, state: new State(value, state.references) }] : [],
  );
}

/** From the first step to the last, which is the estimator itself where there is no pipeline. @throws CornichonError `model.inconsistent` */
export function chainOf(state: State): { readonly before: readonly StepState[]; readonly last: State } {
  const before: StepState[] = [];
  let last: StepState = { name: "", state };
  for (let i = 0; i < MAX_NESTING; i++) {
    const steps = stepsIn(last.state, last.name === "" ? "" : `${last.name}__`);
    const end = steps.pop();
    if (end === undefined) break;
    before.push(...steps);
    last = end;
  }
  return { before, last: last.state };
}
