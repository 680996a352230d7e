/**
 * sklearn.neighbors.KNeighborsClassifier 1.5: the class with most weight among the k nearest, the first of `classes_`
 * where several have it.
 */
import { CornichonError, sentence } from "../../errors.js";
import { argmax, float64 } from "../../numeric/ndarray.js";
import { defineModel, methods, type Result } from "../define.js";
import { nearestMethods } from "../parts/neighbors/methods.js";
import { readSearch } from "../parts/neighbors/search.js";
import { labelAt, labelled, readTargets, readWeights, votes, type Weigh } from "../parts/neighbors/votes.js";
import type { Samples } from "../samples.js";

/** From 1.3 on neighbours that are all infinitely far are refused. @throws CornichonError `input.malformed` */
function checkWeights(distances: Float64Array, k: number, weigh: Weigh): void {
  for (let at = 0; at < distances.length; at += k)
    if (weigh(distances.subarray(at, at + k))?.every((weight) => weight === 0) === true)
      throw new CornichonError(
        "input.malformed",
        sentence`All neighbors of some sample is getting zero weights. Please modify 'weights' to avoid this case.`,
      );
}

export const KNeighborsClassifier = defineModel({
  class: "sklearn.neighbors.KNeighborsClassifier",
  build: (state) => {
    const search = readSearch(state);
    const targets = readTargets(state, search.rows);
    const weigh = readWeights(state);
    const refuses = state.since(1, 3);
    const k = state.whole("n_neighbors", 1, Number.MAX_SAFE_INTEGER);
    const counted = (x: Samples): { rows: number; of: (row: number, output: number) => Float64Array } => {
      const { indices, distances } = search.nearest(x, k);
      if (refuses) checkWeights(distances, k, weigh);
      return {
        rows: indices.length / k,
        of: (i, output) => votes(targets, output, indices.subarray(i * k, (i + 1) * k), weigh(distances.subarray(i * k, (i + 1) * k))),
      };
    };
    const proba = (x: Samples, change: (p: number) => number): Result => {
      const { rows, of } = counted(x);
      const each = targets.labels.map(({ count }, output) => {
        const out = new Float64Array(rows * count);
        for (let i = 0; i < rows; i++) {
          const sums = of(i, output);
          const total = sums.reduce((sum, value) => sum + value, 0) || 1;
          sums.forEach((value, c) => {
            out[i * count + c] = change(value / total);
          });
        }
        return float64([rows, count], out);
      });
      return targets.several ? each : (each[0] ?? null);
    };
    return {
      ...search.expected,
      classes: targets.several ? targets.labels.map(({ classes }) => classes) : (targets.labels[0]?.classes ?? []),
      methods: methods({
        ...nearestMethods(state, search),
        predict: (x) => {
          const { rows, of } = counted(x);
          return labelled(targets, rows, (i, output) =>
            labelAt(targets, output, argmax(of(i, output), 0, targets.labels[output]?.count ?? 0)),
          );
        },
        predict_proba: (x) => proba(x, (p) => p),
      }),
    };
  },
});
