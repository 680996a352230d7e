/**
 * A Series or DataFrame of pandas in a model's state, as a table of labels and values: flat indexes of numbers, texts and truth
 * values, numpy's blocks, every layout since 0.19. What has another form (dates, levels, categories, masked arrays) is refused
 * by its class or dtype: a label that cannot be found would make a wrong answer, not none.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { attributesOf, itemsOf } from "../../../neutral/attributes.js";
import { arrayOf, numberOf, own, type References, typeOf } from "../../../neutral/document.js";
import type { NDArray } from "../../../numeric/ndarray.js";

/** Rows by label, columns in their order. */
export interface StoredFrame {
  readonly index: NDArray;
  /** Labels of the columns; a Series has one column and its name. */
  readonly columns: readonly unknown[];
  /** A column's values, a number a row. */
  readonly values: readonly (readonly number[])[];
}

/** Most labels that a range is written out to: each of them has a value beside it. */
const MOST_LABELS = 10_000_000;

const unreadable = (what: string): CornichonError =>
  new CornichonError("model.unsupported-class", sentence`A table inside the model has ${showText(what)}, which is not read there.`);

const mismatch = (): CornichonError =>
  new CornichonError("model.inconsistent", sentence`A table inside the model does not fit its labels.`);

const PLAIN = /^(?:float(?:16|32|64)|u?int\d+|bool|object|U\d+)$/;

const isLabel = (value: unknown): boolean => value === null || ["string", "number", "bigint", "boolean"].includes(typeof value);

/** An array of labels or values that mean what they are. @throws CornichonError `model.unsupported-class` */
function plainArray(value: unknown): NDArray {
  const array = arrayOf(value);
  if (!PLAIN.test(array.dtype)) throw unreadable(`values of ${array.dtype}`);
  if (Array.isArray(array.data) && !array.data.every(isLabel)) throw unreadable("values that are neither texts nor numbers");
  return array;
}

/** Texts of pandas' own array, whose values numpy holds. */
function textArray(value: unknown, references: References): NDArray {
  const state = references.resolve(own(value, "state") ?? null);
  const held =
    attributesOf(state, references)?.get("_ndarray") ?? (itemsOf(state, references) ?? []).find((item) => typeOf(item) === "ndarray");
  return plainArray(references.resolve(held ?? null));
}

/** A flat array: numpy's, or pandas' texts. */
function flat(held: unknown, references: References): NDArray {
  const value = references.resolve(held);
  if (typeOf(value) === "ndarray") return plainArray(value);
  const name = String(own(value, "class") ?? "values of an unknown kind");
  if (name === "pandas.arrays.StringArray") return textArray(value, references);
  throw unreadable(name);
}

function range(fields: ReadonlyMap<string, unknown>): NDArray {
  const [start = 0, stop = 0, step = 1] = ["start", "stop", "step"].map((key) => numberOf(fields.get(key)));
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (!Number.isSafeInteger(length) || length > MOST_LABELS) throw mismatch();
  return { dtype: "int64", shape: [length], data: Array.from({ length }, (_, k) => start + k * step) };
}

const FLAT_INDEX = /^pandas\.(?:Index|(?:Int64|UInt64|Float64)Index)$/;

/** Labels of an axis. */
function labels(held: unknown, references: References): NDArray {
  const value = references.resolve(held);
  const [first] = itemsOf(own(value, "args") ?? null, references) ?? [];
  const fields = attributesOf(first ?? null, references) ?? new Map<string, unknown>();
  const name = String(own(value, "class"));
  if (name === "pandas.RangeIndex") return range(fields);
  if (!FLAT_INDEX.test(name)) throw unreadable(name);
  return flat(fields.get("data") ?? null, references);
}

interface Manager {
  readonly axes: readonly unknown[];
  readonly blocks: readonly { readonly values: unknown; readonly places: unknown }[];
}

