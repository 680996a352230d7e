/**
 * A vectorizer's vocabulary: the column of each term, and counts of tokens by it. Columns are whole numbers below the
 * vocabulary's size, each once; what does not fit is refused when the model is made.
 */
import { entriesOf, itemsOf } from "../../../neutral/attributes.js";
import { numberOf } from "../../../neutral/document.js";
import type { Sparse } from "../../../numeric/sparse.js";
import { RowBuilder } from "../../../numeric/sparse-rows.js";
import type { State } from "../../state.js";
import type { Analysis, PlainWords } from "./analyzer.js";
import { TermIndex } from "./term-index.js";
import { eachWord } from "./tokens.js";

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

/** Counts of one text's terms on their way: how often each column was met, and which ones. */
class Counts {
  readonly #counts: Int32Array;
  readonly #binary: boolean;
  #met = new Int32Array(256);
  #distinct = 0;

  constructor(columns: number, binary: boolean) {
    this.#counts = new Int32Array(columns);
    this.#binary = binary;
  }

  add(column: number): void {
    const count = this.#counts[column];
    this.#counts[column] = count + 1;
    if (count > 0) return;
    if (this.#distinct === this.#met.length) {
      const wider = new Int32Array(this.#distinct * 2);
      wider.set(this.#met);
      this.#met = wider;
    }
    this.#met[this.#distinct++] = column;
  }

  /** Writes the row and begins the next. */
  flush(builder: RowBuilder): void {
    for (const column of this.#met.subarray(0, this.#distinct).sort()) {
      builder.put(column, this.#binary ? 1 : this.#counts[column]);
      this.#counts[column] = 0;
    }
    this.#distinct = 0;
    builder.endRow();
  }
}

/** How the columns of one text's terms are told. */
type Reader = (text: string, tell: (column: number) => void) => void;

/** Words counted where they stand in the text. Stop words are no terms here. */
function inPlace({ prepare, least, stops }: PlainWords, { terms }: Vocabulary, index: TermIndex): Reader {
  const stopped = Uint8Array.from(terms, (term) => (stops.has(term) ? 1 : 0));
  return (text, tell) => {
    const prepared = prepare(text);
    eachWord(prepared, least, (start, end, hash) => {
      const column = index.find(prepared, start, end, hash);
      if (column >= 0 && stopped[column] === 0) tell(column);
    });
  };
}

const byToken =
  ({ tokens }: Analysis, { columns }: Vocabulary): Reader =>
  (text, tell) => {
    for (const token of tokens(text)) {
      const column = columns.get(token);
      if (column !== undefined) tell(column);
    }
  };

/** Makes the counter of texts' terms; `binary`: one for any number. Tokens that are no terms are left out. */
export function termCounter(
  analysis: Analysis,
  vocabulary: Vocabulary,
  binary: boolean,
  dtype: string,
): (texts: readonly string[]) => Sparse {
  const index = analysis.words === null ? null : TermIndex.of(vocabulary.terms);
  const read = analysis.words === null || index === null ? byToken(analysis, vocabulary) : inPlace(analysis.words, vocabulary, index);
  const { length } = vocabulary.terms;
  return (texts) => {
    const counts = new Counts(length, binary);
    const builder = new RowBuilder(length, texts.length * 16);
    for (const text of texts) {
      read(text, (column) => counts.add(column));
      counts.flush(builder);
    }
    return builder.end(dtype);
  };
}
