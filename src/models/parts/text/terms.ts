/** Back from columns to terms: the names of the columns, and the terms of each row (`inverse_transform`). */

import { type NDArray, texts } from "../../../numeric/ndarray.js";
import type { Method, Result } from "../../define.js";
import { unnamed } from "../../input/x.js";
import type { Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { isFromPython2 } from "./python2.js";
import { codePoints } from "./unicode.js";
import type { Vocabulary } from "./vocabulary.js";

/** Columns of each row that are not zero. */
function present(x: Samples, name: string, width: number): number[][] {
  const expected = unnamed(name, width);
  const sparse = x.sparse(expected);
  if (sparse === null) {
    const m = x.matrix(expected);
    return Array.from({ length: m.rows }, (_, i) =>
      Array.from({ length: m.cols }, (_c, j) => j).filter((j) => m.data[i * m.cols + j] !== 0),
    );
  }
  return Array.from({ length: sparse.shape[0] }, (_, i) => {
    const columns: number[] = [];
    for (let at = sparse.indptr[i]; at < sparse.indptr[i + 1]; at++) if (Number(sparse.data[at]) !== 0) columns.push(sparse.indices[at]);
    return columns;
  });
}

/**
 * The methods that a vocabulary gives. `backwards`: terms of a row come in falling order, as they did of what a product
 * with a diagonal matrix gave (scipy's csr_matmat, which TfidfTransformer used until 1.4).
 */
export function termsOf(
  state: State,
  { terms }: Vocabulary,
  backwards = false,
): Readonly<Record<"inverse_transform" | "get_feature_names_out", Method>> {
  // A vocabulary that was given to Python 2 has its plain texts, which are bytes; one that was learnt never has.
  const kind = state.flag("fixed_vocabulary_", false) && isFromPython2(state) ? "S" : "U";
  const longest = terms.reduce((most, term) => Math.max(most, codePoints(term)), 1);
  return {
    inverse_transform: (x): Result =>
      present(x, state.name, terms.length)
        .map((ascending) => (backwards ? ascending.reverse() : ascending))
        .map(
          (columns): NDArray => ({ dtype: kind + longest, shape: [columns.length], data: columns.map((column) => terms[column] ?? "") }),
        ),
    get_feature_names_out: () => texts(terms),
  };
}
