/** One estimator an output (sklearn.multioutput 0.18 to 1.9): their answers side by side, or as a list. */
import { largest } from "../../numeric/extremes.js";
import type { NDArray } from "../../numeric/ndarray.js";
import { hstack } from "../../numeric/stack.js";
import { defineModel, type FittedModel, methods } from "../define.js";
import { answer, methodOf } from "../parts/meta/delegation.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

/** Answers of one axis as columns; of two axes numpy turns all three around. */
function side(state: State, models: readonly FittedModel[], x: Samples): NDArray {
  const all = models.map((model) => answer(state, model, "predict", x));
  const { dtype, data } = hstack(all, x.rows);
  const width = largest([1, ...all.map(({ shape }) => shape[1] ?? 1)]);
  if (!all.some(({ shape }) => shape.length === 2)) return { dtype, shape: [x.rows, all.length], data };
  if (width > 1) throw state.inconsistent("an estimator of one output predicts several");
  return { dtype, shape: [1, x.rows, all.length], data };
}

const facts = (state: State, models: readonly FittedModel[]) => ({
  nFeatures: state.declaredFeatures() ?? models[0]?.nFeatures ?? null,
  featureNames: models[0]?.featureNames ?? null,
});

export const MultiOutputRegressor = defineModel({
  class: "sklearn.multioutput.MultiOutputRegressor",
  build: (state, make) => {
    const models = state.items("estimators_").map(make);
    return { ...facts(state, models), methods: methods({ predict: (x) => side(state, models, x) }) };
  },
});

export const MultiOutputClassifier = defineModel({
  class: "sklearn.multioutput.MultiOutputClassifier",
  build: (state, make) => {
    const models = state.items("estimators_").map(make);
    const classes = models.flatMap(({ classes: own }) => (own !== undefined && "data" in own ? [own] : []));
    return {
      ...facts(state, models),
      ...(classes.length === models.length ? { classes } : {}),
      methods: methods({
        predict: (x) => side(state, models, x),
        predict_proba: models.every((model) => model.methods.has("predict_proba"))
          ? (x) => models.map((model) => methodOf(state, model, "predict_proba")(x, {}))
          : undefined,
      }),
    };
  },
});
