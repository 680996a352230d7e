/**
 * Layouts that ended with 0.15, which no version tells of; read off sklearn 0.15.2. Liblinear's models kept their classes
 * in an encoder, QDA its eigenvalues in one array, and LDA its coefficients for the projected X: they are for X itself
 * now, one row for two classes.
 */
import { attributesOf } from "../../neutral/attributes.js";
import { own } from "../../neutral/document.js";
import { arrayValue } from "../../neutral/values.js";
import type { NDArray } from "../../numeric/ndarray.js";
import { defineUpgrade, type Stored, type UpgradeRule } from "../define.js";

const LIBLINEAR = defineUpgrade({
  classes: ["sklearn.linear_model.LogisticRegression", "sklearn.svm.LinearSVC"],
  doc: "`classes_` is the encoder's",
  upgrade: (stored) => {
    const state = own(stored.get("_enc"), "state");
    const classes = state === undefined ? undefined : attributesOf(state, stored.references)?.get("classes_");
    if (!stored.has("classes_") && classes !== undefined) stored.set("classes_", classes);
    return undefined;
  },
});

const QUADRATIC = defineUpgrade({
  classes: ["sklearn.qda.QDA"],
  doc: "`scalings_` is a list of arrays",
  upgrade: (stored) => {
    const scalings = stored.array("scalings_");
    const [rows = 0, cols = 0] = scalings?.shape ?? [];
    if (scalings === null || scalings.shape.length !== 2) return undefined;
    const row = (k: number): object =>
      arrayValue({ dtype: "float64", shape: [cols], data: Float64Array.from(scalings.data.slice(k * cols, (k + 1) * cols), Number) });
    stored.set(
      "scalings_",
      Array.from({ length: rows }, (_, k) => row(k)),
    );
    return undefined;
  },
});

interface Grid {
  readonly rows: number;
  readonly cols: number;
  at(i: number, j: number): number;
}

function grid(array: NDArray | null): Grid | null {
  const [rows = 0, cols = 0] = array?.shape ?? [];
  return array === null || array.shape.length !== 2 ? null : { rows, cols, at: (i, j) => Number(array.data[i * cols + j]) };
}

/** Coefficients (classes, features) and intercepts of the score (X − mean) · scalings · coefᵀ + intercept. */
function unprojected(stored: Stored): { readonly coef: number[][]; readonly intercept: number[] } | null {
  const coef = grid(stored.array("coef_"));
  const scalings = grid(stored.array("scalings_"));
  const mean = stored.array("xbar_");
  const intercept = stored.array("intercept_");
  if (coef === null || scalings === null || mean === null || intercept === null) return null;
  if (coef.cols !== scalings.cols || mean.data.length !== scalings.rows || intercept.data.length !== coef.rows) return null;
  const rows = Array.from({ length: coef.rows }, (_, k) =>
    Array.from({ length: scalings.rows }, (_v, j) => {
      let sum = 0;
      for (let c = 0; c < coef.cols; c++) sum += scalings.at(j, c) * coef.at(k, c);
      return sum;
    }),
  );
  const shifted = rows.map((row, k) => Number(intercept.data[k]) - row.reduce((sum, w, j) => sum + w * Number(mean.data[j]), 0));
  return { coef: rows, intercept: shifted };
}

const LINEAR = defineUpgrade({
  classes: ["sklearn.lda.LDA"],
  doc: "`coef_` and `intercept_` are for X itself, one row for two classes",
  upgrade: (stored) => {
    const found = stored.attributes.has("solver") ? null : unprojected(stored);
    if (found === null) return undefined;
    const [first, second, third] = found.coef;
    const two = first !== undefined && second !== undefined && third === undefined;
    const coef = two ? [second.map((w, j) => w - (first[j] ?? 0))] : found.coef;
    const intercept = two ? [(found.intercept[1] ?? 0) - (found.intercept[0] ?? 0)] : found.intercept;
    stored.set("coef_", arrayValue({ dtype: "float64", shape: [coef.length, coef[0]?.length ?? 0], data: Float64Array.from(coef.flat()) }));
    stored.set("intercept_", arrayValue({ dtype: "float64", shape: [intercept.length], data: Float64Array.from(intercept) }));
    return undefined;
  },
});

export const BEFORE_0_16: readonly UpgradeRule[] = [LIBLINEAR, QUADRATIC, LINEAR];
