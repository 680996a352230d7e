/**
 * A frame as columns: what a DataFrame, a Series or an index of any version of pandas holds, whatever layout it had. Numbers
 * stay in the document's own bytes, so a column of millions of rows costs nothing but a view; what is missing is asked for
 * row by row (`missing.ts`).
 */

export type TimeUnit = "s" | "ms" | "us" | "ns";

export const NUMBER_TYPES = [
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "float16",
  "float32",
  "float64",
] as const;

export type NumberType = (typeof NUMBER_TYPES)[number];

/** A time zone: the name that Arrow and pandas know it by, and how far it is from UTC. */
export interface Zone {
  readonly name: string;
  /** Seconds east of UTC at so many seconds since 1970. @throws CornichonError `target.unsupported` for a name that is no zone here */
  offset(seconds: number): number;
}

export type Values =
  | { readonly is: "number"; readonly type: NumberType; readonly bytes: Uint8Array }
  | { readonly is: "bool"; readonly bytes: Uint8Array }
  | { readonly is: "time"; readonly unit: TimeUnit; readonly counts: BigInt64Array; readonly zone: Zone | null }
  | { readonly is: "duration"; readonly unit: TimeUnit; readonly counts: BigInt64Array }
  | { readonly is: "period"; readonly freq: string; readonly counts: BigInt64Array }
  | { readonly is: "category"; readonly codes: Codes; readonly categories: Vector; readonly ordered: boolean }
  | { readonly is: "interval"; readonly closed: string; readonly left: Vector; readonly right: Vector }
  /** `str` has NaN for what is missing, `string` NA; `large`: of arrow's texts with offsets of 64 bits. */
  | { readonly is: "text"; readonly items: readonly unknown[]; readonly dtype: "str" | "string"; readonly large: boolean }
  /** Neutral values, as Python had them in an object array. */
  | { readonly is: "object"; readonly items: readonly unknown[] };

export type Codes = Int8Array | Int16Array | Int32Array | BigInt64Array;

export interface Vector {
  readonly length: number;
  readonly values: Values;
  /** Of a masked array (Int64, Float64, boolean): true where a value is missing; null for what has no mask. */
  readonly mask: Uint8Array | null;
}

/** The name of an index or level: a neutral value. */
export type Label = unknown;

/** A value of a vector. */
export interface Cell {
  readonly vector: Vector;
  readonly row: number;
}

export interface Column {
  /** Its label, a value a level. */
  readonly label: readonly Cell[];
  readonly vector: Vector;
}

/** A level of an index: its values, or for a range three numbers. */
export type Index =
  | {
      readonly is: "range";
      readonly name: Label;
      readonly start: number;
      readonly stop: number;
      readonly step: number;
      readonly length: number;
    }
  | { readonly is: "flat"; readonly name: Label; readonly vector: Vector }
  | { readonly is: "levels"; readonly levels: readonly { readonly name: Label; readonly vector: Vector }[]; readonly length: number };

export interface Frame {
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly index: Index;
  /** Labels of the columns. */
  readonly header: Index;
}
