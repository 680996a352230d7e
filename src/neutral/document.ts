/**
 * Reading a neutral document back: the frame is checked, values are looked at where a model asks for them. A document
 * may come from anyone, so nothing is taken for granted: sizes are held against shapes before arrays are made, keys
 * are looked up as own properties only, references resolve to what stands in the document.
 */
import { CornichonError, sentence, showText } from "../errors.js";
import type { NDArray, NDArrayData } from "../numeric/ndarray.js";
import { HeldBytes } from "./held-bytes.js";
import { Float } from "./lossless.js";
import { countReading } from "./readings.js";

export type JsonObject = { readonly [key: string]: unknown };

/**
 * A neutral document, parsed: `docs/format.md` says what stands in it.
 * @see readDocument
 * @see coefficients
 */
export interface NeutralDocument {
  readonly format: "cornichon";
  readonly formatVersion: 1;
  /** Where it comes from: file, hash, length, kind. */
  readonly source: JsonObject;
  /** What is known of the model. */
  readonly metadata: JsonObject;
  /** The value. */
  readonly root: unknown;
}

/** Longest document text that is read into memory, beside its arrays. */
const MAX_TEXT = 64 * 1024 * 1024;
const MAX_ELEMENTS = 2 ** 31;

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** An own property, undefined when there is none. */
export const own = (value: unknown, key: string): unknown => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);

export const typeOf = (value: unknown): string | null => {
  const type = own(value, "$type");
  return typeof type === "string" ? type : null;
};

export const malformed = (why: string): CornichonError =>
  new CornichonError("document.malformed", sentence`The neutral document cannot be read: ${showText(why)}.`);

/**
 * Checks a parsed or textual document's frame.
 * @throws CornichonError `document.malformed`, `document.limit`
 * @example
 * ```ts
 * import { convert, readDocument } from "cornichon";
 *
 * const { document } = await convert("model.pkl");
 * const { source, metadata } = readDocument(document ?? "");
 * console.log(source["kind"], metadata["model_type"]); //=> pickle Ridge
 * ```
 */
export function readDocument(input: string | Uint8Array | object, limit = MAX_TEXT): NeutralDocument {
  const parsed = typeof input === "object" && !(input instanceof Uint8Array) ? input : parse(input, limit);
  if (!isObject(parsed) || own(parsed, "format") !== "cornichon") throw malformed("it is no document of this format");
  if (own(parsed, "formatVersion") !== 1)
    throw malformed(`its formatVersion is ${JSON.stringify(own(parsed, "formatVersion"))?.slice(0, 20)}, and 1 is read`);
  const source = own(parsed, "source");
  const metadata = own(parsed, "metadata");
  if (!isObject(source) || !isObject(metadata) || !Object.hasOwn(parsed, "root")) throw malformed("source, metadata or root is missing");
  return { format: "cornichon", formatVersion: 1, source, metadata, root: own(parsed, "root") };
}

const OPENING = '"base64":"';

/** Length of a document's text beside its arrays: what stands in `"base64":"…"` does not count. */
function lengthBeside(text: string): number {
  let length = text.length;
  for (let at = text.indexOf(OPENING); at >= 0; at = text.indexOf(OPENING, at)) {
    const from = at + OPENING.length;
    const to = text.indexOf('"', from);
    if (to < 0) break;
    length -= to - from;
    at = to;
  }
  return length;
}

function textOf(input: string | Uint8Array): string {
  try {
    return typeof input === "string" ? input.replace(/^\ufeff/, "") : new TextDecoder().decode(input);
  } catch {
    throw new CornichonError("document.limit", sentence`The neutral document is longer than a text can be here.`);
  }
}

function parse(input: string | Uint8Array, limit: number): unknown {
  const text = textOf(input);
  if (text.length > limit && lengthBeside(text) > limit)
    throw new CornichonError("document.limit", sentence`The neutral document has more than ${limit} bytes beside its arrays.`);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("it is no JSON");
  }
}

/** References of a document: `$id` → value. Walked without recursion. */
export class References {
  readonly #byId = new Map<number, unknown>();
  /** The document was written with `--view upgrade`: its objects are as today's versions would have stored them. */
  readonly upgraded: boolean;

  constructor(root: unknown, upgraded = false) {
    this.upgraded = upgraded;
    const stack: unknown[] = [root];
    while (stack.length > 0) {
      const value = stack.pop();
      if (typeof value !== "object" || value === null) continue;
      const id = own(value, "$id");
      if (typeof id === "number") this.#byId.set(id, value);
      for (const child of Array.isArray(value) ? value : Object.values(value))
        if (typeof child === "object" && child !== null) stack.push(child);
    }
  }

  /** The value itself, or what a reference stands for. */
  resolve(value: unknown): unknown {
    if (typeOf(value) !== "ref") return value;
    const id = own(value, "id");
    const target = typeof id === "number" ? this.#byId.get(id) : undefined;
    if (target === undefined) throw malformed("a reference without its value");
    return target;
  }
}

/** The references of a whole document. */
export const referencesOf = ({ root, source }: NeutralDocument): References => new References(root, own(source, "view") === "upgrade");

/** Bytes an item, and how a view of them is made. */
const READERS: Readonly<
  Record<string, { readonly width: number; readonly make: (bytes: Uint8Array<ArrayBuffer>, count: number) => NDArrayData }>
