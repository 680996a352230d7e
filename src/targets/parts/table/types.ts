/** Columns as Arrow has them: a type, and buffers that are the document's own bytes where they can be. */
import type { TimeUnit } from "../frame/types.js";

export type ArrowType =
  | { readonly is: "int"; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  | { readonly is: "float"; readonly bits: 16 | 32 | 64 }
  | { readonly is: "bool" }
  | { readonly is: "text"; readonly large: boolean }
  | { readonly is: "binary" }
  | { readonly is: "date" }
  | { readonly is: "timestamp"; readonly unit: TimeUnit; readonly zone: string | null }
  | { readonly is: "duration"; readonly unit: TimeUnit }
  /** Microseconds of a day. */
  | { readonly is: "time" }
  | { readonly is: "decimal"; readonly bits: 128 | 256; readonly precision: number; readonly scale: number }
  | { readonly is: "null" }
  | { readonly is: "struct"; readonly fields: readonly ArrowField[] };

export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
  /** Values that codes stand for; the type is that of the codes. */
  readonly dictionary?: { readonly values: ArrowArray; readonly ordered: boolean };
  /** A type of pandas' own over this one. */
  readonly extension?: { readonly name: string; readonly metadata: string };
}

/** A column's data. */
export interface ArrowArray {
  readonly type: ArrowType;
  readonly length: number;
  readonly nulls: number;
  /** A bit a value, 1 where there is one; null where all are. */
  readonly validity: Uint8Array | null;
  /** Offsets of texts, or null. */
  readonly offsets: Int32Array | BigInt64Array | null;
  /** Values, one after another; null for structs and nulls. */
  readonly data: Uint8Array | null;
  readonly children: readonly ArrowArray[];
}

export interface ArrowColumn {
  readonly field: ArrowField;
  readonly array: ArrowArray;
}

/** A table: columns, those of the index among them, and what `pandas` says of them. */
export interface ArrowTable {
  readonly rows: number;
  readonly columns: readonly ArrowColumn[];
  /** The text of the schema's `pandas`. */
  readonly pandas: string;
}
