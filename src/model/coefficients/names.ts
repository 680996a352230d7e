/** Names on their way through a pipeline: what each step calls the columns that it gives, as sklearn's `get_feature_names_out`. */
import { CornichonError } from "../../errors.js";
import { denseResult, type FittedModel, type MakeModel } from "../../models/define.js";
import { Samples } from "../../models/samples.js";
import type { State } from "../../models/state.js";

export type Names = readonly string[] | null;

/** The names that a model's own method gives; null where it has none or knows none. */
function told(model: FittedModel, names: Names): Names {
  const method = model.methods.get("get_feature_names_out");
  if (method === undefined) return null;
  const options = names === null || names.length !== model.nFeatures ? {} : { input_features: names };
  try {
    return Array.from(denseResult(method(new Samples([]), options)).data, String);
  } catch (error) {
    if (error instanceof CornichonError) return null;
    throw error;
  }
}

/** `x0`, `x1` …, as sklearn calls columns without names. */
export const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, j) => `x${j}`);

/** A column that has only missing values has no statistic: sklearn's first imputer leaves it out. */
const imputed = (state: State, names: readonly string[]): readonly string[] => {
  const statistics = state.number("axis") === 1 || !state.has("statistics_") ? null : state.vector("statistics_");
  return statistics === null ? names : names.filter((_, j) => !Number.isNaN(statistics[j]));
};

/** Names of the columns that a step gives, given those that it takes; null where nothing says them. */
export function namesAfter(state: State, make: MakeModel, given: Names): Names {
  const model = make(state.value);
  const names = model.featureNames ?? given ?? (model.nFeatures === null ? null : numbered(model.nFeatures));
  const out = told(model, names);
  if (out !== null || names === null) return out;
  if (state.name === "Imputer") return imputed(state, names);
  // Functions that are known here take each number for itself.
  return state.name === "FunctionTransformer" ? names : null;
}

/** Which of the columns that a step takes it gives on: what comes out are some of them, in their order. */
export function supportOf(state: State, make: MakeModel): readonly boolean[] | null {
  const model = make(state.value);
  const count = model.nFeatures;
  if (count === null) return null;
  const names = model.featureNames ?? numbered(count);
  const kept = told(model, names);
  if (kept === null) return null;
  let next = 0;
  const support = names.map((name) => kept[next] === name && next++ >= 0);
  return next === kept.length ? support : null;
}
