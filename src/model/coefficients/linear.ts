/**
 * The linear model at the end: its coefficients as they stand, a sparse matrix written out, and those of a support vector
 * machine with a linear kernel, which keeps vectors instead.
 */

import { isSparseAttribute, sparseAttribute, writtenOut } from "../../models/parts/stored/sparse-attribute.js";
import { coefficientsOfVectors, isOfVectors } from "../../models/parts/stored/vector-coefficients.js";
import type { State } from "../../models/state.js";
import { jsonValue, nested } from "./values.js";

export interface Linear {
  /** Nested lists: one, or a row an output. */
  readonly coefficients: unknown;
  readonly outputs: number;
  readonly features: number;
  readonly intercept: unknown;
  /** Positions of the two classes of each row, where rows are for pairs. */
  readonly pairs?: readonly (readonly [number, number])[];
}

const MODULES = /^sklearn\.(?:linear_model|svm|discriminant_analysis|lda|cross_decomposition)\./;

const interceptOf = (state: State, key: string): unknown => {
  if (!state.has(key)) return 0;
  const { shape, data } = state.numbers(key);
  return nested(shape, data);
};

function dense(state: State): Linear {
  if (isSparseAttribute(state, "coef_")) {
    const { rows, cols, data } = writtenOut(state, "coef_", sparseAttribute(state, "coef_"));
    return { coefficients: nested([rows, cols], data), outputs: rows, features: cols, intercept: interceptOf(state, "intercept_") };
  }
  const { shape, data } = state.numbers("coef_");
  const [first = 1, second] = shape;
  if (shape.length > 2) throw state.inconsistent(`coef_ has ${shape.length} axes where it needs one or two`);
  const coefficients = shape.length === 0 ? [data[0]] : nested(shape, data);
  return {
    coefficients,
    outputs: second === undefined ? 1 : first,
    features: second ?? first,
    intercept: interceptOf(state, "intercept_"),
  };
}

/** @throws CornichonError `model.inconsistent` */
function ofVectors(state: State): Linear {
  const { coefficients, pairs } = coefficientsOfVectors(state);
  const { rows, cols, data } = coefficients;
  const intercept = interceptOf(state, "intercept_");
  return { coefficients: nested([rows, cols], data), outputs: rows, features: cols, intercept, ...(pairs.length === 0 ? {} : { pairs }) };
}

/** The coefficients of a linear model; null for one that has none. @throws CornichonError `model.inconsistent` */
export function linearOf(state: State): Linear | null {
  if (!MODULES.test(state.className)) return null;
  if (isOfVectors(state)) return state.text("kernel") === "linear" && !state.flag("break_ties", false) ? ofVectors(state) : null;
  return state.has("coef_") ? dense(state) : null;
}

/** `classes_`, which a RidgeClassifier's binarizer keeps; null where there is none. */
export function classesOf(state: State): readonly unknown[] | null {
  const holder = state.has("classes_") ? state : state.object("_label_binarizer");
  const classes = holder?.has("classes_") === true ? jsonValue(holder, holder.get("classes_")) : null;
  return Array.isArray(classes) ? classes : null;
}
