/** Opcodes of protocol 5 with what they carry: one function a kind of value. Lengths take the shortest form there is. */
import type { PickleStream } from "./stream.js";

export const OP = {
  PROTO: 0x80,
  STOP: 0x2e,
  MARK: 0x28,
  NONE: 0x4e,
  TRUE: 0x88,
  FALSE: 0x89,
  EMPTY_LIST: 0x5d,
  APPEND: 0x61,
  APPENDS: 0x65,
  EMPTY_DICT: 0x7d,
  SETITEM: 0x73,
  SETITEMS: 0x75,
  EMPTY_TUPLE: 0x29,
  TUPLE: 0x74,
  EMPTY_SET: 0x8f,
  ADDITEMS: 0x90,
  FROZENSET: 0x91,
  NEWOBJ: 0x81,
  REDUCE: 0x52,
  BUILD: 0x62,
  STACK_GLOBAL: 0x93,
  MEMOIZE: 0x94,
} as const;

/** TUPLE1 to TUPLE3. */
export const SHORT_TUPLES = [0x85, 0x86, 0x87] as const;

const little = (value: number, bytes: number): number[] => Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256);

function long(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push(Number(BigInt.asUintN(8, rest)));
    rest >>= 8n;
  } while (!((rest === 0n && (bytes.at(-1) ?? 0) < 128) || (rest === -1n && (bytes.at(-1) ?? 0) >= 128)));
  return Uint8Array.from(bytes);
}

export function putInt(to: PickleStream, value: number | bigint): void {
  if (typeof value === "number" && value >= 0 && value < 2 ** 8) return to.put(0x4b, value);
  if (typeof value === "number" && value >= 0 && value < 2 ** 16) return to.put(0x4d, ...little(value, 2));
  if (typeof value === "number" && value >= -(2 ** 31) && value < 2 ** 31) return to.put(0x4a, ...little(value >>> 0, 4));
  const bytes = long(BigInt(value));
  to.data(bytes.length < 256 ? [0x8a, bytes.length] : [0x8b, ...little(bytes.length, 4)], bytes);
}

export function putFloat(to: PickleStream, value: number): void {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  to.put(0x47, ...bytes);
}

/** Opcodes of one kind by how many bytes their length has. */
type Sizes = readonly (readonly [opcode: number, bytes: 1 | 4 | 8])[];

function sized(to: PickleStream, data: Uint8Array, sizes: Sizes): void {
  const [opcode, bytes] = sizes.find(([, width]) => data.length < 2 ** (8 * width)) ?? [0, 8];
  to.data([opcode, ...little(data.length, bytes)], data);
}

const TEXTS: Sizes = [
  [0x8c, 1],
  [0x58, 4],
  [0x8d, 8],
];
const BYTES: Sizes = [
  [0x43, 1],
  [0x42, 4],
  [0x8e, 8],
];

export const putBytes = (to: PickleStream, data: Uint8Array): void => sized(to, data, BYTES);
export const putByteArray = (to: PickleStream, data: Uint8Array): void => sized(to, data, [[0x96, 8]]);
export const putText = (to: PickleStream, text: string): void => sized(to, utf8(text), TEXTS);

const encoder = new TextEncoder();

/** UTF-8 in which a lone surrogate is three bytes, as Python's `surrogatepass` writes it. */
function utf8(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text);
  return Uint8Array.from(
    [...text].flatMap((character) => {
      const point = character.codePointAt(0) ?? 0;
      const lone = point >= 0xd800 && point < 0xe000;
      return lone ? [0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63)] : [...encoder.encode(character)];
    }),
  );
}

export const putGet = (to: PickleStream, number: number): void =>
  number < 256 ? to.put(0x68, number) : to.put(0x6a, ...little(number, 4));
