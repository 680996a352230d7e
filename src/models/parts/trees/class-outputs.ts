/**
 * What classifiers with one output or several do with the scores of their classes: probabilities, their logarithms, and
 * the labels that win (sklearn.tree._classes and sklearn.ensemble._forest: predict, predict_proba, 0.17 to 1.9).
 */

import { CornichonError, sentence, showText } from "../../../errors.js";
import { argmax, float64, type NDArray } from "../../../numeric/ndarray.js";
import { typedLike } from "../../../numeric/typed.js";
import type { Result } from "../../define.js";
import type { State } from "../../state.js";
import { type Labels, labelsOf, manyLabelsOf } from "../labels.js";

export interface ClassOutputs {
  /** Labels of each output. */
  readonly labels: readonly Labels[];
  /** `classes_` is a list: `predict` has a column and `predict_proba` an array for each output. */
  readonly many: boolean;
  /** Labels of several outputs are doubles, whatever `classes_` are: so it was until 0.20. */
  readonly doubles: boolean;
}

/** Reads `classes_`. @throws CornichonError `model.not-fitted`, `model.inconsistent` */
export function classOutputs(state: State): ClassOutputs {
  const many = manyLabelsOf(state);
  const labels = many ?? [labelsOf(state)];
  if (labels.some((one) => one.count === 0)) throw state.inconsistent("an output has no classes");
  return { labels, many: many !== null, doubles: state.before(0, 21) };
}

/** Columns of one output among `rows × (outputs · width)` scores. */
function columnsOf(scores: Float64Array, rows: number, stride: number, from: number, count: number): Float64Array {
  if (stride === count) return scores;
  const out = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) for (let k = 0; k < count; k++) out[i * count + k] = scores[i * stride + from + k];
  return out;
}

/** Scores of each output by themselves. */
const byOutput = ({ labels }: ClassOutputs, scores: Float64Array, rows: number, width: number): Float64Array[] =>
  labels.map(({ count }, k) => columnsOf(scores, rows, labels.length * width, k * width, count));

/** Probabilities, an array an output. `log` takes their logarithms. */
export function probabilities(outputs: ClassOutputs, scores: Float64Array, rows: number, width: number, log = false): Result {
  const arrays = byOutput(outputs, scores, rows, width).map((proba, k) =>
    float64([rows, outputs.labels[k]?.count ?? 0], log ? proba.map(Math.log) : proba),
  );
  return outputs.many ? arrays : (arrays[0] ?? arrays);
}

/** Labels as doubles, an output after the other. @throws CornichonError `model.method` where one is a text that spells none */
function doublesOf(values: readonly unknown[], count: number): Float64Array {
  const out = Float64Array.from(values, Number);
  for (let k = 0; k < count; k++)
    for (let at = k; at < values.length; at += count) {
      const value = values[at];
      if (typeof value === "string" && Number.isNaN(out[at]))
        throw new CornichonError("model.method", sentence`could not convert string to float: '${showText(value)}'`);
    }
  return out;
}

/** The first class with the largest score, for each output. */
export function winners(outputs: ClassOutputs, scores: Float64Array, rows: number, width: number): NDArray {
  const positions = byOutput(outputs, scores, rows, width).map((one, k) =>
    Int32Array.from({ length: rows }, (_, i) => argmax(one, i, outputs.labels[k]?.count ?? 1)),
  );
  const [first] = outputs.labels;
  if (!outputs.many || first === undefined)
    return (first ?? { decode: () => float64([0], new Float64Array(0)) }).decode(positions[0] ?? []);
  const classes = outputs.labels.map(({ classes: { data } }): readonly unknown[] => Array.from(data));
  const count = outputs.labels.length;
  const values = Array.from(
    { length: rows * count },
    (_, at) => classes[at % count]?.[positions[at % count]?.[Math.floor(at / count)] ?? 0],
  );
  const shape = [rows, count];
  return outputs.doubles
    ? float64(shape, doublesOf(values, count))
    : { dtype: first.classes.dtype, shape, data: typedLike(first.classes.data, values) };
}
