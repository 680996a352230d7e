/**
 * Pickle's 68 opcodes: the one table that the machine's switches, `inspect` and the docs read. It is compared with a
 * dump of CPython's own pickletools in the tests (`fixtures/opcodes.json`); the names of arguments and stack items are
 * pickletools' names, the sentences are ours.
 *
 * `OP` is written out as one literal, so that an engine can fold `OP.MARK` in a `switch`; the table takes its codes from
 * it, and the compiler refuses a row with another opcode's byte. Nothing here is slow; nothing here looks at input.
 */

/** Every opcode's byte by its name, for switches: `case OP.MARK:`. */
export const OP = {
  MARK: 0x28,
  EMPTY_TUPLE: 0x29,
  STOP: 0x2e,
  POP: 0x30,
  POP_MARK: 0x31,
  DUP: 0x32,
  BINBYTES: 0x42,
  SHORT_BINBYTES: 0x43,
  FLOAT: 0x46,
  BINFLOAT: 0x47,
  INT: 0x49,
  BININT: 0x4a,
  BININT1: 0x4b,
  LONG: 0x4c,
  BININT2: 0x4d,
  NONE: 0x4e,
  PERSID: 0x50,
  BINPERSID: 0x51,
  REDUCE: 0x52,
  STRING: 0x53,
  BINSTRING: 0x54,
  SHORT_BINSTRING: 0x55,
  UNICODE: 0x56,
  BINUNICODE: 0x58,
  EMPTY_LIST: 0x5d,
  APPEND: 0x61,
  BUILD: 0x62,
  GLOBAL: 0x63,
  DICT: 0x64,
  APPENDS: 0x65,
  GET: 0x67,
  BINGET: 0x68,
  INST: 0x69,
  LONG_BINGET: 0x6a,
  LIST: 0x6c,
  OBJ: 0x6f,
  PUT: 0x70,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  SETITEM: 0x73,
  TUPLE: 0x74,
  SETITEMS: 0x75,
  EMPTY_DICT: 0x7d,
  PROTO: 0x80,
  NEWOBJ: 0x81,
  EXT1: 0x82,
  EXT2: 0x83,
  EXT4: 0x84,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  LONG1: 0x8a,
  LONG4: 0x8b,
  SHORT_BINUNICODE: 0x8c,
  BINUNICODE8: 0x8d,
  BINBYTES8: 0x8e,
  EMPTY_SET: 0x8f,
  ADDITEMS: 0x90,
  FROZENSET: 0x91,
  NEWOBJ_EX: 0x92,
  STACK_GLOBAL: 0x93,
  MEMOIZE: 0x94,
  FRAME: 0x95,
  BYTEARRAY8: 0x96,
  NEXT_BUFFER: 0x97,
  READONLY_BUFFER: 0x98,
} as const;

/** The name of an opcode. */
export type OpName = keyof typeof OP;

/** The byte of an opcode. */
export type OpCode = (typeof OP)[OpName];

/** How an argument is written; `nl` means a line of text, a number the width of the value or of its length. */
export type ArgumentForm =
  | "bytearray8"
  | "bytes1"
  | "bytes4"
  | "bytes8"
  | "decimalnl_long"
  | "decimalnl_short"
  | "float8"
  | "floatnl"
  | "int4"
  | "long1"
  | "long4"
  | "string1"
  | "string4"
  | "stringnl"
  | "stringnl_noescape"
  | "stringnl_noescape_pair"
  | "uint1"
  | "uint2"
  | "uint4"
  | "uint8"
  | "unicodestring1"
  | "unicodestring4"
  | "unicodestring8"
  | "unicodestringnl";

/** What an opcode takes from the stack or leaves there. `stackslice` is everything above a mark. */
export type StackItem =
  | "any"
  | "bool"
  | "buffer"
  | "bytearray"
  | "bytes"
  | "bytes_or_str"
  | "dict"
  | "float"
  | "frozenset"
  | "int"
  | "int_or_bool"
  | "list"
  | "mark"
  | "None"
  | "set"
  | "stackslice"
  | "str"
  | "tuple";

