/**
 * Damage to bytes: what bit rot, truncation and attackers do. Each mutation is small, a few are stacked, so that much of
 * a file stays as it was and its reader runs far.
 */
import type { Random } from "./random.js";

/** Values that lengths, counts and indices go wrong at. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
/** Opcodes that change most: MARK, STOP, POP, DUP, REDUCE, GLOBAL, PERSID, BUILD, memo and frame. */
const OPCODES = [
  ...Buffer.from("(.02RcPbqhjrtlduesaQiogp}])N"),
  0x80,
  0x81,
  0x85,
  0x86,
  0x87,
  0x8c,
  0x90,
  0x91,
  0x92,
  0x93,
  0x94,
  0x95,
  0x97,
];

type Mutation = (bytes: Buffer, random: Random, other: Uint8Array) => Uint8Array;

const spliced = (bytes: Buffer, from: number, to: number, middle: Uint8Array): Uint8Array =>
  Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(to)]);

function span(bytes: Buffer, random: Random, most = 64): readonly [number, number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + 1 + random.below(most))];
}

const MUTATIONS: readonly Mutation[] = [
  // One bit.
  (bytes, random) => {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    return bytes;
  },
  // One byte.
  (bytes, random) => {
    bytes[random.below(bytes.length)] = random.below(256);
    return bytes;
  },
  (bytes, random) => {
    bytes[random.below(bytes.length)] = random.pick(OPCODES);
    return bytes;
  },
  // A little-endian number.
  (bytes, random) => {
    const width = random.pick([1, 2, 4]);
    if (bytes.length < width) return bytes;
    bytes.writeUIntLE(random.pick(EDGES) % 256 ** width, random.below(bytes.length - width + 1), width);
    return bytes;
  },
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => spliced(bytes, ...span(bytes, random), Buffer.alloc(0)),
  (bytes, random) => {
    const [from, to] = span(bytes, random);
    return spliced(bytes, to, to, bytes.subarray(from, to));
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return spliced(bytes, at, at, Buffer.from([random.pick(OPCODES)]));
  },
  // A piece of another file.
  (bytes, random, other) => {
    const [from, to] = span(Buffer.from(other), random, 200);
    return spliced(bytes, ...span(bytes, random), other.subarray(from, to));
  },
  (bytes, _random, other) => Buffer.concat([bytes, other.subarray(0, 4096)]),
];

/** `bytes` with one to four mutations; `other` lends pieces. */
export function mutate(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  let damaged: Uint8Array = Uint8Array.from(bytes);
  for (let left = 1 + random.below(4); left > 0 && damaged.length > 0; left--)
    damaged = random.pick(MUTATIONS)(Buffer.from(damaged), random, other);
  return damaged;
}
