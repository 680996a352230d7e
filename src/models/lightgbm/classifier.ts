/**
 * lightgbm.LGBMClassifier (2 to 4): the likeliest class, by the labels that its encoder learned. Raw scores, leaves and
 * contributions are the Booster's, and so is the answer of an objective of a user's own.
 */

import { argmax, float64, type NDArray } from "../../numeric/ndarray.js";
import { defineModel, type MethodOptions, methods } from "../define.js";
import { type LightgbmAsked, lightgbmLabels, lightgbmPredict, readBooster } from "../parts/boosters/lightgbm-methods.js";
import { complements } from "../parts/complements.js";
import type { Labels } from "../parts/labels.js";
import type { Samples } from "../samples.js";

const isRaw = (options: MethodOptions): boolean => ["raw_score", "pred_leaf", "pred_contrib"].some((name) => options[name] === true);

/** `predict_proba`: one probability becomes two. */
function probabilities(asked: LightgbmAsked, labels: Labels, x: Samples, options: MethodOptions): NDArray {
  const scores = lightgbmPredict(asked, x, options);
  if (isRaw(options) || labels.count > 2 || asked.model.objective.name === "custom") return scores;
  return float64([scores.data.length, 2], complements(Array.from(scores.data, Number)));
}

function decide(labels: Labels, { shape, data }: NDArray): NDArray {
  const [rows = 0, each = 1] = shape;
  const values = data instanceof Float64Array ? data : Float64Array.from(data, Number);
  return labels.decode(Int32Array.from({ length: rows }, (_, i) => argmax(values, i, each)));
}

export const LGBMClassifier = defineModel({
  class: "lightgbm.LGBMClassifier",
  build: (state) => {
    const asked = readBooster(state);
    const labels = lightgbmLabels(state);
    const { outputs, objective } = asked.model;
    if (objective.name !== "custom" && labels.count !== (outputs === 1 ? 2 : outputs) && !(outputs === 1 && labels.count === 1))
      throw state.inconsistent(`${outputs} trees an iteration for ${labels.count} classes`);
    return {
      ...asked.model.expected,
      classes: labels.classes,
      methods: methods({
        predict: (x, options) => {
          const proba = probabilities(asked, labels, x, options);
          return isRaw(options) || proba.shape.length < 2 || objective.name === "custom" ? proba : decide(labels, proba);
        },
        predict_proba: (x, options) => probabilities(asked, labels, x, options),
        decision_function: asked.model.since47 ? (x, options) => lightgbmPredict(asked, x, { ...options, raw_score: true }) : undefined,
      }),
    };
  },
});
