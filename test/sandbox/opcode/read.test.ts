import { describe, expect, test } from "vitest";
import { type Broken, type ByteSource, type Instruction, InstructionReader, listedLine } from "../../../sandbox/opcode/read.js";
import { OPCODES } from "../../../sandbox/opcode/table.js";

/** Bytes that count how much of them was read; `known: false` hides the length, as a decompressor does. */
function source(bytes: Uint8Array, known = true): ByteSource & { taken: number } {
  return {
    length: known ? bytes.length : -1,
    taken: 0,
    read(offset, length, target, at) {
      const part = bytes.subarray(offset, offset + length);
      target.set(part, at);
      this.taken += part.length;
      return part.length;
    },
  };
}

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

function all(bytes: Uint8Array, known = true): (Instruction | Broken)[] {
  const reader = new InstructionReader(source(bytes, known));
  const out: (Instruction | Broken)[] = [];
  for (let one = reader.next(); one !== null; one = reader.next()) {
    out.push(one);
    if (one.kind === "broken") break;
  }
  return out;
}

const listing = (text: string): string[] =>
  all(latin1(text)).map((i) => `${i.offset} ${i.opcode}${i.argument === null ? "" : ` ${i.argument}`}`);

describe("InstructionReader", () => {
  test("every argument form", () => {
    expect(listing("\x80\x04\x95\x0a\0\0\0\0\0\0\0")).toEqual(["0 PROTO 4", "2 FRAME 10"]);
    expect(listing("K\xffM\x34\x12J\xff\xff\xff\xffj\xff\xff\xff\xff")).toEqual([
      "0 BININT1 255",
      "2 BININT2 4660",
      "5 BININT -1",
      "10 LONG_BINGET 4294967295",
    ]);
    expect(listing("I+1\nL5L\nF1e400\np7\n")).toEqual(["0 INT +1", "4 LONG 5L", "8 FLOAT 1e400", "15 PUT 7"]);
    expect(listing("G\x3f\xf8\0\0\0\0\0\0")).toEqual(["0 BINFLOAT 1.5"]);
    expect(listing("\x8a\x02\xff\0\x8b\x01\0\0\0\xff\x8a\0")).toEqual(["0 LONG1 255", "4 LONG4 -1", "10 LONG1 0"]);
    expect(listing('\x8c\x02\xc3\xa9X\x01\0\0\0"')).toEqual(['0 SHORT_BINUNICODE "é"', '4 BINUNICODE "\\""']);
    expect(listing("C\x02a\0U\x02\xc3\xa9T\x01\0\0\0x")).toEqual([
      '0 SHORT_BINBYTES b"a\\x00"',
      '4 SHORT_BINSTRING b"\\xc3\\xa9"',
      '8 BINSTRING b"x"',
    ]);
    expect(listing("cposix\nsystem\nS'a\\n'\nVd\\u00e9\nPid\n")).toEqual([
      "0 GLOBAL posix system",
      "14 STRING 'a\\\\n'",
      "21 UNICODE d\\\\u00e9",
      "30 PERSID id",
    ]);
    expect(listing("(}]NR.")).toEqual(["0 MARK", "1 EMPTY_DICT", "2 EMPTY_LIST", "3 NONE", "4 REDUCE", "5 STOP"]);
  });

  test("knows where values stand", () => {
    const [one, two] = all(latin1("C\x03abccposix\nsystem\n"));
    expect(one).toMatchObject({ offset: 0, from: 2, to: 5, next: 5 });
    expect(two).toMatchObject({ offset: 5, from: 6, to: 18, next: 19 });
  });

  test("does not know STOP from others: what stands behind it is read too", () => {
    expect(listing("N.N.")).toEqual(["0 NONE", "1 STOP", "2 NONE", "3 STOP"]);
  });

  test("a listed line is what crosses the edge", () => {
    const [one] = all(latin1("K\x01"));
    expect(one?.kind === "instruction" && listedLine(one)).toEqual({ offset: 0, opcode: "BININT1", argument: "1" });
  });

  test("moves over bytes that are no opcodes", () => {
    const reader = new InstructionReader(source(latin1("N\xff\xff\xffK\x07.")));
    expect(reader.next()).toMatchObject({ opcode: "NONE" });
    expect(reader.next()).toMatchObject({ kind: "broken", offset: 1, code: "stream.opcode", args: { byte: 255 } });
    expect(reader.next()).toMatchObject({ kind: "broken", offset: 1 });
    reader.seek(4);
    expect(reader.offset).toBe(4);
    expect(reader.next()).toMatchObject({ offset: 4, argument: "7" });
    reader.seek(0);
    expect(reader.next()).toMatchObject({ opcode: "NONE" });
  });

  test("hostile text is escaped and cut", () => {
    const name = `evil\x1b[2J\xe2\x80\xae${"x".repeat(5000)}`;
    const [one] = all(latin1(`c${name}\nname\n`));
    expect(one?.argument?.startsWith("evil\\x1b[2J\\u202exxx")).toBe(true);
    expect(one?.argument).toHaveLength(200 + "… <5,017 bytes>".length);
  });

  test("a big payload is skipped, not read", () => {
    const bytes = new Uint8Array(50_000_000);
    bytes.set([0x42, ...new Uint8Array(new Uint32Array([49_999_000]).buffer)]);
    bytes[5 + 49_999_000] = 0x2e;
    const counted = source(bytes);
    const reader = new InstructionReader(counted);
    expect(reader.next()).toMatchObject({ argument: "<49,999,000 bytes>", next: 49_999_005 });
    expect(reader.next()).toMatchObject({ opcode: "STOP" });
    expect(counted.taken).toBeLessThan(200_000);
  });

  test("long lines cost one pass", () => {
    const started = performance.now();
    const [one, two] = all(latin1(`V${"é".repeat(20_000_000)}\n.`));
    expect(one?.argument?.endsWith("… <20,000,000 bytes>")).toBe(true);
    expect(two).toMatchObject({ opcode: "STOP" });
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe("where it stops", () => {
  test.each([
    ["K", "BININT1", null, { missing: 1 }],
    ["J\x01\x02", "BININT", null, { missing: 2 }],
    ["X\x05\0\0\0ab", "BINUNICODE", '"ab…', { missing: 3 }],
    ["C\x05ab", "SHORT_BINBYTES", "<5 bytes>", { missing: 3 }],
    ["\x8a\x05ab", "LONG1", "<5 bytes>", { missing: 3 }],
    ["cposix\nsys", "GLOBAL", "posix sys…", { missing: 1 }],
    ["cposix", "GLOBAL", "posix…", { missing: 1 }],
    ["I12", "INT", "12…", { missing: 1 }],
    ["I", "INT", null, { missing: 1 }],
    ["X\0\0", "BINUNICODE", null, { missing: 2 }],
    ["\x8d\xff\xff\xff\xff\xff\xff\xff\xffabc", "BINUNICODE8", '"abc…', { missing: 2 ** 64 - 3 }],
  ])("%j is cut off", (text, opcode, argument, args) => {
    expect(all(latin1(text)).at(-1)).toEqual({ kind: "broken", offset: 0, opcode, argument, code: "stream.truncated", args });
    expect(all(latin1(text), false).at(-1)).toMatchObject({
      kind: "broken",
      opcode,
      argument,
      code: "stream.truncated",
      args: { missing: 1 },
    });
  });

  test.each(["T\xff\xff\xff\xff", "\x8b\0\0\0\x80"])("%j has a negative length", (text) => {
    expect(all(latin1(text))).toMatchObject([{ kind: "broken", code: "stream.argument", args: { why: "argument.negative" } }]);
  });

  test("nothing is no instruction", () => {
    expect(new InstructionReader(source(new Uint8Array())).next()).toBeNull();
    expect(new InstructionReader(source(latin1("N.")), 99).next()).toBeNull();
  });

  test("every stream of random bytes ends without a throw and goes forward", () => {
    let seed = 12345;
    const random = (): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return seed >>> 16;
    };
    for (let round = 0; round < 3000; round += 1) {
      const bytes = Uint8Array.from({ length: random() % 60 }, () =>
        random() % 3 === 0 ? (OPCODES[random() % OPCODES.length]?.code ?? 0) : random() % (random() % 2 === 0 ? 256 : 4),
      );
      for (const known of [true, false]) {
        let end = 0;
        for (const one of all(bytes, known)) {
          expect(one.offset).toBe(end);
          if (one.kind === "instruction") {
            expect(one.next).toBeGreaterThan(one.offset);
            expect(one.next).toBeLessThanOrEqual(bytes.length);
            end = one.next;
          }
        }
      }
    }
  });
});
