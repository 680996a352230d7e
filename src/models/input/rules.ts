/**
 * What each estimator refuses of X, by version and in sklearn's words, as the real sklearn said it (`scripts/inputs`). A class
 * without rows is held to the strictest rule, so that a new estimator never answers where sklearn might refuse. Rules are
 * looked up once, when a model is made; what is checked for each call is in `checks.ts`.
 */
import { itemsOf } from "../../neutral/attributes.js";
import { numberOf, own, typeOf } from "../../neutral/document.js";
import { State } from "../state.js";
import { type Condition, type RowsOf, rulesOf, sentencesOf, takesNaN } from "./rule-rows.js";

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
  | "strings"
  | "none"
  | "sparse"
  | "sparse-nan";

/** What is refused, with sklearn's sentence (`{class}`, `{rows}` … stand for what X is). A kind that is absent is taken. */
export type Rule = { readonly [K in Kind]?: string };

/** The rule of one method of one model. */
export interface Check {
  readonly className: string;
  readonly rule: Rule;
  /** Some finite numbers are refused, too: large or negative ones. */
  readonly looksAtEach: boolean;
  /** A list of this check, which most X is held to alone: made once and not for each row that is asked. */
  readonly alone?: readonly Check[];
}

/** Methods that take no X, and those whose rows are neither samples nor fitted columns. */
const WITHOUT_X: ReadonlySet<string> = new Set(["get_feature_names_out"]);

/** The strictest rule, in the words of sklearn 1.9. */
const STRICT: Rule = {
  nan: "Input X contains NaN.",
  "sparse-nan": "Input X contains NaN.",
  inf: "Input X contains infinity or a value too large for dtype('float64').",
  empty: "Found array with 0 sample(s) (shape={shape}) while a minimum of 1 is required by {class}.",
};

/** Values that stand for many: "<number>" is no NaN, "<list>" no plain value. */
const ANY: Readonly<Record<string, (value: unknown) => boolean>> = {
  nan: (value) => (typeof value === "number" ? Number.isNaN(value) : value === "nan" || value === "NaN"),
  "<number>": (value) => typeof value === "number" && !Number.isNaN(value),
  "<text>": (value) => typeof value === "string" && value !== "NaN" && value !== "nan",
  "<list>": (value) => typeof value === "object" && value !== null,
};

export const valueFits = (value: unknown, wanted: unknown): boolean => {
  if (Array.isArray(wanted)) return wanted.some((one) => valueFits(value, one));
  const any = typeof wanted === "string" && Object.hasOwn(ANY, wanted) ? ANY[wanted] : undefined;
  return any === undefined ? (value ?? null) === wanted : any(value);
};

/** True where the estimator inside refuses NaN as a whole, or checks no X itself. Looks at no estimator inside that one. */
function holdsStrict(state: State, rowsOf: RowsOf): boolean {
  const inner = new State(state.get("estimator_") ?? state.get("estimator"), state.references);
  const rules = rulesOf(rowsOf(inner.name) ?? [], inner.rank, (when) => Object.hasOwn(when, "@inner") || holds(inner, rowsOf)(when));
  const rule = rules?.["*"];
  return rule === undefined || !takesNaN(rule);
}

/** A parameter or attribute; `name.dtype` says what its array, or the first of a list of arrays, holds, `name._attribute` an attribute inside. */
function heldBy(state: State, key: string, rowsOf: RowsOf): unknown {
  if (key === "@inner") return holdsStrict(state, rowsOf) ? "strict" : null;
  const [name = "", dtype] = key.split(".");
  const value = state.get(name);
  if (dtype?.startsWith("_")) return new State(value, state.references).get(dtype);
  if (dtype === undefined) return typeof value === "boolean" ? value : (numberOf(value) ?? state.plain(value));
  const array = typeOf(value) === "ndarray" ? value : state.references.resolve(itemsOf(value, state.references)?.[0]);
  const held = own(array, "dtype");
  return typeof held !== "string" ? null : /^(object|[<>|=]?[OUS])/.test(held) ? "object" : "number";
}

const holds =
  (state: State, rowsOf: RowsOf) =>
  (when: Condition): boolean =>
    Object.entries(when).every(([key, wanted]) => valueFits(heldBy(state, key, rowsOf), wanted));

/** The checks of a model's methods: null for a method that takes no X. */
export function checksOf(state: State, rowsOf: RowsOf): (method: string) => Check | null {
  const rows = rowsOf(state.name);
  const methods = rulesOf(rows ?? [], state.rank, holds(state, rowsOf));
  return (method) => {
    if (WITHOUT_X.has(method)) return null;
    const told = methods?.[method] ?? methods?.["*"];
    const rule = told === undefined ? (rows === undefined ? STRICT : {}) : sentencesOf(told, state.rank);
    const alone: Check[] = [];
    const check = { className: state.name, rule, looksAtEach: rule.large !== undefined || rule.negative !== undefined, alone };
    alone.push(check);
    return check;
  };
}
