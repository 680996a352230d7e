/**
 * sklearn.linear_model.RidgeClassifier and RidgeClassifierCV: ridge regression on labels of −1 and 1, which a label
 * binarizer keeps. Several labels a row are those with a score above zero; until 0.24 they were taken for classes.
 */
import { defineModel, type ModelDefinition } from "../define.js";
import { labelIndicator } from "../parts/label-indicator.js";
import { labelsOf } from "../parts/labels.js";
import { classifierPart, linearClassifierModel } from "../parts/linear/classifier.js";
import { linearPart } from "../parts/linear/predictor.js";

const ridgeClassifier = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const binarizer = state.object("_label_binarizer");
      const labels = labelsOf(binarizer ?? state);
      const several = (binarizer?.text("y_type_") ?? "").startsWith("multilabel") && state.since(1, 0);
      if (!several) return linearClassifierModel(classifierPart(state, labels), labels, {});
      const part = linearPart(state);
      return linearClassifierModel(part, labels, {
        predict: (x) => {
          const { rows, cols, data } = part.scores(x);
          return labelIndicator(
            binarizer,
            rows,
            cols,
            data.map((score) => (score > 0 ? 1 : 0)),
          );
        },
      });
    },
  });

export const RidgeClassifier = ridgeClassifier("sklearn.linear_model.RidgeClassifier");
export const RidgeClassifierCV = ridgeClassifier("sklearn.linear_model.RidgeClassifierCV");
