/**
 * X held against the rule of the method that is asked (`rules.ts`): its form first, then its values, as sklearn's
 * `check_array` does (sklearn.utils.validation 0.19 to 1.9). Sums find NaN and infinity in one pass; only what is refused
 * is looked for value by value.
 */
import { CornichonError, type FailureArgs, type FailureCode, showLines } from "../../errors.js";
import type { NDArray } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import type { Check, Kind } from "./rules.js";

/** What stands for the placeholders of a sentence. */
type Facts = Readonly<Record<string, string | number>>;

const CODES: Readonly<Record<Kind, FailureCode>> = {
  nan: "input.value",
  inf: "input.value",
  large: "input.value",
  negative: "input.value",
  "sparse-nan": "input.value",
  none: "input.value",
  empty: "input.shape",
  one: "input.shape",
  three: "input.shape",
  complex: "input.malformed",
  strings: "input.malformed",
  sparse: "input.malformed",
};

const filled = (template: string, facts: Facts): string =>
  template.replace(/\{(\w+)\}/g, (whole, key: string) => String(Object.hasOwn(facts, key) ? facts[key] : whole));

/** Refuses X where the rule does. @throws CornichonError `input.*` in sklearn's words */
export function refuse({ className, rule }: Check, kind: Kind, facts: Facts = {}, args: FailureArgs = {}): void {
  const template = rule[kind];
  if (template === undefined) return;
  const words = showLines(filled(template, { class: className, ...facts }));
  throw new CornichonError(CODES[kind], words, { args: { class: className, ...args } });
}

/** Largest finite float32. */
const MOST_FLOAT32 = 3.4028234663852886e38;

const FOUND: Readonly<Record<"nan" | "inf" | "large" | "negative", (value: number) => boolean>> = {
  nan: Number.isNaN,
  inf: (value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY,
  large: (value) => Math.abs(value) > MOST_FLOAT32,
  negative: (value) => value < 0,
};

/** Where a refused value stands; nothing where X is not what was given. */
export interface Place {
  /** Of X. */
  readonly dtype: string;
  readonly at: (at: number) => FailureArgs;
}

/** The floats that X is checked in: sklearn keeps those that it has and makes float64 of all else. */
const floatsOf = (dtype: string): string => (dtype.startsWith("float") ? dtype : "float64");

function refuseFirst(data: ArrayLike<number>, check: Check, kind: keyof typeof FOUND, as: Kind, place: Place): void {
  if (check.rule[as] === undefined) return;
  const is = FOUND[kind];
  for (let at = 0; at < data.length; at++)
    if (is(data[at])) refuse(check, as, { value: data[at], dtype: floatsOf(place.dtype) }, place.at(at));
}

/** True where the sum of all values is finite, and so is each of them. */
export function allFinite(data: ArrayLike<number>): boolean {
  let sum = 0;
  for (let at = 0; at < data.length; at++) sum += data[at];
  return Number.isFinite(sum);
}

function check(data: ArrayLike<number>, held: Check, missing: Kind, place: Place): void {
  const { rule } = held;
  if (!allFinite(data)) {
    refuseFirst(data, held, "nan", missing, place);
    refuseFirst(data, held, "inf", "inf", place);
  }
  if (rule.large !== undefined) refuseFirst(data, held, "large", "large", place);
  if (rule.negative !== undefined) refuseFirst(data, held, "negative", "negative", place);
}

/** Values of dense rows. @throws CornichonError `input.value` */
export const checkValues = (data: ArrayLike<number>, held: Check, place: Place): void => check(data, held, "nan", place);

/** Values of dense rows of any type: NaN wherever it stands, infinity in columns of numbers. @throws CornichonError `input.value` */
export function checkCells(rows: readonly (readonly unknown[])[], cols: number, held: Check, place: Place): void {
  for (let j = 0; j < cols; j++) {
    const numbers = rows.every((row) => typeof row[j] === "number");
    for (let i = 0; i < rows.length; i++) checkCell(rows[i]?.[j], numbers, held, i * cols + j, place);
  }
}

function checkCell(value: unknown, numbers: boolean, held: Check, at: number, place: Place): void {
  if (typeof value !== "number") {
    if (value === null && held.rule.none !== undefined) refuse(held, "none", {}, place.at(at));
  } else if (!Number.isFinite(value)) {
    const dtype = floatsOf(place.dtype);
    if (Number.isNaN(value)) refuse(held, "nan", { dtype }, place.at(at));
    else if (numbers) refuse(held, "inf", { dtype }, place.at(at));
  } else if (value < 0 && held.rule.negative !== undefined) refuse(held, "negative", { value }, place.at(at));
}

/** Values of an array of any type. @throws CornichonError `input.value` */
export function checkArrayValues({ data }: NDArray, held: Check, place: Place): void {
  if (data instanceof Float64Array || data instanceof Float32Array) checkValues(data, held, place);
  else if (Array.isArray(data)) {
    const numbers = data.every((value) => typeof value === "number");
    for (const [at, value] of data.entries()) checkCell(value, numbers, held, at, place);
  }
}

/** Where NaN is refused, but not among sparse rows, these are not looked at: ElasticNet multiplies them as they are. */
export const passesSparse = ({ rule }: Check): boolean =>
  rule.nan !== undefined && rule["sparse-nan"] === undefined && rule.sparse === undefined;

/** Sparse rows, if they are taken, and their values. @throws CornichonError `input.malformed`, `input.value` */
export function checkSparse({ data, dtype }: Sparse, held: Check): void {
  refuse(held, "sparse");
  if (passesSparse(held)) return;
  const values = data instanceof Float64Array || data instanceof Float32Array ? data : Float64Array.from(data, Number);
  check(values, held, "sparse-nan", { dtype, at: () => ({}) });
}
