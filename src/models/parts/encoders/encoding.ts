/**
 * A frame whose columns are encoded one by one: the names and values that stand where a column stood. What a fitted encoder says
 * of its columns decides which of them it gives, and in which order.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { float64, type NDArray, texts } from "../../../numeric/ndarray.js";
import { type FittedModel, type MethodOptions, methods } from "../../define.js";
import type { Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { keyOf } from "../columns/categories.js";
import { storedLabels } from "../stored/frames.js";
import { type Find, isGone } from "./labels.js";

/** What becomes of a column: its new columns, and a value for each of them. */
export interface Encoding {
  readonly names: readonly unknown[];
  readonly encode: Find<readonly unknown[]>;
}

/** By the label of a column: a text, or a number where X had no names. */
export type Encodings = ReadonlyMap<unknown, Encoding>;

/** A value of a column becomes another before it is encoded. */
export type Before = ReadonlyMap<unknown, (value: unknown) => unknown>;

export interface Encoder {
  readonly encodings: Encodings;
  readonly before?: Before;
  /** New columns stand in front of those that stay. */
  readonly inFront?: true;
  /** A column of ones at the front, where fitting says nothing of names. */
  readonly ones?: true;
}

interface Frame {
  readonly labels: readonly unknown[];
  readonly rows: readonly (readonly unknown[])[];
  readonly written: readonly (readonly string[])[] | undefined;
}

const ONES = "intercept";

/** A list of labels in the state, null where there is none. */
const listAt = (state: State, ...keys: readonly string[]): readonly unknown[] | null => {
  const key = keys.find((name) => state.has(name));
  return key === undefined ? null : storedLabels(state.get(key), state.references);
};

/** Labels of the columns that are encoded, plain. */
export const columnsOf = (state: State): readonly unknown[] => (listAt(state, "cols") ?? []).map((label) => keyOf(state.plain(label)));

/** Names that fitting kept, null where X had none. */
function namesIn(state: State): readonly string[] | null {
  const names = listAt(state, "feature_names_in_");
  return names?.every((name) => typeof name === "string") === true ? names.map(String) : null;
}

/** How many columns X has; a summary of several encoders may know it by the first of them alone. */
function countIn(state: State): number {
  const count = state.number("n_features_in_") ?? state.number("_dim");
  if (count !== null) return count;
  const [first] = state.has("encoder_list") ? state.items("encoder_list") : [];
  if (first !== undefined) return countIn(state.inner(first));
  throw new CornichonError(
    "model.not-fitted",
    sentence`This ${showText(state.name)} instance is not fitted yet: it has no ${showText("_dim")}.`,
  );
}

/** X by labels: those of X, or places where fitting knew none. @throws CornichonError `input.columns`, `input.shape` */
function frameOf(state: State, encoder: Encoder, featureNames: readonly string[] | null, x: Samples): Frame {
  const { columns, rows, written } = x.table({ name: state.name, nFeatures: countIn(state), featureNames });
  const named = [...encoder.encodings.keys()].some((label) => typeof label === "string") || featureNames !== null;
  if (named && x.columns === null)
    throw new CornichonError("input.columns", sentence`${showText(state.name)} takes rows by the names of their columns, and X has none.`);
  const labels: readonly unknown[] = named ? columns : columns.map((_, place) => place);
  const missing = [...encoder.encodings.keys()].find((label) => !labels.includes(label));
  if (missing !== undefined)
    throw new CornichonError("input.columns", sentence`X has no column ${showText(`'${String(missing)}'`)}, which is encoded.`);
  return { labels, rows, written };
}

/** Columns of a frame once it is encoded, each by the column that it is of and its place there. */
interface Made {
  readonly name: unknown;
  readonly column: number;
  readonly part: number;
}

function madeOf({ encodings, inFront }: Encoder, labels: readonly unknown[]): readonly Made[] {
  const made = labels.flatMap((label, column) => (encodings.get(label)?.names ?? [label]).map((name, part) => ({ name, column, part })));
  if (inFront !== true) return made;
  const order = [...encodings.keys()].map((label) => labels.indexOf(label));
  return [...order.flatMap((column) => made.filter((one) => one.column === column)), ...made.filter((one) => !order.includes(one.column))];
}

const FRONT: Made = { name: ONES, column: -1, part: 0 };

/** The columns that are given, as fitting chose them. @throws CornichonError `model.inconsistent` */
function chosen(state: State, encoder: Encoder, labels: readonly unknown[]): readonly Made[] {
  const made = madeOf(encoder, labels);
  const names = new Map(made.map((one) => [one.name, one]));
  if (names.size !== made.length) throw state.inconsistent("two columns would have one name");
  const fitted = listAt(state, "feature_names_out_", "feature_names");
  if (fitted === null) {
    const dropped = new Set(state.flag("drop_invariant", false) ? listAt(state, "drop_cols", "invariant_cols") : []);
    return [...(encoder.ones === true ? [FRONT] : []), ...made].filter(({ name }) => !dropped.has(name));
  }
  return fitted.map((name) => {
    const found = names.get(name) ?? (name === ONES ? FRONT : undefined);
    if (found === undefined) throw state.inconsistent("it gave a column that it does not make");
    return found;
  });
}

/** @throws CornichonError `input.value` where the encoder takes no missing values */
function refuseMissing(state: State, { encodings }: Encoder, { labels, rows }: Frame): void {
  if (state.text("handle_missing") !== "error") return;
  const columns = labels.flatMap((label, column) => (encodings.has(label) ? [column] : []));
  if (rows.some((row) => columns.some((column) => isGone(row[column]))))
    throw new CornichonError("input.value", sentence`Columns to be encoded can not contain null`);
}

function encoded(encoder: Encoder, frame: Frame, columns: readonly Made[]): unknown[] {
  const encoders = frame.labels.map((label) => encoder.encodings.get(label));
  const before = frame.labels.map((label) => encoder.before?.get(label));
  return frame.rows.flatMap((row, i) => {
    const parts = row.map((value, j) => {
      const changed = before[j]?.(value) ?? value;
      return encoders[j]?.encode(changed, Object.is(changed, value) ? frame.written?.[i]?.[j] : undefined) ?? [value];
    });
    return columns.map(({ column, part }) => (column < 0 ? 1 : parts[column]?.[part]));
  });
}

function arrayOf(data: readonly unknown[], shape: readonly number[]): NDArray {
  return data.every((value) => typeof value === "number")
    ? float64(shape, Float64Array.from(data, Number))
    : { dtype: "object", shape, data: data.map((value) => value ?? Number.NaN) };
}

/** The model of an encoder. */
export function encoderModel(state: State, encoder: Encoder): Omit<FittedModel, "className"> {
  const featureNames = namesIn(state);
  const transform = (x: Samples): NDArray => {
    const frame = frameOf(state, encoder, featureNames, x);
    refuseMissing(state, encoder, frame);
    const columns = chosen(state, encoder, frame.labels);
    return arrayOf(encoded(encoder, frame, columns), [frame.rows.length, columns.length]);
  };
  const namesOut = (x: Samples, options: MethodOptions): NDArray => {
    const fitted = listAt(state, "feature_names_out_", "feature_names");
    const given = options["input_features"];
    const labels = featureNames ?? x.columns ?? (Array.isArray(given) ? given.map(String) : []);
    return texts((fitted ?? chosen(state, encoder, labels).map(({ name }) => name)).map(String));
  };
  return {
    nFeatures: countIn(state),
    featureNames,
    ...(state.flag("return_df", true) ? { givesFrames: true as const } : {}),
    methods: methods({ transform, get_feature_names_out: namesOut }),
  };
}
