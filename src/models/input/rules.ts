/**
 * What each estimator refuses of X, by version and in sklearn's words: `rules.json`, made by asking the real sklearn
 * (`scripts/inputs`). A class without a row is held to the strictest rule, so that a new estimator never answers where
 * sklearn might refuse. Rules are looked up once, when a model is made; what is checked for each call is in `checks.ts`.
 */
import { numberOf } from "../../neutral/document.js";
import type { State } from "../state.js";
import { isClass, type Row, rowsOf, sentencesOf } from "./rule-table.js";

/** A kind of X that a method may refuse; `sparse-nan` is NaN among the stored values of sparse rows. */
export type Kind =
  | "nan"
  | "inf"
  | "large"
  | "negative"
  | "empty"
  | "one"
  | "three"
  | "complex"
  | "text"
  | "strings"
  | "none"
  | "sparse"
  | "sparse-nan"
  | "features";

/** What is refused, with sklearn's sentence (`{class}`, `{rows}` … stand for what X is). A kind that is absent is taken. */
export type Rule = { readonly [K in Kind]?: string };

/** The rule of one method of one model. */
export interface Check {
  readonly className: string;
  readonly rule: Rule;
}

type Condition = NonNullable<Row["when"]>;

/** Methods that take no X, and those whose rows are neither samples nor fitted columns. */
const WITHOUT_X: ReadonlySet<string> = new Set(["get_feature_names_out"]);

/** The strictest rule, in the words of sklearn 1.9. */
const STRICT: Rule = {
  nan: "Input X contains NaN.",
  "sparse-nan": "Input X contains NaN.",
  inf: "Input X contains infinity or a value too large for dtype('float64').",
  empty: "Found array with 0 sample(s) (shape={shape}) while a minimum of 1 is required by {class}.",
};

const isOneOf = (value: unknown, wanted: unknown): boolean => {
  if (Array.isArray(wanted)) return wanted.some((one) => isOneOf(value, one));
  if (wanted === "nan") return typeof value === "number" ? Number.isNaN(value) : value === "nan" || value === "NaN";
  return (value ?? null) === wanted;
};

function holds(state: State, when: Condition): boolean {
  return Object.entries(when).every(([key, wanted]) => {
    const value = state.get(key);
    return isOneOf(typeof value === "boolean" ? value : (numberOf(value) ?? state.plain(value)), wanted);
  });
}

const reaches =
  (state: State) =>
  (version: string): boolean => {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    return state.since(major, minor);
  };

const fits = (state: State, { since, when }: Row): boolean =>
  (since === undefined || reaches(state)(since)) && (when === undefined || holds(state, when));

/** The checks of a model's methods: null for a method that takes no X. */
export function checksOf(state: State): (method: string) => Check | null {
  const methods = rowsOf(state.name).findLast((row) => fits(state, row))?.methods;
  return (method) => {
    if (WITHOUT_X.has(method)) return null;
    const index = typeof methods === "number" ? methods : (methods?.[method] ?? methods?.["*"]);
    const rule = index === undefined ? (isClass(state.name) ? {} : STRICT) : sentencesOf(index, reaches(state));
    return { className: state.name, rule };
  };
}
