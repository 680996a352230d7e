/**
 * sklearn.multiclass.OneVsRestClassifier 0.17 to 1.9: one binary estimator a class. Of equal scores the first class wins.
 */
import { float64, floats, floatType, type Matrix, matrix, type NDArray } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { defineModel, type FittedModel, methods, NO_COLUMNS } from "../define.js";
import { labelIndicator } from "../parts/label-indicator.js";
import { labelsOf } from "../parts/labels.js";
import { answer, asMatrix, binaryScores, binaryThreshold, columnOf, fromColumns } from "../parts/meta/delegation.js";
import { normalisedRows, rowArgmax, rowLastArgmax } from "../parts/meta/rows.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

/** `[1 - p, p]` where there is one estimator for two classes. */
const bothSides = (p: Float64Array): Matrix => fromColumns([p.map((value) => 1 - value), p]);

/** Answers of the estimators, and the dtype of them all side by side. */
function answers(state: State, models: readonly FittedModel[], name: string, x: Samples) {
  const all = models.map((model) => answer(state, model, name, x));
  return { dtype: floatType(...all.map(({ dtype }) => dtype)), matrices: all.map(asMatrix) };
}

/** A row of zeros stays one from 1.7 on; before it was divided by zero. */
function probabilities(state: State, models: readonly FittedModel[], multilabel: boolean, x: Samples): NDArray {
  const { dtype, matrices } = answers(state, models, "predict_proba", x);
  const columns = matrices.map((m) => columnOf(m, 1));
  const all = columns.length === 1 ? bothSides(columns[0] ?? new Float64Array(0)) : fromColumns(columns);
  const { rows, cols, data } = multilabel ? all : normalisedRows(all, state.since(1, 7) ? 0 : Number.NaN);
  return floats(dtype, [rows, cols], data);
}

function decisions(state: State, models: readonly FittedModel[], x: Samples, old: boolean): NDArray {
  const [only] = models;
  if (models.length === 1 && only !== undefined) {
    const alone = answer(state, only, "decision_function", x);
    return old ? { ...alone, shape: [alone.shape[0] ?? 0, 1] } : alone;
  }
  const { dtype, matrices } = answers(state, models, "decision_function", x);
  const { rows, cols, data } = fromColumns(matrices.map((m) => m.data));
  return floats(dtype, [rows, cols], data);
}

export const OneVsRestClassifier = defineModel({
  class: "sklearn.multiclass.OneVsRestClassifier",
  build: (state, make) => {
    const models = state.items("estimators_").map(make);
    const binarizer = state.object("label_binarizer_");
    const [first] = models;
    if (binarizer === null || first === undefined) throw state.inconsistent("it has no estimators or no label_binarizer_");
    const kind = binarizer.text("y_type_") ?? "";
    const labels = labelsOf(binarizer);
    const multilabel = kind.startsWith("multilabel");
    if (models.length !== (kind === "binary" ? 1 : labels.count))
      throw state.inconsistent(`${models.length} estimators for ${labels.count} classes`);
    // Of equal scores the last won until 1.7.
    const lastWins = state.before(1, 8);
    const predict = (x: Samples): NDArray | Sparse => {
      const scores = fromColumns(models.map((model) => binaryScores(state, model, x)));
      if (kind === "multiclass") return labels.decode((lastWins ? rowLastArgmax : rowArgmax)(scores));
      const threshold = binaryThreshold(first);
      const yes = Array.from(scores.data, (score) => Number(score > threshold));
      return multilabel ? labelIndicator(binarizer, scores.rows, scores.cols, yes) : labels.decode(yes);
    };
    const every = (name: string): boolean => models.every((model) => model.methods.has(name));
    return {
      nFeatures: state.declaredFeatures() ?? first.nFeatures,
      featureNames: first.featureNames,
      classes: labels.classes,
      methods: methods({
        predict,
        predict_proba: every("predict_proba") ? (x) => probabilities(state, models, multilabel, x) : undefined,
        decision_function: every("decision_function") ? (x) => decisions(state, models, x, state.before(0, 19)) : undefined,
      }),
    };
  },
});

/** What stands for a class that all training samples had, or none (sklearn.multiclass._ConstantPredictor). */
export const _ConstantPredictor = defineModel({
  class: "sklearn.multiclass._ConstantPredictor",
  build: (state) => {
    const value = state.numbers("y_").data[0] ?? 0;
    const repeat = (x: Samples): NDArray => float64([x.rows], new Float64Array(x.rows).fill(value));
    return {
      ...NO_COLUMNS,
      methods: methods({
        predict: repeat,
        decision_function: repeat,
        predict_proba: (x) => {
          const m = matrix(x.rows, 2);
          for (let i = 0; i < m.rows; i++) m.data.set([1 - value, value], i * 2);
          return float64([m.rows, 2], m.data);
        },
      }),
    };
  },
});
