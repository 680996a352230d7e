/** Columns of values, as Parquet stores them: those of structs by themselves, with how deep each is defined. */
import { bitsOf } from "../parts/table/arrays.js";
import type { ArrowArray, ArrowColumn, ArrowType } from "../parts/table/types.js";

export interface Leaf {
  readonly path: readonly string[];
  readonly array: ArrowArray;
  /** The arrays that hold it, outermost first. */
  readonly above: readonly ArrowArray[];
  /** What codes stand for; null for values that stand for themselves. */
  readonly dictionary: ArrowArray | null;
  readonly type: ArrowType;
}

const isSet = (bits: Uint8Array | null, row: number): boolean => bits === null || (((bits[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;

/** Asks for one code after another. */
export function codesIn({ type, data }: ArrowArray): (row: number) => number {
  const { buffer, byteOffset, byteLength } = data ?? new Uint8Array(0);
  const view = new DataView(buffer, byteOffset, byteLength);
  const bits = type.is === "int" ? type.bits : 64;
  if (bits === 8) return (row) => view.getInt8(row);
  if (bits === 16) return (row) => view.getInt16(2 * row, true);
  return bits === 32 ? (row) => view.getInt32(4 * row, true) : (row) => Number(view.getBigInt64(8 * row, true));
}

/** Truth values by their codes as themselves: Parquet has no dictionary of them. */
function spelledOut(codes: ArrowArray, values: ArrowArray): ArrowArray {
  const code = codesIn(codes);
  const data = bitsOf(codes.length, (row) => isSet(codes.validity, row) && isSet(values.data, code(row)));
  return { ...codes, type: values.type, data };
}

/** The columns of values of a column. */
export function leavesOf({ field, array }: ArrowColumn): Leaf[] {
  const { values } = field.dictionary ?? {};
  if (values?.type.is === "bool")
    return [{ path: [field.name], array: spelledOut(array, values), above: [], dictionary: null, type: values.type }];
  const type = values?.type ?? field.type;
  if (type.is !== "struct") return [{ path: [field.name], array, above: [], dictionary: values ?? null, type }];
  return type.fields.flatMap((child, k) => {
    const held = array.children[k];
    if (held === undefined) return [];
    return leavesOf({ field: child, array: held }).map((leaf) => ({
      ...leaf,
      path: [field.name, ...leaf.path],
      above: [array, ...leaf.above],
    }));
  });
}

/** True where a value stands in a row. */
export function presentIn({ array, above }: Leaf): (row: number) => boolean {
  if (array.type.is === "null") return () => false;
  const masks = [...above, array].map(({ validity }) => validity).filter((mask) => mask !== null);
  return (row) => masks.every((mask) => isSet(mask, row));
}

/** How many of a row's containers and values are there. */
export function levelIn({ array, above }: Leaf): (row: number) => number {
  const all = [...above, array];
  return (row) => {
    const first = all.findIndex((one) => one.type.is === "null" || !isSet(one.validity, row));
    return first < 0 ? all.length : first;
  };
}
