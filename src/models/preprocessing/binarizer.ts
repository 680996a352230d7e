/** sklearn.preprocessing.Binarizer (_data 1.7): 1 above the threshold, else 0, in the dtype of X; sparse rows lose their zeros. */
import { CornichonError, sentence } from "../../errors.js";
import type { Sparse } from "../../numeric/sparse.js";
import { RowBuilder } from "../../numeric/sparse-rows.js";
import { typed } from "../../numeric/typed.js";
import { defineModel, methods } from "../define.js";
import { namesOut } from "../parts/columns/columns.js";
import { expectationOf } from "../parts/expectation.js";

function sparse(x: Sparse, dtype: string, threshold: number): Sparse {
  if (threshold < 0) throw new CornichonError("input.malformed", sentence`Cannot binarize a sparse matrix with threshold < 0`);
  const builder = new RowBuilder(x.shape[1], x.data.length);
  for (let i = 0; i < x.shape[0]; i++) {
    for (let at = x.indptr[i]; at < x.indptr[i + 1]; at++) if (Number(x.data[at]) > threshold) builder.put(x.indices[at], 1);
    builder.endRow();
  }
  return builder.end(dtype);
}

export const Binarizer = defineModel({
  class: "sklearn.preprocessing.Binarizer",
  build: (state) => {
    const expected = expectationOf(state, null);
    const threshold = state.number("threshold") ?? 0;
    if (state.text("threshold") !== null) throw state.inconsistent("its threshold is no number");
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const rows = x.sparse(expected);
          if (rows !== null) return sparse(rows, x.dtype, threshold);
          const m = x.matrix(expected);
          return typed(
            x.dtype === "object" ? "float64" : x.dtype, // numbers among objects are made doubles
            [m.rows, m.cols],
            m.data.map((value) => (value > threshold ? 1 : 0)),
          );
        },
        get_feature_names_out: (_x, options) => namesOut(expected.featureNames, expected.nFeatures ?? 0, options),
      }),
    };
  },
});
