/**
 * sklearn.svm by libsvm: SVC, NuSVC, SVR, NuSVR, OneClassSVM, as `models/parts/svm` has them. Sums over support vectors
 * are made in libsvm's order: a decision of zero is a label. Probabilities of more than ten classes are refused: their
 * rounds are written out.
 */
import { sentence } from "../../errors.js";
import { startsOf } from "../../models/parts/svm/classifier.js";
import { type Libsvm, readLibsvm, readVectors } from "../../models/parts/svm/libsvm.js";
import type { Matrix } from "../../numeric/ndarray.js";
import { type Context, defineLowering, type Lowering, type Make, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { dots, squaredDistances } from "../parts/distances.js";
import { decoded, labelTable } from "../parts/labels.js";
import { coupled } from "../parts/pairwise-coupling.js";
import { functionKernel } from "../parts/pairwise-kernels.js";

const MOST_COUPLED = 10;

/** A power with whole exponent, by squaring, as libsvm has it. */
function power(ops: Ops, base: Value, times: number): Value {
  let factor = base;
  let result: Value | null = null;
  for (let t = times; t > 0; t = Math.floor(t / 2)) {
    if (t % 2 === 1) result = result === null ? factor : ops.mul(result, factor);
    if (t > 1) factor = ops.mul(factor, factor);
  }
  return result ?? ops.add(ops.mul(base, ops.double(0)), ops.double(1));
}

/** Kernel values with all support vectors, [N, vectors]. */
function kernels(context: Context): Value {
  const { state, ops, rows } = context;
  const { x } = rows;
  const support = state.vector("support_");
  if (support.length === 0) throw unsupported(context.at, state.className, sentence`it has no support vectors`);
  const vectors = readVectors(state, support);
  const gamma = state.number("_gamma") ?? 0;
  const affine = (): Value => ops.add(ops.mul(dots(ops, x, vectors), ops.double(gamma)), ops.double(state.number("coef0") ?? 0));
  switch (state.text("kernel")) {
    case "linear":
      return dots(ops, x, vectors);
    case "poly":
      return power(ops, affine(), Math.trunc(state.number("degree") ?? 3));
    case "rbf":
      return ops.exp(ops.mul(ops.double(-gamma), squaredDistances(ops, x, vectors)));
    case "sigmoid":
      return ops.tanh(affine());
    case "precomputed":
      return ops.columns(x, Array.from(support));
    default:
      return functionKernel(context, "kernel", x, vectors);
  }
}

/** Σ values · weights of each row, one column, one after the other. */
function weighted(ops: Ops, values: Value, weights: Float64Array): Value {
  const products = ops.reshape(ops.mul(values, ops.row(weights)), ["N", weights.length, 1]);
  return ops.sumInOrder(products);
}

/** The one decision value of a regression or one-class model, one column. */
function decision(context: Context, { coefficients, intercepts }: Libsvm): Value {
  const { ops } = context;
  return ops.add(weighted(ops, kernels(context), coefficients.data), ops.double(intercepts[0] ?? 0));
}

const range = (from: number, end: number): number[] => Array.from({ length: end - from }, (_, i) => from + i);

const rowPart = ({ cols, data }: Matrix, row: number, places: readonly number[]): number[] => places.map((j) => data[row * cols + j] ?? 0);

/** Pairs of classes in libsvm's order. */
const pairsOf = (classes: number): (readonly [number, number])[] =>
  range(0, classes).flatMap((i) => range(i + 1, classes).map((j): readonly [number, number] => [i, j]));

/** Decision values of all pairs of classes, [N, pairs]; positive for the first of the pair. */
function pairDecisions(context: Context, svm: Libsvm, classes: number): Value {
  const { state, ops } = context;
  const starts = startsOf(state, svm.vectors, classes);
  const values = kernels(context);
  const columns = pairsOf(classes).map(([i, j], p) => {
    const [first, second] = [i, j].map((k) => range(starts[k] ?? 0, starts[k + 1] ?? 0));
    const places = [...(first ?? []), ...(second ?? [])];
    const weights = [...rowPart(svm.coefficients, j - 1, first ?? []), ...rowPart(svm.coefficients, i, second ?? [])];
    if (places.length === 0) throw unsupported(context.at, state.className, sentence`two classes without support vectors`);
    const sum = weighted(ops, classes === 2 ? values : ops.columns(values, places), Float64Array.from(weights));
    return ops.add(sum, ops.double(svm.intercepts[p] ?? 0));
  });
  return ops.concat(columns);
}

/** A matrix [pairs, classes] from what a pair gives its two classes. */
function byPair(ops: Ops, classes: number, first: number, second: number): Value {
  const pairs = pairsOf(classes);
  const data = pairs.flatMap(([i, j]) => range(0, classes).map((k) => (k === i ? first : k === j ? second : 0)));
  return ops.doubles([pairs.length, classes], Float64Array.from(data));
}

/** Votes, [N, classes]; `isFirst` tells which pairs are for their first class. */
function votes(ops: Ops, isFirst: Value, classes: number): Value {
  const first = ops.cast(isFirst, "float64");
  const second = ops.sub(ops.double(1), first);
  return ops.add(ops.matmul(first, byPair(ops, classes, 1, 0)), ops.matmul(second, byPair(ops, classes, 0, 1)));
}

/** Votes of the classes plus confidences (sklearn.utils.multiclass._ovr_decision_function). */
function oneVsRest({ state, ops }: Context, decisions: Value, classes: number): Value {
  const sign = state.before(0, 18) ? -1 : 1;
  const sums = ops.matmul(decisions, byPair(ops, classes, sign, -sign));
  const counted = votes(ops, ops.not(ops.less(decisions, ops.double(0))), classes);
  const size = ops.abs(sums);
  if (state.since(0, 21)) return ops.add(counted, ops.div(sums, ops.mul(ops.double(3), ops.add(size, ops.double(1)))));
  // Scaled by the largest of all rows.
  const most = ops.greatest(ops.greatest(sums, true), true, 0);
  const least = ops.least(ops.least(sums, true), true, 0);
  const scale = ops.div(ops.double(0.5 - 2 ** -52), ops.max(ops.abs(most), ops.abs(least)));
  return ops.add(counted, ops.mul(sums, ops.where(ops.equal(most, least), ops.double(0), scale)));
}

/** `predict_proba`; undefined where the model was not fitted for it. */
function probabilities({ state, ops, at }: Context, classes: number, decisions: Make): Make | undefined {
  if (!state.has("_probA") || !state.has("_probB") || state.vector("_probA").length === 0) return undefined;
  if (state.get("probability") === false) return undefined;
  const pairs = (classes * (classes - 1)) / 2;
  return once(() => {
    if (classes > MOST_COUPLED) throw unsupported(at, state.className, sentence`probabilities of more than ${MOST_COUPLED} classes`);
    return coupled(ops, decisions(), state.vector("_probA", pairs), state.vector("_probB", pairs), classes);
  });
}

const classifier = (name: string): Lowering =>
  defineLowering({
    class: `sklearn.svm.${name}`,
    lower: (context) => {
      const { state, ops, at } = context;
      const labels = labelTable(context);
      const classes = labels.count;
      if (classes < 2) throw state.inconsistent(`it has ${classes} classes`);
      const svm = readLibsvm(state, classes);
      const decisions = once(() => pairDecisions(context, svm, classes));
      const shape = state.text("decision_function_shape");
      const isRest = shape === "ovr" && classes > 2;
      const breaksTies = state.flag("break_ties", false);
      const scores = once(() => oneVsRest(context, decisions(), classes));
      const winner = (): Value => {
        if (breaksTies && shape === "ovo") throw unsupported(at, state.className, sentence`break_ties with the shape ovo`);
        return ops.argmax(breaksTies && isRest ? scores() : votes(ops, ops.greater(decisions(), ops.double(0)), classes));
      };
      const proba = probabilities(context, classes, decisions);
      return {
        kind: "classifier",
        methods: makes({
          predict: () => decoded(ops, labels, winner()),
          decision_function: () => (classes === 2 ? ops.neg(ops.flat(decisions())) : isRest ? scores() : decisions()),
          predict_proba: proba,
          predict_log_proba: proba === undefined ? undefined : () => ops.log(proba()),
        }),
      };
    },
  });

const regressor = (name: string): Lowering =>
  defineLowering({
    class: `sklearn.svm.${name}`,
    lower: (context) => {
      const svm = readLibsvm(context.state, 1);
      const values = once(() => decision(context, svm));
      return {
        kind: "regressor",
        methods: makes({
          predict: () => context.ops.flat(values()),
          decision_function: context.state.since(0, 19) ? undefined : values,
        }),
      };
    },
  });

const oneClass = defineLowering({
  class: "sklearn.svm.OneClassSVM",
  lower: (context) => {
    const { state, ops } = context;
    const svm = readLibsvm(state, 1);
    const column = once(() => decision(context, svm));
    const values = once(() => ops.flat(column()));
    const sides = (): Value => ops.where(ops.greater(values(), ops.double(0)), ops.long(1), ops.long(-1));
    const offset = state.has("offset_") ? (state.vector("offset_", 1)[0] ?? 0) : null;
    return {
      kind: "outlier-detector",
      methods: makes({
        predict: () => (state.before(0, 19) ? ops.cast(sides(), "float64") : sides()),
        decision_function: () => (state.before(0, 20) ? column() : values()),
        score_samples: offset === null ? undefined : () => ops.add(values(), ops.double(offset)),
      }),
    };
  },
});

export const LIBSVM: readonly Lowering[] = [classifier("NuSVC"), classifier("SVC"), oneClass, regressor("NuSVR"), regressor("SVR")];