/** A manager's axes and blocks: what it was called with, or, in other versions, its state. */
function managerOf(value: unknown, references: References): Manager {
  const items = (held: unknown): readonly unknown[] => itemsOf(held ?? null, references) ?? [];
  const [blocks, axes] = items(own(value, "args"));
  if (axes !== undefined)
    return {
      axes: items(axes),
      blocks: items(blocks).map((block) => {
        const [values, places] = items(own(block, "args"));
        return { values, places };
      }),
    };
  const inner = attributesOf(attributesOf(items(own(value, "state"))[3] ?? null, references)?.get("0.14.1") ?? null, references);
  return {
    axes: items(inner?.get("axes")),
    blocks: items(inner?.get("blocks")).map((block) => {
      const fields = attributesOf(block, references);
      return { values: fields?.get("values"), places: references.resolve(fields?.get("mgr_locs") ?? null) };
    }),
  };
}

/** Places of a block's rows among `count` columns: a slice, or an array. */
function placesOf(places: unknown, count: number, references: References): readonly number[] {
  if (typeOf(places) !== "slice") return Array.from(plainArray(places).data, Number);
  const [start, stop, step] = (itemsOf(own(places, "items") ?? null, references) ?? []).map((item) => numberOf(item));
  const [from, to, by] = [start ?? 0, stop ?? count, step ?? 1];
  return Array.from({ length: count }, (_, k) => k).filter((k) => by > 0 && k >= from && k < to && (k - from) % by === 0);
}

/** Numbers of a block, a list a column. */
function columnsOf(values: unknown, rows: number, references: References): readonly (readonly number[])[] {
  const { data } = flat(values, references);
  const numbers = Array.from<unknown>(data).map((value) => (value === null ? Number.NaN : numberOf(value)));
  if (!numbers.every((value) => value !== undefined)) throw unreadable("values that are no numbers");
  if (rows === 0 ? numbers.length > 0 : numbers.length % rows !== 0) throw mismatch();
  return Array.from({ length: rows === 0 ? 0 : numbers.length / rows }, (_, k) => numbers.slice(k * rows, (k + 1) * rows));
}

function managerIn(value: unknown, references: References): Manager {
  const fields = attributesOf(own(value, "state") ?? null, references);
  return managerOf(references.resolve(fields?.get("_mgr") ?? fields?.get("_data") ?? null), references);
}

function seriesOf(value: unknown, references: References): StoredFrame {
  const { axes, blocks } = managerIn(value, references);
  const index = labels(axes[0] ?? null, references);
  const values = columnsOf(blocks[0]?.values ?? null, index.data.length, references);
  if (values.length > 1 || (values.length === 0 && index.data.length > 0)) throw mismatch();
  return { index, columns: [null], values: [values[0] ?? []] };
}

function frameOf(value: unknown, references: References): StoredFrame {
  const { axes, blocks } = managerIn(value, references);
  const [header, index] = [labels(axes[0] ?? null, references), labels(axes[1] ?? null, references)];
  const columns = Array.from<unknown>(header.data);
  const values = new Map<number, readonly number[]>();
  for (const block of blocks) {
    const places = placesOf(block.places, columns.length, references);
    const held = columnsOf(block.values, index.data.length, references);
    if (held.length !== places.length) throw mismatch();
    for (const [k, place] of places.entries()) values.set(place, held[k] ?? []);
  }
  if (index.data.length > 0 && columns.some((_, place) => !values.has(place))) throw mismatch();
  return { index, columns, values: columns.map((_, place) => values.get(place) ?? []) };
}

/** The table that stands here, null for anything else. @throws CornichonError `model.unsupported-class`, `model.inconsistent` */
export function storedFrame(held: unknown, references: References): StoredFrame | null {
  const value = references.resolve(held);
  const name = own(value, "class");
  if (name === "pandas.Series") return seriesOf(value, references);
  return name === "pandas.DataFrame" ? frameOf(value, references) : null;
}

/** Values of a list, an array or an index, as the labels that they are; null for anything else. */
export function storedLabels(held: unknown, references: References): readonly unknown[] | null {
  const value = references.resolve(held);
  if (typeOf(value) === "ndarray") return Array.from<unknown>(plainArray(value).data);
  if (typeOf(value) === "object" && /^pandas\.\w*Index$/.test(String(own(value, "class"))))
    return Array.from<unknown>(labels(value, references).data);
  if (typeOf(value) === "object" && own(value, "class") === "pandas.arrays.StringArray")
    return Array.from<unknown>(flat(value, references).data);
  return itemsOf(value ?? null, references);
}
