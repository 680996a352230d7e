/** Columns of values, as Parquet stores them: those of structs by themselves, with how deep each is defined. */
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

/** The columns of values of a column. */
export function leavesOf({ field, array }: ArrowColumn): Leaf[] {
  const type = field.dictionary?.values.type ?? field.type;
  if (type.is !== "struct") return [{ path: [field.name], array, above: [], dictionary: field.dictionary?.values ?? null, type }];
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
