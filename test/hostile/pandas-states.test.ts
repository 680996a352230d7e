/**
 * Each value in a genuine state of pandas put out of its type or place: a number for a text, a text scalar of numpy for the
 * very text, a frame for anything, one more or one less. Nothing of it is safe but what is listed here, and that is what
 * users choose: names, labels, attributes, numbers of dates.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CODES, isFindingCode } from "../../sandbox/finding/codes.js";
import { type Instruction, InstructionReader } from "../../sandbox/opcode/read.js";
import { runGuest } from "../support/guest.js";
import { HOSTILE } from "../support/hostile.js";

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const bytesOf = (state: string): Buffer => readFileSync(join(HOSTILE, `safe--pandas-${state}-p4.pkl`));
/** A whole value without its protocol and STOP. */
const wholeOf = (state: string): Buffer => bytesOf(state).subarray(2, -1);

const int = (n: number): Buffer => {
  const bytes = Buffer.alloc(5, "J");
  bytes.writeInt32LE(n, 1);
  return bytes;
};
const text = (value: string): Buffer => Buffer.concat([Buffer.from([0x8c, Buffer.byteLength(value)]), Buffer.from(value)]);

/** `numpy.core.multiarray.scalar(dtype('U…'), …)`: equal to a text, and no text. */
function scalar(value: string): Buffer {
  const size = value.length * 4;
  const data = Buffer.concat([...value].map((letter) => Buffer.from([letter.charCodeAt(0) & 0xff, 0, 0, 0])));
  const dtype = `\x8c\x05numpy\x8c\x05dtype\x93\x8c${String.fromCharCode(`U${value.length}`.length)}U${value.length}\x89\x88\x87R`;
  const state = `(K\x03\x8c\x01<NNNK${String.fromCharCode(size)}K\x04K\x08tb`;
  return Buffer.concat([latin1(`\x8c\x15numpy.core.multiarray\x8c\x06scalar\x93${dtype}${state}B`), le(size), data, latin1("\x86R")]);
}

function le(n: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(n);
  return bytes;
}

const ANY: readonly [string, Buffer][] = [
  ["None", latin1("N")],
  ["True", latin1("\x88")],
  ["3", latin1("K\x03")],
  ["-7", int(-7)],
  ["2**70", latin1("\x8a\x09\0\0\0\0\0\0\0\0\x40")],
  ["1.5", latin1("G\x3f\xf8\0\0\0\0\0\0")],
  ["'x'", text("x")],
  ["b'x'", latin1("C\x01x")],
  ["[]", latin1("]")],
  ["{}", latin1("}")],
  ["()", latin1(")")],
  ["a frame", wholeOf("frame")],
  ["a series", wholeOf("series")],
  ["an index", wholeOf("index")],
  ["a range", wholeOf("range")],
];

/** What may stand in an instruction's place. */
function replacements({ opcode, argument }: Instruction): readonly [string, Buffer][] {
  if (opcode === "SHORT_BINUNICODE" && argument !== null) {
    const own = argument.slice(1, -1);
    return [
      ...ANY,
      ["its scalar", scalar(own)],
      ["'dataframe'", text("dataframe")],
      ["its bytes", latin1(`C${String.fromCharCode(own.length)}${own}`)],
    ];
  }
  if (opcode.startsWith("BININT") || opcode === "LONG1")
    return [...ANY, ["one more", int(Number(argument) + 1)], ["one less", int(Number(argument) - 1)]];
  return opcode === "NONE" || opcode.startsWith("NEW") ? ANY : [];
}

const MUTATED = /^(?:SHORT_BINUNICODE|BININT[12]?|LONG1|NONE|NEWTRUE|NEWFALSE)$/;

/** Values outside of numpy's own: what stands between `_reconstruct` or `dtype` and the dtype's BUILD is another test's. */
function* instructions(bytes: Buffer): Generator<{ instruction: Instruction; end: number; before: string }> {
  const source = {
    length: bytes.length,
    read: (offset: number, length: number, target: Uint8Array, at: number) => {
      const part = bytes.subarray(offset, offset + length);
      target.set(part, at);
      return part.length;
    },
  };
  const reader = new InstructionReader(source);
  let last: Instruction | null = null;
  let before = "";
  let numpys = false;
  for (let one = reader.next(); one !== null; one = reader.next()) {
    if (one.kind === "broken") throw new Error(`broken at ${one.offset}`);
    if (last !== null) {
      if (last.argument === '"_reconstruct"' || last.argument === '"dtype"') numpys = true;
      if (!numpys) yield { instruction: last, end: one.offset, before };
      if (last.opcode === "BUILD") numpys = false;
      before = last.argument ?? last.opcode;
    }
    last = one;
  }
}

const isSafe = (bytes: Uint8Array): boolean =>
  runGuest(bytes, "scan").report.artifacts.every((artifact) =>
    artifact.findings.every((f) => isFindingCode(f.code) && CODES[f.code].verdict === "safe"),
  );

/** Groups of replacements that stand for what a place takes. */
const KINDS: readonly [string, string][] = [
  ["any other item", "None, True, 3, -7, 2**70, 1.5, 'x', b'x', [], {}, (), its scalar, 'dataframe', its bytes"],
  ["any other item", "None, True, 3, -7, 2**70, 1.5, b'x', [], {}, (), its scalar, 'dataframe', its bytes"],
  ["any other item", "True, 3, -7, 2**70, 1.5, 'x', b'x', [], {}, ()"],
  ["any other label", "True, 3, -7, 2**70, 1.5, 'x', b'x', ()"],
  ["any other label or a list", "True, 3, -7, 2**70, 1.5, 'x', b'x', [], ()"],
  ["any other integer", "3, -7, 2**70, one more, one less"],
  ["any other integer of 64 bits", "3, -7, one more, one less"],
];

