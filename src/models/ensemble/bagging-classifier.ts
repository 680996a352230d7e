/**
 * sklearn.ensemble.BaggingClassifier: the mean of its estimators' probabilities, or of their votes where they have none.
 * An estimator may not have seen every class; its own `classes_` are positions in the bag's.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { argmax, float64, floats, floatType, type Matrix, matrix, type NDArray } from "../../numeric/ndarray.js";
import { defineModel, type FittedModel, type MethodOptions, methods } from "../define.js";
import { logOf } from "../parts/boosting/scores.js";
import { labelsOf } from "../parts/labels.js";
import { type Bag, readBag } from "../parts/meta/bag.js";
import { answer, answerMatrix } from "../parts/meta/delegation.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

/** Positions of an estimator's classes among `count`; null where it knows all of them. @throws CornichonError `model.inconsistent` */
function placesOf(state: State, { classes }: FittedModel, count: number): readonly number[] | null {
  if (classes === undefined || !("data" in classes) || classes.data.length === count) return null;
  const places = Array.from(classes.data, Number);
  if (!places.every((k) => Number.isInteger(k) && k >= 0 && k < count))
    throw state.inconsistent("an estimator's classes are none of the bag's");
  return places;
}

/** Values of an estimator's columns at their places, `fill` elsewhere. */
function spread({ rows, cols, data }: Matrix, places: readonly number[], count: number, fill: number): Matrix {
  const out = matrix(rows, count, new Float64Array(rows * count).fill(fill));
  for (let i = 0; i < rows; i++) for (const [from, to] of places.entries()) out.data[i * count + to] = data[i * cols + from] ?? fill;
  return out;
}

/** One vote a row. */
function votes(state: State, labels: NDArray, count: number): Matrix {
  if (/^(?:float|object)/.test(labels.dtype))
    throw new CornichonError(
      "model.method",
      sentence`${showText(state.name)}: an estimator of it predicts numbers, where places of classes are counted.`,
    );
  const out = matrix(labels.data.length, count);
  Array.from(labels.data, Number).forEach((k, i) => {
    if (!(Number.isInteger(k) && k >= 0 && k < count)) throw state.inconsistent("an estimator's class is none of the bag's");
    out.data[i * count + k] = 1;
  });
  return out;
}

const logAdd = (a: number, b: number): number => {
  const top = Math.max(a, b);
  return top === Number.NEGATIVE_INFINITY ? top : top + Math.log1p(Math.exp(Math.min(a, b) - top));
};

class Classifiers {
  readonly #state: State;
  readonly #bag: Bag;
  readonly #count: number;
  readonly #places: readonly (readonly number[] | null)[];

  constructor(state: State, bag: Bag, count: number) {
    this.#state = state;
    this.#bag = bag;
    this.#count = count;
    this.#places = bag.models.map((model) => placesOf(state, model, count));
  }

  /** Every estimator's answer joined with the others' by `join`, from `start` on. */
  #joined(x: Samples, start: number, one: (model: FittedModel, x: Samples) => Matrix, join: (a: number, b: number) => number): Matrix {
    const parts = this.#bag.each(x);
    let total: Matrix | null = null;
    this.#bag.models.forEach((model, at) => {
      const found = one(model, parts[at] ?? x);
      const places = this.#places[at] ?? null;
      const part = places === null || places.length !== found.cols ? found : spread(found, places, this.#count, start);
      if (part.cols !== this.#count) throw this.#state.inconsistent(`an estimator knows ${part.cols} of ${this.#count} classes`);
      total ??= matrix(part.rows, this.#count, new Float64Array(part.data.length).fill(start));
      for (let k = 0; k < part.data.length; k++) total.data[k] = join(total.data[k] ?? start, part.data[k] ?? start);
    });
    return total ?? matrix(0, this.#count);
  }

  probabilities(x: Samples): NDArray {
    const one = (model: FittedModel, part: Samples): Matrix =>
      model.methods.has("predict_proba")
        ? answerMatrix(this.#state, model, "predict_proba", part)
        : votes(this.#state, answer(this.#state, model, "predict", part), this.#count);
    const { rows, cols, data } = this.#joined(x, 0, one, (a, b) => a + b);
    return float64(
      [rows, cols],
      data.map((value) => value / this.#bag.models.length),
    );
  }

  logarithms(x: Samples): NDArray {
    if (!this.#bag.models.every((model) => model.methods.has("predict_log_proba"))) return logOf(this.probabilities(x));
    const one = (model: FittedModel, part: Samples): Matrix => answerMatrix(this.#state, model, "predict_log_proba", part);
    const { rows, cols, data } = this.#joined(x, Number.NEGATIVE_INFINITY, one, logAdd);
    const less = Math.log(this.#bag.models.length);
    return float64(
      [rows, cols],
      data.map((value) => value - less),
    );
  }

  decisions(x: Samples, options: MethodOptions): NDArray {
    const parts = this.#bag.each(x);
    const all = this.#bag.models.map((model, at) => answer(this.#state, model, "decision_function", parts[at] ?? x, options));
    const out = new Float64Array(all[0]?.data.length ?? 0);
    const dtype = floatType(...all.map((one) => one.dtype));
    // numpy adds float32 to float32: each sum is rounded.
    const stored = dtype === "float32" ? Math.fround : (sum: number): number => sum;
    for (const { data } of all) for (let k = 0; k < out.length; k++) out[k] = stored(out[k] + Number(data[k]));
    return floats(
      dtype,
      all[0]?.shape ?? [0],
      out.map((value) => value / all.length),
    );
  }
}

export const BaggingClassifier = defineModel({
  class: "sklearn.ensemble.BaggingClassifier",
  build: (state, make) => {
    const bag = readBag(state, make);
    const labels = labelsOf(state);
    const classifiers = new Classifiers(state, bag, labels.count);
    return {
      ...bag.expected,
      classes: labels.classes,
      methods: methods({
        predict: (x) => {
          const proba = classifiers.probabilities(x);
          const data = Float64Array.from(proba.data, Number);
          return labels.decode(Array.from({ length: proba.shape[0] ?? 0 }, (_, i) => argmax(data, i, labels.count)));
        },
        predict_proba: (x) => classifiers.probabilities(x),
        predict_log_proba: (x) => classifiers.logarithms(x),
        decision_function: bag.models.every((model) => model.methods.has("decision_function"))
          ? (x, options) => classifiers.decisions(x, options)
          : undefined,
      }),
    };
  },
});
