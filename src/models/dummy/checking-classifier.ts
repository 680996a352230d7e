/**
 * sklearn.utils CheckingClassifier, a mock of sklearn's own tests that has been pickled: always the first class, and
 * from the version on that has a `random_state`, random answers from its seed.
 */
import { float64 } from "../../numeric/ndarray.js";
import { defineModel, type Method, methods } from "../define.js";
import { rowCount } from "../parts/columns/row-count.js";
import { expectationOf } from "../parts/expectation.js";
import { labelsOf } from "../parts/labels.js";
import { seeded } from "../parts/stored/random-state.js";

export const CheckingClassifier = defineModel({
  class: "sklearn.utils._mocking.CheckingClassifier",
  build: (state) => {
    const labels = labelsOf(state);
    const { count } = labels;
    const expected = expectationOf(state, null);
    const random = state.get("random_state") === undefined ? null : seeded(state, "This classifier");
    const draws = (length: number): Float64Array => {
      const generator = random?.();
      return Float64Array.from({ length }, (_, at) => generator?.gauss() ?? (at % count === 0 && count !== 2 ? 1 : 0));
    };
    const decision: Method = (x) => {
      const rows = rowCount(x);
      return count === 2 ? float64([rows], draws(rows)) : float64([rows, count], draws(rows * count));
    };
    const proba: Method = (x) => {
      const rows = rowCount(x);
      const data =
        random === null
          ? Float64Array.from({ length: rows * count }, (_, at) => Number(at % count === 0))
          : draws(rows * count).map(Math.abs);
      for (let i = 0; i < rows; i++) {
        const row = data.subarray(i * count, (i + 1) * count);
        const sum = row.reduce((total, value) => total + value, 0);
        row.forEach((value, k) => {
          row[k] = value / sum;
        });
      }
      return float64([rows, count], data);
    };
    const answers = state.since(0, 24);
    return {
      ...expected,
      // 0.23 stored the number of rows as that of features (sklearn.utils._mocking), and looked at neither.
      ...(state.before(0, 24) ? { nFeatures: null } : {}),
      classes: labels.classes,
      methods: methods({
        predict: (x) => {
          const generator = random?.();
          return labels.decode(Array.from({ length: rowCount(x) }, () => generator?.below(count) ?? 0));
        },
        predict_proba: answers ? proba : undefined,
        decision_function: answers ? decision : undefined,
      }),
    };
  },
});
