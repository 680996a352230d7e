/** sklearn.multiclass.OutputCodeClassifier: the class whose code is nearest to what the binary estimators say. */
import { CornichonError, sentence } from "../../errors.js";
import { squaredDistances } from "../../numeric/linear-algebra.js";
import { defineModel, methods } from "../define.js";
import { labelsOf } from "../parts/labels.js";
import { binaryScores, fromColumns } from "../parts/meta/delegation.js";
import { byOwnNames } from "../parts/meta/own-names.js";
import { rowArgmin } from "../parts/meta/rows.js";

export const OutputCodeClassifier = defineModel({
  class: "sklearn.multiclass.OutputCodeClassifier",
  build: (state, make) => {
    const models = state.items("estimators_").map(make);
    const labels = labelsOf(state);
    const codes = state.matrix("code_book_", labels.count, models.length);
    const expected = {
      name: state.name,
      nFeatures: state.declaredFeatures() ?? models[0]?.nFeatures ?? null,
      featureNames: state.featureNames() ?? models[0]?.featureNames ?? null,
    };
    return {
      ...expected,
      classes: labels.classes,
      methods: byOwnNames(
        state,
        methods({
          predict: (x) => {
            // To 0.24 it looked at X itself.
            if (state.before(1, 0) && x.sparse(expected) === null) x.matrix(expected);
            if (x.width === 0)
              throw new CornichonError("input.shape", sentence`Found array with 0 feature(s) while a minimum of 1 is required.`);
            const scores = fromColumns(models.map((model) => binaryScores(state, model, x)));
            if (models.length === 0) throw new CornichonError("input.shape", sentence`Expected 2D array, got 1D array instead:\narray=[].`);
            if (!scores.data.every(Number.isFinite))
              throw new CornichonError("input.value", sentence`Input contains NaN, infinity or a value too large for dtype('float64').`);
            return labels.decode(rowArgmin(squaredDistances(scores, codes)));
          },
        }),
      ),
    };
  },
});
