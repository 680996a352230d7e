/**
 * sklearn.neighbors.RadiusNeighborsClassifier 1.5: the class with most weight within the radius. A query without
 * neighbours gets the outlier's label, or is an error where the model has none. Probabilities came with 0.22.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { itemsOf } from "../../neutral/attributes.js";
import { argmax, float64 } from "../../numeric/ndarray.js";
import { defineModel, methods, type Result } from "../define.js";
import { radiusOf, withinMethods } from "../parts/neighbors/methods.js";
import { readSearch } from "../parts/neighbors/search.js";
import { labelAt, labelled, plainLabel, readTargets, readWeights, type Targets, votes } from "../parts/neighbors/votes.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

/** A label as numpy puts it into an array of the classes' dtype; until 0.21 any label was taken. */
function inArrayOf(dtype: string, label: unknown): unknown {
  const wide = /^U(\d+)$/.exec(dtype);
  if (wide !== null) return Array.from(pythonText(label)).slice(0, Number(wide[1])).join("");
  if (dtype === "bool") return Boolean(label);
  return typeof label === "number" && /^u?int/.test(dtype) ? Math.trunc(label) : label;
}

const pythonText = (label: unknown): string => (typeof label === "boolean" ? (label ? "True" : "False") : String(label));

/** A text is no label of numbers; to 0.21 sklearn saw that when it met an outlier. @throws CornichonError `model.method` */
function checkedLabel(dtype: string, label: unknown): unknown {
  if (typeof label !== "string" || !/^(?:u?int|float)/.test(dtype)) return label;
  throw new CornichonError("model.method", sentence`invalid literal for int() with base 10: '${showText(label)}'`);
}

/** Labels of outliers, one an output; null where the model has none. */
function outlierLabels(state: State, { labels }: Targets): readonly unknown[] | null {
  const key = state.has("outlier_label_") ? "outlier_label_" : "outlier_label";
  if (!state.has(key)) return null;
  const items = itemsOf(state.get(key), state.references) ?? labels.map(() => state.get(key));
  if (items.length !== labels.length) throw state.inconsistent(`${key} has ${items.length} labels for ${labels.length} outputs`);
  return items.map((item, output) => inArrayOf(labels[output]?.classes.dtype ?? "object", plainLabel(item)));
}

export const RadiusNeighborsClassifier = defineModel({
  class: "sklearn.neighbors.RadiusNeighborsClassifier",
  build: (state) => {
    const search = readSearch(state);
    const targets = readTargets(state, search.rows);
    const weigh = readWeights(state);
    const outliers = outlierLabels(state, targets);
    const radius = radiusOf(state);
    /** Weights of the classes by row and output; null rows are outliers'. */
    const counted = (x: Samples): ((output: number) => (Float64Array | null)[]) => {
      const found = search.within(x, radius);
      const lonely = found.findIndex(({ indices }) => indices.length === 0);
      if (lonely >= 0 && outliers === null)
        throw new CornichonError(
          "input.malformed",
          sentence`${showText(state.name)}: No neighbors found for test sample ${lonely}: the model has no outlier_label and a radius of ${radius}.`,
        );
      return (output) =>
        found.map(({ indices, distances }) => (indices.length === 0 ? null : votes(targets, output, indices, weigh(distances))));
    };
    const proba = (x: Samples): Result => {
      const of = counted(x);
      const each = targets.labels.map(({ count, classes }, output) => {
        const outlier = Array.from<unknown>(classes.data).indexOf(outliers?.[output]);
        const rows = of(output);
        const out = new Float64Array(rows.length * count);
        rows.forEach((sums, i) => {
          const total = sums?.reduce((sum, value) => sum + value, 0) || 1;
          for (let c = 0; c < count; c++) out[i * count + c] = sums === null ? Number(c === outlier) : sums[c] / total;
        });
        return float64([rows.length, count], out);
      });
      return targets.several ? each : (each[0] ?? null);
    };
    return {
      ...search.expected,
      classes: targets.several ? targets.labels.map(({ classes }) => classes) : (targets.labels[0]?.classes ?? []),
      methods: methods({
        ...withinMethods(state, search),
        predict: (x) => {
          const of = counted(x);
          const sums = targets.labels.map((_, output) => of(output));
          return labelled(targets, sums[0]?.length ?? 0, (i, output) => {
            const row = sums[output]?.[i] ?? null;
            return row === null
              ? checkedLabel(targets.labels[output]?.classes.dtype ?? "", outliers?.[output])
              : labelAt(targets, output, argmax(row, 0, row.length));
          });
        },
        predict_proba: state.since(0, 22) ? proba : undefined,
      }),
    };
  },
});
