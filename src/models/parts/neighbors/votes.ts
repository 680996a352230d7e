/** Votes and means of neighbours: weights by distance, targets with one or several outputs. */

import { own, typeOf } from "../../../neutral/document.js";
import type { NDArray } from "../../../numeric/ndarray.js";
import { typedLike } from "../../../numeric/typed.js";
import { needsCode } from "../../define.js";
import type { State } from "../../state.js";
import { type Labels, labelsOf, manyLabelsOf } from "../labels.js";

/** Weights of one query's neighbours by their distances; null where all count alike. */
export type Weigh = (distances: ArrayLike<number>) => Float64Array | null;

/** Reads `weights` (sklearn.neighbors._base._get_weights 1.5): a neighbour at no distance outweighs all others. */
export function readWeights(state: State): Weigh {
  const value = state.get("weights");
  if (value === null || value === undefined || value === "uniform") return () => null;
  if (value !== "distance") {
    const code = state.global("weights") ?? "its weights";
    return () => {
      throw needsCode(state.name, code);
    };
  }
  return (distances) => {
    const weights = Float64Array.from(distances, (distance) => 1 / distance);
    if (!weights.includes(Number.POSITIVE_INFINITY)) return weights;
    return weights.map((weight) => Number(weight === Number.POSITIVE_INFINITY));
  };
}

/** Classes of each output, and each fitted row's positions in them. */
export interface Targets {
  readonly labels: readonly Labels[];
  /** `classes_` is a list: results are lists and have a column an output. */
  readonly several: boolean;
  /** rows × outputs. */
  readonly y: Int32Array;
}

/** Reads `_y` and `classes_`. @throws CornichonError `model.inconsistent` */
export function readTargets(state: State, rows: number): Targets {
  const many = manyLabelsOf(state);
  const labels = many ?? [labelsOf(state)];
  const outputs = labels.length;
  const y = Int32Array.from(state.numbers("_y").data);
  if (y.length !== rows * outputs) throw state.inconsistent(`_y has ${y.length} values for ${rows} rows and ${outputs} outputs`);
  y.forEach((position, at) => {
    if (position < 0 || position >= (labels[at % outputs]?.count ?? 0)) throw state.inconsistent("_y has classes that are not in classes_");
  });
  return { labels, several: many !== null, y };
}

/** Summed weights of each class among `indices`, for one output. */
export function votes({ labels, y }: Targets, output: number, indices: ArrayLike<number>, weights: Float64Array | null): Float64Array {
  const sums = new Float64Array(labels[output]?.count ?? 0);
  for (let n = 0; n < indices.length; n++) {
    const label = y[indices[n] * labels.length + output];
    sums[label] += weights?.[n] ?? 1;
  }
  return sums;
}

/** Labels of all outputs from their values, a column an output. */
export function labelled({ labels, several }: Targets, rows: number, at: (row: number, output: number) => unknown): NDArray {
  const outputs = labels.length;
  const values = Array.from({ length: rows * outputs }, (_, i) => at(Math.floor(i / outputs), i % outputs));
  const classes = labels[0]?.classes;
  const data = classes === undefined ? values : typedLike(classes.data, values);
  return { dtype: classes?.dtype ?? "object", shape: several ? [rows, outputs] : [rows], data };
}

/** Value of a class by its position. */
export const labelAt = ({ labels }: Targets, output: number, position: number): unknown => labels[output]?.classes.data[position];

/** A label of the state as a plain value: a number, a text, a boolean. */
export function plainLabel(value: unknown): unknown {
  return typeOf(value) === "scalar" ? own(value, "value") : value;
}

/** Mean of the neighbours' rows of `y`, weighted; one value an output. */
export function meanOf(y: Float64Array, outputs: number, indices: ArrayLike<number>, weights: Float64Array | null): Float64Array {
  const sums = new Float64Array(outputs);
  let total = 0;
  for (let n = 0; n < indices.length; n++) {
    const weight = weights?.[n] ?? 1;
    total += weight;
    for (let k = 0; k < outputs; k++) sums[k] += weight * y[indices[n] * outputs + k];
  }
  return sums.map((sum) => sum / total);
}

/** The mean in float32, added in numpy's order: one target in eight sums where there are as many neighbours, several one after another. */
export function singleMeanOf(y: Float64Array, outputs: number, indices: ArrayLike<number>): Float64Array {
  const r = Math.fround;
  const lanes = outputs === 1 && indices.length >= 8 ? 8 : 1;
  return Float64Array.from({ length: outputs }, (_, k) => {
    const sums = new Float64Array(lanes);
    const whole = indices.length - (indices.length % lanes);
    for (let n = 0; n < whole; n++) sums[n % lanes] = r(sums[n % lanes] + y[indices[n] * outputs + k]);
    let sum = lanes === 1 ? sums[0] : pairs(sums);
    for (let n = whole; n < indices.length; n++) sum = r(sum + y[indices[n] * outputs + k]);
    return r(sum / indices.length);
  });
}

/** Eight sums as numpy adds them: neighbours first. */
function pairs(sums: Float64Array): number {
  let rest = sums;
  while (rest.length > 1) {
    const next = new Float64Array(rest.length / 2);
    for (let n = 0; n < next.length; n++) next[n] = Math.fround(rest[2 * n] + rest[2 * n + 1]);
    rest = next;
  }
  return rest[0];
}
