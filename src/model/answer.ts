/**
 * What a program gets from a model: arrays whose dtype says the type of their data, so that a test of the one narrows the
 * other. Models make theirs in whatever type they compute in; here each becomes what the contract says of its dtype.
 */
import { isArrayResult, isListResult, type Result as ModelResult, type Plain } from "../models/define.js";
import type { NDArray as AnyArray } from "../numeric/ndarray.js";
import type { Sparse } from "../numeric/sparse.js";

const TYPED = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint32: Uint32Array,
  uint16: Uint16Array,
  uint8: Uint8Array,
} as const;

type TypedName = keyof typeof TYPED;

interface ArrayOf<D extends string, T> {
  readonly dtype: D;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: T;
}

/**
 * An array with as many values as its shape means: `if (y.dtype === "float64")` makes `y.data` a Float64Array.
 * @example
 * ```ts
 * import { load, type NDArray } from "cornichon";
 *
 * const first = ({ dtype, shape, data }: NDArray): string => `${dtype} [${shape}] ${Number(data[0]).toFixed(3)}`;
 * const { model } = await load("model.joblib");
 * const answer = model?.predict?.([[0.4, -0.6, 2.9], [0, 0, 0]]);
 * if (answer !== undefined) console.log(first(answer)); //=> float64 [2] 1.834
 * ```
 * @see createLoader
 */
export type NDArray =
  | { [D in TypedName]: ArrayOf<D, InstanceType<(typeof TYPED)[D]>> }[TypedName]
  /** Bigints where one is beyond 2^53. */
  | ArrayOf<"int64" | "uint64", readonly (number | bigint)[]>
  | ArrayOf<"bool", readonly boolean[]>
  /** Texts of a fixed length. */
  | ArrayOf<`U${number}` | `S${number}`, readonly string[]>
  | ArrayOf<"object", readonly unknown[]>;

/**
 * What a method gives: an array, sparse rows, a plain value, or a list of those where sklearn returns a list or tuple.
 * @example
 * ```ts
 * import { load, type Result } from "cornichon";
 *
 * const shapeOf = (result: Result): string => (typeof result === "object" && result !== null && "shape" in result ? `[${result.shape}]` : "another");
 * const { model } = await load("forest.pkl");
 * console.log(shapeOf(model?.call("predict", [[0, 0, 0, 0]]) ?? null)); //=> [1]
 * console.log(Array.isArray(model?.call("decision_path", [[0, 0, 0, 0]]))); //=> true
 * ```
 * @see createLoader
 */
export type Result = NDArray | Sparse | Plain | readonly Result[];

const isTypedName = (dtype: string): dtype is TypedName => Object.hasOwn(TYPED, dtype);

function dataOf(dtype: string, data: AnyArray["data"]): AnyArray["data"] {
  if (!isTypedName(dtype)) return Array.isArray(data) ? data : Array.from<unknown>(data);
  const type = TYPED[dtype];
  return data instanceof type ? data : type.from(Array.from<unknown, number>(data, Number));
}

// The one cast: the type of the data is what `dataOf` made it, and models give no dtypes but those named above.
function arrayOf(array: AnyArray): NDArray {
  if (array.dtype === "float64" && array.data instanceof Float64Array) return array as NDArray;
  const data = dataOf(array.dtype, array.data);
  return (data === array.data ? array : { ...array, data }) as NDArray;
}

/** An answer of a model for a program. Arrays first: nearly all are, and one row is asked for a million times. */
export function answerOf(result: ModelResult): Result {
  if (isArrayResult(result)) return arrayOf(result);
  return isListResult(result) ? result.map(answerOf) : result;
}
