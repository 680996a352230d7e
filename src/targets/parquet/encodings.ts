/** Values and levels as bytes of a page: PLAIN, and Parquet's hybrid of runs and packed bits, of which packed bits are written. */
import type { ArrowArray } from "../parts/table/types.js";
import { decimalWidth } from "./schema.js";
import { varint } from "./thrift.js";

/** Numbers of so many bits each, in groups of eight. */
export function packedBits(count: number, width: number, at: (k: number) => number): Uint8Array {
  const groups = Math.ceil(count / 8);
  const header: number[] = [];
  varint((BigInt(groups) << 1n) | 1n, header);
  const bytes = new Uint8Array(header.length + groups * width);
  bytes.set(header);
  let bit = 8 * header.length;
  for (let k = 0; k < count; k++) {
    const value = at(k);
    for (let b = 0; b < width; b++, bit++) if (((value >>> b) & 1) === 1) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  return bytes;
}

/** A run of one number of one byte. */
export function run(count: number, value: number): Uint8Array {
  const out: number[] = [];
  varint(BigInt(count) << 1n, out);
  return Uint8Array.from([...out, value]);
}

/** Levels behind their length. */
export function levels(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(4 + bytes.length);
  new DataView(out.buffer).setUint32(0, bytes.length, true);
  out.set(bytes, 4);
  return out;
}

/** Values of a fixed number of bytes that are there. */
function fixedValues(data: Uint8Array, width: number, rows: readonly number[] | null, from: number, to: number): Uint8Array {
  if (rows === null) return data.subarray(from * width, to * width);
  const out = new Uint8Array(rows.length * width);
  for (const [k, row] of rows.entries()) for (let b = 0; b < width; b++) out[k * width + b] = data[row * width + b] ?? 0;
  return out;
}

function* everyRow(rows: readonly number[] | null, from: number, to: number): Generator<number> {
  if (rows !== null) return yield* rows;
  for (let row = from; row < to; row++) yield row;
}

/** Small whole numbers, which Parquet has none of, as those of 32 bits. */
function widened(data: Uint8Array, bytes: number, signed: boolean, rows: Iterable<number>): Uint8Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const read = (row: number): number => {
    if (bytes === 1) return signed ? view.getInt8(row) : view.getUint8(row);
    return signed ? view.getInt16(2 * row, true) : view.getUint16(2 * row, true);
  };
  return new Uint8Array(Int32Array.from(rows, read).buffer);
}

/** Byte strings, each behind its length. */
function byteStrings({ offsets, data }: ArrowArray, rows: readonly number[]): Uint8Array {
  const at = (k: number): number => Number(offsets?.[k] ?? 0);
  const total = rows.reduce((sum, row) => sum + 4 + at(row + 1) - at(row), 0);
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  let place = 0;
  for (const row of rows) {
    const item = data?.subarray(at(row), at(row + 1)) ?? new Uint8Array(0);
    view.setUint32(place, item.length, true);
    out.set(item, place + 4);
    place += 4 + item.length;
  }
  return out;
}

/** The last bytes of numbers of 128 or 256 bits, the highest first. */
function bigEndian(data: Uint8Array, bits: number, width: number, rows: Iterable<number>): Uint8Array {
  const out: number[] = [];
  for (const row of rows) for (let b = width - 1; b >= 0; b--) out.push(data[(bits / 8) * row + b] ?? 0);
  return Uint8Array.from(out);
}

/** Seconds as milliseconds. */
function thousandfold(data: Uint8Array, rows: Iterable<number>): Uint8Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(BigInt64Array.from(Array.from(rows, (row) => view.getBigInt64(8 * row, true) * 1000n)).buffer);
}

/** PLAIN values from `from` to `to`; `rows`: those that are there, null where all are. */
export function plainValues(array: ArrowArray, rows: readonly number[] | null, from: number, to: number): Uint8Array {
  const { type } = array;
  const data = array.data ?? new Uint8Array(0);
  const every = (): Iterable<number> => everyRow(rows, from, to);
  switch (type.is) {
    case "int":
      return type.bits < 32 ? widened(data, type.bits / 8, type.signed, every()) : fixedValues(data, type.bits / 8, rows, from, to);
    case "float":
      return fixedValues(data, type.bits / 8, rows, from, to);
    case "bool": {
      const present = [...every()];
      const bits = new Uint8Array(Math.ceil(present.length / 8));
      for (const [k, row] of present.entries())
        if ((((data[row >> 3] ?? 0) >> (row & 7)) & 1) === 1) bits[k >> 3] = (bits[k >> 3] ?? 0) | (1 << (k & 7));
      return bits;
    }
    case "text":
    case "binary":
      return byteStrings(array, [...every()]);
    case "date":
      return fixedValues(data, 4, rows, from, to);
    case "timestamp":
      return type.unit === "s" ? thousandfold(data, every()) : fixedValues(data, 8, rows, from, to);
    case "time":
    case "duration":
      return fixedValues(data, 8, rows, from, to);
    case "decimal":
      return bigEndian(data, type.bits, decimalWidth(type.precision), every());
    case "null":
    case "struct":
      return new Uint8Array(0);
  }
}
