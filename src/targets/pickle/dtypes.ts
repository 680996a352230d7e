/** What numpy pickles a dtype as: `numpy.dtype("f8", False, True)` and a state, as values of the writer. */
import { codeOf, type Dtype, orderOf } from "../parts/numpy/dtypes.js";

/** A value that the writer makes itself: a dtype inside of another, or what pickle has a form for. */
export type Made =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | { readonly tuple: readonly Made[] }
  | { readonly dict: readonly (readonly [string, Made])[] }
  | { readonly dtype: Dtype };

const VOID_FLAGS = 16;
const OBJECT_FLAGS = 63;
const TEXT_FLAGS = 8;

const tuple = (...items: readonly Made[]): Made => ({ tuple: items });

/** The arguments after `numpy.dtype`. */
export const dtypeArguments = (dtype: Dtype): Made => tuple(codeOf(dtype), false, true);

/** Two dtypes of one key are written once. */
export const keyOf = (dtype: Dtype): string => JSON.stringify(dtype);

/** Of what an array in a field is of. */
function alignmentOf({ kind, itemsize, fields, sub }: Dtype): number {
  if (sub !== undefined) return alignmentOf(sub.base);
  if (fields !== undefined || kind === "S" || kind === "V") return 1;
  if (kind === "U") return 4;
  return kind === "c" ? itemsize / 2 : itemsize;
}

/** A field's are its item's as well. */
function flagsOf({ kind, fields, sub }: Dtype): number {
  if (sub !== undefined) return flagsOf(sub.base);
  if (fields !== undefined) return fields.reduce((flags, field) => flags | flagsOf(field.dtype), VOID_FLAGS);
  return kind === "U" ? TEXT_FLAGS : 0;
}

/** `dtype.__reduce__()[2]` of numpy/_core/src/multiarray/descriptor.c. */
export function dtypeState(dtype: Dtype): Made {
  const { kind, itemsize, fields, sub, unit } = dtype;
  const order = orderOf(dtype);
  if (unit !== undefined)
    return tuple(4, order, null, null, null, -1, -1, 0, tuple(null, tuple(encoder.encode(unit.name || "generic"), unit.count, 1, 1)));
  if (sub !== undefined) {
    const shape = tuple(...sub.shape);
    return tuple(3, "|", tuple({ dtype: sub.base }, shape), null, null, itemsize, alignmentOf(sub.base), flagsOf(sub.base));
  }
  if (fields !== undefined) {
    const places = fields.map((field) => [field.name, tuple({ dtype: field.dtype }, field.offset)] as const);
    return tuple(3, "|", null, tuple(...fields.map(({ name }) => name)), { dict: places }, itemsize, 1, flagsOf(dtype));
  }
  if (kind === "U") return tuple(3, order, null, null, null, itemsize, 4, TEXT_FLAGS);
  if (kind === "S" || kind === "V") return tuple(3, order, null, null, null, itemsize, 1, 0);
  return tuple(3, order, null, null, null, -1, -1, kind === "O" ? OBJECT_FLAGS : 0);
}

const encoder = new TextEncoder();
