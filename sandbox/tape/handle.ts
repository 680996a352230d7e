/**
 * A value on the tape is a 32-bit handle: the low three bits say what it is, the rest where it is. Small integers,
 * constants and names need no memory at all; no JavaScript object is made per pickle value.
 *
 * | tag | rest |
 * |---|---|
 * | 0 CONST | 0 nothing, 1 None, 2 False, 3 True |
 * | 1 INT | 29-bit signed integer |
 * | 2 FLOAT | index into `floats` |
 * | 3 STR | index into `strOffset`/`strLength` (UTF-8, lone surrogates as three bytes) |
 * | 4 NODE | index into `words`: a node, its kind in the first word |
 * | 5 BIG | index into `longs`: integers beyond 29 bits |
 * | 6 GLOBAL | index into `globals` |
 */
export const TAG = { CONST: 0, INT: 1, FLOAT: 2, STR: 3, NODE: 4, BIG: 5, GLOBAL: 6 } as const;

export type Handle = number;

/** No value: an empty memo slot, absent state or arguments. Never a value of the stream. */
export const NOTHING = 0;
export const NONE = 8;
export const FALSE = 16;
export const TRUE = 24;

/** Bounds of integers that live inside the handle. */
export const INT_MIN = -(2 ** 28);
export const INT_MAX = 2 ** 28 - 1;

/** What stands in a node's first word. Words after it are listed beside each kind. */
export const KIND = {
  /** count, first chunk, last chunk. Chunks: next chunk (0: none), number of items, items. */
  LIST: 1,
  /** count (of pairs), first chunk, last chunk. Chunks hold key, value, key, value … in stream order, duplicates included. */
  DICT: 2,
  /** As LIST. */
  SET: 3,
  /** As LIST. */
  FROZENSET: 4,
  /** count, items. */
  TUPLE: 5,
  /** place, offset low, offset high, length low, length high. */
  BYTES: 6,
  /** As BYTES. */
  BYTEARRAY: 7,
  /** A Python 2 string that is long or not ASCII. As BYTES; text is latin-1 unless asked otherwise. */
  PY2STR: 8,
  /** index into `dtypes`, flags. */
  DTYPE: 9,
  /** dtype, shape (TUPLE of integers), data (bytes-like, LIST for object dtype, or NOTHING), flags, subclass (GLOBAL or NOTHING). */
  NDARRAY: 10,
  /** dtype, data (bytes-like; any value for an object dtype). */
  SCALAR: 11,
  /** class (GLOBAL), origin (GLOBAL), args, state, items (LIST), pairs (DICT), flags, offset of BUILD, pairs of the state dict at BUILD, of the slot dict. */
  OBJECT: 12,
  /** start, stop, step. */
  SLICE: 13,
  /** real, imag (handles of floats or integers). */
  COMPLEX: 14,
} as const;

export type Kind = (typeof KIND)[keyof typeof KIND];

/** Words of an OBJECT node, from its first word. */
export const OBJECT = {
  CLASS: 1,
  ORIGIN: 2,
  ARGS: 3,
  STATE: 4,
  ITEMS: 5,
  PAIRS: 6,
  FLAGS: 7,
  OFFSET: 8,
  STATE_COUNT: 9,
  SLOT_COUNT: 10,
  WORDS: 11,
} as const;
/** Flags of an OBJECT: BUILD was seen; the class is not on the list (a placeholder); a joblib wrapper that was used. */
export const OBJECT_FLAG = { BUILT: 1, UNLISTED: 2, WRAPPER: 4, USED: 8, CALLED: 16, PARTIAL: 32 } as const;

/** Third word of a DTYPE node: no state yet; it is whole; its state was refused. */
export const DTYPE_STATE = { NEW: 0, BUILT: 1, REFUSED: 2 } as const;

/** Words of an NDARRAY node. */
export const ARRAY = { DTYPE: 1, SHAPE: 2, DATA: 3, FLAGS: 4, SUBCLASS: 5, WORDS: 6 } as const;
/** FORTRAN: the data is in column-major order. BUILT: it has its state (or was made whole). */
export const ARRAY_FLAG = { FORTRAN: 1, BUILT: 2 } as const;

/** Words of a BYTES, BYTEARRAY or PY2STR node, and where the bytes are. */
export const BYTES = { PLACE: 1, OFFSET: 2, OFFSET_HIGH: 3, LENGTH: 4, LENGTH_HIGH: 5, WORDS: 6 } as const;
/** ARENA: in the tape's own bytes. SOURCE: in the stream that was read, never copied. */
export const PLACE = { ARENA: 0, SOURCE: 1 } as const;

/** Words of a SLICE node: any values. */
const SLICE = { START: 1, STOP: 2, STEP: 3 } as const;
export const SLICE_FIELDS = [SLICE.START, SLICE.STOP, SLICE.STEP] as const;
/** Words of a SCALAR node. */
export const SCALAR = { DTYPE: 1, DATA: 2 } as const;
/** Words of a COMPLEX node. */
export const COMPLEX = { REAL: 1, IMAG: 2 } as const;

/*
 * The layout of a handle stands in this room, in these names (V8 inlines them), and bare in the fast loop alone
 * (`sandbox/machine/fast.ts`).
 */

/** What a handle is, one of `TAG`. */
export const tagOf = (handle: Handle): number => handle & 7;
/** The bit of its tag, for sets of tags. */
export const tagBit = (handle: Handle): number => 1 << (handle & 7);
/** Where the value is: an index into what the tag names; of a NODE, its first word. Later values of a tag have larger ones. */
export const indexOf = (handle: Handle): number => handle >>> 3;
/** The integer of an INT. */
export const smallInt = (handle: Handle): number => handle >> 3;

/** Integer inside a handle. */
export const intHandle = (value: number): Handle => (value << 3) | TAG.INT;
export const boolHandle = (value: boolean): Handle => (value ? TRUE : FALSE);
export const nodeHandle = (index: number): Handle => (index << 3) | TAG.NODE;
