/** The items of a document's array as values that can be compared, whatever its dtype: a structured one by its fields. */
import { halfOf } from "../neutral/half.js";
import { type Dtype, isPlain, nameOf } from "../targets/parts/numpy/dtypes.js";
import type { Items } from "./numbers.js";

/** One field of an array, or all of one that has none. */
export interface Column {
  /** Empty for an array without fields. */
  readonly field: string;
  readonly dtype: string;
  readonly items: Items;
}

type Read = (view: DataView, at: number) => unknown;

const READS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["bool", (view, at) => view.getUint8(at) !== 0],
  ["int8", (view, at) => view.getInt8(at)],
  ["uint8", (view, at) => view.getUint8(at)],
  ["int16", (view, at) => view.getInt16(at, true)],
  ["uint16", (view, at) => view.getUint16(at, true)],
  ["int32", (view, at) => view.getInt32(at, true)],
  ["uint32", (view, at) => view.getUint32(at, true)],
  ["int64", (view, at) => view.getBigInt64(at, true)],
  ["uint64", (view, at) => view.getBigUint64(at, true)],
  ["float16", (view, at) => halfOf(view.getUint16(at, true))],
  ["float32", (view, at) => view.getFloat32(at, true)],
  ["float64", (view, at) => view.getFloat64(at, true)],
]);

/** An item that is no single number, as a text: characters of `U`, hexadecimal digits of all else. */
function textual(dtype: string, width: number): Read {
  const bytesAt = (view: DataView, at: number): Uint8Array => new Uint8Array(view.buffer, view.byteOffset + at, width);
  if (!dtype.startsWith("U")) return (view, at) => Array.from(bytesAt(view, at), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return (view, at) => {
    const points = Array.from({ length: width / 4 }, (_, i) => view.getUint32(at + 4 * i, true));
    return points
      .map((point) => (point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point)))
      .join("")
      .replace(/\0+$/, "");
  };
}

/** Dtypes whose items are the same or not, whatever the tolerance. */
export const isExact = (dtype: string): boolean => !/^(?:float|complex)/.test(dtype);

/** A place in an item that is still to be looked at. */
interface Place {
  readonly field: string;
  readonly layout: Dtype;
  readonly offset: number;
  /** Items of this layout, one after the other. */
  readonly repeats: number;
}

/** The columns of an array's bytes. Fields nest as dtypes do, which is bounded. */
export function columnsOf(layout: Dtype, bytes: Uint8Array): readonly Column[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows = layout.itemsize === 0 ? 0 : bytes.length / layout.itemsize;
  const columns: Column[] = [];
  const left: Place[] = [{ field: "", layout, offset: 0, repeats: 1 }];
  for (let place = left.pop(); place !== undefined; place = left.pop()) {
    const { field, layout: inner, offset, repeats } = place;
    if (isPlain(inner)) {
      const name = nameOf(inner);
      const isComplex = /^complex/.test(name);
      const dtype = isComplex ? `float${inner.itemsize * 4}` : name;
      const [width, count] = isComplex ? [inner.itemsize / 2, repeats * 2] : [inner.itemsize, repeats];
      const read = READS.get(dtype) ?? textual(dtype, width);
      const at = (i: number): unknown => read(view, Math.floor(i / count) * layout.itemsize + offset + (i % count) * width);
      columns.push({ field, dtype: name, items: { count: rows * count, at } });
    } else if (inner.sub !== undefined) {
      const { base } = inner.sub;
      const times = base.itemsize === 0 ? 0 : inner.itemsize / base.itemsize;
      if (repeats === 1 || isPlain(base)) left.push({ ...place, layout: base, repeats: repeats * times });
    } else if (repeats === 1)
      for (const one of [...(inner.fields ?? [])].reverse())
        left.push({ field: field === "" ? one.name : `${field}.${one.name}`, layout: one.dtype, offset: offset + one.offset, repeats: 1 });
    // Fields inside a field that is an array of them are compared as bytes.
    else
      columns.push({
        field,
        dtype: "bytes",
        items: {
          count: rows * repeats,
          at: (i) =>
            textual("V", inner.itemsize)(view, Math.floor(i / repeats) * layout.itemsize + offset + (i % repeats) * inner.itemsize),
        },
      });
  }
  return columns;
}
