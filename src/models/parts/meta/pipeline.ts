/**
 * Transforms one after the other, then whatever the last step can (sklearn.pipeline.Pipeline and what is derived from it). Steps that
 * are None or `passthrough` are left out. A pipeline inside itself is refused while it is made.
 */
import { CornichonError, sentence } from "../../../errors.js";
import { texts } from "../../../numeric/ndarray.js";
import { type FittedModel, headOf, type MakeModel, type Method, type Result } from "../../define.js";
import { Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { answer, delegated, methodOf, samplesOf } from "./delegation.js";
import { type Step, stepModel, stepsOf } from "./steps.js";

/** Methods that sklearn's Pipeline hands to its last step. */
const FINAL = ["predict", "predict_proba", "predict_log_proba", "decision_function", "score_samples"];

function next(state: State, result: Result): Samples {
  const samples = samplesOf(result);
  if (samples === null) throw state.inconsistent("a step gives a list where the next takes rows");
  return samples;
}

/** What a step gives with the names that it gives it, where it makes frames. */
function named(state: State, step: FittedModel, given: Samples, x: Samples): Samples {
  if (step.givesFrames !== true) return x;
  const columns = Array.from(answer(state, step, "get_feature_names_out", given).data, String);
  return new Samples({ columns, rows: x.table({ name: step.className, nFeatures: columns.length, featureNames: null }).rows });
}

const chained = (state: State, steps: readonly FittedModel[], x: Samples): Samples =>
  steps.reduce((current, step) => named(state, step, current, next(state, methodOf(state, step, "transform")(current, {}))), x);

/** Methods of the last step, behind the transforms before it. */
function finalMethods(state: State, before: readonly FittedModel[], last: FittedModel): [string, Method][] {
  const names = last.methods.has("transform") ? [...FINAL, "transform"] : FINAL;
  return delegated(last, names).map(([name, method]) => [name, (x, options) => method(chained(state, before, x), options)]);
}

const allHave = (steps: readonly FittedModel[], name: string): boolean => steps.length > 0 && steps.every((step) => step.methods.has(name));

/** Names through all steps, where every step knows its own. */
function featureNamesOut(state: State, steps: readonly FittedModel[]): Method {
  return (x, options) => {
    let given = options;
    let names = texts([]);
    for (const step of steps) {
      names = answer(state, step, "get_feature_names_out", x, given);
      given = { input_features: Array.from(names.data, String) };
    }
    return names;
  };
}

function inverse(state: State, steps: readonly FittedModel[]): Method {
  return (x, options) => {
    const [first, ...others] = [...steps].reverse();
    if (first === undefined) throw new CornichonError("model.method", sentence`A pipeline without steps has no inverse_transform.`);
    return others.reduce(
      (result, step) => methodOf(state, step, "inverse_transform")(next(state, result), options),
      methodOf(state, first, "inverse_transform")(x, options),
    );
  };
}

/** A pipeline that ends in nothing transforms with all its steps. */
function transformAll(state: State, steps: readonly FittedModel[]): Method {
  return (x, options) => {
    const last = steps[steps.length - 1];
    return last === undefined ? x.array() : methodOf(state, last, "transform")(chained(state, steps.slice(0, -1), x), options);
  };
}

const NONE_SKIPPED = (): boolean => false;

/** The model of a pipeline's state. `isSkipped`: steps that do nothing when it is asked, as samplers do not. */
export function pipelineModel(
  state: State,
  make: MakeModel,
  isSkipped: (step: Step) => boolean = NONE_SKIPPED,
): Omit<FittedModel, "className"> {
  const steps = stepsOf(state, "steps", 2).map((step) => (isSkipped(step) ? null : stepModel(step, make)));
  if (steps.length === 0) throw state.inconsistent("it has no steps");
  const real = steps.filter((step) => step !== null);
  const last = steps[steps.length - 1] ?? null;
  const table = new Map<string, Method>(last === null ? [] : finalMethods(state, real.slice(0, -1), last));
  if (last === null) table.set("transform", transformAll(state, real));
  if (allHave(real, "inverse_transform")) table.set("inverse_transform", inverse(state, real));
  if (allHave(real, "get_feature_names_out")) table.set("get_feature_names_out", featureNamesOut(state, real));
  // A step that knows neither names nor a number of columns hands on what it gets.
  const first = real.find((step) => step.featureNames !== null || step.nFeatures !== null || step.takesTexts === true);
  return {
    ...headOf(first),
    methods: table,
    ...(last?.classes === undefined ? {} : { classes: last.classes }),
  };
}
