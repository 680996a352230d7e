/** sklearn.multiclass.OutputCodeClassifier: the class whose code is nearest to what the binary estimators say. */
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
    return {
      nFeatures: state.declaredFeatures() ?? models[0]?.nFeatures ?? null,
      featureNames: state.featureNames() ?? models[0]?.featureNames ?? null,
      classes: labels.classes,
      methods: byOwnNames(
        state,
        methods({
          predict: (x) =>
            labels.decode(rowArgmin(squaredDistances(fromColumns(models.map((model) => binaryScores(state, model, x))), codes))),
        }),
      ),
    };
  },
});
