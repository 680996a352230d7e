/**
 * Universal Binary JSON (ubjson.org, draft 12) as xgboost ≥ 1.6 writes it: numbers big-endian, keys without their `S`,
 * arrays of numbers as one block (`[$d#L…`), which becomes an ndarray over these very bytes.
 *
 * Refused: markers that xgboost does not write (`N`, `H`, typed objects, blocks of what is no number), lengths beyond
 * the bytes, text that is no UTF-8, bytes after the value. Iterative, linear; a length is held against what is left
 * before it is used, and a counted container needs at least a byte an item.
 */
import { CLOSE_DICT, CLOSE_LIST, DOLLAR, HASH } from "../bytes/ascii.js";
import type { Reason } from "../finding/because.js";
import { plainDtype } from "../numpy/dtype-text.js";
import type { DType } from "../tape/dtype.js";
import { KIND } from "../tape/handle.js";
import type { NativeSink } from "./sink.js";

const numbers = (kind: "i" | "u" | "f", itemsize: number): DType => plainDtype(kind, itemsize, itemsize > 1);

/** Markers of numbers: their bytes as numpy would call them. */
const NUMBERS: ReadonlyMap<string, DType> = new Map([
  ["i", numbers("i", 1)],
  ["U", numbers("u", 1)],
  ["I", numbers("i", 2)],
  ["l", numbers("i", 4)],
  ["L", numbers("i", 8)],
  ["d", numbers("f", 4)],
  ["D", numbers("f", 8)],
]);

const UNCOUNTED = -1;

class Ubjson {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #sink: NativeSink;
  #at = 0;
  /** Items still to come of each open container, UNCOUNTED where a bracket closes it. */
  readonly #left: number[] = [];

  constructor(sink: NativeSink, bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#sink = sink;
  }

  read(): Reason | null {
    let why = this.#value();
    while (why === null && this.#sink.depth > 0) why = this.#sink.excess ?? this.#next();
    if (why !== null) return why;
    return this.#at === this.#bytes.length ? null : "native.rest";
  }

  /** One step inside the innermost container: its end, or one more item. */
  #next(): Reason | null {
    const left = this.#left[this.#left.length - 1] ?? 0;
    const dict = this.#sink.inside === KIND.DICT;
    const bracket = left === UNCOUNTED && this.#bytes[this.#at] === (dict ? CLOSE_DICT : CLOSE_LIST);
    if (left === 0 || bracket) {
      if (bracket) this.#at++;
      this.#left.pop();
      this.#sink.close();
      return null;
    }
    if (left > 0) this.#left[this.#left.length - 1] = left - 1;
    return (dict ? this.#text() : null) ?? this.#value();
  }

  #marker(): string {
    return this.#at < this.#bytes.length ? String.fromCharCode(this.#bytes[this.#at++] ?? 0) : "";
  }

  #value(): Reason | null {
    const marker = this.#marker();
    const number = NUMBERS.get(marker);
    if (number !== undefined) return this.#number(number);
    switch (marker) {
      case "Z":
      case "T":
      case "F":
        this.#sink.scalar(marker === "Z" ? null : marker === "T");
        return null;
      case "S":
        return this.#text();
      case "C":
        return this.#characters(1);
      case "[":
      case "{":
        return this.#open(marker === "[");
      case "":
        return "native.cut-off";
      default:
        return "native.marker";
    }
  }

  #number(dtype: DType): Reason | null {
    if (dtype.itemsize > this.#bytes.length - this.#at) return "native.cut-off";
    const at = this.#at;
    this.#at += dtype.itemsize;
    if (dtype.kind === "f") this.#sink.float(dtype.itemsize === 4 ? this.#view.getFloat32(at) : this.#view.getFloat64(at));
    else this.#sink.whole(this.#integer(dtype, at));
    return null;
  }

  #integer({ kind, itemsize }: DType, at: number): number | bigint {
    if (itemsize === 8) return this.#view.getBigInt64(at);
    if (itemsize === 4) return this.#view.getInt32(at);
    if (itemsize === 2) return this.#view.getInt16(at);
    return kind === "u" ? this.#view.getUint8(at) : this.#view.getInt8(at);
  }

  /** A length of something that takes at least `each` bytes an item; -1 when it cannot be. */
  #length(each: number): number {
    const dtype = NUMBERS.get(this.#marker());
    if (dtype === undefined || dtype.kind === "f" || dtype.itemsize > this.#bytes.length - this.#at) return -1;
    const length = Number(this.#integer(dtype, this.#at));
    this.#at += dtype.itemsize;
    return length >= 0 && length <= (this.#bytes.length - this.#at) / each ? length : -1;
  }

  #text(): Reason | null {
    const length = this.#length(1);
    return length < 0 ? "native.length" : this.#characters(length);
  }

  #characters(length: number): Reason | null {
    if (length > this.#bytes.length - this.#at) return "native.cut-off";
    this.#at += length;
    return this.#sink.text(this.#at - length, this.#at) ? null : "native.utf8";
  }

  #open(list: boolean): Reason | null {
    const header = this.#bytes[this.#at];
    if (list && header === DOLLAR) return this.#block();
    let left = UNCOUNTED;
    if (header === HASH) {
      this.#at++;
      left = this.#length(list ? 1 : 3);
      if (left < 0) return "native.length";
    }
    this.#left.push(left);
    return this.#sink.open(list ? KIND.LIST : KIND.DICT) ? null : "native.depth";
  }

  /** `$`, a number's marker, `#`, a count, and the numbers one after the other. */
  #block(): Reason | null {
    this.#at++;
    const dtype = NUMBERS.get(this.#marker());
    if (dtype === undefined || this.#marker() !== "#") return "native.block";
    const count = this.#length(dtype.itemsize);
    if (count < 0) return "native.length";
    this.#sink.array(dtype, this.#at, count);
    this.#at += count * dtype.itemsize;
    return null;
  }
}

/** Reads the value that UBJSON bytes spell; why it is none, or null. */
export const readUbjson = (sink: NativeSink, bytes: Uint8Array): Reason | null => new Ubjson(sink, bytes).read();
