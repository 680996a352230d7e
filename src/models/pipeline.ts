/**
 * sklearn.pipeline.Pipeline: transforms one after the other, then whatever the last step can. Steps that are None or
 * `passthrough` are left out. A pipeline inside itself is refused while it is made.
 */
import { CornichonError } from "../errors.js";
import { own } from "../neutral/document.js";
import { matrix } from "../numeric/ndarray.js";
import { defineModel, type FittedModel, isArrayResult, isSparseResult, type Method, type Result } from "./define.js";
import { Samples } from "./samples.js";
import type { State } from "./state.js";

/** The steps' models in order; null for a step that lets everything through. */
function stepsOf(state: State, make: (value: unknown) => FittedModel): (FittedModel | null)[] {
  const steps = state.references.resolve(state.fitted("steps"));
  const list: unknown = Array.isArray(steps) ? steps : own(steps, "items");
  if (!Array.isArray(list) || list.length === 0) throw state.inconsistent("it has no steps");
  return list.map((step: unknown) => {
    const value = state.references.resolve(step);
    const pair: unknown = Array.isArray(value) ? value : own(value, "items");
    if (!Array.isArray(pair) || pair.length !== 2) throw state.inconsistent("a step is no pair of name and estimator");
    const estimator = state.references.resolve(pair[1]);
    return estimator === null || estimator === "passthrough" ? null : make(estimator);
  });
}

function toSamples(array: Result): Samples {
  if (isSparseResult(array)) return new Samples(array);
  if (!isArrayResult(array)) throw new CornichonError("model.inconsistent", "Pipeline: a step gives a list where the next takes rows.");
  const [rows = 0, cols = 1] = array.shape;
  return new Samples(array.data instanceof Float64Array && array.shape.length === 2 ? matrix(rows, cols, array.data) : array);
}

function chained(steps: readonly (FittedModel | null)[], x: Samples): Samples {
  let current = x;
  for (const step of steps) {
    const transform = step?.methods.get("transform");
    if (step !== null && transform === undefined)
      throw new CornichonError("model.inconsistent", `Pipeline: its step ${step.className} does not transform.`);
    if (transform !== undefined) current = toSamples(transform(current, {}));
  }
  return current;
}

/** Methods of the last step, behind the transforms before it. */
function delegated(before: readonly (FittedModel | null)[], last: FittedModel): Map<string, Method> {
  const out = new Map<string, Method>();
  for (const [name, method] of last.methods)
    if (name !== "inverse_transform" && name !== "get_feature_names_out")
      out.set(name, (x, options) => method(chained(before, x), options));
  return out;
}

/** Names through all steps, where every step knows its own. */
function featureNamesOut(steps: readonly FittedModel[]): Method {
  return (x, options) => {
    let names: Result | null = null;
    for (const step of steps) {
      const method = step.methods.get("get_feature_names_out");
      if (method === undefined)
        throw new CornichonError("model.method", `Estimator ${step.className} does not provide get_feature_names_out.`);
      names = method(x, names === null ? options : { input_features: namesIn(names) });
    }
    if (names === null) throw new CornichonError("model.method", "A pipeline without steps has no feature names.");
    return names;
  };
}

const namesIn = (names: Result): string[] => (isArrayResult(names) ? Array.from(names.data, String) : []);

function inverse(steps: readonly FittedModel[]): Method {
  return (x, options) => {
    let current = x;
    let result: Result | null = null;
    for (const step of [...steps].reverse()) {
      const method = step.methods.get("inverse_transform");
      if (method === undefined) throw new CornichonError("model.method", `${step.className} has no inverse_transform.`);
      result = method(current, options);
      current = toSamples(result);
    }
    if (result === null) throw new CornichonError("model.method", "A pipeline without steps has no inverse_transform.");
    return result;
  };
}

export const Pipeline = defineModel({
  class: "sklearn.pipeline.Pipeline",
  build: (state, make) => {
    const steps = stepsOf(state, make);
    const real = steps.filter((step) => step !== null);
    const last = steps[steps.length - 1] ?? null;
    const table = last === null ? new Map<string, Method>() : delegated(steps.slice(0, -1), last);
    if (last === null && real.every((step) => step.methods.has("transform")))
      table.set("transform", (x) => {
        const m = chained(steps, x).matrix({ name: "Pipeline", nFeatures: null, featureNames: null });
        return { dtype: "float64", shape: [m.rows, m.cols], data: m.data };
      });
    if (real.length > 0 && real.every((step) => step.methods.has("inverse_transform"))) table.set("inverse_transform", inverse(real));
    if (real.length > 0 && real.every((step) => step.methods.has("get_feature_names_out")))
      table.set("get_feature_names_out", featureNamesOut(real));
    const first = real[0];
    return { nFeatures: first?.nFeatures ?? null, featureNames: first?.featureNames ?? null, methods: table };
  },
});