/** What a row says beside its name and byte. */
interface Facts {
  /** Null when the opcode stands alone. */
  readonly arg: ArgumentForm | null;
  /** Bottom first. */
  readonly before: readonly StackItem[];
  readonly after: readonly StackItem[];
  /** The first protocol that has it. */
  readonly proto: 0 | 1 | 2 | 3 | 4 | 5;
  readonly doc: string;
}

/** One opcode. A row with the byte of another opcode does not compile. */
export type Row = { readonly [N in OpName]: Facts & { readonly name: N; readonly code: (typeof OP)[N] } }[OpName];

/** All opcodes, by byte. */
export const OPCODES = [
  {
    name: "MARK",
    code: OP.MARK,
    arg: null,
    before: [],
    after: ["mark"],
    proto: 0,
    doc: "Marks this place on the stack, for a later opcode that takes everything above the mark.",
  },
  { name: "EMPTY_TUPLE", code: OP.EMPTY_TUPLE, arg: null, before: [], after: ["tuple"], proto: 1, doc: "Pushes an empty tuple." },
  { name: "STOP", code: OP.STOP, arg: null, before: ["any"], after: [], proto: 0, doc: "Ends the stream; the value on top is the result." },
  { name: "POP", code: OP.POP, arg: null, before: ["any"], after: [], proto: 0, doc: "Drops the value on top, or a bare mark." },
  {
    name: "POP_MARK",
    code: OP.POP_MARK,
    arg: null,
    before: ["mark", "stackslice"],
    after: [],
    proto: 1,
    doc: "Drops everything down to the newest mark, and the mark.",
  },
  {
    name: "DUP",
    code: OP.DUP,
    arg: null,
    before: ["any"],
    after: ["any", "any"],
    proto: 0,
    doc: "Pushes the value on top once more: the same object, no copy.",
  },
  {
    name: "BINBYTES",
    code: OP.BINBYTES,
    arg: "bytes4",
    before: [],
    after: ["bytes"],
    proto: 3,
    doc: "Pushes bytes; the length is four bytes, unsigned.",
  },
  {
    name: "SHORT_BINBYTES",
    code: OP.SHORT_BINBYTES,
    arg: "bytes1",
    before: [],
    after: ["bytes"],
    proto: 3,
    doc: "Pushes bytes; the length is one byte.",
  },
  { name: "FLOAT", code: OP.FLOAT, arg: "floatnl", before: [], after: ["float"], proto: 0, doc: "Pushes a float written as text." },
  {
    name: "BINFLOAT",
    code: OP.BINFLOAT,
    arg: "float8",
    before: [],
    after: ["float"],
    proto: 1,
    doc: "Pushes a float: an IEEE double, most significant byte first.",
  },
  {
    name: "INT",
    code: OP.INT,
    arg: "decimalnl_short",
    before: [],
    after: ["int_or_bool"],
    proto: 0,
    doc: "Pushes an integer written as text; 00 and 01 are False and True.",
  },
  { name: "BININT", code: OP.BININT, arg: "int4", before: [], after: ["int"], proto: 1, doc: "Pushes a signed integer of four bytes." },
  { name: "BININT1", code: OP.BININT1, arg: "uint1", before: [], after: ["int"], proto: 1, doc: "Pushes an integer from 0 to 255." },
  {
    name: "LONG",
    code: OP.LONG,
    arg: "decimalnl_long",
    before: [],
    after: ["int"],
    proto: 0,
    doc: "Pushes an integer of any size written as text, with an L behind it.",
  },
  { name: "BININT2", code: OP.BININT2, arg: "uint2", before: [], after: ["int"], proto: 1, doc: "Pushes an integer from 0 to 65535." },
  { name: "NONE", code: OP.NONE, arg: null, before: [], after: ["None"], proto: 0, doc: "Pushes None." },
  {
    name: "PERSID",
    code: OP.PERSID,
    arg: "stringnl_noescape",
    before: [],
    after: ["any"],
    proto: 0,
    doc: "Asks the loading program for the object with the id on this line.",
  },
  {
    name: "BINPERSID",
    code: OP.BINPERSID,
    arg: null,
    before: ["any"],
    after: ["any"],
    proto: 1,
    doc: "Asks the loading program for the object with the id on top of the stack.",
  },
  {
    name: "REDUCE",
    code: OP.REDUCE,
    arg: null,
    before: ["any", "any"],
    after: ["any"],
    proto: 0,
    doc: "Calls: a callable, and above it the tuple of its arguments, become the result.",
  },
  {
    name: "STRING",
    code: OP.STRING,
    arg: "stringnl",
    before: [],
    after: ["bytes_or_str"],
    proto: 0,
    doc: "Pushes a string of Python 2, quoted and with escapes.",
  },
  {
    name: "BINSTRING",
    code: OP.BINSTRING,
    arg: "string4",
    before: [],
    after: ["bytes_or_str"],
    proto: 1,
    doc: "Pushes a string of Python 2; the length is four bytes, signed.",
  },
  {
    name: "SHORT_BINSTRING",
    code: OP.SHORT_BINSTRING,
    arg: "string1",
    before: [],
    after: ["bytes_or_str"],
    proto: 1,
    doc: "Pushes a string of Python 2; the length is one byte.",
  },
  {
    name: "UNICODE",
    code: OP.UNICODE,
    arg: "unicodestringnl",
    before: [],
    after: ["str"],
    proto: 0,
    doc: "Pushes text written as raw-unicode-escape, up to the end of the line.",
  },
  {
    name: "BINUNICODE",
    code: OP.BINUNICODE,
    arg: "unicodestring4",
    before: [],
    after: ["str"],
    proto: 1,
    doc: "Pushes UTF-8 text; the length is four bytes, unsigned.",
  },
  { name: "EMPTY_LIST", code: OP.EMPTY_LIST, arg: null, before: [], after: ["list"], proto: 1, doc: "Pushes an empty list." },
  {
    name: "APPEND",
    code: OP.APPEND,
    arg: null,
    before: ["list", "any"],
    after: ["list"],
    proto: 0,
    doc: "Appends the value on top to the list below it.",
  },
  {
    name: "BUILD",
    code: OP.BUILD,
    arg: null,
    before: ["any", "any"],
    after: ["any"],
    proto: 0,
    doc: "Gives the object below its state: __setstate__, or an update of its attributes.",
  },
  {
    name: "GLOBAL",
    code: OP.GLOBAL,
    arg: "stringnl_noescape_pair",
    before: [],
    after: ["any"],
    proto: 0,
    doc: "Imports a module and pushes one of its names; both stand as lines of text.",
  },
  {
    name: "DICT",
    code: OP.DICT,
    arg: null,
    before: ["mark", "stackslice"],
    after: ["dict"],
    proto: 0,
    doc: "Makes a dict of the keys and values above the newest mark.",
  },
  {
    name: "APPENDS",
    code: OP.APPENDS,
    arg: null,
    before: ["list", "mark", "stackslice"],
    after: ["list"],
    proto: 1,
    doc: "Appends everything above the newest mark to the list below it.",
  },
  {
    name: "GET",
    code: OP.GET,
    arg: "decimalnl_short",
    before: [],
    after: ["any"],
    proto: 0,
    doc: "Pushes an entry of the memo; the index is text.",
  },
  {
    name: "BINGET",
    code: OP.BINGET,
    arg: "uint1",
    before: [],
    after: ["any"],
    proto: 1,
    doc: "Pushes an entry of the memo; the index is one byte.",
  },
  {
    name: "INST",
    code: OP.INST,
    arg: "stringnl_noescape_pair",
    before: ["mark", "stackslice"],
    after: ["any"],
    proto: 0,
    doc: "Imports a class and calls it with everything above the newest mark.",
  },
  {
    name: "LONG_BINGET",
    code: OP.LONG_BINGET,
    arg: "uint4",
    before: [],
    after: ["any"],
    proto: 1,
    doc: "Pushes an entry of the memo; the index is four bytes.",
  },
  {
    name: "LIST",
    code: OP.LIST,
    arg: null,
    before: ["mark", "stackslice"],
    after: ["list"],
    proto: 0,
    doc: "Makes a list of everything above the newest mark.",
  },
  {
    name: "OBJ",
    code: OP.OBJ,
    arg: null,
    before: ["mark", "any", "stackslice"],
    after: ["any"],
    proto: 1,
    doc: "Calls the class just above the newest mark with everything above it.",
  },
  {
    name: "PUT",
    code: OP.PUT,
    arg: "decimalnl_short",
    before: [],
    after: [],
    proto: 0,
    doc: "Stores the value on top in the memo; the index is text.",
  },
  {
    name: "BINPUT",
    code: OP.BINPUT,
    arg: "uint1",
    before: [],
    after: [],
    proto: 1,
    doc: "Stores the value on top in the memo; the index is one byte.",
  },
  {
    name: "LONG_BINPUT",
    code: OP.LONG_BINPUT,
    arg: "uint4",
    before: [],
    after: [],
    proto: 1,
    doc: "Stores the value on top in the memo; the index is four bytes.",
  },
  {
    name: "SETITEM",
    code: OP.SETITEM,
    arg: null,
    before: ["dict", "any", "any"],
    after: ["dict"],
    proto: 0,
    doc: "Stores a key and its value in the dict below them.",
  },
  {
    name: "TUPLE",
    code: OP.TUPLE,
    arg: null,
    before: ["mark", "stackslice"],
    after: ["tuple"],
    proto: 0,
    doc: "Makes a tuple of everything above the newest mark.",
  },
  {
    name: "SETITEMS",
    code: OP.SETITEMS,
    arg: null,
    before: ["dict", "mark", "stackslice"],
    after: ["dict"],
    proto: 1,
    doc: "Stores the keys and values above the newest mark in the dict below it.",
  },
  { name: "EMPTY_DICT", code: OP.EMPTY_DICT, arg: null, before: [], after: ["dict"], proto: 1, doc: "Pushes an empty dict." },
  { name: "PROTO", code: OP.PROTO, arg: "uint1", before: [], after: [], proto: 2, doc: "Says which protocol the stream is written in." },
  {
    name: "NEWOBJ",
    code: OP.NEWOBJ,
    arg: null,
    before: ["any", "any"],
    after: ["any"],
    proto: 2,
    doc: "Makes an instance: the class's __new__ is called with the tuple of arguments on top.",
  },
  {
    name: "EXT1",
    code: OP.EXT1,
    arg: "uint1",
    before: [],
    after: ["any"],
    proto: 2,
    doc: "Pushes an object from the loading process's extension registry; the code is one byte.",
  },
  {
    name: "EXT2",
    code: OP.EXT2,
    arg: "uint2",
    before: [],
    after: ["any"],
    proto: 2,
    doc: "Pushes an object from the loading process's extension registry; the code is two bytes.",
  },
  {
    name: "EXT4",
    code: OP.EXT4,
    arg: "int4",
    before: [],
    after: ["any"],
    proto: 2,
    doc: "Pushes an object from the loading process's extension registry; the code is four bytes.",
  },
  { name: "TUPLE1", code: OP.TUPLE1, arg: null, before: ["any"], after: ["tuple"], proto: 2, doc: "Makes a tuple of the value on top." },
  {
    name: "TUPLE2",
    code: OP.TUPLE2,
    arg: null,
    before: ["any", "any"],
    after: ["tuple"],
    proto: 2,
    doc: "Makes a tuple of the two values on top.",
  },
  {
    name: "TUPLE3",
    code: OP.TUPLE3,
    arg: null,
    before: ["any", "any", "any"],
    after: ["tuple"],
    proto: 2,
    doc: "Makes a tuple of the three values on top.",
  },
  { name: "NEWTRUE", code: OP.NEWTRUE, arg: null, before: [], after: ["bool"], proto: 2, doc: "Pushes True." },
  { name: "NEWFALSE", code: OP.NEWFALSE, arg: null, before: [], after: ["bool"], proto: 2, doc: "Pushes False." },
  {
    name: "LONG1",
    code: OP.LONG1,
    arg: "long1",
    before: [],
    after: ["int"],
    proto: 2,
    doc: "Pushes a two's complement integer; its length is one byte.",
  },
  {
    name: "LONG4",
    code: OP.LONG4,
    arg: "long4",
    before: [],
    after: ["int"],
    proto: 2,
    doc: "Pushes a two's complement integer; its length is four bytes, signed.",
  },
  {
    name: "SHORT_BINUNICODE",
    code: OP.SHORT_BINUNICODE,
    arg: "unicodestring1",
    before: [],
    after: ["str"],
    proto: 4,
    doc: "Pushes UTF-8 text; the length is one byte.",
  },
  {
    name: "BINUNICODE8",
    code: OP.BINUNICODE8,
    arg: "unicodestring8",
    before: [],
    after: ["str"],
    proto: 4,
    doc: "Pushes UTF-8 text; the length is eight bytes.",
  },
  {
    name: "BINBYTES8",
    code: OP.BINBYTES8,
    arg: "bytes8",
    before: [],
    after: ["bytes"],
    proto: 4,
    doc: "Pushes bytes; the length is eight bytes.",
  },
  { name: "EMPTY_SET", code: OP.EMPTY_SET, arg: null, before: [], after: ["set"], proto: 4, doc: "Pushes an empty set." },
  {
    name: "ADDITEMS",
    code: OP.ADDITEMS,
    arg: null,
    before: ["set", "mark", "stackslice"],
    after: ["set"],
    proto: 4,
    doc: "Adds everything above the newest mark to the set below it.",
  },
  {
    name: "FROZENSET",
    code: OP.FROZENSET,
    arg: null,
    before: ["mark", "stackslice"],
    after: ["frozenset"],
    proto: 4,
    doc: "Makes a frozenset of everything above the newest mark.",
  },
  {
    name: "NEWOBJ_EX",
    code: OP.NEWOBJ_EX,
    arg: null,
    before: ["any", "any", "any"],
    after: ["any"],
    proto: 4,
    doc: "Makes an instance: the class's __new__ is called with a tuple and a dict of arguments.",
  },
  {
    name: "STACK_GLOBAL",
    code: OP.STACK_GLOBAL,
    arg: null,
    before: ["str", "str"],
    after: ["any"],
    proto: 4,
    doc: "Imports a module and pushes one of its names; both are strings on the stack.",
  },
  {
    name: "MEMOIZE",
    code: OP.MEMOIZE,
    arg: null,
    before: ["any"],
    after: ["any"],
    proto: 4,
    doc: "Stores the value on top in the memo, under the number of entries so far.",
  },
  {
    name: "FRAME",
    code: OP.FRAME,
    arg: "uint8",
    before: [],
    after: [],
    proto: 4,
    doc: "Says how many of the following bytes belong together; the length is eight bytes.",
  },
  {
    name: "BYTEARRAY8",
    code: OP.BYTEARRAY8,
    arg: "bytearray8",
    before: [],
    after: ["bytearray"],
    proto: 5,
    doc: "Pushes a bytearray; the length is eight bytes.",
  },
  {
    name: "NEXT_BUFFER",
    code: OP.NEXT_BUFFER,
    arg: null,
    before: [],
    after: ["buffer"],
    proto: 5,
    doc: "Pushes the next buffer that travelled beside the stream.",
  },
  {
    name: "READONLY_BUFFER",
    code: OP.READONLY_BUFFER,
    arg: null,
    before: ["buffer"],
    after: ["buffer"],
    proto: 5,
    doc: "Makes the buffer on top read-only.",
  },
] as const satisfies readonly Row[];

function byByte(): readonly (Row | null)[] {
  const rows: (Row | null)[] = new Array<Row | null>(256).fill(null);
  for (const row of OPCODES) rows[row.code] = row;
  return rows;
}

const ROWS = byByte();

/** The row of a byte, or null when it is no opcode. */
export function opcodeRow(byte: number): Row | null {
  return ROWS[byte] ?? null;
}

/** The name of a byte, or null when it is no opcode. */
export function opcodeName(byte: number): OpName | null {
  return opcodeRow(byte)?.name ?? null;
}
