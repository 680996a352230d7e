/** Thrift's compact protocol, as far as Parquet's headers need it: structs of numbers, texts, lists and structs. */

export type Thrift =
  | { readonly i32: number }
  | { readonly i64: number | bigint }
  | { readonly i8: number }
  | { readonly flag: boolean }
  | { readonly text: string }
  | { readonly list: readonly Thrift[] }
  | { readonly struct: Struct };

/** Fields by their numbers, in rising order. */
export type Struct = readonly (readonly [id: number, value: Thrift])[];

export const i32 = (value: number): Thrift => ({ i32: value });
export const i64 = (value: number | bigint): Thrift => ({ i64: value });
export const text = (value: string): Thrift => ({ text: value });
export const struct = (...fields: Struct): Thrift => ({ struct: fields });
export const list = (items: readonly Thrift[]): Thrift => ({ list: items });

function typeOf(value: Thrift): number {
  if ("flag" in value) return value.flag ? 1 : 2;
  if ("i8" in value) return 3;
  if ("i32" in value) return 5;
  if ("i64" in value) return 6;
  if ("text" in value) return 8;
  return "list" in value ? 9 : 12;
}

/** A number in groups of seven bits. */
export function varint(value: number | bigint, out: number[]): void {
  let left = BigInt(value);
  while (left > 127n) {
    out.push(Number(left & 127n) | 128);
    left >>= 7n;
  }
  out.push(Number(left));
}

function zigzag(value: number | bigint, out: number[]): void {
  const whole = BigInt(value);
  varint(whole < 0n ? -2n * whole - 1n : 2n * whole, out);
}

function writeText(value: string, out: number[]): void {
  const bytes = new TextEncoder().encode(value);
  varint(bytes.length, out);
  for (const byte of bytes) out.push(byte);
}

function writeList(items: readonly Thrift[], out: number[]): void {
  const type = items[0] === undefined ? 12 : typeOf(items[0]);
  if (items.length < 15) out.push((items.length << 4) | type);
  else {
    out.push(0xf0 | type);
    varint(items.length, out);
  }
  for (const item of items) write(item, out);
}

/** Headers are a few levels deep, by their own types. */
function writeStruct(fields: Struct, out: number[]): void {
  let last = 0;
  for (const [id, value] of fields) {
    out.push(((id - last) << 4) | typeOf(value));
    write(value, out);
    last = id;
  }
  out.push(0);
}

function write(value: Thrift, out: number[]): void {
  if ("flag" in value) return;
  if ("i8" in value) out.push(value.i8 & 255);
  else if ("i32" in value) zigzag(value.i32, out);
  else if ("i64" in value) zigzag(value.i64, out);
  else if ("text" in value) writeText(value.text, out);
  else if ("list" in value) writeList(value.list, out);
  else writeStruct(value.struct, out);
}

/** The bytes of a struct. */
export function thrift(fields: Struct): Uint8Array {
  const out: number[] = [];
  writeStruct(fields, out);
  return Uint8Array.from(out);
}