const kindOf = (names: string): string => KINDS.find(([, all]) => all === names)?.[0] ?? names;

/** What stays safe of a state: the value before, the value, and what took its place. */
function staysSafe(state: string): string[] {
  const bytes = bytesOf(state);
  const safe = new Map<string, Set<string>>();
  for (const { instruction, end, before } of instructions(bytes)) {
    if (!MUTATED.test(instruction.opcode)) continue;
    const where = `${before} > ${instruction.argument ?? instruction.opcode}`;
    for (const [name, value] of replacements(instruction)) {
      const whole = Buffer.concat([bytes.subarray(0, instruction.offset), value, bytes.subarray(end)]);
      if (!whole.equals(bytes) && isSafe(whole)) safe.set(where, (safe.get(where) ?? new Set()).add(name));
    }
  }
  return [...safe].map(([where, names]) => `${where}: ${kindOf([...names].join(", "))}`);
}

/** The value before, the value, and what may take its place. */
const FREE: Readonly<Record<string, readonly string[]>> = {
  index: [
    "BUILD > NEWFALSE: True",
    'EMPTY_LIST > "a": any other item',
    "APPEND > 1: None, True, 3, -7, 2**70, 1.5, 'x', b'x', [], {}, (), one more, one less, a frame, a series, an index, a range",
    "APPEND > NONE: any other item",
    `1 > "b": None, True, 3, -7, 2**70, 1.5, 'x', b'x', [], {}, (), a frame, a series, an index, a range, its scalar, 'dataframe', its bytes`,
    '"name" > NONE: any other label',
  ],
  "int64-index": ["BUILD > NEWFALSE: True", '"name" > NONE: any other label'],
  range: [
    '"name" > NONE: any other label',
    '"start" > 5: any other integer of 64 bits',
    '"stop" > 0: any other integer of 64 bits',
    '"step" > -2: any other integer of 64 bits',
  ],
  multi: [
    "BUILD > NEWFALSE: True",
    'EMPTY_LIST > "a": any other item',
    'APPEND > "b": any other item',
    '"name" > NONE: any other label',
    "EMPTY_LIST > NONE: any other label",
    "APPEND > NONE: any other label",
  ],
  categorical: [
    "BUILD > NEWFALSE: True",
    'EMPTY_LIST > "a": any other item',
    'APPEND > "b": any other item',
    '"name" > NONE: any other label',
    '"ordered" > NEWFALSE: None, True',
  ],
  datetimes: [
    "BUILD > NEWFALSE: True",
    "STACK_GLOBAL > 1: any other integer of 64 bits",
    "1 > NEWFALSE: True",
    '"name" > NONE: any other label',
  ],
  "datetimes-zone": [
    "STACK_GLOBAL > 0: any other integer",
    "0 > 3600: any other integer",
    "3600 > 0: any other integer",
    "BUILD > NEWFALSE: True",
    '"name" > NONE: any other label',
  ],
  "datetimes-old": [
    "BUILD > NEWFALSE: True",
    '"name" > NONE: any other label',
    "STACK_GLOBAL > 0: any other integer",
    "0 > 3600: any other integer",
    "3600 > 0: any other integer",
  ],
  periods: [
    "STACK_GLOBAL > 1: any other integer of 64 bits",
    "1 > NEWFALSE: True",
    "BUILD > NEWFALSE: True",
    '"name" > NONE: any other label',
  ],
  intervals: ["BUILD > NEWFALSE: True", '"name" > NONE: any other label'],
  masked: ["BUILD > NEWFALSE: True"],
  frame: [
    "BUILD > NEWFALSE: True",
    "2 > 1: None",
    'EMPTY_LIST > "x": any other item',
    'APPEND > "y": any other item',
    '"name" > NONE: any other label',
  ],
  "frame-blocks": ["BUILD > NEWFALSE: True", "0 > 4: 3, one less", '"name" > NONE: any other label'],
  series: [
    '"name" > NONE: any other label',
    '"start" > 0: any other integer of 64 bits',
    '"stop" > 3: -7, one more, one less',
    '"step" > 1: 3, -7, one more',
    "BUILD > NEWFALSE: True",
    "3 > 1: None",
    '"_name" > NONE: any other label or a list',
  ],
  timestamp: [
    "MARK > 5: any other integer of 64 bits",
    "STACK_GLOBAL > 0: any other integer",
    "0 > 3600: any other integer",
    "3600 > 0: any other integer",
    "REDUCE > 10: one less",
  ],
  period: ["STACK_GLOBAL > 1: any other integer of 64 bits", "1 > NEWFALSE: True", "REDUCE > 600: any other integer of 64 bits"],
  "period-dtype": [],
  interval: ["STACK_GLOBAL > 0: 3, -7, 2**70, 1.5, one more, one less"],
};

test.each(Object.keys(FREE))(
  "%s",
  (state) => {
    expect(isSafe(bytesOf(state))).toBe(true);
    expect(staysSafe(state)).toEqual(FREE[state]);
  },
  60_000,
);
