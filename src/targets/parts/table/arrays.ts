/** Making Arrow's arrays: bits, offsets and values. What is missing is a bit; its value is whatever stands there. */
import { sentence } from "../../../errors.js";
import { widthOf } from "../frame/numbers.js";
import { noColumn } from "../frame/refusal.js";
import type { NumberType } from "../frame/types.js";
import type { ArrowArray, ArrowType } from "./types.js";

export const BITS = [8, 16, 32, 64] as const;

export function numberTypeOf(type: NumberType, name: string): ArrowType {
  const bits = BITS.find((one) => one === 8 * widthOf(type));
  if (bits === undefined) throw noColumn(name, type, sentence`Arrow has no such numbers`);
  if (!type.startsWith("float")) return { is: "int", bits, signed: type.startsWith("int") };
  return { is: "float", bits: bits === 8 ? 16 : bits };
}

interface Bits {
  readonly validity: Uint8Array | null;
  readonly nulls: number;
}

/** A bit a row, set where `isSet`; bytes in all. */
export function bitsOf(length: number, isSet: (row: number) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(length / 8));
  for (let row = 0; row < length; row++) if (isSet(row)) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  return bits;
}

export function validityOf(length: number, isMissing: (row: number) => boolean): Bits {
  let nulls = 0;
  for (let row = 0; row < length; row++) if (isMissing(row)) nulls++;
  return nulls === 0 ? { validity: null, nulls } : { validity: bitsOf(length, (row) => !isMissing(row)), nulls };
}

export const flat = (type: ArrowType, length: number, bits: Bits, data: Uint8Array | null): ArrowArray => ({
  type,
  length,
  ...bits,
  offsets: null,
  data,
  children: [],
});

/** Most bytes that 32-bit offsets reach. */
const MOST_SHORT = 2 ** 31 - 1;

/** Byte strings of a column behind one another. */
function joinedItems(items: readonly (Uint8Array | null)[], large: boolean): Pick<ArrowArray, "offsets" | "data"> {
  const offsets = large ? new BigInt64Array(items.length + 1) : new Int32Array(items.length + 1);
  let total = 0;
  for (const [k, item] of items.entries()) {
    total += item?.length ?? 0;
    if (offsets instanceof Int32Array) offsets[k + 1] = total;
    else offsets[k + 1] = BigInt(total);
  }
  const data = new Uint8Array(total);
  let at = 0;
  for (const item of items) {
    if (item === null) continue;
    data.set(item, at);
    at += item.length;
  }
  return { offsets, data };
}

const tooLong = (items: readonly (Uint8Array | null)[]): boolean => items.reduce((sum, item) => sum + (item?.length ?? 0), 0) > MOST_SHORT;

/** Texts; null where one is missing. @throws CornichonError `target.unsupported` for one that is no UTF-8 */
export function textArray(texts: readonly (string | null)[], large: boolean, name: string): ArrowArray {
  const encoder = new TextEncoder();
  const items = texts.map((text) => {
    if (text === null) return null;
    if (!text.isWellFormed()) throw noColumn(name, "str", sentence`it holds a text that is no UTF-8`);
    return encoder.encode(text);
  });
  const isLarge = large || tooLong(items);
  const bits = validityOf(texts.length, (row) => texts[row] === null);
  return { type: { is: "text", large: isLarge }, length: texts.length, ...bits, ...joinedItems(items, isLarge), children: [] };
}

export function binaryArray(items: readonly (Uint8Array | null)[], name: string): ArrowArray {
  if (tooLong(items)) throw noColumn(name, "bytes", sentence`it holds more than 2 GiB of bytes`);
  const bits = validityOf(items.length, (row) => items[row] === null);
  return { type: { is: "binary" }, length: items.length, ...bits, ...joinedItems(items, false), children: [] };
}

/** Numbers of 128 or 256 bits. */
export function decimalData(values: readonly (bigint | null)[], bits: 128 | 256): Uint8Array {
  const words = bits / 64;
  const data = new BigUint64Array(words * values.length);
  for (const [k, value] of values.entries())
    for (let word = 0; word < words; word++) data[words * k + word] = BigInt.asUintN(64, (value ?? 0n) >> BigInt(64 * word));
  return new Uint8Array(data.buffer);
}
