/**
 * What a column of a CSV holds, decided for all of it as pandas does: numbers, booleans or texts. What pandas reads as
 * missing is missing in each of them, and is the number NaN; one word among numbers makes all of them texts as written.
 *
 * Each field of each row passes through here twice: what begins and ends as a number does is looked at no further.
 */

/** pandas' `na_values` (pandas._libs.parsers.STR_NA_VALUES). */
const MISSING: ReadonlySet<string> = new Set([
  "",
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null",
]);

export const isMissing = (field: string): boolean => field.length <= 8 && MISSING.has(field);

const NUMBER = /^[ \t]*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[ \t]*$/;
const WHOLE = /^[ \t]*[+-]?\d+[ \t]*$/;
const INFINITY = /^[ \t]*([+-]?)inf(?:inity)?[ \t]*$/i;
const BOOLEAN = /^(?:true|false)$/i;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** A field as the number that pandas reads in it; undefined where it is none. JavaScript reads more: `0x10`, blanks. */
export function numberIn(field: string): number | undefined {
  const value = Number(field);
  const first = field.charCodeAt(0);
  const isPlain = isDigit(field.charCodeAt(field.length - 1)) && ((first >= 49 && first <= 57) || first === 43 || first === 45);
  if (isPlain && !Number.isNaN(value)) return value;
  if (NUMBER.test(field)) return value;
  const word = INFINITY.exec(field);
  if (word === null) return undefined;
  return word[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const isWhole = (field: string, value: number): boolean => Number.isInteger(value) && WHOLE.test(field);

/**
 * Kinds of columns: `integers` has one beyond 2^53, and all of them are exact. With something missing pandas makes doubles of
 * them, unless one is beyond an int64.
 */
export type Kind = "numbers" | "integers" | "booleans" | "texts";

const UINT64 = 2n ** 64n;
const INT64 = 2n ** 63n;

/** Looks at each field of a column and says what the column is. */
export class ColumnKind {
  #texts = false;
  #numbers = false;
  #booleans = false;
  #missing = false;
  #floats = false;
  #largest = 0n;
  #least = 0n;

  see(field: string): void {
    if (this.#texts) return;
    const value = numberIn(field);
    if (value !== undefined) this.#number(field, value);
    else if (isMissing(field)) this.#missing = true;
    else if (BOOLEAN.test(field)) this.#booleans = true;
    else this.#texts = true;
    if (this.#booleans && this.#numbers) this.#texts = true;
  }

  #number(field: string, value: number): void {
    this.#numbers = true;
    if (!isWhole(field, value)) this.#floats = true;
    else if (!Number.isSafeInteger(value) && field.length <= 4300) {
      const exact = BigInt(field.trim().replace("+", ""));
      if (exact > this.#largest) this.#largest = exact;
      if (exact < this.#least) this.#least = exact;
    } else if (value < 0 && this.#least === 0n) this.#least = -1n;
  }

  /** A column of nothing is one of missing numbers. */
  get kind(): Kind {
    if (this.#texts) return "texts";
    if (this.#booleans) return "booleans";
    const isLarge = this.#largest > 0n || this.#least < -1n;
    const isBeyond = this.#largest >= INT64 || this.#least < -INT64;
    if (!isLarge || this.#floats || (this.#missing && !isBeyond)) return "numbers";
    // An int64 and a uint64 together are texts to pandas; beyond both they are Python's own ints.
    const isUnsigned = this.#largest >= INT64 && this.#largest < UINT64;
    return isUnsigned && this.#least < 0n ? "texts" : "integers";
  }
}

const exactOf = (field: string): number | bigint => {
  const value = numberIn(field) ?? Number.NaN;
  if (Number.isNaN(value)) return value;
  return Number.isSafeInteger(value) ? value + 0 : BigInt(field.trim().replace("+", ""));
};

/** How a field of each kind of column is read. */
export const READERS: Readonly<Record<Kind, (field: string) => number | bigint | boolean | string>> = {
  numbers: (field) => numberIn(field) ?? Number.NaN,
  integers: exactOf,
  booleans: (field) => (isMissing(field) ? Number.NaN : field.toLowerCase() === "true"),
  texts: (field) => (isMissing(field) ? Number.NaN : field),
};

export const asWritten = (field: string): string => field;
