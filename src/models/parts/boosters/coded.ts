/** X of a frame as numbers: categories become theirs, everything else is a number already. */
import { numberAt } from "../../input/numbers.js";
import { type Expectation, Samples } from "../../samples.js";

/** Numbers of a column's categories. */
export type Codes = ReadonlyMap<unknown, number>;

/**
 * `codes`: of each column, null for one without categories. `unknown`: what a value is that is none of them.
 * @throws CornichonError `input.*`, and what `unknown` throws
 */
export function codedSamples(
  x: Samples,
  expected: Expectation,
  codes: readonly (Codes | null)[],
  unknown: (value: unknown, row: number, column: string | number) => number,
): Samples {
  const { rows } = x.table(expected);
  const data = new Float64Array(rows.length * codes.length);
  rows.forEach((row, i) => {
    codes.forEach((known, j) => {
      const name = expected.featureNames?.[j] ?? j;
      data[i * codes.length + j] = known === null ? numberAt(row[j], i, name) : (known.get(row[j]) ?? unknown(row[j], i, name));
    });
  });
  return new Samples({ dtype: "float64", shape: [rows.length, codes.length], data });
}
