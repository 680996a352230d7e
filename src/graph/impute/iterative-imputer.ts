/**
 * sklearn.impute.IterativeImputer: the fitted regressors one after the other, each over the columns as they are by then
 * (sklearn.impute._iterative). Refused: draws from a posterior, which need numpy's random state.
 */
import { sentence } from "../../errors.js";
import { filledColumns, storedImputation } from "../../models/parts/columns/imputations.js";
import { indicatorColumns } from "../../models/parts/columns/missing.js";
import { type Context, defineLowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { rowsOf, widthOf } from "../parts/rows.js";
import { isMissing } from "./imputers.js";

/** Columns of the first filling, and where values of each are to be imputed: null where it is left as it was filled. */
interface Work {
  readonly columns: Value[];
  readonly masks: readonly (Value | null)[];
}

function begin(context: Context, filled: Value, kept: readonly number[]): Work {
  const { ops, rows, state } = context;
  const width = Number(filled.shape[1]);
  if (width !== kept.length && width !== widthOf(rows)) throw state.inconsistent("its first imputer gives other columns");
  const tried = new Set(kept);
  const places = width === kept.length ? kept : Array.from({ length: width }, (_, j) => j);
  return {
    columns: places.map((_, at) => ops.columns(filled, [at])),
    masks: places.map((j) => (tried.has(j) ? isMissing(context, ops.columns(rows.x, [j])) : null)),
  };
}

/** Where there is a value in any row: without one, the first filling is the answer. */
function isAnythingThere({ ops }: Context, { masks }: Work): Value {
  const never = ops.g.constant("bool", [1, 1], Uint8Array.of(0));
  const all = masks.map((mask) => ops.cast(mask ?? never, "float64"));
  const least = all.reduce((a, b) => ops.min(a, b));
  return ops.equal(ops.least(least, true, 0), ops.double(0));
}

function imputed(context: Context): Value {
  const { state, ops, inner, at } = context;
  const initial = inner(state.fitted("initial_imputer_"), context.rows, at).methods.get("transform");
  if (initial === undefined) throw state.inconsistent("its first imputer does not transform");
  const first = initial();
  const work = begin(context, first, filledColumns(state, widthOf(context.rows)));
  const sequence = (state.number("n_iter_") ?? 0) === 0 ? [] : state.items("imputation_sequence_");
  if (sequence.length === 0) return first;
  if (state.flag("sample_posterior", false)) throw unsupported(at, state.className, sentence`draws from a posterior`);
  for (const value of sequence) {
    const { column, neighbours, estimator, low, high } = storedImputation(state, value, work.columns.length);
    const mask = work.masks[column] ?? null;
    const old = work.columns[column];
    if (mask === null || old === undefined) continue;
    const x = ops.concat(neighbours.flatMap((j) => work.columns[j] ?? []));
    const predict = inner(estimator, rowsOf(ops, x), at).methods.get("predict");
    if (predict === undefined) throw state.inconsistent("an imputation's estimator does not predict");
    const found = ops.min(ops.max(ops.column(predict()), ops.double(low)), ops.double(high));
    work.columns[column] = ops.where(mask, found, old);
  }
  return ops.where(isAnythingThere(context, work), ops.concat(work.columns), first);
}

export const ITERATIVE_IMPUTER = defineLowering({
  class: "sklearn.impute.IterativeImputer",
  lower: (context) => {
    const { state, ops, rows } = context;
    const told = indicatorColumns(state, widthOf(rows)) ?? [];
    const transform = (): Value => {
      const found = imputed(context);
      return told.length === 0 ? found : ops.concat([found, ops.cast(isMissing(context, ops.columns(rows.x, told)), "float64")]);
    };
    return { kind: "transformer", methods: makes({ transform }) };
  },
});
