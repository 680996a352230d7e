/**
 * sklearn.gaussian_process, as `models/gaussian-process` has it: the mean of a regression, and two classes by Laplace's
 * approximation; more classes are a one-versus-rest or one-versus-one of those, which is lowered by itself.
 */
import { sentence } from "../../errors.js";
import { identity, solveLower } from "../../numeric/linear-algebra.js";
import { below, type Context, defineLowering, type Lowered, type Lowering, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { covarianceOf } from "../parts/covariance-functions.js";
import { erf } from "../parts/error-function.js";
import { decoded, labelTable, second } from "../parts/labels.js";
import { complemented } from "../parts/probabilities.js";

/** Scales and weights of the error functions. */
const LAMBDAS = Float64Array.of(0.41, 0.4, 0.37, 0.44, 0.39);
const WEIGHTS = Float64Array.of(-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654);

/** `_y_train_mean` or `_y_train_std`: one value, or one an output. */
function scaleOf({ state }: Context, key: string, outputs: number, otherwise: number): Float64Array {
  const values = state.has(key) ? state.vector(key) : Float64Array.of(otherwise);
  if (values.length !== 1 && values.length !== outputs) throw state.inconsistent(`${key} has ${values.length} values`);
  return Float64Array.from({ length: outputs }, (_, k) => values[values.length === 1 ? 0 : k] ?? otherwise);
}

const regressor = defineLowering({
  class: "sklearn.gaussian_process.GaussianProcessRegressor",
  lower: (context): Lowered => {
    const { state, ops } = context;
    const fitted = state.matrix("X_train_");
    const { shape, data } = state.numbers("alpha_");
    const [rows = 0, outputs = 1] = shape;
    if (shape.length < 1 || shape.length > 2 || rows !== fitted.rows) throw state.inconsistent(`alpha_ is (${shape})`);
    const mean = scaleOf(context, "_y_train_mean", outputs, 0);
    const scale = scaleOf(context, "_y_train_std", outputs, 1);
    const values = (): Value => {
      const product = ops.matmul(covarianceOf(context, fitted).cross(), ops.doubles([rows, outputs], data));
      return ops.add(ops.mul(product, ops.row(scale)), ops.row(mean));
    };
    const isFlat = shape.length === 1 || (outputs === 1 && state.since(1, 1));
    return { kind: "regressor", methods: makes({ predict: () => (isFlat ? ops.flat(values()) : values()) }) };
  },
});

/** Probability of the second class from the latent mean and variance, columns. */
function integral({ ops }: Context, mean: Value, variance: Value): Value {
  const alpha = ops.div(ops.double(1), ops.mul(ops.double(2), variance));
  const root = ops.sqrt(ops.div(alpha, ops.add(alpha, ops.row(LAMBDAS.map((lambda) => lambda ** 2)))));
  const values = erf(ops, ops.mul(ops.mul(ops.row(LAMBDAS), mean), root));
  const before = ops.sqrt(ops.div(ops.double(Math.PI), alpha));
  const after = ops.mul(ops.double(2), ops.sqrt(ops.mul(variance, ops.double(2 * Math.PI))));
  const sum = ops.sum(ops.mul(ops.row(WEIGHTS), ops.div(ops.mul(before, values), after)), true);
  return ops.add(sum, ops.double(0.5 * WEIGHTS.reduce((total, weight) => total + weight, 0)));
}

const binary = defineLowering({
  class: "sklearn.gaussian_process._gpc._BinaryGaussianProcessClassifierLaplace",
  lower: (context): Lowered => {
    const { state, ops } = context;
    const fitted = state.matrix("X_train_");
    const n = fitted.rows;
    const labels = labelTable(context);
    const probabilities = state.vector("pi_", n);
    const gap = state.vector("y_train_", n).map((y, i) => y - (probabilities[i] ?? 0));
    const weights = state.vector("W_sr_", n);
    const kernel = covarianceOf(context, fitted);
    const cross = once(() => kernel.cross());
    const mean = once(() => ops.sumInOrder(ops.reshape(ops.mul(cross(), ops.row(gap)), ["N", n, 1])));
    const variance = (): Value => {
      const inverse = solveLower(state.matrix("L_", n, n), identity(n));
      const turned = Float64Array.from(
        { length: n * n },
        (_, at) => (weights[Math.floor(at / n)] ?? 0) * (inverse.data[(at % n) * n + Math.floor(at / n)] ?? 0),
      );
      return ops.sub(kernel.diagonal(), ops.sumOfSquares(ops.matmul(cross(), ops.doubles([n, n], turned)), true));
    };
    return {
      kind: "classifier",
      methods: makes({
        predict: () => decoded(ops, labels, second(ops, ops.greater(ops.flat(mean()), ops.double(0)))),
        predict_proba: () => complemented(ops, integral(context, mean(), variance())),
      }),
    };
  },
});

const classifier = defineLowering({
  class: "sklearn.gaussian_process.GaussianProcessClassifier",
  lower: ({ state, rows, inner, at }): Lowered => {
    const base = inner(state.fitted("base_estimator_"), rows, below(at, "base_estimator_"));
    const isPairs = state.array("classes_").data.length > 2 && state.text("multi_class") === "one_vs_one";
    const proba = isPairs
      ? () => {
          throw unsupported(at, state.className, sentence`one-vs-one has no probabilities`);
        }
      : base.methods.get("predict_proba");
    return { kind: "classifier", methods: makes({ predict: base.methods.get("predict"), predict_proba: proba }) };
  },
});

export const GAUSSIAN_PROCESSES: readonly Lowering[] = [binary, classifier, regressor];
