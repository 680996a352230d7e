/**
 * Structured arrays (`Tree.nodes`, `TreePredictor.nodes`, a ball tree's nodes) as columns and back. Fields are plain
 * numbers; bytes are little-endian, as the neutral format has them.
 */
import { bytesOfBase64, countOf, malformed, numberOf, own } from "./document.js";
import { countReading } from "./readings.js";
import { base64OfBytes } from "./values.js";

interface FieldKind {
  readonly width: number;
  readonly get: (view: DataView, at: number) => number;
  readonly set: (view: DataView, at: number, value: number) => void;
}

const FIELDS = new Map<string, FieldKind>([
  ["float64", { width: 8, get: (v, at) => v.getFloat64(at, true), set: (v, at, x) => v.setFloat64(at, x, true) }],
  ["float32", { width: 4, get: (v, at) => v.getFloat32(at, true), set: (v, at, x) => v.setFloat32(at, x, true) }],
  // Node numbers and counts: whole, and far below 2^53 where anything is read by them.
  ["int64", { width: 8, get: (v, at) => Number(v.getBigInt64(at, true)), set: (v, at, x) => v.setBigInt64(at, BigInt(x), true) }],
  ["uint64", { width: 8, get: (v, at) => Number(v.getBigUint64(at, true)), set: (v, at, x) => v.setBigUint64(at, BigInt(x), true) }],
  ["int32", { width: 4, get: (v, at) => v.getInt32(at, true), set: (v, at, x) => v.setInt32(at, x, true) }],
  ["uint32", { width: 4, get: (v, at) => v.getUint32(at, true), set: (v, at, x) => v.setUint32(at, x, true) }],
  ["uint8", { width: 1, get: (v, at) => v.getUint8(at), set: (v, at, x) => v.setUint8(at, x) }],
  ["int8", { width: 1, get: (v, at) => v.getInt8(at), set: (v, at, x) => v.setInt8(at, x) }],
  ["bool", { width: 1, get: (v, at) => v.getUint8(at), set: (v, at, x) => v.setUint8(at, x) }],
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
  const base64 = own(value, "base64");
  const columns = typeof base64 === "string" ? fromBytes(fields, itemsize, count, bytesOfBase64(base64)) : fromRows(fields, count, value);
  return { count, fields, itemsize, get: (name) => columns.get(name) ?? null };
}

function fromBytes(fields: readonly Field[], itemsize: number, count: number, bytes: Uint8Array): Map<string, Float64Array> {
  if (bytes.length !== itemsize * count) throw malformed("an array with another number of bytes than its shape");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const columns = new Map<string, Float64Array>();
  for (const { name, dtype, offset } of fields) {
    const kind = FIELDS.get(dtype);
    const column = new Float64Array(count);
    if (kind !== undefined) for (let i = 0; i < count; i++) column[i] = kind.get(view, i * itemsize + offset);
    columns.set(name, column);
  }
  return columns;
}

function fromRows(fields: readonly Field[], count: number, value: unknown): Map<string, Float64Array> {
  const data = own(value, "data");
  if (!Array.isArray(data)) throw malformed("an array whose data is in a sidecar that was not given");
  if (data.length !== count) throw malformed("an array with another number of values than its shape");
  const rows = data.map((row: unknown) => (Array.isArray(row) ? row : own(row, "items")));
  return new Map(
    fields.map(({ name }, j) => [
      name,
      Float64Array.from(rows, (row: unknown) => (Array.isArray(row) ? (numberOf(row[j]) ?? Number.NaN) : Number.NaN)),
    ]),
  );
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
  return { $type: "ndarray", dtype, shape: [count], base64: base64OfBytes(bytes) };
}
