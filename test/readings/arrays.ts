/**
 * Bytes that real arrays have, of all dtypes and many distributions of values, and the unlucky ones: numbers whose last
 * bytes are opcodes that need nothing and do little, so that a loader that runs them comes out behind the array.
 */
import type { Random } from "../fuzz/random.js";

type Filler = (bytes: Uint8Array, random: Random) => void;

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Fills with items of `size` bytes; what is left at the end stays. */
const items =
  (size: number, write: (data: DataView, at: number, random: Random) => void): Filler =>
  (bytes, random) => {
    const data = view(bytes);
    for (let at = 0; at + size <= bytes.length; at += size) write(data, at, random);
  };

const unit = (random: Random): number => random.below(2 ** 30) / 2 ** 30;
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(unit(random) + 1e-12)) * Math.cos(2 * Math.PI * unit(random));
const f64 = (make: (random: Random) => number): Filler => items(8, (data, at, random) => data.setFloat64(at, make(random), true));
const f32 = (make: (random: Random) => number): Filler => items(4, (data, at, random) => data.setFloat32(at, make(random), true));
const i64 = (make: (random: Random) => number): Filler => items(8, (data, at, random) => data.setBigInt64(at, BigInt(make(random)), true));
const i32 = (make: (random: Random) => number): Filler => items(4, (data, at, random) => data.setInt32(at, make(random), true));
const bytesOf = (make: (random: Random) => number): Filler => items(1, (data, at, random) => data.setUint8(at, make(random)));

const WORDS = "the quick brown fox jumps over a lazy dog ( import os ) .\n def f(x): return x.T[0] 'text' \"more\" 1.5 NaN True".split(" ");
const words: Filler = (bytes, random) => {
  let text = "";
  while (text.length < bytes.length) text += `${WORDS[random.below(WORDS.length)]}${random.below(9) === 0 ? "\n" : " "}`;
  bytes.set(Buffer.from(text.slice(0, bytes.length), "latin1"));
};
const utf32: Filler = items(4, (data, at, random) => data.setUint32(at, random.below(12) === 0 ? 0 : 97 + random.below(26), true));

/** Opcodes that push, pop and memoise without asking for anything. */
const QUIET = [
  "N0",
  "\x94",
  "\x88",
  "\x89",
  ")",
  "]",
  "}",
  "(",
  "(1",
  "N",
  "0",
  "1",
  "2",
  "K\x07",
  "M\x01\x02",
  "h\x05",
  "h\x10",
  "h\x20",
  "q\x03",
  "q\x40",
  "C\x00",
  "\x8c\x00",
  "U\x00",
  "\x85",
  "a",
  "s",
  "u",
  "e",
  "t",
  "l",
  "d",
  "b",
  "R",
  "\x81",
  "\x86",
  "\x87",
  "J\0\0\0\0",
  "\x8f",
  "\x90",
  "\x91",
  "\x98",
  "o",
  "\x80\x04",
  ".",
];

/** Opcodes to the very end, from a random place in the last twenty bytes. */
const unlucky: Filler = (bytes, random) => {
  bytesOf((r) => r.below(256))(bytes, random);
  let tail = "";
  const length = 1 + random.below(20);
  while (tail.length < length) tail += QUIET[random.below(random.below(3) === 0 ? QUIET.length : 16)] ?? "";
  const all = Buffer.from(tail, "latin1");
  const code = all.subarray(Math.max(0, all.length - bytes.length));
  bytes.set(code, bytes.length - code.length);
};

export const UNLUCKY: readonly (readonly [string, Filler])[] = [["unlucky", unlucky]];

export const FILLERS: readonly (readonly [string, Filler])[] = [
  ["float64 normal", f64(normal)],
  ["float64 tiny", f64((random) => normal(random) * 10 ** -(100 + random.below(220)))],
  ["float64 wide", f64((random) => normal(random) * 10 ** (random.below(600) - 300))],
  ["float64 whole", f64((random) => random.below(1000) - 500)],
  ["float64 zeros", f64((random) => (random.below(4) === 0 ? normal(random) : 0))],
  ["float32 normal", f32(normal)],
  ["float16", items(2, (data, at, random) => data.setUint16(at, random.below(65536), true))],
  ["int64 small", i64((random) => random.below(300))],
  ["int64 wide", i64((random) => random.below(2 ** 30) * random.below(2 ** 20))],
  ["int32", i32((random) => random.below(2 ** 30) - 2 ** 29)],
  ["int32 small", i32((random) => random.below(200) - 50)],
  ["bool", bytesOf((random) => random.below(2))],
  ["uint8 noise", bytesOf((random) => random.below(256))],
  ["uint8 dark", bytesOf((random) => (random.below(3) === 0 ? random.below(256) : 0))],
  ["datetime64[ns]", i64((random) => 1_600_000_000_000_000_000 + random.below(2 ** 30) * 100_000_000)],
  ["text latin-1", words],
  ["text utf-32", utf32],
  ["complex tiny", f64((random) => normal(random) * 1e-308)],
];
