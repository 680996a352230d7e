/**
 * sklearn.ensemble.StackingClassifier: the final estimator's class from the others' answers. The final one knows classes
 * by their positions (`_label_encoder`, `_le` until 1.1; a list of encoders where there are several labels).
 */
import { itemsOf } from "../../neutral/attributes.js";
import { typeOf } from "../../neutral/document.js";
import { float64, type NDArray } from "../../numeric/ndarray.js";
import { defineModel, denseResult, headOf, isListResult, type Method, methods, type Result } from "../define.js";
import { type Labels, labelsOf } from "../parts/labels.js";
import { answer, methodOf } from "../parts/meta/delegation.js";
import { readStack } from "../parts/meta/stack.js";
import { stacked } from "../parts/meta/stacked-labels.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

/** Labels of each output. */
function encodersOf(state: State): { labels: readonly Labels[]; many: boolean } {
  const key = state.has("_label_encoder") ? "_label_encoder" : "_le";
  const value = state.fitted(key);
  if (typeOf(value) === "object") return { labels: [labelsOf(state.inner(value))], many: false };
  const items = itemsOf(value, state.references) ?? [];
  if (items.length === 0) throw state.inconsistent(`${key} encodes nothing`);
  return { labels: items.map((item) => labelsOf(state.inner(item))), many: true };
}

/** Labels by the positions in a column of predictions. */
function decoded(labels: readonly Labels[], many: boolean, { shape, data }: NDArray): NDArray {
  const positions = Array.from(data, Number);
  const [rows = 0] = shape;
  const count = labels.length;
  const taken = labels.map((one, k) => ({
    labels: one,
    positions: Array.from({ length: rows }, (_, i) => positions[i * (many ? count : 1) + k]),
  }));
  return stacked(taken, !many);
}

/** Several labels' probabilities are the first column of each. */
function firstColumns(result: Result): Result {
  if (!isListResult(result)) return result;
  const arrays = result.map(denseResult);
  const rows = arrays[0]?.shape[0] ?? 0;
  const value = (at: number): number => {
    const array = arrays[at % arrays.length];
    return Number(array?.data[Math.floor(at / arrays.length) * (array.shape[1] ?? 1)]);
  };
  return float64(
    [rows, arrays.length],
    Float64Array.from({ length: rows * arrays.length }, (_, at) => value(at)),
  );
}

export const StackingClassifier = defineModel({
  class: "sklearn.ensemble.StackingClassifier",
  build: (state, make) => {
    const { labels, many } = encodersOf(state);
    const [first] = labels;
    const stack = readStack(state, make, many ? 0 : (first?.count ?? 0));
    const ask = (name: string): Method | undefined =>
      stack.final.methods.has(name) ? (x: Samples, options) => methodOf(state, stack.final, name)(stack.meta(x), options) : undefined;
    const proba = ask("predict_proba");
    const classes = labels.map((one) => one.classes);
    return {
      ...headOf(stack),
      classes: many || first === undefined ? classes : first.classes,
      methods: methods({
        predict: (x, options) => decoded(labels, many, answer(state, stack.final, "predict", stack.meta(x), options)),
        predict_proba: proba === undefined ? undefined : (x, options) => (many ? firstColumns(proba(x, options)) : proba(x, options)),
        decision_function: ask("decision_function"),
        ...stack.methods,
      }),
    };
  },
});
