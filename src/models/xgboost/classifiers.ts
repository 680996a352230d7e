/**
 * xgboost's classifiers (xgboost.sklearn.XGBClassifier, 0.9 to 3): a row of probabilities gives the likeliest class, one
 * probability the second class above a half, and several labels one answer each. Labels are what the encoder of old versions
 * learned, or the numbers from 0.
 */

import { argmax, float64, type NDArray } from "../../numeric/ndarray.js";
import { defineModel, type MethodOptions, type ModelDefinition, methods } from "../define.js";
import { type Asked, xgboostApply, xgboostPredict } from "../parts/boosters/xgboost-methods.js";
import { readWrapper, xgboostLabels } from "../parts/boosters/xgboost-wrapper.js";
import { complements } from "../parts/complements.js";
import type { Labels } from "../parts/labels.js";

const second = ({ data }: NDArray): number[] => Array.from(data, (value) => (Number(value) > 0.5 ? 1 : 0));

function winners({ shape, data }: NDArray): number[] {
  const [rows = 0, each = 0] = shape;
  const values = Float64Array.from(data, Number);
  return Array.from({ length: rows }, (_, i) => argmax(values, i, each));
}

/** `predict`. */
function decide({ model }: Asked, labels: Labels, scores: NDArray): NDArray {
  const many = scores.shape.length > 1;
  if (model.objective.link === "argmax") return { dtype: "int32", shape: scores.shape, data: Int32Array.from(scores.data, Number) };
  if (many && labels.count !== 2) return labels.decode(winners(scores));
  if (many && scores.shape[1] !== 1) return float64(scores.shape, Float64Array.from(second(scores)));
  return labels.decode(second(scores));
}

/** `predict_proba`: what is one column of probabilities becomes two. */
function probabilities(labels: Labels, scores: NDArray): NDArray {
  const { shape, data } = scores;
  const [rows = 0, each = 1] = shape;
  if (shape.length === 2 && (each === labels.count || (labels.count === 2 && each >= 2))) return scores;
  return {
    dtype: "float32",
    shape: [rows, 2],
    data: Float32Array.from(complements(Array.from({ length: rows }, (_, i) => Number(data[i])))),
  };
}

/** Softmax of margins as scipy has it, for an objective that predicts labels. */
function softmaxOf({ shape, data }: NDArray): NDArray {
  const [rows = 0, each = 1] = shape;
  const out = new Float32Array(rows * each);
  for (let i = 0; i < rows; i++) {
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < each; k++) top = Math.max(top, Number(data[i * each + k]));
    let whole = 0;
    for (let k = 0; k < each; k++) {
      out[i * each + k] = Math.exp(Math.fround(Number(data[i * each + k]) - top));
      whole = Math.fround(whole + out[i * each + k]);
    }
    for (let k = 0; k < each; k++) out[i * each + k] /= whole;
  }
  return { dtype: "float32", shape, data: out };
}

function probaOf(asked: Asked, labels: Labels, ask: (options: MethodOptions) => NDArray, options: MethodOptions): NDArray {
  if (asked.model.objective.link === "argmax") return softmaxOf(ask({ ...options, output_margin: true }));
  return probabilities(labels, ask({ ...options, output_margin: false }));
}

const classifier = (name: string): ModelDefinition =>
  defineModel({
    class: `xgboost.${name}`,
    build: (state) => {
      const asked = readWrapper(state);
      const labels = xgboostLabels(state, asked);
      return {
        ...asked.model.expected,
        classes: labels.classes,
        methods: methods({
          predict: (x, options) => {
            const scores = xgboostPredict(asked, x, options);
            return options["output_margin"] === true ? scores : decide(asked, labels, scores);
          },
          predict_proba: (x, options) => probaOf(asked, labels, (given) => xgboostPredict(asked, x, given), options),
          apply: (x, options) => xgboostApply(asked, x, options),
        }),
      };
    },
  });

export const XGBClassifier = /* @__PURE__ */ classifier("XGBClassifier");
export const XGBRFClassifier = /* @__PURE__ */ classifier("XGBRFClassifier");
