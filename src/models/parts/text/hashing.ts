/** Features in columns by their hash (sklearn.feature_extraction._hashing_fast.transform 1.7): names and values of each sample. */
import { CornichonError, sentence } from "../../../errors.js";
import { murmurHash } from "../../../numeric/murmur-hash.js";
import type { Sparse } from "../../../numeric/sparse.js";
import { RowBuilder } from "../../../numeric/sparse-rows.js";
import type { State } from "../../state.js";

export type Feature = readonly [string, number];

export interface Hashing {
  readonly columns: number;
  readonly signed: boolean;
  readonly absolute: boolean;
}

/** `alternate_sign` is there from 0.19 on, `non_negative` until 0.20. @throws CornichonError `model.inconsistent` */
export const hashingOf = (state: State): Hashing => ({
  columns: state.whole("n_features", 1, 2 ** 31 - 1),
  signed: state.flag("alternate_sign", true),
  absolute: state.flag("non_negative", false),
});

const LEAST = -(2 ** 31);

function columnOf(hash: number, columns: number): number {
  return hash === LEAST ? (2 ** 31 - 1 - (columns - 1)) % columns : Math.abs(hash) % columns;
}

/** Rows of summed values, each cast to the dtype first; what sums to zero stays stored. */
export function hashRows(
  samples: Iterable<Iterable<Feature>>,
  { columns, signed, absolute }: Hashing,
  dtype: string,
  cast: (value: number) => number,
): Sparse {
  if (dtype === "object")
    throw new CornichonError("model.method", sentence`unsupported data types in input: hashes are not summed as objects.`);
  const builder = new RowBuilder(columns);
  const hashes = new Map<string, number>();
  for (const sample of samples) {
    const row = new Map<number, number>();
    for (const [name, value] of sample) {
      if (value === 0) continue;
      const hash = hashes.get(name) ?? murmurHash(name);
      if (hashes.size < 1e6) hashes.set(name, hash);
      const column = columnOf(hash, columns);
      row.set(column, (row.get(column) ?? 0) + cast(signed && hash < 0 ? -value : value));
    }
    for (const column of Int32Array.from(row.keys()).sort()) {
      const value = row.get(column) ?? 0;
      builder.put(column, absolute ? Math.abs(value) : value);
    }
    builder.endRow();
  }
  return builder.end(dtype);
}
