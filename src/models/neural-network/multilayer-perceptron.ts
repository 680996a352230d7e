/**
 * sklearn.neural_network.MLPClassifier and MLPRegressor (0.18 to 1.9): layers of `activation(X · coefs_ + intercepts_)`.
 * A float32 network computes in float32: every layer is rounded to it.
 */
import { expit, matrix } from "../../numeric/ndarray.js";
import { defineModel, type FittedModel, type Method, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { labelIndicator } from "../parts/label-indicator.js";
import { labelsOf } from "../parts/labels.js";
import { winners } from "../parts/linear/classifier.js";
import { affine, type Scores, scorer, scoresArray } from "../parts/linear/predictor.js";
import { complemented, logScores, mapScores, softmaxScores } from "../parts/linear/probabilities.js";
import { arraysOf, asMatrix } from "../parts/stored/array-list.js";
import type { Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

type Activation = (scores: Scores) => Scores;

const ACTIVATIONS = new Map<string, Activation>([
  ["identity", (scores) => scores],
  ["exp", (scores) => mapScores(scores, Math.exp)],
  ["tanh", (scores) => mapScores(scores, Math.tanh)],
  ["logistic", (scores) => mapScores(scores, expit)],
  ["relu", (scores) => mapScores(scores, (value) => Math.max(value, 0))],
  ["softmax", softmaxScores],
]);

/** Weights of a layer, a row a unit, and a bias each. */
interface Layer {
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  readonly dtypes: readonly string[];
}

interface Network {
  readonly expected: Expectation;
  readonly outputs: number;
  forward(x: Samples): Scores;
}

function activationOf(state: State, key: string): Activation {
  const found = ACTIVATIONS.get(state.text(key) ?? "");
  if (found === undefined) throw state.inconsistent(`its ${key} is none that is known`);
  return found;
}

/** Layers whose shapes follow from each other. @throws CornichonError `model.inconsistent` */
function layersOf(state: State): { readonly features: number; readonly layers: readonly Layer[] } {
  const coefs = arraysOf(state, "coefs_");
  const intercepts = arraysOf(state, "intercepts_", coefs.length);
  const matrices = coefs.map((array) => asMatrix(state, "coefs_", array));
  const layers = matrices.map(({ rows, cols, data }, i) => {
    const bias = intercepts[i]?.data ?? new Float64Array(0);
    if (bias.length !== cols || rows !== (i === 0 ? rows : matrices[i - 1]?.cols))
      throw state.inconsistent(`layer ${i} is (${rows}, ${cols}) with ${bias.length} intercepts, and does not fit the one before`);
    const weights = new Float64Array(rows * cols);
    for (let j = 0; j < rows; j++) for (let k = 0; k < cols; k++) weights[k * rows + j] = data[j * cols + k];
    return { weights, bias, dtypes: [coefs[i]?.dtype ?? "", intercepts[i]?.dtype ?? ""] };
  });
  if (layers.length === 0) throw state.inconsistent("it has no layers");
  return { features: matrices[0]?.rows ?? 0, layers };
}

/** One layer on what the one before gave. */
const next = ({ rows, cols, dtype, data }: Scores, { weights, bias, dtypes }: Layer): Scores =>
  affine(matrix(rows, cols, data), [dtype, ...dtypes], weights, bias);

function networkOf(state: State): Network {
  const { features, layers } = layersOf(state);
  const [first, ...rest] = layers;
  const expected = expectationOf(state, features);
  const hidden = activationOf(state, "activation");
  const last = activationOf(state, "out_activation_");
  const outputs = layers[layers.length - 1]?.bias.length ?? 0;
  const enter = scorer(expected, first?.dtypes ?? [], first?.weights ?? new Float64Array(0), first?.bias ?? new Float64Array(0));
  const forward = (x: Samples): Scores => last(rest.reduce((scores, layer) => next(hidden(scores), layer), enter(x)));
  return { expected, outputs, forward };
}

const model = ({ expected }: Network, table: Record<string, Method>): Omit<FittedModel, "className"> => ({
  ...expected,
  methods: methods(table),
});

export const MLPRegressor = defineModel({
  class: "sklearn.neural_network.MLPRegressor",
  build: (state) => {
    const network = networkOf(state);
    return model(network, { predict: (x) => scoresArray(network.forward(x), network.outputs === 1) });
  },
});

/** Probabilities above one half where one output decides or several labels are given, else the largest. */
export const MLPClassifier = defineModel({
  class: "sklearn.neural_network.MLPClassifier",
  build: (state) => {
    const network = networkOf(state);
    const { outputs } = network;
    const binarizer = state.object("_label_binarizer");
    const labels = labelsOf(binarizer ?? state);
    const several = binarizer?.text("y_type_")?.startsWith("multilabel") ?? false;
    if (outputs !== labels.count && !(outputs === 1 && labels.count === 2))
      throw state.inconsistent(`${outputs} outputs for ${labels.count} classes`);
    const half = (value: number): number => (value > 0.5 ? 1 : 0);
    const proba = (x: Samples): Scores => {
      const scores = network.forward(x);
      return outputs === 1 ? complemented(scores) : scores;
    };
    const predict: Method = (x) => {
      const scores = network.forward(x);
      if (several) return labelIndicator(binarizer, scores.rows, outputs, scores.data.map(half));
      return labels.decode(outputs === 1 ? Array.from(scores.data, labels.count === 1 ? () => 0 : half) : winners(scores));
    };
    return {
      ...model(network, {
        predict,
        predict_proba: (x) => scoresArray(proba(x), false),
        predict_log_proba: (x) => scoresArray(logScores(proba(x)), false),
      }),
      classes: labels.classes,
    };
  },
});
