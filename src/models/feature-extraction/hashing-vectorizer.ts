/** sklearn.feature_extraction.text.HashingVectorizer (0.17 to 1.9): counts of tokens in columns by their hash, each row over its norm. */
import type { Sparse } from "../../numeric/sparse.js";
import { stored } from "../../numeric/typed.js";
import { defineModel, methods, TEXTS } from "../define.js";
import { dtypeParameter } from "../parts/columns/dtype-parameter.js";
import { normalizeSparse, normOf } from "../parts/columns/row-norms.js";
import { castTo } from "../parts/columns/whole-cast.js";
import { analysisOf, textsOf } from "../parts/text/analyzer.js";
import { type Feature, hashingOf, hashRows } from "../parts/text/hashing.js";

const counted = (tokens: readonly string[]): Feature[] => tokens.map((token) => [token, 1]);
const ones = (x: Sparse): Sparse => ({ ...x, data: stored(x.dtype, new Float64Array(x.data.length).fill(1)) });

export const HashingVectorizer = defineModel({
  class: "sklearn.feature_extraction.text.HashingVectorizer",
  build: (state) => {
    const { tokens } = analysisOf(state);
    const hashing = hashingOf(state);
    const dtype = dtypeParameter(state, "dtype", "float64");
    const cast = castTo(state, dtype);
    const name = state.text("norm");
    const norm = name === null ? null : normOf(name, state.before(0, 23));
    if (name !== null && norm === null) throw state.inconsistent("its norm is none of l1, l2, max");
    const binary = state.flag("binary", false);
    return {
      ...TEXTS,
      methods: methods({
        transform: (x) => {
          const rows = hashRows(
            textsOf(state, x).map((text) => counted(tokens(text))),
            hashing,
            dtype,
            cast,
          );
          const marked = binary ? ones(rows) : rows;
          return norm === null ? marked : normalizeSparse(marked, dtype === "float32" ? dtype : "float64", norm);
        },
      }),
    };
  },
});
