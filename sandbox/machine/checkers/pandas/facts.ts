/**
 * What pandas' checkers have made so far, and how long it is: a part of pandas is taken into another only when it stands
 * here, so it was made from a whole state. What was made and never built stands here never.
 *
 * pandas copies and indexes what it is given while it loads. A file may share one array among many indexes, so the work
 * of all of them is counted against what was read.
 */
import type { Handle } from "../../../tape/handle.js";
import type { Machine } from "../../machine.js";

/** Sizes are null where joblib's wrappers stand for arrays (side readings). */
export type Size = number | null;

/** What an index holds, as far as another part of pandas asks for it. */
export type IndexContent =
  | "object"
  | "number"
  | "datetime"
  | "timedelta"
  | "period"
  | "interval"
  | "category"
  | "extension"
  | "multi"
  | "range";

/** Items of an object array: texts alone, labels, some that are collections of Python's own, or anything else. */
export type Items = "texts" | "labels" | "collections" | "others";

export type Fact =
  | { readonly is: "index"; readonly path: string; readonly length: Size; readonly content: IndexContent; readonly items: Items }
  | { readonly is: "array"; readonly path: string; readonly shape: readonly number[] | null }
  | { readonly is: "dtype"; readonly path: string; readonly detail: string; readonly length: Size }
  | { readonly is: "offset"; readonly path: string }
  | { readonly is: "block"; readonly ndim: number; readonly shape: readonly number[] | null; readonly placement: Handle }
  | { readonly is: "manager"; readonly path: string }
  /** Of pyarrow: a type of texts by the bytes of a place, bytes, and texts made of both. */
  | { readonly is: "arrow-type"; readonly width: number }
  | { readonly is: "arrow-buffer"; readonly data: Handle; readonly bytes: number }
  | { readonly is: "arrow-texts"; readonly length: number }
  /** Places of a sparse array: how many, or the lengths of their runs. */
  | { readonly is: "sparse"; readonly length: number; readonly points: Size; readonly starts: Handle; readonly lengths: Handle | null };

/** Integers that must lie below `most`, or, of categories and levels, be -1. */
export interface Codes {
  /** The instance that the finding tells. */
  readonly instance: Handle;
  readonly array: Handle;
  readonly most: number;
}

/** Places of a sparse array, or runs of them where there are lengths: `total` in all, each behind the one before, within `length`. */
export interface Runs {
  readonly instance: Handle;
  readonly starts: Handle;
  readonly lengths: Handle | null;
  readonly total: number;
  readonly length: number;
}

/** Bits of which `nulls` of the first `size` are none. */
export interface Bits {
  readonly instance: Handle;
  readonly array: Handle;
  readonly size: number;
  readonly nulls: number;
}

/** The places of a frame's blocks: all of the columns, each once. */
export interface Places {
  readonly instance: Handle;
  readonly placements: readonly Handle[];
  readonly columns: number;
}

/** Of one machine. Values are looked at once, however often they are shared. */
interface Made {
  readonly facts: Map<Handle, Fact>;
  readonly items: Map<Handle, Items>;
  /** Object arrays: whether they hold texts alone. */
  readonly strings: Map<Handle, boolean>;
  /** Collections that hold data alone, and those that were met together with what is none. */
  readonly data: Set<Handle>;
  readonly others: Set<Handle>;
  /** Numbers to be read when the streams have been (`sandbox/consistency`). */
  readonly codes: Codes[];
  readonly places: Places[];
  readonly runs: Runs[];
  readonly bits: Bits[];
  /** Numbers that rise from 0 to no more than `most`. */
  readonly starts: Codes[];
  spent: number;
}

const MADE = new WeakMap<Machine, Made>();

/** Work that a file of any length may cause. */
const FREE = 1_000_000;
/** Items that pandas may touch for each byte read. */
const PER_BYTE = 8;

export function madeBy(machine: Machine): Made {
  const known = MADE.get(machine);
  if (known !== undefined) return known;
  const made: Made = {
    facts: new Map(),
    items: new Map(),
    strings: new Map(),
    data: new Set(),
    others: new Set(),
    codes: [],
    places: [],
    runs: [],
    bits: [],
    starts: [],
    spent: 0,
  };
  MADE.set(machine, made);
  return made;
}

/** Remembers what a handle is, and returns the handle. */
export function remember(machine: Machine, handle: Handle, fact: Fact): Handle {
  madeBy(machine).facts.set(handle, fact);
  return handle;
}

/** The fact of one kind, null when the handle is something else. */
export function factOf<K extends Fact["is"]>(machine: Machine, handle: Handle, is: K): Extract<Fact, { is: K }> | null {
  const fact = madeBy(machine).facts.get(handle);
  // The kind was just compared; the compiler does not narrow by a type parameter.
  return fact?.is === is ? (fact as Extract<Fact, { is: K }>) : null;
}

/** Counts items that pandas touches while it loads; false when there are more than a genuine file of this length makes. */
export function affordable(machine: Machine, items: Size): boolean {
  const made = madeBy(machine);
  made.spent += items ?? 0;
  return made.spent <= FREE + PER_BYTE * (machine.base + machine.cursor.offset);
}

/** True unless both are known and differ. */
export const sameSize = (a: Size, b: Size): boolean => a === null || b === null || a === b;
