/**
 * The fuzzers' inputs, each a pure function of a seed: programs of the oracle's grammar, mutated fixtures, mutated
 * containers around both. Fixtures are our own files only.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { choices, spell } from "../oracle/grammar.js";
import { FIXTURES } from "../support/shared.js";
import { mutate } from "./mutate.js";
import { Random } from "./random.js";

/** Longer fixtures make a run slow without making it deeper. */
const MAX_BYTES = 64 * 1024;

function* filesBelow(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else if (!/\.(?:py|tsv|json|sha256)$/.test(name) && statSync(path).size <= MAX_BYTES) yield path;
  }
}

/** Our fixtures, by name. */
const FILES: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [...filesBelow(FIXTURES)].map((path) => ({
  name: path.slice(FIXTURES.length + 1),
  bytes: new Uint8Array(readFileSync(path)),
}));

const grammar = choices();

export interface FuzzInput {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const program = (seed: number): Uint8Array => spell(fc.sample(grammar, { numRuns: 1, seed })[0] ?? []);

/** A zip with one stored member, as `numpy.savez` writes it. */
function zipped(name: string, bytes: Uint8Array): Uint8Array {
  const title = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt32LE(bytes.length, 18);
  local.writeUInt32LE(bytes.length, 22);
  local.writeUInt16LE(title.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  local.copy(central, 6, 4, 30);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + title.length, 12);
  end.writeUInt32LE(30 + title.length + bytes.length, 16);
  return Buffer.concat([local, title, bytes, central, title, end]);
}

const WRAPPERS: readonly ((bytes: Uint8Array) => Uint8Array)[] = [
  (bytes) => gzipSync(bytes),
  (bytes) => deflateSync(bytes),
  (bytes) => Buffer.concat([Buffer.from("1f8b08000000000000ff", "hex"), deflateRawSync(bytes)]),
  (bytes) => Buffer.concat([Buffer.from(`ZF0x${bytes.length.toString(16).padEnd(17, " ")}`), deflateSync(bytes)]),
  (bytes) => zipped("a.npy", bytes),
  (bytes) => zipped("archive/data.pkl", bytes),
];

/** Input number `seed`. */
export function inputOf(seed: number): FuzzInput {
  const random = new Random(seed);
  const file = random.pick(FILES);
  const other = random.pick(FILES).bytes;
  switch (random.below(5)) {
    case 0:
      return { name: "program", bytes: program(seed) };
    case 1:
      return { name: "mutated program", bytes: mutate(program(seed), random, other) };
    case 2: {
      const wrap = random.pick(WRAPPERS);
      const inner = random.below(2) === 0 ? mutate(file.bytes, random, other) : mutate(program(seed), random, other);
      const whole = wrap(inner);
      return { name: `wrapped ${file.name}`, bytes: random.below(2) === 0 ? whole : mutate(whole, random, other) };
    }
    default:
      return { name: file.name, bytes: mutate(file.bytes, random, other) };
  }
}
