/**
 * Protocol buffers as a stranger may have written them: every length is held against what is there, wire types that are no
 * longer in use are refused, and fields, messages, names and numbers in lists are counted over the whole file: each costs memory
 * that its two bytes do not show.
 */
import { CornichonError, sentence, showText } from "../../errors.js";

/** What is said of a file that is no ONNX file. */
export const malformed = (why: string): CornichonError =>
  new CornichonError("input.unreadable", sentence`It is no ONNX file that can be read: ${showText(why)}.`);

/** A field: a whole number (varints), or bytes: a message's, a text's, or those of a fixed number. */
export interface Field {
  readonly tag: number;
  readonly wire: number;
  /** Beyond 2^53 without its last bits. */
  readonly number: number;
  readonly bytes: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);
const MOST_FIELDS = 20_000_000;
/** Messages and names: each is an object of its own here. */
const MOST_PIECES = 2_000_000;
/** Packed numbers: 1 GiB of doubles. */
const MOST_NUMBERS = 2 ** 27;

/** Reads whole numbers one after the other: signed ones of 64 bits. */
class Varints {
  at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws CornichonError `input.unreadable` */
  next(): number {
    const start = this.at;
    let value = 0;
    // Seven bytes have 49 bits, which a double holds.
    for (let place = 1; place < 2 ** 49; place *= 128) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) throw malformed("a number is cut off");
      value += (byte & 0x7f) * place;
      if (byte < 0x80) return value;
    }
    return this.#long(start);
  }

  #long(start: number): number {
    let value = 0n;
    for (let i = 0; i < 10; i++) {
      const byte = this.#bytes[start + i];
      if (byte === undefined) throw malformed("a number is cut off");
      value |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte >= 0x80) continue;
      this.at = start + i + 1;
      return Number(BigInt.asIntN(64, value));
    }
    throw malformed("a number has more than ten bytes");
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView => new DataView(buffer, byteOffset, byteLength);

/** Fields of messages, counted over the whole file. */
export class Proto {
  #count = 0;
  #pieces = 0;
  #numbers = 0;

  #piece(): void {
    if (++this.#pieces > MOST_PIECES) throw malformed(`it has more than ${MOST_PIECES} messages and names`);
  }

  /** The fields of a message. @throws CornichonError `input.unreadable` */
  *fields(bytes: Uint8Array): Generator<Field> {
    this.#piece();
    const varints = new Varints(bytes);
    const taken = (length: number): Uint8Array => {
      const from = varints.at;
      if (!(length >= 0 && length <= bytes.length - from)) throw malformed("a field is longer than its message");
      varints.at = from + length;
      return bytes.subarray(from, from + length);
    };
    while (varints.at < bytes.length) {
      if (++this.#count > MOST_FIELDS) throw malformed(`it has more than ${MOST_FIELDS} fields`);
      const key = varints.next();
      const [tag, wire] = [Math.floor(key / 8), key % 8];
      if (tag < 1 || key > 0xffffffff) throw malformed("a field has no number");
      if (wire === 0) yield { tag, wire, number: varints.next(), bytes: NO_BYTES };
      else if (wire === 1) yield { tag, wire, number: 0, bytes: taken(8) };
      else if (wire === 5) yield { tag, wire, number: 0, bytes: taken(4) };
      else if (wire === 2) yield { tag, wire, number: 0, bytes: taken(varints.next()) };
      else throw malformed(`a field has the wire type ${wire}`);
    }
  }

  /** A text that names something. @throws CornichonError `input.unreadable` */
  name(field: Field): string {
    this.#piece();
    return text(field);
  }

  #counted(count: number): number {
    this.#numbers += count;
    if (this.#numbers > MOST_NUMBERS) throw malformed(`it has more than ${MOST_NUMBERS} numbers in lists`);
    return count;
  }

  /** Whole numbers of a repeated field, packed or not. @throws CornichonError `input.unreadable` */
  wholes({ wire, number, bytes }: Field, to: Numbers): void {
    if (wire === 0) {
      this.#counted(1);
      return to.push(number);
    }
    if (wire !== 2) throw malformed("a whole number is of another kind");
    let count = 0;
    for (const byte of bytes) if (byte < 0x80) count++;
    const found = new Float64Array(this.#counted(count));
    const varints = new Varints(bytes);
    for (let i = 0; i < count; i++) found[i] = varints.next();
    if (varints.at !== bytes.length) throw malformed("packed numbers are cut off");
    to.add(found);
  }

  /** Floats of a repeated field, packed or not. @throws CornichonError `input.unreadable` */
  floats({ wire, bytes }: Field, width: 4 | 8, to: Numbers): void {
    if (wire === 0 || bytes.length % width !== 0) throw malformed("packed numbers are cut off");
    const [view, count] = [viewOf(bytes), this.#counted(bytes.length / width)];
    const at = (i: number): number => (width === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true));
    if (count === 1) return to.push(at(0));
    const found = new Float64Array(count);
    for (let i = 0; i < count; i++) found[i] = at(i);
    to.add(found);
  }
}

const NO_NUMBERS = new Float64Array(0);

/** A list of numbers, which is packed or comes piece by piece. */
export class Numbers {
  #data: Float64Array = NO_NUMBERS;
  #length = 0;

  #room(more: number): void {
    if (this.#length + more <= this.#data.length) return;
    const wider = new Float64Array(Math.max(16, this.#length + more, 1.5 * this.#length));
    wider.set(this.#data.subarray(0, this.#length));
    this.#data = wider;
  }

  push(value: number): void {
    this.#room(1);
    this.#data[this.#length++] = value;
  }

  /** Takes an array over. */
  add(part: Float64Array): void {
    if (this.#length === 0) this.#data = part;
    else {
      this.#room(part.length);
      this.#data.set(part, this.#length);
    }
    this.#length += part.length;
  }

  all(): Float64Array {
    return this.#length === this.#data.length ? this.#data : this.#data.subarray(0, this.#length);
  }
}

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** UTF-8; what is none becomes U+FFFD. */
export const text = ({ bytes }: Field): string => UTF8.decode(bytes);
