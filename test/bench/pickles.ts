/**
 * Inputs that need no Python: pickles of protocol 4 of any size, written piece by piece, and folders of small ones. Frames
 * are left out; keys are memoised and items come in batches of 1,000, as Python writes them.
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Float, pickle, type Value } from "../support/pickle.js";

const BATCH = 1000;

/** Opcodes and what else is written as bytes of its own. */
const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const op = latin1;

function u32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
}

const short = (text: string): Buffer => Buffer.concat([Buffer.of(0x8c, text.length), latin1(text)]);

/** A list under protocol 4: what `item` gives for each of `count`, in batches. */
function writeList(path: string, count: number, item: (i: number) => Buffer): void {
  const fd = openSync(path, "w");
  writeSync(fd, Buffer.from([0x80, 4, 0x5d, 0x94]));
  for (let from = 0; from < count; from += BATCH) {
    const items = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => item(from + i));
    writeSync(fd, Buffer.concat([op("("), ...items, op("e")]));
  }
  writeSync(fd, op("."));
  closeSync(fd);
}

const MEMOIZE = Buffer.of(0x94);

function double(value: number): Buffer {
  const out = Buffer.alloc(9);
  out.write("G", "latin1");
  out.writeDoubleBE(value, 1);
  return out;
}

/** Keys are written once and then taken from the memo, where they stand in these places. */
const KEYS = [
  ["id", 2],
  ["name", 3],
  ["score", 5],
] as const;

function dict(i: number): Buffer {
  const [id, name, score] = KEYS.map(([key, place]) => (i === 0 ? Buffer.concat([short(key), MEMOIZE]) : Buffer.of(0x68, place)));
  const empty = Buffer.alloc(0);
  const parts = [id ?? empty, op("J"), u32(i), name ?? empty, short(`name${i}`), MEMOIZE, score ?? empty, double(i * 0.5)];
  return Buffer.concat([op("}"), MEMOIZE, op("("), ...parts, op("u")]);
}

/** Bytes of one of the dicts, about. */
const DICT_BYTES = 37;

/** A whole number of 40 bits, as LONG1. */
function long(i: number): Buffer {
  const out = Buffer.from([0x8a, 5, 0, 0, 0, 0, 0]);
  out.writeUIntLE(2 ** 38 + i * 7919, 2, 5);
  return out;
}

/** Lists by what they hold. */
export const LISTS = {
  dicts: (path: string, count: number) => writeList(path, count, dict),
  floats: (path: string, count: number) => writeList(path, count, (i) => double(Math.sin(i))),
  ints: (path: string, count: number) => writeList(path, count, long),
  strings: (path: string, count: number) => writeList(path, count, (i) => Buffer.concat([short(`text number ${i}`), MEMOIZE])),
} as const;

/** Dicts of about so many bytes. */
export const writeDicts = (path: string, bytes: number): void => LISTS.dicts(path, Math.ceil(bytes / DICT_BYTES));

const global = (module: string, name: string): Buffer => Buffer.concat([short(module), short(name), Buffer.of(0x93)]);

/** An array of float64 of so many bytes, as numpy 2 pickles it. */
export function writeArray(path: string, bytes: number): void {
  const dtype = [
    global("numpy", "dtype"),
    short("f8"),
    latin1("\x89\x88\x87R(K\x03"),
    short("<"),
    latin1("NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb"),
  ];
  const made = [
    global("numpy._core.multiarray", "_reconstruct"),
    global("numpy", "ndarray"),
    latin1("K\0\x85C\x01b\x87R(K\x01J"),
    u32(bytes / 8),
  ];
  const fd = openSync(path, "w");
  writeSync(fd, Buffer.concat([Buffer.of(0x80, 4), ...made, latin1("\x85"), ...dtype, latin1("\x89\x8e"), u32(bytes), u32(0)]));
  const block = Buffer.alloc(2 ** 20);
  for (let i = 0; i < bytes / 8 && i < block.length / 8; i++) block.writeDoubleLE(Math.sin(i), 8 * i);
  for (let at = 0; at < bytes; at += block.length) writeSync(fd, block.subarray(0, Math.min(block.length, bytes - at)));
  writeSync(fd, latin1("tb."));
  closeSync(fd);
}

const system = (i: number): Value => ({ call: "posix.system", args: [`echo ${i}`] });

/** Ways to run code, of a few bytes each: called, after the end, beside what is shown, under protocol 0. */
const HOSTILE: readonly ((i: number) => Buffer)[] = [
  (i) => pickle(system(i)),
  (i) => pickle({ call: "builtins.eval", args: [String(i)] }),
  (i) => pickle({ dict: [["model", { call: "subprocess.check_output", args: [`echo ${i}`] }]] }),
  (i) => Buffer.concat([pickle(i), pickle(system(i))]),
  (i) => latin1(`cos\nsystem\n(S'echo ${i}'\ntR.`),
];

const BENIGN: readonly ((i: number) => Buffer)[] = [
  (i) =>
    pickle({
      dict: [
        ["id", i],
        ["names", { list: ["a", `b${i}`] }],
      ],
    }),
  (i) => pickle([`text ${i}`, new Float(i), null]),
];

function writeFolder(path: string, count: number, kinds: readonly ((i: number) => Buffer)[]): void {
  mkdirSync(path);
  for (let i = 0; i < count; i++) {
    const bytes = kinds[i % kinds.length]?.(i);
    if (bytes !== undefined) writeFileSync(join(path, `${String(i).padStart(4, "0")}.pkl`), bytes);
  }
}

export const writeHostile = (path: string, count: number): void => writeFolder(path, count, HOSTILE);
export const writeBenign = (path: string, count: number): void => writeFolder(path, count, BENIGN);
