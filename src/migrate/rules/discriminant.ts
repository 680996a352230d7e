/**
 * LinearDiscriminantAnalysis of several classes before 0.21 (sklearn.discriminant_analysis): probabilities were normalised
 * sigmoids, and are a softmax today. The sigmoids are what an SGDClassifier with the logistic loss answers (`logistic.ts`).
 * The solver "lsqr" never had a `transform`, so that is all; of the others the analysis is a step of its own, and the sigmoids
 * decide by what it answers. Refused: axes that `transform` leaves out although the
 * decisions need them.
 */
import { sentence } from "../../errors.js";
import { stateOf } from "../../neutral/attributes.js";
import type { JsonObject } from "../../neutral/document.js";
import type { NDArray } from "../../numeric/ndarray.js";
import { at, defineMigration, int64Value, type Migrating, type MigrationRule } from "../define.js";
import { estimatorValue, pipelineValue } from "../estimators.js";
import { doubles } from "../numbers.js";
import { sizesOf } from "../sizes.js";
import { sigmoids } from "./logistic.js";

/** Rows of numbers. */
interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

const tableOf = ({ shape, data }: NDArray): Table => ({
  rows: shape[0] ?? 0,
  columns: shape[1] ?? 0,
  data: Float64Array.from(data, Number),
});

function table(stored: Migrating, name: string): Table {
  const array = stored.array(name);
  if (array === null || array.shape.length !== 2)
    throw stored.refusal(sentence`its probabilities were one class against the rest, and its axes cannot be read.`);
  return tableOf(array);
}

/** a · b */
function product(a: Table, b: Table): Table {
  const data = new Float64Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i++)
    for (let k = 0; k < a.columns; k++)
      for (let j = 0; j < b.columns; j++)
        data[i * b.columns + j] = (data[i * b.columns + j] ?? 0) + (a.data[i * a.columns + k] ?? 0) * (b.data[k * b.columns + j] ?? 0);
  return { rows: a.rows, columns: b.columns, data };
}

function transposed({ rows, columns, data }: Table): Table {
  return { rows: columns, columns: rows, data: data.map((_, at) => data[(at % rows) * columns + Math.floor(at / rows)] ?? 0) };
}

const largest = (data: Float64Array): number => data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** What the decisions are by the axes, and by the columns as they are stored: the same, or there are other axes. */
const CLOSE = 1e-12;

/** How many axes `transform` answers; to 0.17 all that there are where it was not told. */
const shown = (stored: Migrating): number => stored.number("_max_components") ?? stored.number("n_components") ?? Number.POSITIVE_INFINITY;

/** Coefficients of the decisions by what `transform` answers, and what they start from. */
function byAxes(stored: Migrating): { readonly coefficients: Table; readonly intercepts: Float64Array } {
  const [coef, means, scalings] = [table(stored, "coef_"), table(stored, "means_"), table(stored, "scalings_")];
  const isSvd = stored.get("solver") === "svd";
  const center = isSvd ? Float64Array.from(stored.array("xbar_")?.data ?? [], Number) : new Float64Array(means.columns);
  const intercepts = Float64Array.from(stored.array("intercept_")?.data ?? [], Number);
  const fits =
    center.length === coef.columns && means.columns === coef.columns && scalings.rows === coef.columns && means.rows === coef.rows;
  if (!fits || intercepts.length !== coef.rows) throw stored.refusal(sentence`its axes, means and coefficients do not fit each other.`);
  const centred = { ...means, data: means.data.map((value, at) => value - (center[at % means.columns] ?? 0)) };
  const coefficients = product(centred, scalings);
  const again = product(coefficients, transposed(scalings));
  const off = largest(again.data.map((value, at) => value - (coef.data[at] ?? 0)));
  if (scalings.columns > shown(stored) || !(off <= CLOSE * largest(coef.data)))
    throw stored.refusal(sentence`its probabilities were one class against the rest, by axes that its transform leaves out.`);
  const shift = product(coef, { rows: center.length, columns: 1, data: center });
  return { coefficients, intercepts: intercepts.map((value, i) => value + (shift.data[i] ?? 0)) };
}

/** The same analysis, of which `transform` alone is asked. */
function analysis(stored: Migrating): JsonObject {
  const { $id: _, ...rest } = stored.value;
  const made = { ...rest, state: stateOf(stored.attributes) };
  stored.run.notes.set(made, 1);
  return made;
}

const ones = (count: number): number[] => new Array<number>(count).fill(1);

/** Sigmoids of what the analysis answers, in a selection of all of it: that has a `transform`, too. */
function steps(stored: Migrating): JsonObject {
  const { coefficients, intercepts } = byAxes(stored);
  const { columns, rows } = coefficients;
  const decisions = sigmoids(stored, {
    coef_: doubles(coefficients.data, [rows, columns]),
    intercept_: doubles(intercepts),
    classes_: stored.attributes.get("classes_"),
    n_features_in_: columns,
  });
  const all = estimatorValue(stored, "sklearn.feature_selection.RFE", {
    estimator: estimatorValue(stored, "sklearn.linear_model.SGDClassifier", { loss: "log_loss" }),
    estimator_: decisions,
    n_features_: columns,
    n_features_in_: columns,
    support_: { $type: "ndarray", dtype: "bool", shape: [columns], data: ones(columns).map(() => true) },
    ranking_: int64Value(ones(columns)),
  });
  return pipelineValue(stored, [
    ["axes", analysis(stored)],
    ["sigmoids", all],
  ]);
}

export const DISCRIMINANT: readonly MigrationRule[] = [
  defineMigration({
    classes: at("discriminant_analysis", "LinearDiscriminantAnalysis"),
    before: [0, 21],
    doc: "probabilities were one class against the rest, which sigmoids of today's sklearn answer",
    replace: (stored) => {
      const [classes = 0] = sizesOf(stored.get("classes_"), stored.references) ?? [];
      if (classes <= 2 || !stored.attributes.has("solver") || !stored.has("coef_") || stored.run.notes.has(stored.value)) return null;
      if (stored.get("solver") !== "lsqr") return steps(stored);
      const [, features] = sizesOf(stored.get("coef_"), stored.references) ?? [];
      return sigmoids(stored, {
        coef_: stored.attributes.get("coef_"),
        intercept_: stored.attributes.get("intercept_"),
        classes_: stored.attributes.get("classes_"),
        n_features_in_: features,
      });
    },
  }),
];
