/** Some of X's columns, dense or sparse, in the order asked for. */
import { floats, type NDArray } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import type { Expectation, Samples } from "../samples.js";

/** X's columns at `columns` (positions in the model's order). Sparse rows stay sparse; float32 stays float32. */
export function takeColumns(x: Samples, expected: Expectation, columns: ArrayLike<number>): NDArray | Sparse {
  const sparse = x.sparse(expected);
  if (sparse !== null) return takeSparse(sparse, columns);
  const { rows, cols, data } = x.matrix(expected);
  const width = columns.length;
  const out = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) for (let j = 0; j < width; j++) out[i * width + j] = data[i * cols + (columns[j] ?? 0)] ?? 0;
  return floats(x.dtype, [rows, width], out);
}

function takeSparse({ shape: [rows, cols], ...x }: Sparse, columns: ArrayLike<number>): Sparse {
  const places = Array.from({ length: cols }, (): number[] => []);
  for (let j = 0; j < columns.length; j++) places[columns[j] ?? 0]?.push(j);
  const [data, indices, indptr]: [unknown[], number[], number[]] = [[], [], [0]];
  for (let i = 0; i < rows; i++) {
    const row: [number, unknown][] = [];
    for (let at = x.indptr[i] ?? 0; at < (x.indptr[i + 1] ?? 0); at++)
      for (const j of places[x.indices[at] ?? 0] ?? []) row.push([j, x.data[at]]);
    for (const [j, value] of row.sort((a, b) => a[0] - b[0])) {
      indices.push(j);
      data.push(value);
    }
    indptr.push(data.length);
  }
  return { ...x, shape: [rows, columns.length], data: x.dtype === "float64" ? Float64Array.from(data, Number) : data, indices, indptr };
}
