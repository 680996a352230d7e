/** Neighbours in a sparse graph of distances, as `metric="precomputed"` takes one (sklearn.neighbors._base._kneighbors_from_graph). */
import { CornichonError, sentence } from "../../../errors.js";
import type { Sparse } from "../../../numeric/sparse.js";
import type { Nearest } from "./brute.js";

/** Indices and distances, row by row. */
export type Within = { readonly indices: number[]; readonly distances: number[] }[];

/** The graph's rows, each by distance. */
export function graphRows({ shape, data, indices, indptr }: Sparse): { nearest(k: number): Nearest; within(radius: number): Within } {
  const rows = Array.from({ length: shape[0] }, (_, i) => {
    const items = Array.from({ length: indptr[i + 1] - indptr[i] }, (_item, n) => {
      const at = indptr[i] + n;
      return { index: indices[at], distance: Number(data[at]) };
    });
    return items.sort((a, b) => a.distance - b.distance);
  });
  return {
    nearest: (k) => {
      const short = rows.findIndex((row) => row.length < k);
      if (short >= 0)
        throw new CornichonError(
          "input.shape",
          sentence`${k} neighbors per samples are required, but row ${short} of the graph has ${rows[short]?.length ?? 0}.`,
        );
      const first = rows.flatMap((row) => row.slice(0, k));
      return { indices: Int32Array.from(first, (item) => item.index), distances: Float64Array.from(first, (item) => item.distance) };
    },
    within: (radius) =>
      rows.map((row) => {
        const near = row.filter((item) => item.distance <= radius);
        return { indices: near.map((item) => item.index), distances: near.map((item) => item.distance) };
      }),
  };
}
