/** Arrays that are made of others: intervals of their ends, sparse arrays of what is not the fill value. */
import { sentence } from "../../../errors.js";
import { attributesOf, itemsOf } from "../../../neutral/attributes.js";
import { malformed, own, type References, typeOf } from "../../../neutral/document.js";
import { dtypeOf } from "../numpy/dtypes.js";
import { packed } from "../numpy/items.js";
import { arrayVector, bytesOfArray, integerOf, type VectorReader } from "./arrays.js";
import { isMissingItem, NAT } from "./missing.js";
import { noTable } from "./refusal.js";
import type { Vector } from "./types.js";

type Fields = ReadonlyMap<string, unknown>;

/** The dict of a state, alone or in a tuple of one. */
function fieldsOf(value: unknown, references: References): Fields {
  const state = references.resolve(own(value, "state") ?? null);
  const [first = null] = typeOf(state) === "tuple" ? (itemsOf(state, references) ?? []) : [state];
  const fields = attributesOf(first, references);
  if (fields === null) throw malformed("an array of pandas without its state");
  return fields;
}

/** `IntervalArray`: ends, and which of them belong to it. */
export function intervalsOf(value: unknown, references: References, vectorOf: VectorReader): Vector {
  const fields = fieldsOf(value, references);
  const [left, right] = ["_left", "_right"].map((key) => vectorOf(fields.get(key) ?? null, references));
  if (left === undefined || right === undefined || left.length !== right.length) throw malformed("intervals without their ends");
  const dtype = references.resolve(fields.get("_dtype") ?? null);
  const closed = fields.get("_closed") ?? attributesOf(own(dtype, "state") ?? null, references)?.get("closed");
  return { length: left.length, mask: null, values: { is: "interval", closed: String(closed), left, right } };
}

/** Longest sparse array that is written out: a file of a few bytes may say that it is of any length. */
export const MOST_ROWS = 2 ** 26;

const int32s = ({ values, length }: Vector): Int32Array => {
  if (values.is !== "number" || values.type !== "int32") throw malformed("places that are no numbers of 32 bits");
  return new Int32Array(values.bytes.buffer, values.bytes.byteOffset, length);
};

/** Where the values stand: each place, or runs of them. */
function placesOf(
  index: unknown,
  references: References,
  vectorOf: VectorReader,
): { readonly length: number; readonly places: readonly number[] } {
  const [size, first, second] = itemsOf(own(index, "args") ?? null, references) ?? [];
  const length = integerOf(size);
  if (length > MOST_ROWS) throw noTable(index, sentence`a sparse array of ${length} rows is not written out`);
  const starts = int32s(vectorOf(first, references));
  if (second === undefined) return { length, places: [...starts] };
  const runs = int32s(vectorOf(second, references));
  const places: number[] = [];
  for (const [k, start] of starts.entries()) for (let j = 0; j < (runs[k] ?? 0) && places.length <= length; j++) places.push(start + j);
  return { length, places };
}

/** A sparse array, written out. */
export function sparseOf(value: unknown, references: References, vectorOf: VectorReader): Vector {
  const fields = fieldsOf(value, references);
  const [index, values, dtype] = ["_sparse_index", "_sparse_values", "_dtype"].map((key) => references.resolve(fields.get(key) ?? null));
  const fill = references.resolve(attributesOf(own(dtype, "state") ?? null, references)?.get("_fill_value") ?? null);
  const { length, places } = placesOf(index, references, vectorOf);
  if (places.some((place) => place < 0 || place >= length)) throw malformed("a place outside its sparse array");
  const held = own(values, "dtype");
  if (held === "object") return objects(values, fill, length, places, references);
  const layout = dtypeOf(held);
  const bytes = bytesOfArray(values, layout);
  if (bytes.length !== places.length * layout.itemsize) throw malformed("a sparse array with another number of values than places");
  const isTime = layout.kind === "M" || layout.kind === "m";
  if (isTime && !isMissingItem(fill)) throw noTable(dtype, sentence`its fill value is a time`);
  const one = packed(layout, [isTime ? { $type: "int", value: String(NAT) } : fillOf(fill)]);
  const dense = new Uint8Array(length * layout.itemsize);
  for (let row = 0; row < length; row++) dense.set(one, row * layout.itemsize);
  for (const [k, place] of places.entries())
    dense.set(bytes.subarray(k * layout.itemsize, (k + 1) * layout.itemsize), place * layout.itemsize);
  return arrayVector(values, layout, dense, length);
}

/** A fill value may be a scalar of numpy's. */
const fillOf = (fill: unknown): unknown => (typeOf(fill) === "scalar" ? own(fill, "value") : fill);

function objects(values: unknown, fill: unknown, length: number, places: readonly number[], references: References): Vector {
  const items = itemsOf(values, references);
  if (items?.length !== places.length) throw malformed("a sparse array with another number of values than places");
  const dense = new Array<unknown>(length).fill(fill);
  for (const [k, place] of places.entries()) dense[place] = items[k];
  return { length, mask: null, values: { is: "object", items: dense } };
}
