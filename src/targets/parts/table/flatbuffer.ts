/**
 * A FlatBuffer, written from its root on: every table is followed by what it points to, so each offset is known when its
 * target is reached. Fields are given by their numbers; one that is null is left out, which is its default.
 */

export type Field =
  | { readonly scalar: 1 | 2 | 4 | 8; readonly value: number | bigint }
  | { readonly table: Table }
  | { readonly text: string }
  | { readonly tables: readonly Table[] }
  /** Structs of 64-bit numbers, one after another. */
  | { readonly structs: readonly (readonly bigint[])[] };

export type Table = readonly (Field | null)[];

export const byte = (value: number): Field => ({ scalar: 1, value });
export const short = (value: number): Field => ({ scalar: 2, value });
export const int = (value: number): Field => ({ scalar: 4, value });
export const long = (value: number | bigint): Field => ({ scalar: 8, value });
export const flag = (value: boolean): Field => ({ scalar: 1, value: value ? 1 : 0 });

/** What is written later, and where its offset goes. */
interface Pending {
  readonly field: Exclude<Field, { scalar: number }>;
  readonly at: number;
}

class Writer {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  #grow(length: number): void {
    if (length <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(length, this.#bytes.length * 2));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }

  /** Room for so many bytes, the first of them `ahead` bytes before a multiple of `size`; gives its place. */
  room(bytes: number, size: number, ahead = 0): number {
    const at = Math.ceil((this.length + ahead) / size) * size - ahead;
    this.#grow(at + bytes);
    this.length = at + bytes;
    return at;
  }

  put(at: number, size: number, value: number | bigint): void {
    if (size === 8) this.#view.setBigInt64(at, BigInt(value), true);
    else if (size === 4) this.#view.setInt32(at, Number(value), true);
    else if (size === 2) this.#view.setInt16(at, Number(value), true);
    else this.#view.setUint8(at, Number(value));
  }

  set(at: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, at);
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
}

const sizeOf = (field: Field): number => ("scalar" in field ? field.scalar : 4);

/** Writes a table; what it points to is put on the list. */
function writeTable(out: Writer, table: Table, left: Pending[]): number {
  let size = 4;
  const places = table.map((field) => {
    if (field === null) return 0;
    const width = sizeOf(field);
    const at = Math.ceil(size / width) * width;
    size = at + width;
    return at;
  });
  const vtable = out.room(4 + 2 * table.length, 2);
  const start = out.room(size, 8);
  out.put(vtable, 2, 4 + 2 * table.length);
  out.put(vtable + 2, 2, size);
  out.put(start, 4, start - vtable);
  for (const [k, field] of table.entries()) {
    const at = places[k] ?? 0;
    out.put(vtable + 4 + 2 * k, 2, at);
    if (field === null) continue;
    if ("scalar" in field) out.put(start + at, field.scalar, field.value);
    else left.push({ field, at: start + at });
  }
  return start;
}

function writeText(out: Writer, text: string): number {
  const bytes = new TextEncoder().encode(text);
  const at = out.room(4 + bytes.length + 1, 4);
  out.put(at, 4, bytes.length);
  out.set(at + 4, bytes);
  return at;
}

function writeStructs(out: Writer, structs: readonly (readonly bigint[])[]): number {
  const width = structs[0]?.length ?? 0;
  const at = out.room(4 + 8 * width * structs.length, 8, 4);
  out.put(at, 4, structs.length);
  for (const [k, numbers] of structs.entries()) for (const [j, value] of numbers.entries()) out.put(at + 4 + 8 * (k * width + j), 8, value);
  return at;
}

function writeTables(out: Writer, tables: readonly Table[], left: Pending[]): number {
  const at = out.room(4 + 4 * tables.length, 4);
  out.put(at, 4, tables.length);
  for (const [k, table] of tables.entries()) left.push({ field: { table }, at: at + 4 + 4 * k });
  return at;
}

function write(out: Writer, field: Pending["field"], left: Pending[]): number {
  if ("table" in field) return writeTable(out, field.table, left);
  if ("text" in field) return writeText(out, field.text);
  return "tables" in field ? writeTables(out, field.tables, left) : writeStructs(out, field.structs);
}

/** The bytes of a root table; their number is a multiple of 8. */
export function flatBuffer(root: Table): Uint8Array {
  const out = new Writer();
  const left: Pending[] = [{ field: { table: root }, at: out.room(4, 4) }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) out.put(next.at, 4, write(out, next.field, left) - next.at);
  out.room(0, 8);
  return out.bytes;
}
