/**
 * Classifiers whose threshold was chosen (sklearn.model_selection._classification_threshold 1.5): the positive class from
 * a score on. `auto` is 0.5 for probabilities and 0 for decisions.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { defineModel, type FittedModel, headOf, type Method, type ModelDefinition } from "../define.js";
import { labelsFrom } from "../parts/labels.js";
import { answerMatrix, columnOf, delegated } from "../parts/meta/delegation.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

const OTHERS = ["predict_proba", "predict_log_proba", "decision_function"];

/** Scores of the class at `positive`. */
function scores(state: State, model: FittedModel, method: string, positive: number, x: Samples): Float64Array {
  const m = answerMatrix(state, model, method, x);
  if (method === "predict_proba") return columnOf(m, positive);
  return positive === 1 ? m.data : m.data.map((score) => -score);
}

/** The method whose score is held against the threshold. */
function responseMethod(state: State, model: FittedModel): string {
  const wanted = state.text("response_method") ?? "auto";
  if (wanted !== "auto") return wanted;
  return model.methods.has("predict_proba") ? "predict_proba" : "decision_function";
}

/** `True` is 1 in Python. */
const asNumber = (label: unknown): unknown => (typeof label === "boolean" ? Number(label) : label);

const thresholded = (name: string, thresholdOf: (state: State, method: string) => number): ModelDefinition =>
  defineModel({
    class: `sklearn.model_selection.${name}`,
    build: (state, make) => {
      const model = make(state.fitted("estimator_"));
      const { classes } = model;
      if (classes === undefined || !("data" in classes) || classes.data.length !== 2)
        throw state.inconsistent("its estimator has not two classes");
      const labels = labelsFrom(classes);
      const method = responseMethod(state, model);
      const threshold = thresholdOf(state, method);
      const wanted = state.get("pos_label");
      const positive =
        wanted === undefined || wanted === null
          ? 1
          : Array.from<unknown, unknown>(classes.data, (label) => asNumber(label)).indexOf(asNumber(state.plain(wanted)));
      const predict: Method = (x) => {
        if (positive < 0) throw new CornichonError("model.method", sentence`${showText(state.name)}: pos_label is no class.`);
        return labels.decode(scores(state, model, method, positive, x).map((score) => (score >= threshold ? positive : 1 - positive)));
      };
      return {
        ...headOf(model),
        classes,
        methods: new Map([["predict", predict] satisfies [string, Method], ...delegated(model, OTHERS)]),
      };
    },
  });

export const TunedThresholdClassifierCV = thresholded("TunedThresholdClassifierCV", (state) => state.amount("best_threshold_"));
export const FixedThresholdClassifier = thresholded("FixedThresholdClassifier", (state, method) =>
  state.text("threshold") === "auto" ? (method === "predict_proba" ? 0.5 : 0) : state.amount("threshold"),
);
