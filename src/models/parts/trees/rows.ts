/**
 * Samples as trees want them: block by block into one buffer of doubles, so that sparse rows are never written out as a
 * whole. sklearn's own trees see X as float32; here each value is rounded to float32 and kept as a double, which leaves
 * every comparison with a threshold as it is there.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import type { Matrix } from "../../../numeric/ndarray.js";
import type { Sparse } from "../../../numeric/sparse.js";
import type { Expectation, Samples } from "../../samples.js";

export interface TreeRows {
  readonly rows: number;
  readonly cols: number;
  /** Writes rows `from … to − 1`; true when a value among them is missing (NaN). */
  read(from: number, to: number, into: Float64Array): boolean;
}

/** What a model takes beside ordinary numbers, and whether it sees them as float32. */
export interface Taste {
  readonly single: boolean;
  readonly missing: boolean;
  readonly infinite: boolean;
  /** Among sparse rows a missing value passes unchecked, and is larger than any threshold. */
  readonly sparseIsLarge?: boolean;
}

/** Values of a block: large enough that a tree's nodes stay in the cache while rows stream by. */
const BLOCK_VALUES = 2 ** 19;
const MOST_ROWS = 16_384;

const blockRows = (cols: number): number => Math.max(1, Math.min(MOST_ROWS, Math.floor(BLOCK_VALUES / Math.max(1, cols))));

/** Some of the rows, in memory that the next block uses again. */
export interface RowBlock {
  readonly values: Float64Array;
  readonly from: number;
  readonly count: number;
  /** A value among them is missing. */
  readonly missing: boolean;
  /** For a leaf a row. */
  readonly leaves: Int32Array;
}

/** Calls `each` with block after block. */
export function forBlocks(rows: TreeRows, each: (block: RowBlock) => void): void {
  const size = Math.min(rows.rows, blockRows(rows.cols));
  const values = new Float64Array(size * rows.cols);
  const leaves = new Int32Array(size);
  for (let from = 0; from < rows.rows; from += size) {
    const count = Math.min(size, rows.rows - from);
    const missing = rows.read(from, from + count, values);
    each({ values, from, count, missing, leaves });
  }
}

/** @throws CornichonError `input.*`; `read` throws `input.malformed` for NaN or infinity where the model takes none */
export function treeRows(x: Samples, expected: Expectation, taste: Taste): TreeRows {
  const sparse = x.sparse(expected);
  if (sparse !== null) return sparseRows(sparse, expected.name, taste);
  return denseRows(x.matrix(expected), expected.name, taste);
}

function denseRows({ rows, cols, data }: Matrix, name: string, taste: Taste): TreeRows {
  return {
    rows,
    cols,
    read: (from, to, into) => {
      const start = from * cols;
      const length = (to - from) * cols;
      if (taste.single) for (let at = 0; at < length; at++) into[at] = Math.fround(data[start + at]);
      else into.set(data.subarray(start, start + length));
      return check(into, length, name, taste);
    },
  };
}

function sparseRows({ shape: [rows, cols], data, indices, indptr }: Sparse, name: string, taste: Taste): TreeRows {
  const missing = { ...taste, missing: taste.missing && !taste.single };
  const kept = (value: number): number => (taste.sparseIsLarge === true && Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
  return {
    rows,
    cols,
    read: (from, to, into) => {
      into.fill(0, 0, (to - from) * cols);
      for (let i = from; i < to; i++)
        for (let at = indptr[i]; at < indptr[i + 1]; at++) {
          const value = kept(Number(data[at]));
          into[(i - from) * cols + indices[at]] = taste.single ? Math.fround(value) : value;
        }
      return check(into, (to - from) * cols, name, missing);
    },
  };
}

/** True for NaN among the values. Their sum tells that all is well; only when it does not, each value is looked at. */
function check(values: Float64Array, length: number, name: string, taste: Taste): boolean {
  let sum = 0;
  for (let at = 0; at < length; at++) sum += values[at] * 0;
  if (sum === 0) return false;
  let missing = false;
  for (let at = 0; at < length; at++) {
    const value = values[at];
    if (Number.isNaN(value)) missing = true;
    else if (!taste.infinite && !Number.isFinite(value))
      throw new CornichonError("input.malformed", sentence`Input X contains infinity or a value too large for dtype('float32').`);
  }
  if (missing && !taste.missing)
    throw new CornichonError(
      "input.malformed",
      sentence`Input X contains NaN. ${showText(name)} does not accept missing values encoded as NaN natively.`,
    );
  return missing;
}
