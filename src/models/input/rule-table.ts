/**
 * The rows of all classes out of `rules.json`, which is stored small: there a rule, a sentence or a list of rows is a number
 * wherever it is said again. `scripts/inputs/make.mjs` makes it from sklearn's answers. For the library: a page has the rows of
 * its own models, which the build prints from here.
 */
import type { Line, Refusals, Row, RowsOf, RuleOfMethods } from "./rule-rows.js";
import table from "./rules.json" with { type: "json" };

/** As stored: a number is a rule for all methods. */
type StoredMethods = number | Readonly<Record<string, number | undefined>> | null;

interface StoredRow {
  readonly when?: Readonly<Record<string, unknown>> | undefined;
  readonly methods?: StoredMethods | undefined;
  readonly since?: Readonly<Record<string, StoredMethods | undefined>> | undefined;
}

const mapped = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Readonly<Record<string, U>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const sentenceAt = (index: unknown): string => table.messages[typeof index === "number" ? index : -1] ?? "";

const WORDS: readonly unknown[] = table.words;
const LINES: readonly Line[] = WORDS.map((line) =>
  typeof line === "object" && line !== null ? mapped(Object.fromEntries(Object.entries(line)), sentenceAt) : sentenceAt(line),
);

const lineAt = (index: unknown): Line | null => LINES[typeof index === "number" ? index : -1] ?? null;

const STORED: readonly Readonly<Record<string, unknown>>[] = table.rules;
const RULES: Refusals[] = [];
for (const { as, f32, ...says } of STORED)
  RULES.push({
    ...(typeof as === "number" ? { as: RULES[as] } : {}), // one before it
    ...(typeof f32 === "number" || f32 === null ? { f32 } : {}),
    says: mapped(says, lineAt),
  });

const ruleAt = (index: number | undefined): Refusals | undefined => RULES[index ?? -1];

function methodsOf(stored: StoredMethods | undefined): RuleOfMethods | null {
  if (stored === null || stored === undefined) return null;
  return typeof stored === "number" ? { "*": ruleAt(stored) } : mapped(stored, ruleAt);
}

function rowOf({ when, methods, since }: StoredRow): Row {
  return { ...(when === undefined ? {} : { when }), since: since === undefined ? { 0: methodsOf(methods) } : mapped(since, methodsOf) };
}

const STORED_LISTS: readonly (readonly StoredRow[])[] = table.lists;
const LISTS: readonly (readonly Row[])[] = STORED_LISTS.map((rows) => rows.map(rowOf));

const CLASSES: ReadonlyMap<string, number> = new Map(Object.entries(table.classes));

/** xgboost, LightGBM and catboost refuse no value: missing and infinite ones have their way in every tree. sklearn was not asked about them. */
const BOOSTERS = /^(?:XGB|LGBM)[A-Z]\w*$|^Booster$|^CatBoost(?:Classifier|Ranker|Regressor)?$/;
const ANYTHING: readonly Row[] = [{ since: { 0: { "*": { says: {} } } } }];

export const rowsOf: RowsOf = (className) => (BOOSTERS.test(className) ? ANYTHING : LISTS[CLASSES.get(className) ?? -1]);
