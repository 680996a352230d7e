/**
 * sklearn.ensemble.VotingClassifier: the class with most (weighted) votes, or the one with the largest mean probability
 * (sklearn.ensemble._voting 0.17 to 1.9). Its estimators know the classes by their positions in `classes_`.
 */
import { argmax, float64, type NDArray, texts } from "../../numeric/ndarray.js";
import { hstack } from "../../numeric/stack.js";
import { defineModel, headOf, methods } from "../define.js";
import { type Labels, labelsOf } from "../parts/labels.js";
import { answer } from "../parts/meta/delegation.js";
import { average, readVoters, type Voters } from "../parts/meta/voters.js";
import type { Samples } from "../samples.js";

/** Positions with most votes in each row, the first of equal ones. */
function mostVotes(ballots: readonly NDArray[], weights: readonly number[] | null, labels: Labels, rows: number): number[] {
  return Array.from({ length: rows }, (_, i) => {
    const count = new Float64Array(labels.count);
    ballots.forEach(({ data }, k) => {
      const at = Number(data[i]);
      if (at >= 0 && at < labels.count) count[at] += weights?.[k] ?? 1;
    });
    return argmax(count, 0, labels.count);
  });
}

/** One array of all, an estimator after the other: `(estimators, rows, classes)`. */
function stack(arrays: readonly NDArray[]): NDArray {
  const shape = [arrays.length, ...(arrays[0]?.shape ?? [])];
  return float64(shape, Float64Array.from(arrays.flatMap(({ data }) => Array.from(data, Number))));
}

function namesOf({ names }: Voters, labels: Labels, soft: boolean): NDArray {
  const each = soft ? Array.from({ length: labels.count }, (_, k) => String(k)) : [""];
  return texts(names.flatMap((name) => each.map((k) => `votingclassifier_${name}${k}`)));
}

export const VotingClassifier = defineModel({
  class: "sklearn.ensemble.VotingClassifier",
  build: (state, make) => {
    const voters = readVoters(state, make);
    const encoder = state.object("le_");
    const labels = labelsOf(encoder ?? state);
    const soft = state.text("voting") === "soft";
    const flat = state.flag("flatten_transform", false);
    const ask = (x: Samples, name: string): NDArray[] => voters.models.map((model) => answer(state, model, name, x));
    const proba = (x: Samples): NDArray => {
      const all = ask(x, "predict_proba");
      const odd = all.find(({ shape }) => shape[1] !== labels.count);
      if (odd !== undefined) throw state.inconsistent(`an estimator knows ${odd.shape[1]} of ${labels.count} classes`);
      return average(all, voters.weights);
    };
    const winners = (x: Samples): number[] => {
      if (!soft) return mostVotes(ask(x, "predict"), voters.weights, labels, x.rows);
      const { data } = proba(x);
      const numbers = Float64Array.from(data, Number);
      return Array.from({ length: x.rows }, (_, i) => argmax(numbers, i, labels.count));
    };
    return {
      ...headOf(voters.models[0]),
      classes: labels.classes,
      methods: methods({
        predict: (x) => labels.decode(winners(x)),
        predict_proba: soft ? proba : undefined,
        transform: (x) => {
          if (!soft) return hstack(ask(x, "predict"), x.rows);
          return flat ? hstack(ask(x, "predict_proba"), x.rows) : stack(ask(x, "predict_proba"));
        },
        get_feature_names_out: soft && !flat ? undefined : () => namesOf(voters, labels, soft),
      }),
    };
  },
});
