/** sklearn.naive_bayes.CategoricalNB (0.22 to 1.9): a table of log-probabilities a feature, categories are whole numbers from 0. */
import { CornichonError, sentence, showText } from "../../errors.js";
import { defineModel, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { labelsOf } from "../parts/labels.js";
import { likelihoodMethods } from "../parts/linear/joint-likelihood.js";
import { arraysOf, asMatrix } from "../parts/stored/array-list.js";

/** The place of a value in its table; fractions are cut off, as numpy's cast to int does. @throws CornichonError `input.malformed` */
function category(value: number, count: number, column: number): number {
  const place = Math.trunc(value);
  if (place >= 0 && place < count) return place;
  const why = place < 0 ? "Negative values in data passed to CategoricalNB (input X)" : `Category ${place} was not seen at fit time`;
  throw new CornichonError(
    "input.malformed",
    sentence`${showText(why)}: column ${column} has ${value}, its categories are 0 to ${count - 1}.`,
  );
}

export const CategoricalNB = defineModel({
  class: "sklearn.naive_bayes.CategoricalNB",
  build: (state) => {
    const labels = labelsOf(state);
    const { count } = labels;
    const tables = arraysOf(state, "feature_log_prob_").map((array) => asMatrix(state, "feature_log_prob_", array));
    if (tables.some((table) => table.rows !== count)) throw state.inconsistent(`a table of feature_log_prob_ is not for ${count} classes`);
    const prior = state.vector("class_log_prior_", count);
    const expected = expectationOf(state, tables.length);
    return {
      ...expected,
      classes: labels.classes,
      methods: methods(
        likelihoodMethods(labels, (x) => {
          const m = x.matrix(expected);
          const data = new Float64Array(m.rows * count);
          for (let i = 0; i < m.rows; i++) {
            tables.forEach((table, j) => {
              const at = category(m.data[i * m.cols + j], table.cols, j);
              for (let k = 0; k < count; k++) data[i * count + k] += table.data[k * table.cols + at];
            });
            for (let k = 0; k < count; k++) data[i * count + k] += prior[k];
          }
          return { rows: m.rows, cols: count, dtype: "float64", data };
        }),
      ),
    };
  },
});
