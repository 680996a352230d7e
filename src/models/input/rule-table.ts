/**
 * `rules.json` as it is stored, small: a rule is said as another one and what differs, a sentence of sklearn once, and where
 * only its words changed over the versions the rule stays the same. `scripts/inputs/make.mjs` makes it from sklearn's answers.
 */
import table from "./rules.json" with { type: "json" };

/** What a class refuses since a version (always, where none is said) and for some parameters: the latest row that fits counts. */
export interface Row {
  readonly since?: string | undefined;
  /**
   * Parameters: a value, `"nan"`, `"*"` (anything but None), or several of them. A name that begins with an at sign is of
   * our own: how it was fitted (`@fitted`: "sparse", "object", "nan"), what its categories or its inner estimators are.
   */
  readonly when?: Readonly<Record<string, unknown>> | undefined;
  /** The rule of all methods, or of each by its name, "*" of the others. */
  readonly methods: number | Readonly<Record<string, number | undefined>>;
}

/** Sentences by kind of X, and what comes out for float32: 1 float32, 2 float32 where it was fitted on float32. */
type Told = Readonly<Record<string, string>>;

const LISTS: readonly (readonly Row[])[] = table.lists;
const CLASSES: ReadonlyMap<string, number> = new Map(Object.entries(table.classes));
const WORDS: readonly unknown[] = table.words;
const RULES: readonly Readonly<Record<string, unknown>>[] = table.rules;

/** True for a class that sklearn was asked about. */
export const isClass = (name: string): boolean => CLASSES.has(name);

/** The rows of a class, none where it is unknown or no method of it takes X. */
export const rowsOf = (name: string): readonly Row[] => LISTS[CLASSES.get(name) ?? -1] ?? [];

/** A rule's entries, those of the one that it is said by first. */
function entriesOf(index: number): ReadonlyMap<string, unknown> {
  const { as: other, ...own } = RULES[index] ?? {};
  return new Map([...(typeof other === "number" && other < index ? entriesOf(other) : []), ...Object.entries(own)]);
}

/** The words of a line as they are in a version: the latest that it reaches. */
function wordsOf(line: unknown, reaches: (version: string) => boolean): string | undefined {
  if (typeof line === "number") return table.messages[line];
  const said = Object.entries(line ?? {}).findLast(([since]) => since === "0" || reaches(since));
  return table.messages[typeof said?.[1] === "number" ? said[1] : -1];
}

/** What a rule refuses, by kind, in the words of a version. */
export function sentencesOf(index: number, reaches: (version: string) => boolean): Told {
  const told = [...entriesOf(index)].flatMap(([kind, line]) => {
    const words = kind === "f32" || typeof line !== "number" ? undefined : wordsOf(WORDS[line], reaches);
    return words === undefined ? [] : [[kind, words] as const];
  });
  return Object.fromEntries(told);
}

/** What comes out of float32 rows: 1 float32, 2 float32 where the model was fitted on float32, 0 doubles. */
export function float32Of(index: number): number {
  const told = entriesOf(index).get("f32");
  return typeof told === "number" ? told : 0;
}