> = {
  float64: { width: 8, make: (b, n) => new Float64Array(b.buffer, 0, n) },
  float32: { width: 4, make: (b, n) => new Float32Array(b.buffer, 0, n) },
  int32: { width: 4, make: (b, n) => new Int32Array(b.buffer, 0, n) },
  int16: { width: 2, make: (b, n) => new Int16Array(b.buffer, 0, n) },
  int8: { width: 1, make: (b, n) => new Int8Array(b.buffer, 0, n) },
  uint32: { width: 4, make: (b, n) => new Uint32Array(b.buffer, 0, n) },
  uint16: { width: 2, make: (b, n) => new Uint16Array(b.buffer, 0, n) },
  uint8: { width: 1, make: (b, n) => new Uint8Array(b.buffer, 0, n) },
  bool: { width: 1, make: (b, n) => Array.from(b.subarray(0, n), (x) => x !== 0) },
  int64: { width: 8, make: (b, n) => Array.from(new BigInt64Array(b.buffer, 0, n), safeInteger) },
  uint64: { width: 8, make: (b, n) => Array.from(new BigUint64Array(b.buffer, 0, n), safeInteger) },
};

const safeInteger = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;

/** A neutral number, float object or scalar as a JavaScript number; undefined for everything else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Float) return value.value;
  const type = typeOf(value);
  if (type === "scalar") return numberOf(own(value, "value"));
  const text = own(value, "value");
  if (type === "int" && typeof text === "string") return Number(text);
  if (type !== "float") return undefined;
  return text === "nan" ? Number.NaN : text === "inf" ? Number.POSITIVE_INFINITY : text === "-inf" ? Number.NEGATIVE_INFINITY : undefined;
}

export function countOf(shape: unknown): { readonly shape: readonly number[]; readonly count: number } {
  if (!Array.isArray(shape) || shape.length > 64 || !shape.every((n) => typeof n === "number" && Number.isSafeInteger(n) && n >= 0))
    throw malformed("an array's shape");
  const sizes: readonly number[] = shape;
  const count = sizes.reduce((product, n) => product * n, 1);
  if (count > MAX_ELEMENTS) throw new CornichonError("document.limit", sentence`An array of the neutral document has too many elements.`);
  return { shape: sizes, count };
}

/** The same, but a whole number that a double cannot hold stays exact. @throws CornichonError `document.malformed` */
export function exactNumberOf(value: unknown): number | bigint | undefined {
  const inner = typeOf(value) === "scalar" ? own(value, "value") : value;
  const exact = typeOf(inner) === "int" ? bigOf(String(own(inner, "value"))) : numberOf(inner);
  return typeof exact === "bigint" ? safeInteger(exact) : exact;
}

/**
 * An `ndarray` value as an array of the library.
 * @throws CornichonError `document.malformed`
 * @example
 * ```ts
 * import { arrayOf, convert } from "cornichon";
 *
 * const { document } = await convert("model.pkl");
 * const { root } = JSON.parse(document ?? "null");
 * const { dtype, shape } = arrayOf(root.state.coef_);
 * console.log(dtype, shape); //=> float64 [ 3 ]
 * ```
 */
export function arrayOf(value: unknown): NDArray {
  const dtype = own(value, "dtype");
  const { shape, count } = countOf(own(value, "shape"));
  const name = typeof dtype === "string" ? dtype : "structured";
  countReading(value, count);
  const bytes = bytesOf(value);
  // Whoever asks for an array may change it.
  if (bytes !== null) return fromBytes(name, shape, count, own(value, "base64") instanceof HeldBytes ? new Uint8Array(bytes) : bytes);
  const data = own(value, "data");
  if (!Array.isArray(data)) throw malformed(beside(value));
  if (data.length !== count) throw malformed("an array with another number of values than its shape");
  return {
    dtype: name,
    shape,
    data:
      name === "float64"
        ? Float64Array.from(data, (v) => numberOf(v) ?? Number.NaN)
        : name === "float32"
          ? Float32Array.from(data, (v) => numberOf(v) ?? Number.NaN)
          : data.map(item),
  };
}

function beside(value: unknown): string {
  const file = own(value, "file");
  const named = typeof file === "string" ? ` (${file}, which is looked for beside the document)` : "";
  return `an array whose data is in a sidecar that was not given${named}`;
}

/** An item of an array in plain form; bytes (numpy's `S`, Python 2's texts) as the text that they spell. */
function item(value: unknown): unknown {
  const base64 = typeOf(value) === "bytes" ? own(value, "base64") : undefined;
  if (typeof base64 === "string") return atob(base64);
  if (typeOf(value) === "int") return bigOf(String(own(value, "value")));
  return numberOf(value) !== undefined && typeof value !== "boolean" ? numberOf(value) : value;
}

/** A large int by its digits. @throws CornichonError `document.malformed` */
function bigOf(digits: string): bigint {
  if (!/^-?\d{1,4300}$/.test(digits)) throw malformed("an int that is no decimal number");
  return BigInt(digits);
}

function fromBytes(dtype: string, shape: readonly number[], count: number, bytes: Uint8Array<ArrayBuffer>): NDArray {
  const reader = Object.hasOwn(READERS, dtype) ? READERS[dtype] : undefined;
  if (reader === undefined) throw malformed(`an array of dtype ${dtype.slice(0, 40)} where numbers are needed`);
  if (bytes.length !== count * reader.width) throw malformed("an array with another number of bytes than its shape");
  return { dtype, shape, data: reader.make(bytes, count) };
}

/** Bytes of an array as they stand, which nobody is to change; null where it has values. @throws CornichonError `document.malformed` */
export function bytesOf(value: unknown): Uint8Array<ArrayBuffer> | null {
  const base64 = own(value, "base64");
  if (base64 instanceof HeldBytes) return base64.bytes;
  return typeof base64 === "string" ? bytesOfBase64(base64) : null;
}

/** @throws CornichonError `document.malformed` */
function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> {
  let text: string;
  try {
    text = atob(base64);
  } catch {
    throw malformed("base64 that is none");
  }
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
