/**
 * A numpy dtype as data. Built only by `sandbox/numpy`, which checks that sizes, offsets and kinds agree, so readers
 * of the tape may trust what stands here.
 */

/** Structured dtypes may nest this deep. */
export const MAX_DTYPE_DEPTH = 64;

/** numpy's kind letters; `T` is StringDType, `g`/`G` long double stay under `f`/`c` with itemsize 16 (or 12) / 32 (24). */
export type DTypeKind = "b" | "i" | "u" | "f" | "c" | "S" | "U" | "V" | "O" | "M" | "m" | "T";

/** One field of a structured dtype. */
export interface DTypeField {
  readonly name: string;
  readonly title: string | null;
  readonly dtype: DType;
  readonly offset: number;
}

export interface DType {
  readonly kind: DTypeKind;
  /** Bytes an item, padding included. */
  readonly itemsize: number;
  /** Big-endian data. Always false where order means nothing. */
  readonly bigEndian: boolean;
  /** Datetime unit as in `datetime64[25s]`: `25s`; `generic` for none; empty for other kinds. */
  readonly unit: string;
  /** Structured: fields in order of `names`. */
  readonly fields: readonly DTypeField[] | null;
  /** Subarray: base and shape; `itemsize` is the whole. */
  readonly base: DType | null;
  readonly shape: readonly number[];
  /** `np.record` instead of `np.void` as scalar type (recarrays). */
  readonly record: boolean;
  /** Somewhere inside is an object. */
  readonly hasObject: boolean;
  /** Levels of fields and subarrays below: 0 for plain dtypes, at most `MAX_DTYPE_DEPTH`, so that walks may recurse. */
  readonly depth: number;
  /** numpy's alignment, as its state says where it does. */
  readonly alignment: number;
  /** numpy's flags in one byte (`sandbox/numpy/dtype-flags.ts`), as its state says them. */
  readonly flags: number;
  /** Set for numbers that numpy has no dtype for (`bfloat16`); their kind is `V`. */
  readonly name?: string;
}
