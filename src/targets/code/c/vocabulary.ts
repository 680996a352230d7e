/** What texts are compared with in C: terms by column, words that are left out, and the words that these are made of. */
import { type Shown, sentence } from "../../../errors.js";
import { unsupported } from "../../../graph/define.js";
import type { Program, Terms } from "../program.js";

export const refuse = (why: Shown): Error => unsupported("", "c", why);

/** Terms of a map in their order, and where each is counted. */
export function termsOf({ maps }: Program, { columns }: Terms): readonly (readonly [term: string, column: number])[] {
  if (columns.kind !== "terms") throw refuse(sentence`words that are hashed`);
  const { keys = [], values = [] } = maps.get(columns.map) ?? {};
  return keys.map((key, at) => [key, values[at] ?? -1] as const);
}

export const stopsOf = ({ maps }: Program, { stops }: Terms): readonly string[] => (stops === null ? [] : (maps.get(stops)?.keys ?? []));

/** All that a text is compared with. */
export function* wordsOf(program: Program, terms: Terms): Generator<string> {
  for (const [term] of termsOf(program, terms)) yield* term.split(" ");
  yield* stopsOf(program, terms);
}

/** Maps that texts are not looked up in as a whole, and the words that they are made of. */
export function wordsIn(
  program: Program,
  all: readonly Terms[],
): { readonly maps: ReadonlySet<string>; readonly words: ReadonlySet<string> } {
  const maps = new Set<string>();
  const words = new Set<string>();
  for (const terms of all) {
    if (terms.columns.kind === "terms") maps.add(terms.columns.map);
    if (terms.stops !== null) maps.add(terms.stops);
    if (terms.analyzer === "word") for (const word of wordsOf(program, terms)) words.add(word);
  }
  return { maps, words };
}
