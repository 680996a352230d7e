/**
 * Python's recorded outputs, as `verify --expect` takes them: nested lists, `{shape, data}` (as `predict --format json`
 * writes it), sparse rows, lists of those, numpy's NaN and infinities as texts or as Python's own JSON has them.
 */
import { CornichonError, sentence } from "../errors.js";
import { isObject, own } from "../neutral/document.js";
import { isConsistent, type Sparse, toDense } from "../numeric/sparse.js";

const MOST_DEPTH = 64;
/** NaN and infinities as texts. */
export const WORDS: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ["NaN", Number.NaN],
  ["nan", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["inf", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

/** Bare words and long whole numbers, where they stand outside texts. */
const BEYOND_JSON = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b|(?<![\w.+-])-?\d{16,}(?![\d.eE])/g;

function tag(found: string): string {
  if (found.startsWith('"')) return found;
  return /\d/.test(found) ? `{"$int":"${found}"}` : `{"$float":"${found}"}`;
}

/**
 * JSON as Python's `json` writes it, in the notation of recorded values: bare NaN and infinities are `$float`, whole numbers
 * beyond a double `$int`. A text stays the text that it is. @throws SyntaxError
 */
export const parsePythonJson = (text: string): unknown => JSON.parse(text.replace(BEYOND_JSON, tag));

/** The same notation for values of a program: what JSON has no word for, and typed arrays. */
function tagged(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return { $int: String(value) };
  if (typeof value === "number" && !Number.isFinite(value)) return { $float: String(value) };
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as Float64Array) : value; // any typed array is a list
}

/** A value in the notation of recorded values, as JSON text. */
export const notationOf = (value: unknown): string => JSON.stringify(value, tagged) ?? "null";

/**
 * The notation of recorded values as plain JSON, for `JSON.parse`: tuples are lists, dicts are objects, scalars their
 * value (`{"$tuple": …}`, `{"$dict": pairs}`, `{"$scalar": dtype, "v": …}`, `{"$float": "NaN"}`, `{"$int": digits}`).
 */
export function untagged(_key: string, value: unknown): unknown {
  const pairs = own(value, "$dict");
  if (Array.isArray(pairs))
    return Object.fromEntries(pairs.map((pair: unknown) => (Array.isArray(pair) ? [String(pair[0]), pair[1]] : [])));
  const float = own(value, "$float");
  if (float !== undefined) return WORDS.get(float) ?? null;
  if (own(value, "$scalar") !== undefined) return own(value, "v");
  return own(value, "$tuple") ?? wholeOf(own(value, "$int")) ?? value;
}

/** Digits as a number, or as a bigint where a double has not all of them; undefined for what are none. */
function wholeOf(digits: unknown): number | bigint | undefined {
  if (typeof digits !== "string" || !/^-?\d{1,4300}$/.test(digits)) return undefined;
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : BigInt(digits);
}

/** A value of the notation as what it means. */
export const plainOf = (value: unknown): unknown => JSON.parse(notationOf(value), untagged);

/** Values with their shape. */
export interface Flat {
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

/** Nested lists as one list with their shape; null where rows have different lengths. */
function flattened(value: unknown): Flat | null {
  let [data, shape]: [readonly unknown[], number[]] = [[value], []];
  while (shape.length < MOST_DEPTH && data.length > 0 && data.every(Array.isArray)) {
    const lists: readonly (readonly unknown[])[] = data.filter(Array.isArray);
    const size = lists[0]?.length ?? 0;
    if (lists.some((list) => list.length !== size)) return null;
    shape = [...shape, size];
    data = lists.flat();
  }
  return { shape, data };
}

const numbersOf = (value: unknown): readonly number[] => (Array.isArray(value) ? value.map(Number) : []);

/** Recorded sparse rows, zeros written out. @throws CornichonError `input.malformed` */
function fromSparse(value: unknown): Flat {
  const [rows = -1, cols = -1] = numbersOf(own(value, "shape"));
  const data = numbersOf(own(value, "data"));
  const sparse: Sparse = {
    format: "csr",
    dtype: "float64",
    shape: [rows, cols],
    data,
    indices: numbersOf(own(value, "indices")),
    indptr: numbersOf(own(value, "indptr")),
  };
  if (!isConsistent(sparse)) throw new CornichonError("input.malformed", sentence`Recorded sparse rows contradict each other.`);
  return { shape: [rows, cols], data: Array.from(toDense(sparse).data) };
}

/** A recorded value, null where its rows have different lengths. @throws CornichonError `input.malformed` */
export function recorded(value: unknown): Flat | null {
  if (own(value, "indptr") !== undefined) return fromSparse(value);
  const data = own(value, "data");
  const shape = own(value, "shape");
  if (!isObject(value) || !Array.isArray(data) || !Array.isArray(shape)) return flattened(value);
  const flat = flattened(data);
  return flat === null ? null : { shape: shape.map(Number), data: flat.data };
}
