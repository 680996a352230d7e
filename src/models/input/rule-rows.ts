/**
 * The form of what sklearn refuses of X, class by class, and how a model's rule is looked up in it: by what its state holds,
 * its version and the method. The library reads the rows of all classes (`rule-table.ts`); a page has those of the models that it
 * names, which the build writes beside them, so nothing here may lead to the table.
 */
import { Version } from "../../upgrade/version.js";

/** What a kind of X is refused with: a sentence of sklearn, or one since each of several versions. */
export type Line = string | BySince<string>;

/** By the version since which it is so; "0" always was. The latest that a model's version reaches counts. */
type BySince<T> = Readonly<Record<string, T>>;

/** A rule: what another one refuses (`as`) and what differs; null for a kind that is taken. */
export interface Refusals {
  readonly as?: Refusals | undefined;
  readonly says: Readonly<Record<string, Line | null>>;
  /** What comes out for float32: 1 float32, 2 float32 where it was fitted on float32, 0 or null doubles. */
  readonly f32?: number | null;
}

/** The rule of each method by its name, "*" of the others. */
export type RuleOfMethods = Readonly<Record<string, Refusals | undefined>>;

export type Condition = Readonly<Record<string, unknown>>;

/**
 * What a class refuses, null where nothing differs (any more). The first row holds for every model; the last one whose `when`
 * holds and that says something in a version counts.
 */
export interface Row {
  /**
   * Parameters or attributes: a value, `"nan"`, `"<number>"` (but NaN), `"<text>"`, `"<list>"` (no plain value), or several of
   * them. `name.dtype` is what an attribute's array, or the first of a list of them, holds: "object" or "number".
   * `@inner` "strict": what the estimator inside does not take as a whole (its tag `allow_nan`) is refused.
   */
  readonly when?: Condition | undefined;
  readonly since: BySince<RuleOfMethods | null>;
}

/** The rows of a class, by its name without the module; undefined for one that sklearn was not asked about. */
export type RowsOf = (className: string) => readonly Row[] | undefined;

/** A version's text as `Version.rank` has it. */
const rankOf = (version: string): number => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return new Version(major, minor).rank;
};

/** What is said at a version. */
const laterOf = <T>(since: BySince<T>, rank: number): T | undefined =>
  Object.entries(since).findLast(([version]) => rankOf(version) <= rank)?.[1];

/** The rules of a class's methods in a version, null where no method of it takes X. */
export function rulesOf(rows: readonly Row[], rank: number, holds: (when: Condition) => boolean): RuleOfMethods | null {
  for (const { when, since } of rows.toReversed()) {
    const told = laterOf(since, rank) ?? null;
    if (told !== null && (when === undefined || holds(when))) return told;
  }
  return null;
}

/** A rule's lines by kind, those of the one that it is said by first. */
function linesOf(rule: Refusals): ReadonlyMap<string, Line | null> {
  const chain: Refusals[] = [];
  for (let at: Refusals | undefined = rule; at !== undefined; at = at.as) chain.push(at);
  return new Map(chain.reverse().flatMap(({ says }) => Object.entries(says)));
}

/** Sentences by kind of X. */
type Told = Readonly<Record<string, string>>;

/** The last answer for each rule: a forest asks for each of its trees, which are of one version. */
const told = new WeakMap<Refusals, { readonly rank: number; readonly sentences: Told }>();

/** What a rule refuses, by kind, in the words of a version. */
export function sentencesOf(rule: Refusals, rank: number): Told {
  const last = told.get(rule);
  if (last?.rank === rank) return last.sentences;
  const entries = [...linesOf(rule)].flatMap(([kind, line]) => {
    const words = typeof line === "string" || line === null ? line : laterOf(line, rank);
    return typeof words === "string" ? [[kind, words] as const] : [];
  });
  const sentences: Told = Object.fromEntries(entries);
  told.set(rule, { rank, sentences });
  return sentences;
}

/** True for a rule that takes NaN and checks X itself: what has no check (a Pipeline) has no tag of its own. */
export function takesNaN(rule: Refusals): boolean {
  const lines = linesOf(rule);
  return (lines.get("one") ?? null) !== null && (lines.get("nan") ?? null) === null;
}

/** What comes out of float32 rows: 1 float32, 2 float32 where the model was fitted on float32, 0 doubles. */
export function float32Of(rule: Refusals): number {
  return (rule.f32 === undefined && rule.as !== undefined ? float32Of(rule.as) : rule.f32) ?? 0;
}
