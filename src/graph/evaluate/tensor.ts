/**
 * Tensors while a graph is worked out. Numbers of every dtype stand in doubles: float32 is rounded to, and a whole number
 * that a double does not hold has no answer here. A graph may come from a stranger's file: whatever makes a tensor asks the
 * budget first, which bounds what is held at a time and all that is computed.
 */
import { type Shown, sentence } from "../../errors.js";
import type { DType, Tensor } from "../ir.js";

export interface Numbers {
  readonly dtype: Exclude<DType, "string">;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export interface Texts {
  readonly dtype: "string";
  readonly shape: readonly number[];
  readonly data: readonly string[];
}

export type Evaluated = Numbers | Texts;

/** Why a node has no answer here. */
export class NoAnswer extends Error {
  readonly why: Shown;
  /** Other rows may have one: a place outside of a table, which is how a graph refuses a row. */
  readonly ofRows: boolean;

  constructor(why: Shown, ofRows = false) {
    super(why);
    [this.why, this.ofRows] = [why, ofRows];
  }
}

/** Elements of one tensor; a kernel over many points would have more. */
const MOST = 2 ** 24;
/** Elements of all tensors that are needed at a time, constants apart: 512 MB of doubles. */
const MOST_HELD = 2 ** 26;
/** Elements that are looked at or made, over a whole graph. */
const MOST_WORK = 2 ** 27;
const MOST_AXES = 8;

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** What is left of a graph's share of time and memory. */
export class Budget {
  #work = MOST_WORK;
  #held = 0;

  /** @throws NoAnswer */
  work(elements: number): void {
    this.#work -= elements;
    if (!(this.#work >= 0)) throw new NoAnswer(sentence`it takes too long for so many rows`);
  }

  /** The length of a tensor of that shape. @throws NoAnswer for what is no shape, or too much */
  size(shape: readonly number[]): number {
    if (shape.length > MOST_AXES || !shape.every((n) => Number.isSafeInteger(n) && n >= 0))
      throw new NoAnswer(sentence`a tensor has sizes that are none`);
    const size = sizeOf(shape);
    if (!(size <= MOST)) throw new NoAnswer(sentence`a tensor has more than ${MOST} values`);
    this.work(size + 1);
    return size;
  }

  hold(elements: number): void {
    this.#held += elements;
    if (this.#held > MOST_HELD) throw new NoAnswer(sentence`it needs too much memory for so many rows`);
  }

  free(elements: number): void {
    this.#held -= elements;
  }
}

export const isFloat = (dtype: DType): boolean => dtype === "float64" || dtype === "float32";

const INT32 = 2 ** 31;

/** Numbers as their dtype has them. @throws NoAnswer for whole numbers that it does not hold */
export function made(dtype: Numbers["dtype"], shape: readonly number[], data: Float64Array): Numbers {
  if (dtype === "float32") return { dtype, shape, data: data.map(Math.fround) };
  if (dtype === "int64" || dtype === "int32")
    for (const value of data)
      if (!Number.isSafeInteger(value) || (dtype === "int32" && (value < -INT32 || value >= INT32)))
        throw new NoAnswer(sentence`a whole number is larger than is read here`, true);
  return { dtype, shape, data };
}

/** A constant. @throws NoAnswer */
export function constantOf({ dtype, shape, data }: Tensor): Evaluated {
  if (shape.length > MOST_AXES || sizeOf(shape) !== data.length) throw new NoAnswer(sentence`a constant has another size than its shape`);
  if (dtype === "string") {
    const texts = Array.from<unknown>(data);
    if (!texts.every((one) => typeof one === "string")) throw new NoAnswer(sentence`a constant of texts has others`);
    return { dtype, shape, data: texts };
  }
  if (data instanceof BigInt64Array) return made(dtype, shape, Float64Array.from(data, Number));
  if (!ArrayBuffer.isView(data)) throw new NoAnswer(sentence`a constant of numbers has others`);
  if (dtype === "bool") return { dtype, shape, data: Float64Array.from(data, (value) => (value === 0 ? 0 : 1)) };
  return made(dtype, shape, Float64Array.from(data));
}

/** Where each element of a shape stands in an array that is broadcast to it. */
export function broadcastPlaces(from: readonly number[], to: readonly number[]): Int32Array {
  const strides = new Array<number>(to.length).fill(0);
  for (let i = from.length - 1, stride = 1; i >= 0; i--) {
    const n = from[i] ?? 1;
    strides[i + to.length - from.length] = n === 1 ? 0 : stride;
    stride *= n;
  }
  const out = new Int32Array(sizeOf(to));
  const at = new Array<number>(to.length).fill(0);
  for (let k = 0, place = 0; k < out.length; k++) {
    out[k] = place;
    for (let i = to.length - 1; i >= 0; i--) {
      const [next, stride, n] = [Number(at[i]) + 1, Number(strides[i]), Number(to[i])];
      if (next < n) {
        at[i] = next;
        place += stride;
        break;
      }
      at[i] = 0;
      place -= stride * (n - 1);
    }
  }
  return out;
}

/** numpy's broadcasting. @throws NoAnswer for shapes that do not fit */
export function broadcastShape(shapes: readonly (readonly number[])[]): number[] {
  const length = shapes.reduce((most, one) => Math.max(most, one.length), 0);
  return Array.from({ length }, (_, i) => {
    const sizes = shapes.map((one) => one[i - (length - one.length)] ?? 1).filter((n) => n !== 1);
    const [size = 1] = sizes;
    if (sizes.some((n) => n !== size)) throw new NoAnswer(sentence`two shapes do not fit each other`);
    return size;
  });
}

/** Values at places, of numbers or of texts. */
export function taken(x: Evaluated, shape: readonly number[], at: Int32Array): Evaluated {
  if (x.dtype === "string") return { dtype: x.dtype, shape, data: Array.from(at, (i) => x.data[i] ?? "") };
  const { data, dtype } = x;
  return { dtype, shape, data: Float64Array.from(at, (i) => Number(data[i])) };
}

/** The lines along an axis: `outer × length × inner`. */
export interface Lines {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

export const linesOf = (shape: readonly number[], axis: number): Lines => ({
  outer: sizeOf(shape.slice(0, axis)),
  length: shape[axis] ?? 1,
  inner: sizeOf(shape.slice(axis + 1)),
});
