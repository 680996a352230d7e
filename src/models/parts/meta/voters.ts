/** Estimators by name that answer side by side: what voting and stacking share (sklearn.ensemble._base._BaseHeterogeneousEnsemble). */
import { numberOf } from "../../../neutral/document.js";
import { floats, floatType, type NDArray } from "../../../numeric/ndarray.js";
import type { FittedModel, MakeModel } from "../../define.js";
import type { State } from "../../state.js";
import { membersOf } from "./members.js";
import { stepsOf } from "./steps.js";

export interface Voters {
  readonly models: readonly FittedModel[];
  /** Names of those that were not dropped. */
  readonly names: readonly string[];
  /** Their weights, null where all count the same. */
  readonly weights: readonly number[] | null;
}

/** Names and weights of the estimators that were not dropped. */
export type Roll = Omit<Voters, "models">;

/** The roll of so many estimators. @throws CornichonError `model.inconsistent`, `model.not-fitted` */
export function rollOf(state: State, count: number): Roll {
  const steps = stepsOf(state, "estimators", 2);
  const used = steps.map(({ value }) => value !== null && value !== "drop");
  const names = steps.filter((_, at) => used[at]).map(({ name }) => name);
  if (count !== names.length) throw state.inconsistent(`${count} estimators for ${names.length} names`);
  return { names, weights: weightsOf(state, used) };
}

/** @throws CornichonError `model.inconsistent`, `model.not-fitted` */
export function readVoters(state: State, make: MakeModel): Voters {
  const models = membersOf(state, make);
  return { models, ...rollOf(state, models.length) };
}

function weightsOf(state: State, used: readonly boolean[]): readonly number[] | null {
  if (!state.has("weights")) return null;
  const all = state.items("weights").map(numberOf);
  if (all.length !== used.length || all.some((weight) => weight === undefined))
    throw state.inconsistent("weights are not one number an estimator");
  return all.flatMap((weight, at) => (used[at] === true && weight !== undefined ? [weight] : []));
}

/** numpy.average of arrays of one shape, place by place; in float32 where all are and nothing weighs. */
export function average(arrays: readonly NDArray[], weights: readonly number[] | null): NDArray {
  const [first] = arrays;
  const out = new Float64Array(first?.data.length ?? 0);
  arrays.forEach(({ data }, k) => {
    const weight = weights?.[k] ?? 1;
    for (let at = 0; at < out.length; at++) out[at] += Number(data[at]) * weight;
  });
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? arrays.length;
  const dtype = weights === null ? floatType(...arrays.map((array) => array.dtype)) : "float64";
  return floats(
    dtype,
    first?.shape ?? [0],
    out.map((value) => value / total),
  );
}
