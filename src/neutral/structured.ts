/**
 * Structured arrays (`Tree.nodes`, `TreePredictor.nodes`, a ball tree's nodes) as columns and back. Fields are plain
 * numbers; bytes are little-endian, as the neutral format has them.
 */
import { bytesOf, countOf, malformed, numberOf, own } from "./document.js";
import { HeldBytes } from "./held-bytes.js";
import { countReading } from "./readings.js";

interface FieldKind {
  readonly width: number;
  /** Each item's field into `column`: items are `step` bytes apart. */
  readonly get: (view: DataView, at: number, step: number, column: Float64Array) => void;
  readonly set: (view: DataView, at: number, value: number) => void;
}

const getter =
  (one: (view: DataView, at: number) => number): FieldKind["get"] =>
  (view, from, step, column) => {
    for (let i = 0, at = from; i < column.length; i++, at += step) column[i] = one(view, at);
  };

/** Node numbers and counts: whole, and far below 2^53 where anything is read by them; what is not is rounded once. */
const wide = (high: (view: DataView, at: number) => number): FieldKind["get"] =>
  getter((view, at) => high(view, at + 4) * 2 ** 32 + view.getUint32(at, true));

/** The two that large trees are made of have loops of their own, in which nothing is called. */
function doubles(view: DataView, from: number, step: number, column: Float64Array): void {
  for (let i = 0, at = from; i < column.length; i++, at += step) column[i] = view.getFloat64(at, true);
}

function longs(view: DataView, from: number, step: number, column: Float64Array): void {
  for (let i = 0, at = from; i < column.length; i++, at += step)
    column[i] = view.getInt32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
}

const FIELDS = new Map<string, FieldKind>([
  ["float64", { width: 8, get: doubles, set: (v, at, x) => v.setFloat64(at, x, true) }],
  ["float32", { width: 4, get: getter((v, at) => v.getFloat32(at, true)), set: (v, at, x) => v.setFloat32(at, x, true) }],
  ["int64", { width: 8, get: longs, set: (v, at, x) => v.setBigInt64(at, BigInt(x), true) }],
  ["uint64", { width: 8, get: wide((v, at) => v.getUint32(at, true)), set: (v, at, x) => v.setBigUint64(at, BigInt(x), true) }],
  ["int32", { width: 4, get: getter((v, at) => v.getInt32(at, true)), set: (v, at, x) => v.setInt32(at, x, true) }],
  ["uint32", { width: 4, get: getter((v, at) => v.getUint32(at, true)), set: (v, at, x) => v.setUint32(at, x, true) }],
  ["uint8", { width: 1, get: getter((v, at) => v.getUint8(at)), set: (v, at, x) => v.setUint8(at, x) }],
  ["int8", { width: 1, get: getter((v, at) => v.getInt8(at)), set: (v, at, x) => v.setInt8(at, x) }],
  ["bool", { width: 1, get: getter((v, at) => v.getUint8(at)), set: (v, at, x) => v.setUint8(at, x) }],
]);

/** A field of an item. */
export interface Field {
  readonly name: string;
  readonly dtype: string;
  readonly offset: number;
}

/** Columns of a structured array by field name; each has the array's own number of items. */
export interface Columns {
  readonly count: number;
  readonly fields: readonly Field[];
  readonly itemsize: number;
  /** A column of its own each time it is asked for: of a large tree nobody wants all of them at once. */
  get(name: string): Float64Array | null;
}

function fieldsOf(dtype: unknown): { readonly fields: readonly Field[]; readonly itemsize: number } {
  const [names, formats, offsets] = ["names", "formats", "offsets"].map((key) => own(dtype, key));
  const itemsize = own(dtype, "itemsize");
  if (!Array.isArray(names) || !Array.isArray(formats) || !Array.isArray(offsets) || typeof itemsize !== "number")
    throw malformed("a structured array without its fields");
  const fields = names.map((name: unknown, i) => ({ name: String(name), dtype: String(formats[i]), offset: Number(offsets[i]) }));
  for (const { dtype: format, offset } of fields) {
    const kind = FIELDS.get(format);
    if (kind === undefined || !Number.isInteger(offset) || offset < 0 || offset + kind.width > itemsize)
      throw malformed("a structured array with a field outside its item");
  }
  return { fields, itemsize };
}

/** Reads a structured `ndarray`. @throws CornichonError `document.malformed` */
export function columnsOf(value: unknown): Columns {
  const { fields, itemsize } = fieldsOf(own(value, "dtype"));
  const { count } = countOf(own(value, "shape"));
  countReading(value, count * fields.length);
  const bytes = bytesOf(value);
  if (bytes === null) return { count, fields, itemsize, ...fromRows(fields, count, value) };
  if (bytes.length !== itemsize * count) throw malformed("an array with another number of bytes than its shape");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Of two of one name the last one counts.
  const byName = new Map(fields.map((field) => [field.name, field]));
  return { count, fields, itemsize, get: (name) => fromBytes(byName.get(name), itemsize, count, view) };
}

function fromBytes(field: Field | undefined, itemsize: number, count: number, view: DataView): Float64Array | null {
  const kind = FIELDS.get(field?.dtype ?? "");
  if (field === undefined || kind === undefined) return null;
  const column = new Float64Array(count);
  kind.get(view, field.offset, itemsize, column);
  return column;
}

function fromRows(fields: readonly Field[], count: number, value: unknown): Pick<Columns, "get"> {
  const data = own(value, "data");
  if (!Array.isArray(data)) throw malformed("an array whose data is in a sidecar that was not given");
  if (data.length !== count) throw malformed("an array with another number of values than its shape");
  const rows = data.map((row: unknown) => (Array.isArray(row) ? row : own(row, "items")));
  const columns = new Map(
    fields.map(({ name }, j) => [
      name,
      Float64Array.from(rows, (row: unknown) => (Array.isArray(row) ? (numberOf(row[j]) ?? Number.NaN) : Number.NaN)),
    ]),
  );
  return { get: (name) => columns.get(name) ?? null };
}

/** @throws CornichonError `document.malformed` for what no whole number is in a column of them */
function wholeOrThrow(value: number, name: string): number {
  if (!Number.isInteger(value)) throw malformed(`a structured array has ${value} in ${name}, where whole numbers are needed`);
  return value;
}

/** A structured `ndarray` from columns. @throws CornichonError `document.malformed` */
export function structuredValue(
  fields: readonly Field[],
  itemsize: number,
  columns: (name: string) => ArrayLike<number>,
  count: number,
): object {
  const bytes = new Uint8Array(itemsize * count);
  const view = new DataView(bytes.buffer);
  for (const { name, dtype, offset } of fields) {
    const kind = FIELDS.get(dtype);
    const column = columns(name);
    const check = /^u?int64$/.test(dtype) ? wholeOrThrow : (value: number) => value;
    if (kind !== undefined) for (let i = 0; i < count; i++) kind.set(view, i * itemsize + offset, check(column[i] ?? 0, name));
  }
  const dtype = {
    names: fields.map((f) => f.name),
    formats: fields.map((f) => f.dtype),
    offsets: fields.map((f) => f.offset),
    itemsize,
  };
  return { $type: "ndarray", dtype, shape: [count], base64: new HeldBytes(bytes) };
}
