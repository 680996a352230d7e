/** Sparse rows in canonical form, and built row by row. */
import type { NDArrayData } from "./ndarray.js";
import type { Sparse } from "./sparse.js";
import { stored } from "./typed.js";

function isSorted({ indices, indptr, shape: [rows] }: Sparse): boolean {
  for (let i = 0; i < rows; i++) for (let at = indptr[i] + 1; at < indptr[i + 1]; at++) if (indices[at] <= indices[at - 1]) return false;
  return true;
}

/** The same rows with ascending columns, each once (scipy's `sum_duplicates`). Rows that are so already come back as they are. */
export function sortedRows(x: Sparse): Sparse {
  if (isSorted(x)) return x;
  const builder = new RowBuilder(x.shape[1], x.data.length);
  for (let i = 0; i < x.shape[0]; i++) {
    const row = new Map<number, number>();
    for (let at = x.indptr[i]; at < x.indptr[i + 1]; at++) {
      const column = x.indices[at];
      row.set(column, (row.get(column) ?? 0) + Number(x.data[at]));
    }
    for (const column of [...row.keys()].sort((a, b) => a - b)) builder.put(column, row.get(column) ?? 0);
    builder.endRow();
  }
  return builder.end(x.dtype);
}

/** Sparse rows one after the other; columns are put in ascending order within a row. */
export class RowBuilder {
  readonly #cols: number;
  readonly #indptr: number[] = [0];
  #indices: Int32Array<ArrayBuffer>;
  #values: Float64Array<ArrayBuffer>;
  #count = 0;

  constructor(cols: number, expected = 64) {
    this.#cols = cols;
    this.#indices = new Int32Array(Math.max(expected, 16));
    this.#values = new Float64Array(Math.max(expected, 16));
  }

  put(column: number, value: number): void {
    if (this.#count === this.#indices.length) this.#grow();
    this.#indices[this.#count] = column;
    this.#values[this.#count++] = value;
  }

  #grow(): void {
    const [indices, values] = [new Int32Array(this.#count * 2), new Float64Array(this.#count * 2)];
    indices.set(this.#indices);
    values.set(this.#values);
    this.#indices = indices;
    this.#values = values;
  }

  endRow(): void {
    this.#indptr.push(this.#count);
  }

  /** The rows, with values in the given dtype. */
  end(dtype: string): Sparse {
    const data: NDArrayData = stored(dtype, this.#values.slice(0, this.#count));
    return {
      format: "csr",
      dtype,
      shape: [this.#indptr.length - 1, this.#cols],
      data,
      indices: this.#indices.slice(0, this.#count),
      indptr: Int32Array.from(this.#indptr),
    };
  }
}
