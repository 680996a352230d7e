/**
 * Constants of a program as Python's tables: short ones as literals, long ones as bytes in base64, little-endian, which
 * `array` reads at once, however large a forest is.
 */
import type { Constant, TextMap } from "../program.js";
import { doubleLiteral, textLiteral } from "./literals.js";

/** Longest table that is written out. */
const SHORT = 64;
const LINE = 120;

/** `array`'s letters for items of 1, 2, 4 and 8 bytes; where an `int` has other than 4 bytes there is no such platform. */
function codeOf({ type, data }: Constant): string {
  if (data instanceof Float64Array) return type === "int" ? "q" : "d";
  if (data instanceof Float32Array) return "f";
  if (data instanceof Int32Array) return "i";
  if (data instanceof Int16Array) return "h";
  return data instanceof Uint16Array ? "H" : "B";
}

const isBig = new Uint8Array(Uint16Array.of(1).buffer)[0] === 0;

/** Bytes of a table, little-endian on any machine. */
function bytesOf(data: Exclude<Constant["data"], readonly string[]>, isWhole: boolean): Uint8Array {
  const own = data instanceof Float64Array && isWhole ? BigInt64Array.from(data, BigInt) : data;
  const bytes = new Uint8Array(own.buffer.slice(own.byteOffset, own.byteOffset + own.byteLength));
  const width = own.BYTES_PER_ELEMENT;
  if (isBig) for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
  return bytes;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 in lines. */
function* base64(bytes: Uint8Array): Generator<string> {
  const step = (LINE / 4) * 3;
  for (let from = 0; from < bytes.length; from += step) {
    let line = "";
    for (let at = from; at < Math.min(from + step, bytes.length); at += 3) {
      const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
      const left = bytes.length - at;
      line += `${DIGITS[a >> 2]}${DIGITS[((a & 3) << 4) | (b >> 4)]}`;
      line += left > 1 ? DIGITS[((b & 15) << 2) | (c >> 6)] : "=";
      line += left > 2 ? DIGITS[c & 63] : "=";
    }
    yield line;
  }
}

function literal({ type, data }: Constant, at: number): string {
  const value = data[at];
  if (typeof value === "string") return textLiteral(value);
  return type === "int" || type === "bool" ? String(BigInt(value ?? 0)) : doubleLiteral(Number(value));
}

const isNumbers = (data: Constant["data"]): data is Exclude<Constant["data"], readonly string[]> => ArrayBuffer.isView(data);

/** Whether a table is written as bytes, which the helper `_table` reads. */
export const isLong = ({ data }: Constant): boolean => data.length > SHORT && isNumbers(data);

export function* table(name: string, constant: Constant): Generator<string> {
  const { data, type } = constant;
  if (isLong(constant) && isNumbers(data)) {
    yield `${name} = _table("${codeOf(constant)}", """\n`;
    for (const line of base64(bytesOf(data, type === "int"))) yield `${line}\n`;
    yield `""")\n`;
    return;
  }
  yield `${name} = [${Array.from({ length: data.length }, (_, at) => literal(constant, at)).join(", ")}]\n`;
}

/** A look-up of texts. */
export function* mapTable(name: string, { keys, values }: TextMap): Generator<string> {
  yield `${name} = {\n`;
  for (const [at, text] of keys.entries()) yield `    ${textLiteral(text)}: ${String(BigInt(values[at] ?? 0))},\n`;
  yield "}\n";
}
