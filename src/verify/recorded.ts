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

/**
 * The notation of recorded values as plain values: tuples are lists, dicts are objects, scalars their
 * value (`{"$tuple": …}`, `{"$dict": pairs}`, `{"$scalar": dtype, "v": …}`, `{"$float": "NaN"}`, `{"$int": digits}`).
 */
function untagged(value: object): unknown {
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

/** A value of the notation as what it means; an object with whole numbers for keys stays the Map that keeps their order. */
export function plainOf(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > MOST_DEPTH) throw new CornichonError("input.malformed", sentence`The expectations nest deeper than ${MOST_DEPTH} levels.`);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array); // any typed array is a list
  if (Array.isArray(value)) return value.map((item) => plainOf(item, depth + 1));
  if (value instanceof Map)
    return new Map(Array.from<[unknown, unknown], [unknown, unknown]>(value, ([key, item]) => [key, plainOf(item, depth + 1)]));
  return untagged(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainOf(item, depth + 1)])));
}

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
