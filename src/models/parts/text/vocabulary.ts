/**
 * A vectorizer's vocabulary: the column of each term, and counts of tokens by it. Columns are whole numbers below the
 * vocabulary's size, each once; what does not fit is refused when the model is made.
 */
import { entriesOf, itemsOf } from "../../../neutral/attributes.js";
import { numberOf } from "../../../neutral/document.js";
import type { Sparse } from "../../../numeric/sparse.js";
import { RowBuilder } from "../../../numeric/sparse-rows.js";
import type { State } from "../../state.js";

export interface Vocabulary {
  readonly columns: ReadonlyMap<string, number>;
  /** Terms by column. */
  readonly terms: readonly string[];
}

/** `vocabulary_`, else the `vocabulary` that was given. @throws CornichonError `model.inconsistent`, `model.not-fitted` */
export function vocabularyOf(state: State): Vocabulary {
  const value = state.has("vocabulary_") ? state.get("vocabulary_") : state.fitted("vocabulary");
  const pairs = entriesOf(value, state.references) ?? itemsOf(value, state.references)?.map((term, column) => [term, column] as const);
  if (pairs === undefined) throw state.inconsistent("its vocabulary is neither a dict nor a list");
  const columns = new Map<string, number>();
  const terms = new Array<string>(pairs.length).fill("");
  const taken = new Uint8Array(pairs.length);
  for (const [term, at] of pairs) {
    const column = numberOf(at) ?? -1;
    if (!Number.isInteger(column) || column < 0 || column >= pairs.length || taken[column] === 1)
      throw state.inconsistent("a term's column is out of range or taken");
    taken[column] = 1;
    if (typeof term !== "string") continue;
    terms[column] = term;
    columns.set(term, column);
  }
  return { columns, terms };
}

/** Counts of each text's tokens; `binary`: one for any number. Tokens that are no terms are left out. */
export function countTerms(texts: Iterable<readonly string[]>, { columns, terms }: Vocabulary, binary: boolean, dtype: string): Sparse {
  const counts = new Int32Array(terms.length);
  const builder = new RowBuilder(terms.length, 1024);
  let met = new Int32Array(256);
  for (const tokens of texts) {
    if (tokens.length > met.length) met = new Int32Array(tokens.length * 2);
    let distinct = 0;
    for (const token of tokens) {
      const column = columns.get(token);
      if (column === undefined) continue;
      const count = counts[column] ?? 0;
      if (count === 0) met[distinct++] = column;
      counts[column] = count + 1;
    }
    for (const column of met.subarray(0, distinct).sort()) {
      builder.put(column, binary ? 1 : (counts[column] ?? 0));
      counts[column] = 0;
    }
    builder.endRow();
  }
  return builder.end(dtype);
}
