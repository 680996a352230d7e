/** Constants of a program in JavaScript: short ones as they are read, long ones as base64 of little-endian numbers. */
import { numeral, quoted } from "../literals.js";
import type { Constant, TextMap } from "../program.js";

/** Numbers that are written out. */
const SHORT = 32;
/** Texts a line. */
const A_LINE = 16;
/** Bytes of one piece: a multiple of three, so that pieces are put one after the other. */
const PIECE = 3 * 2 ** 15;

const ARRAYS = [Float64Array, Float32Array, Int32Array, Int16Array, Uint16Array, Uint8Array] as const;

type Numbers = Exclude<Constant["data"], readonly string[]>;

const isTexts = (data: Constant["data"]): data is readonly string[] => Array.isArray(data);

function nameOf(data: Numbers): string {
  return ARRAYS.find((kind) => data instanceof kind)?.name ?? "Float64Array";
}

/** A constant's value, in pieces. */
export function* constant({ data }: Constant): Generator<string> {
  if (isTexts(data)) return yield* texts(data);
  const name = nameOf(data);
  if (data.length <= SHORT) return yield `${name}.of(${Array.from(data, numeral).join(", ")})`;
  yield `decoded(${name}, "`;
  const bytes = littleEndian(data);
  for (let at = 0; at < bytes.length; at += PIECE) yield base64(bytes.subarray(at, at + PIECE));
  yield `")`;
}

const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function littleEndian(data: Numbers): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (isLittle) return bytes;
  const width = data.BYTES_PER_ELEMENT;
  return Uint8Array.from(bytes, (_, i) => bytes[i - (i % width) + width - 1 - (i % width)] ?? 0);
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64; the library runs where no Buffer is. */
function base64(bytes: Uint8Array): string {
  const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(61);
  for (let at = 0, to = 0; at < bytes.length; at += 3, to += 4) {
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const digits = Math.min(3, bytes.length - at) + 1;
    for (let k = 0; k < digits; k++) out[to + k] = LETTERS.charCodeAt((word >> (18 - 6 * k)) & 63);
  }
  return new TextDecoder().decode(out);
}

function* texts(data: readonly string[]): Generator<string> {
  yield "[";
  for (let at = 0; at < data.length; at += A_LINE) {
    const line = data
      .slice(at, at + A_LINE)
      .map(quoted)
      .join(", ");
    yield data.length > A_LINE ? `\n  ${line},` : line;
  }
  yield data.length > A_LINE ? "\n]" : "]";
}

/** A function from texts to whole numbers. */
export function* textMap({ keys, values, otherwise }: TextMap): Generator<string> {
  yield "numbered(";
  yield* texts(keys);
  yield ", ";
  yield* constant({ type: "int", data: Int32Array.from(values) });
  yield `, ${otherwise})`;
}

/** Reads base64 without `atob`, which not every host has. */
export const decoder = (typed: boolean): string => `/** Numbers of base64 text, little-endian. */
function decoded${typed ? "<T>(Numbers: { new (buffer: ArrayBuffer): T; readonly BYTES_PER_ELEMENT: number }, text: string): T" : "(Numbers, text)"} {
  const letters = "${LETTERS}";
  const places = new Uint8Array(128);
  for (let i = 0; i < 64; i++) places[letters.charCodeAt(i)] = i;
  const length = (text.length / 4) * 3 - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
  const bytes = new Uint8Array(length);
  const place = (at${typed ? ": number" : ""}) => places[text.charCodeAt(at)]${typed ? "!" : ""};
  for (let i = 0, at = 0; i < text.length; i += 4, at += 3) {
    const word = (place(i) << 18) | (place(i + 1) << 12) | (place(i + 2) << 6) | place(i + 3);
    bytes[at] = word >> 16;
    bytes[at + 1] = word >> 8;
    bytes[at + 2] = word;
  }
  const width = Numbers.BYTES_PER_ELEMENT;
  const isLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  if (!isLittle) for (let at = 0; at < length; at += width) bytes.subarray(at, at + width).reverse();
  return new Numbers(bytes.buffer);
}
`;
