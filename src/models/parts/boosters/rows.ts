/** Samples as boosters see them, block by block: what counts as missing becomes NaN. */
import { CornichonError, sentence } from "../../../errors.js";
import type { Expectation, Samples } from "../../samples.js";
import type { TreeRows } from "../trees/rows.js";

export interface BoosterTaste {
  /** Values are float32 (xgboost). */
  readonly single: boolean;
  /** A number that stands for a missing value beside NaN. */
  readonly missing: number;
  /** What a value is that sparse rows do not have. */
  readonly absent: number;
  /** Infinite values are refused. */
  readonly noInfinite: boolean;
}

const infinite = (): CornichonError =>
  new CornichonError(
    "input.malformed",
    sentence`Input data contains \`inf\` or a value too large, while \`missing\` is not set to \`inf\``,
  );

export function boosterRows(x: Samples, expected: Expectation, { single, missing, absent, noInfinite }: BoosterTaste): TreeRows {
  // What stands for a missing value is compared as float32, too.
  const stand = single ? Math.fround(missing) : missing;
  const seen = (value: number): number => {
    const kept = single ? Math.fround(value) : value;
    if (noInfinite && Math.abs(kept) === Number.POSITIVE_INFINITY && kept !== stand) throw infinite();
    return kept === stand ? Number.NaN : kept;
  };
  const hasNaN = (values: Float64Array, length: number): boolean => {
    for (let at = 0; at < length; at++) if (Number.isNaN(values[at])) return true;
    return false;
  };
  const sparse = x.sparse(expected);
  if (sparse !== null) {
    const [rows, cols] = sparse.shape;
    return {
      rows,
      cols,
      read: (from, to, into) => {
        into.fill(absent, 0, (to - from) * cols);
        for (let i = from; i < to; i++)
          for (let at = sparse.indptr[i]; at < sparse.indptr[i + 1]; at++)
            into[(i - from) * cols + sparse.indices[at]] = seen(Number(sparse.data[at]));
        return hasNaN(into, (to - from) * cols);
      },
    };
  }
  const { rows, cols, data } = x.matrix(expected);
  return {
    rows,
    cols,
    read: (from, to, into) => {
      const length = (to - from) * cols;
      for (let at = 0; at < length; at++) into[at] = seen(data[from * cols + at]);
      return hasNaN(into, length);
    },
  };
}
