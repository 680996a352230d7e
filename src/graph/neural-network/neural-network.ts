/** sklearn.neural_network: layers of `activation(X · coefs_ + intercepts_)`, as `models/neural-network` has them. `score_samples` of a BernoulliRBM draws random numbers and has no graph. */
import { sentence } from "../../errors.js";
import { arraysOf, asMatrix } from "../../models/parts/stored/array-list.js";
import { type Context, defineLowering, type Lowering, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { dots } from "../parts/distances.js";
import { decoded, labelTable, second } from "../parts/labels.js";
import { complemented } from "../parts/probabilities.js";

type Activation = (ops: Ops, x: Value) => Value;

const ACTIVATIONS: ReadonlyMap<string, Activation> = new Map<string, Activation>([
  ["identity", (_ops, x) => x],
  ["exp", (ops, x) => ops.exp(x)],
  ["tanh", (ops, x) => ops.tanh(x)],
  ["logistic", (ops, x) => ops.sigmoid(x)],
  ["relu", (ops, x) => ops.relu(x)],
  ["softmax", (ops, x) => ops.softmax(x)],
]);

function activationOf({ state, at }: Context, key: string): Activation {
  const found = ACTIVATIONS.get(state.text(key) ?? "");
  if (found === undefined) throw unsupported(at, state.className, sentence`an activation that is not known`);
  return found;
}

interface Network {
  readonly outputs: number;
  readonly forward: () => Value;
}

function networkOf(context: Context): Network {
  const { state, ops, rows } = context;
  const coefs = arraysOf(state, "coefs_");
  const matrices = coefs.map((array) => asMatrix(state, "coefs_", array));
  const biases = arraysOf(state, "intercepts_", coefs.length).map(({ data }) => data);
  const hidden = activationOf(context, "activation");
  const last = activationOf(context, "out_activation_");
  const layer = (x: Value, i: number): Value => {
    const [weights, bias] = [matrices[i], biases[i]];
    if (weights === undefined || bias?.length !== weights.cols || Number(x.shape[1]) !== weights.rows)
      throw state.inconsistent(`layer ${i} does not fit the one before`);
    return ops.add(ops.matmul(x, ops.doubles([weights.rows, weights.cols], weights.data)), ops.row(bias));
  };
  const forward = (): Value =>
    last(
      ops,
      matrices.reduce((x, _, i) => layer(i === 0 ? x : hidden(ops, x), i), rows.x),
    );
  return { outputs: matrices.at(-1)?.cols ?? 0, forward };
}

const regressor = defineLowering({
  class: "sklearn.neural_network.MLPRegressor",
  lower: (context) => {
    const { outputs, forward } = networkOf(context);
    return { kind: "regressor", methods: makes({ predict: () => (outputs === 1 ? context.ops.flat(forward()) : forward()) }) };
  },
});

/** Probabilities above one half where one output decides or several labels are given, else the largest. */
const classifier = defineLowering({
  class: "sklearn.neural_network.MLPClassifier",
  lower: (context) => {
    const { state, ops } = context;
    const { outputs, forward } = networkOf(context);
    const scores = once(forward);
    const binarizer = state.object("_label_binarizer");
    const isSeveral = binarizer?.text("y_type_")?.startsWith("multilabel") ?? false;
    const labels = labelTable(context, binarizer ?? state);
    if (outputs !== labels.count && !(outputs === 1 && labels.count === 2))
      throw state.inconsistent(`${outputs} outputs for ${labels.count} classes`);
    const half = (): Value => second(ops, ops.greater(scores(), ops.double(0.5)));
    const winner = (): Value => {
      if (outputs > 1) return ops.argmax(scores());
      return labels.count === 1 ? ops.mul(ops.flat(half()), ops.long(0)) : ops.flat(half());
    };
    const proba = once(() => (outputs === 1 ? complemented(ops, scores()) : scores()));
    return {
      kind: "classifier",
      methods: makes({
        predict: isSeveral ? half : () => decoded(ops, labels, winner()),
        predict_proba: proba,
        predict_log_proba: () => ops.log(proba()),
      }),
    };
  },
});

/** sigmoid(X · components_ᵀ + intercept_hidden_). */
const boltzmann = defineLowering({
  class: "sklearn.neural_network.BernoulliRBM",
  lower: ({ state, ops, rows }) => {
    const components = state.matrix("components_");
    const hidden = state.vector("intercept_hidden_", components.rows);
    return {
      kind: "transformer",
      methods: makes({ transform: () => ops.sigmoid(ops.add(dots(ops, rows.x, components), ops.row(hidden))) }),
    };
  },
});

export const NEURAL_NETWORKS: readonly Lowering[] = [boltzmann, classifier, regressor];
