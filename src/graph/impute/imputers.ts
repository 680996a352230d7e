/**
 * Imputers: missing numbers become their column's value, marks of columns that may be missing follow (sklearn.impute._base).
 * Refused: NaN or None among texts, which a tensor of texts does not hold; the old Imputer along rows by the most frequent value.
 */
import { sentence } from "../../errors.js";
import { dtypeParameter } from "../../models/parts/columns/dtype-parameter.js";
import { oldFilling, simpleFilling } from "../../models/parts/columns/fillings.js";
import type { Filling } from "../../models/parts/columns/imputed.js";
import { columnsTold, missingOf } from "../../models/parts/columns/missing.js";
import { type Context, defineLowering, type Lowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { equalsText, withoutInfinity } from "../parts/places.js";
import { columnAt, selected, sideBySide, widthOf } from "../parts/rows.js";

/** Where values of a block are missing: [N, width], truth values. */
export function isMissing(context: Context, block: Value): Value {
  const { ops, state, at } = context;
  const marker = state.get("missing_values");
  const isText = block.dtype === "string";
  if (isText && typeof marker === "string" && marker !== "NaN") return equalsText(ops, block, marker);
  const missing = missingOf(state);
  if (isText || missing.isNone || (typeof marker === "string" && marker !== "NaN"))
    throw unsupported(at, state.className, sentence`missing values that a tensor of this type does not hold`);
  const value = state.plain(marker);
  if (missing.inNumbers(Number.NaN)) return ops.isNaN(block);
  if (typeof value !== "number" || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    throw unsupported(at, state.className, sentence`missing values that are no number that a double holds`);
  return ops.equal(block, ops.double(value));
}

/** The kept columns filled, the told ones as marks beside them. */
function filled(context: Context, { values, kept, told }: Filling): Value {
  const { ops, rows } = context;
  if (widthOf(rows) !== values.length) throw context.state.inconsistent("it is given another number of columns");
  const parts: Value[] = kept.length === 0 ? [] : [filledBlock(context, values, kept)];
  const { blocks = [rows.x] } = rows;
  if (told.length > 0) {
    if (blocks.some(({ dtype }) => dtype === "string"))
      throw unsupported(context.at, context.state.className, sentence`marks of missing values beside texts`);
    parts.push(ops.cast(isMissing(context, ops.columns(rows.x, told)), "float64"));
  }
  return sideBySide(context, parts);
}

function filledBlock(context: Context, values: readonly unknown[], kept: readonly number[]): Value {
  const { ops, rows } = context;
  const own = selected(ops, rows, kept);
  const { blocks = [own.x] } = own;
  const [only] = blocks;
  if (blocks.length === 1 && only !== undefined)
    return replaced(
      context,
      only,
      kept.map((j) => values[j]),
    );
  return sideBySide(
    context,
    kept.map((j) => replaced(context, columnAt(ops, rows, j), [values[j]])),
  );
}

function replaced(context: Context, block: Value, values: readonly unknown[]): Value {
  const { ops, state, at } = context;
  const isText = block.dtype === "string";
  if (!values.every((value) => (isText ? typeof value === "string" : typeof value === "number" || typeof value === "boolean")))
    throw unsupported(at, state.className, sentence`what it fills in is of another kind than its column`);
  const row = isText ? ops.g.constant("string", [values.length], values.map(String)) : ops.row(Float64Array.from(values, Number));
  return ops.where(isMissing(context, block), row, block);
}

/** Strategies that take any type: of numbers they refuse infinity as the others do, which is no rule of the class (`guards.ts`). */
const OF_ANY = ["constant", "most_frequent"];

const simpleImputer = defineLowering({
  class: "sklearn.impute.SimpleImputer",
  lower: (context) => {
    const { state, ops, rows } = context;
    const filling = simpleFilling(state, missingOf(state).inNumbers);
    const isOfAny = OF_ANY.includes(state.text("strategy") ?? "") && dtypeParameter(state, "_fit_dtype", "") !== "object";
    const transform = (): Value => {
      const isChecked = isOfAny && rows.blocks === undefined && rows.single === undefined;
      return filled(isChecked ? { ...context, rows: { x: withoutInfinity(ops, rows.x) } } : context, filling);
    };
    return { kind: "transformer", methods: makes({ transform }) };
  },
});

/** sklearn.impute.MissingIndicator: marks of the columns that had missing values, or of all. */
const missingIndicator = defineLowering({
  class: "sklearn.impute.MissingIndicator",
  lower: (context) => {
    const { state, ops, rows } = context;
    const width = widthOf(rows);
    const told = columnsTold(state, width);
    // In 0.20 none is all.
    const kept = told.length === 0 && state.before(0, 21) ? Array.from({ length: width }, (_, j) => j) : told;
    if (kept.length === 0) throw unsupported(context.at, state.className, sentence`no column comes out`);
    return { kind: "transformer", methods: makes({ transform: () => isMissing(context, ops.columns(rows.x, kept)) }) };
  },
});

/** The statistic of each row's own values, [N, 1] (sklearn.preprocessing.imputation 0.17 to 0.21). */
function rowStatistic(context: Context, missing: Value): Value {
  const { ops, rows, state, at } = context;
  const there = ops.cast(ops.not(missing), "float64");
  const count = ops.sum(there, true);
  const strategy = state.text("strategy") ?? "mean";
  if (strategy === "mean") return ops.div(ops.sum(ops.where(missing, ops.double(0), rows.x), true), count);
  throw unsupported(at, state.className, sentence`a statistic of each row that is no mean`);
}

const imputer = defineLowering({
  class: "sklearn.preprocessing.Imputer",
  lower: (context) => {
    const { state, ops, rows } = context;
    if (state.number("axis") !== 1) {
      const filling = oldFilling(state);
      return { kind: "transformer", methods: makes({ transform: () => filled(context, filling) }) };
    }
    const transform = (): Value => {
      const missing = isMissing(context, rows.x);
      return ops.where(missing, rowStatistic(context, missing), rows.x);
    };
    return { kind: "transformer", methods: makes({ transform }) };
  },
});

export const IMPUTERS: readonly Lowering[] = [simpleImputer, missingIndicator, imputer];
