/**
 * A classifier by libsvm (sklearn.svm._base.BaseSVC 1.5). One-vs-one values are stored as they are; where there are two
 * classes `_dual_coef_` and `_intercept_` have the other sign than what `decision_function` says. `ovr` adds summed
 * confidences to votes (sklearn.utils.multiclass._ovr_decision_function): since 0.21 squeezed row by row, before scaled
 * by the largest of all rows; 0.17 took votes and confidences of opposite signs.
 */
import { CornichonError, sentence } from "../../../errors.js";
import { argmax, float64, type Matrix, matrix, type NDArray } from "../../../numeric/ndarray.js";
import { coupled } from "../../../numeric/pairwise-coupling.js";
import { defineModel, type Method, type ModelDefinition, methods } from "../../define.js";
import type { State } from "../../state.js";
import { labelsOf } from "../labels.js";
import { pairDecisions, readLibsvm, winner } from "./libsvm.js";

/** Where each class's support vectors begin, and where the last one's end. */
export function startsOf(state: State, vectors: number, classes: number): Int32Array {
  const counts = state.vector("_n_support", classes);
  const starts = new Int32Array(classes + 1);
  counts.forEach((count, k) => {
    if (!(Number.isInteger(count) && count >= 0)) throw state.inconsistent("n_support_ has what is no count");
    starts[k + 1] = starts[k] + count;
  });
  if (starts[classes] !== vectors) throw state.inconsistent(`n_support_ counts ${starts[classes]} of ${vectors} support vectors`);
  return starts;
}

/** Sign of the confidence beside its vote, and whether all rows are scaled together. */
interface Shaping {
  readonly sign: number;
  readonly together: boolean;
}

const shapingOf = (state: State): Shaping => ({ sign: state.before(0, 18) ? -1 : 1, together: state.before(0, 21) });

/** Votes of the classes plus confidences within a third (a half) of a vote. */
function oneVsRest(decisions: Matrix, classes: number, { sign, together }: Shaping): Float64Array {
  const votes = matrix(decisions.rows, classes);
  const sums = matrix(decisions.rows, classes);
  const add = ({ data }: Matrix, at: number, value: number): void => {
    data[at] += value;
  };
  for (let r = 0; r < decisions.rows; r++) {
    let p = r * decisions.cols;
    for (let i = 0; i < classes; i++)
      for (let j = i + 1; j < classes; j++, p++) {
        const value = decisions.data[p];
        add(sums, r * classes + i, sign * value);
        add(sums, r * classes + j, -sign * value);
        add(votes, r * classes + (value < 0 ? j : i), 1);
      }
  }
  const scale = together ? scaleOf(sums.data) : null;
  return votes.data.map((count, at) => {
    const sum = sums.data[at];
    return count + (scale === null ? sum / (3 * (Math.abs(sum) + 1)) : sum * scale);
  });
}

function scaleOf(sums: Float64Array): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const sum of sums) {
    least = Math.min(least, sum);
    most = Math.max(most, sum);
  }
  return least === most ? 0 : (0.5 - 2 ** -52) / Math.max(Math.abs(most), Math.abs(least));
}

/** The definition of a classifier by libsvm. */
export const svmClassifier = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const labels = labelsOf(state);
      const classes = labels.count;
      if (classes < 2) throw state.inconsistent(`it has ${classes} classes`);
      const svm = readLibsvm(state, classes);
      const starts = startsOf(state, svm.vectors, classes);
      const shaping = shapingOf(state);
      const rest = state.text("decision_function_shape") === "ovr" && classes > 2;
      const breaksTies = state.flag("break_ties", false);
      const decide = (x: Matrix): NDArray => {
        const pairs = pairDecisions(svm, starts, x);
        if (classes === 2)
          return float64(
            [x.rows],
            pairs.data.map((value) => -value),
          );
        return rest ? float64([x.rows, classes], oneVsRest(pairs, classes, shaping)) : float64([x.rows, pairs.cols], pairs.data);
      };
      const winners = (x: Matrix): number[] => {
        if (breaksTies && state.text("decision_function_shape") === "ovo")
          throw new CornichonError("model.method", sentence`break_ties must be False when decision_function_shape is 'ovo'`);
        if (breaksTies && rest) {
          const scores = oneVsRest(pairDecisions(svm, starts, x), classes, shaping);
          return Array.from({ length: x.rows }, (_, i) => argmax(scores, i, classes));
        }
        const { data, cols } = pairDecisions(svm, starts, x);
        return Array.from({ length: x.rows }, (_, i) => winner(data.subarray(i * cols, (i + 1) * cols), classes));
      };
      return {
        ...svm.expected,
        classes: labels.classes,
        methods: methods({
          predict: (x) => labels.decode(winners(x.matrix(svm.expected))),
          decision_function: (samples) => {
            const x = samples.matrix(svm.expected);
            svm.checkKernels(x);
            return decide(x);
          },
          ...probabilities(
            state,
            classes,
            (x) => pairDecisions(svm, starts, x),
            (samples) => samples.matrix(svm.expected),
          ),
        }),
      };
    },
  });

/** `predict_proba` and its logarithm, of models fitted with `probability=True`. */
function probabilities(
  state: State,
  classes: number,
  decisions: (x: Matrix) => Matrix,
  rows: (samples: Parameters<Method>[0]) => Matrix,
): Readonly<Record<string, Method>> {
  const pairs = (classes * (classes - 1)) / 2;
  if (!state.has("_probA") || !state.has("_probB") || state.vector("_probA").length === 0) return {};
  const [a, b] = [state.vector("_probA", pairs), state.vector("_probB", pairs)];
  const asked = state.get("probability");
  if (asked === false) return {};
  const proba = (samples: Parameters<Method>[0], change: (p: number) => number): NDArray => {
    const x = rows(samples);
    const { data, cols } = decisions(x);
    const out = new Float64Array(x.rows * classes);
    for (let i = 0; i < x.rows; i++) out.set(coupled(data.subarray(i * cols, (i + 1) * cols), a, b, classes), i * classes);
    return float64([x.rows, classes], out.map(change));
  };
  return { predict_proba: (x) => proba(x, (p) => p), predict_log_proba: (x) => proba(x, Math.log) };
}
