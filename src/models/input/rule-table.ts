/**
 * `rules.json` as it is stored, small: a rule is said as another one and what differs, a sentence of sklearn once, and where
 * only its words changed over the versions the rule stays the same. `scripts/inputs/make.mjs` makes it from sklearn's answers.
 */
import table from "./rules.json" with { type: "json" };

/** The rule of all methods, or of each by its name, "*" of the others; null where nothing differs (any more). */
export type RuleOfMethods = number | Readonly<Record<string, number | undefined>> | null;

/**
 * What a class refuses, from its first version on or since each of several. The first row holds for every model; the last one
 * whose `when` holds and that says something in a version counts.
 */
interface Row {
  /**
   * Parameters or attributes: a value, `"nan"`, `"<number>"` (but NaN), `"<text>"`, `"<list>"` (no plain value), or several of
   * them. `name.dtype` is what an attribute's array, or the first of a list of them, holds: "object" or "number"; `name._attribute` one inside.
   * `@inner` "strict": what the estimator inside does not take as a whole (its tag `allow_nan`) is refused.
   */
  readonly when?: Condition | undefined;
  readonly methods?: RuleOfMethods | undefined;
  readonly since?: Readonly<Record<string, RuleOfMethods | undefined>> | undefined;
}

export type Condition = Readonly<Record<string, unknown>>;

/** Sentences by kind of X, and what comes out for float32: 1 float32, 2 float32 where it was fitted on float32. */
type Told = Readonly<Record<string, string>>;

const NONE: readonly Row[] = [];
const LISTS: readonly (readonly Row[])[] = table.lists;
const CLASSES: ReadonlyMap<string, number> = new Map(Object.entries(table.classes));
const WORDS: readonly unknown[] = table.words;
const RULES: readonly Readonly<Record<string, unknown>>[] = table.rules;

/** True for a class that sklearn was asked about. */
export const isClass = (name: string): boolean => CLASSES.has(name);

const VERSIONS: readonly string[] = table.versions;
const PLACES: ReadonlyMap<string, number> = new Map(VERSIONS.map((version, i) => [version, i + 1]));

/** How many of the versions that sklearn was asked in a model's own version reaches: what rules are looked up by. */
export const levelOf = (reaches: (version: string) => boolean): number => VERSIONS.filter(reaches).length;

/** What is said by version ("0" always) at a level: the latest that it reaches. */
const laterOf = <T>(since: Readonly<Record<string, T>>, level: number): T | undefined =>
  Object.entries(since).findLast(([version]) => version === "0" || (PLACES.get(version) ?? Number.POSITIVE_INFINITY) <= level)?.[1];

/** The rules of a class's methods in a version, null where it is unknown or no method of it takes X. */
export function rulesOf(name: string, level: number, holds: (when: Condition) => boolean): RuleOfMethods {
  const rows = LISTS[CLASSES.get(name) ?? -1] ?? NONE;
  for (const { when, methods, since } of rows.toReversed()) {
    const told = methods ?? laterOf(since ?? {}, level) ?? null;
    if (told !== null && (when === undefined || holds(when))) return told;
  }
  return null;
}

const known = new Map<number, ReadonlyMap<string, unknown>>();

/** A rule's entries, those of the one that it is said by first. */
function entriesOf(index: number): ReadonlyMap<string, unknown> {
  const made = known.get(index);
  if (made !== undefined) return made;
  const { as: other, ...own } = RULES[index] ?? {};
  const entries = new Map([...(typeof other === "number" && other < index ? entriesOf(other) : []), ...Object.entries(own)]);
  known.set(index, entries);
  return entries;
}

/** The words of a line as they are in a version: the latest that it reaches. */
function wordsOf(line: unknown, level: number): string | undefined {
  const said: unknown = typeof line === "object" && line !== null ? laterOf(Object.fromEntries(Object.entries(line)), level) : line;
  return table.messages[typeof said === "number" ? said : -1];
}

const told = new Map<number, Told>();

/** What a rule refuses, by kind, in the words of a version; made once, for a forest asks for each of its trees. */
export function sentencesOf(index: number, level: number): Told {
  const key = index * (VERSIONS.length + 1) + level;
  const made = told.get(key);
  if (made !== undefined) return made;
  const entries = [...entriesOf(index)].flatMap(([kind, line]) => {
    const words = kind === "f32" || typeof line !== "number" ? undefined : wordsOf(WORDS[line], level);
    return words === undefined ? [] : [[kind, words] as const];
  });
  const sentences: Told = Object.fromEntries(entries);
  told.set(key, sentences);
  return sentences;
}

/** What comes out of float32 rows: 1 float32, 2 float32 where the model was fitted on float32, 0 doubles. */
export function float32Of(index: number): number {
  const out = entriesOf(index).get("f32");
  return typeof out === "number" ? out : 0;
}
