/** Arrow's messages as tables of a FlatBuffer (format/Schema.fbs, Message.fbs, File.fbs): numbers of fields and of types are theirs. */
import { byte, type Field, flag, flatBuffer, int, long, short, type Table } from "./flatbuffer.js";
import type { ArrowArray, ArrowField, ArrowTable, ArrowType } from "./types.js";

const UNITS = { s: 0, ms: 1, us: 2, ns: 3 } as const;

/** The number of a type and its table. */
function typeTable(type: ArrowType): readonly [number, Table] {
  switch (type.is) {
    case "null":
      return [1, []];
    case "int":
      return [2, [int(type.bits), flag(type.signed)]];
    case "float":
      return [3, [short(type.bits === 16 ? 0 : type.bits === 32 ? 1 : 2)]];
    case "binary":
      return [4, []];
    case "text":
      return [type.large ? 20 : 5, []];
    case "bool":
      return [6, []];
    case "decimal":
      return [7, [int(type.precision), int(type.scale), int(type.bits)]];
    case "date":
      return [8, [short(0)]];
    case "time":
      return [9, [short(UNITS.us), int(64)]];
    case "timestamp":
      return [10, [short(UNITS[type.unit]), type.zone === null ? null : { text: type.zone }]];
    case "struct":
      return [13, []];
    case "duration":
      return [18, [short(UNITS[type.unit])]];
  }
}

const keyValues = (pairs: readonly (readonly [string, string])[]): Field => ({
  tables: pairs.map(([key, value]) => [{ text: key }, { text: value }]),
});

/** `id`: of the field's dictionary. */
function fieldTable({ name, type, dictionary, extension }: ArrowField, id: number): Table {
  const shown = dictionary?.values.type ?? type;
  const [number, table] = typeTable(shown);
  const children = shown.is === "struct" ? shown.fields.map((field) => fieldTable(field, 0)) : [];
  const [, indices] = typeTable(type);
  return [
    { text: name },
    flag(true),
    byte(number),
    { table },
    dictionary === undefined ? null : { table: [long(id), { table: indices }, flag(dictionary.ordered)] },
    { tables: children },
    extension === undefined
      ? null
      : keyValues([
          ["ARROW:extension:metadata", extension.metadata],
          ["ARROW:extension:name", extension.name],
        ]),
  ];
}

/** The schema; a column's place is the number of its dictionary. */
export const schemaTable = ({ columns, pandas }: ArrowTable): Table => [
  short(0),
  { tables: columns.map(({ field }, id) => fieldTable(field, id)) },
  keyValues([["pandas", pandas]]),
];

/** Version 5 of the format. */
const V5 = 4;

export const SCHEMA = 1;
export const DICTIONARY_BATCH = 2;
export const RECORD_BATCH = 3;

export const message = (kind: number, header: Table, bodyLength: number): Table => [
  short(V5),
  byte(kind),
  { table: header },
  long(bodyLength),
];

/** A buffer's place and length. */
export interface Placed {
  readonly offset: number;
  readonly length: number;
}

/** Arrays and their buffers, children behind their parents. */
export function recordBatch(rows: number, arrays: readonly ArrowArray[], buffers: readonly Placed[]): Table {
  return [
    long(rows),
    { structs: arrays.map(({ length, nulls }) => [BigInt(length), BigInt(nulls)]) },
    { structs: buffers.map(({ offset, length }) => [BigInt(offset), BigInt(length)]) },
  ];
}

export const dictionaryBatch = (id: number, data: Table): Table => [long(id), { table: data }, null];

/** Where a message stands in the file. */
export interface Block {
  readonly offset: number;
  readonly metadata: number;
  readonly body: number;
}

const blocks = (all: readonly Block[]): Field => ({
  structs: all.map(({ offset, metadata, body }) => [BigInt(offset), BigInt(metadata), BigInt(body)]),
});

export const footerTable = (table: ArrowTable, dictionaries: readonly Block[], batches: readonly Block[]): Table => [
  short(V5),
  { table: schemaTable(table) },
  blocks(dictionaries),
  blocks(batches),
];

/** A message before its body: a mark, its length, and itself, whose length is a multiple of 8. */
export function framed(table: Table): Uint8Array {
  const bytes = flatBuffer(table);
  const framing = new Uint8Array(8 + bytes.length);
  const view = new DataView(framing.buffer);
  view.setInt32(0, -1, true);
  view.setInt32(4, bytes.length, true);
  framing.set(bytes, 8);
  return framing;
}

/** The schema as a message, which Parquet keeps too. */
export const schemaMessage = (table: ArrowTable): Uint8Array => framed(message(SCHEMA, schemaTable(table), 0));
