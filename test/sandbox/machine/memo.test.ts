/** The memo against a plain map, and what its indices may claim: a wrong count or a lost entry reads one name as another. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Memo } from "../../../sandbox/machine/memo.js";
import { NOTHING } from "../../../sandbox/tape/handle.js";
import { faults, runOurs, TrickleSource } from "../../oracle/ours.js";
import { runGuest } from "../../support/guest.js";

/** Either the next index, as MEMOIZE, or one anywhere up to a thousand. */
const writes = fc.array(fc.oneof(fc.constant(-1), fc.nat({ max: 40 }), fc.nat({ max: 1000 })), { minLength: 1, maxLength: 400 });

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const cat = (...parts: readonly (Uint8Array | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? latin1(part) : part)));
const indexed = (opcode: "r" | "j", index: number): Buffer => {
  const bytes = Buffer.alloc(5);
  bytes.write(opcode, 0, "latin1");
  bytes.writeUInt32LE(index, 1);
  return bytes;
};

const faultsOf = (bytes: Uint8Array): string[] => faults(runOurs(bytes)).map((f) => f.code);

describe("the memo", () => {
  test.each([1, 4, 16])("holds what a map holds, counts what it counts (room %i)", (room) => {
    fc.assert(
      fc.property(writes, (indices) => {
        const memo = new Memo(room);
        const map = new Map<number, number>();
        const wrongCounts = indices.filter((wanted, at) => {
          const index = wanted < 0 ? memo.count : wanted;
          memo.put(index, at + 1);
          return memo.count !== map.set(index, at + 1).size;
        });
        const all = Array.from({ length: 1100 }, (_, index) => index);
        expect(wrongCounts).toEqual([]);
        expect(all.map((index) => memo.get(index))).toEqual(all.map((index) => map.get(index) ?? NOTHING));
        // The fast loop reads the slots alone: nothing that fits them may stand elsewhere.
        expect([...memo.slots]).toEqual([...memo.slots.keys()].map((index) => map.get(index) ?? NOTHING));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test("grows where entries are dense", () => {
    const memo = new Memo(4);
    for (let index = 0; index < 10_000; index++) memo.put(index, 1);
    expect(memo.slots.length).toBeGreaterThanOrEqual(10_000);
    expect(memo.slots.length).toBeLessThan(40_000);
  });

  test("does not grow for indices that double", () => {
    const memo = new Memo(256);
    for (let index = 512; index < 2 ** 31; index *= 2) memo.put(index, 1);
    expect(memo.slots.length).toBeLessThan(1024);
  });
});

describe("memo opcodes", () => {
  test("both loops number runs of entries alike, however they stand", () => {
    const names = "\x8c\x02os\x8c\x06system";
    for (const far of [63, 255, 256, 257, 511, 513, 1023, 1200]) {
      for (const run of [60, 200, 255, 256, 300, 1100]) {
        const program = cat(
          "\x80\x04N",
          indexed("r", far),
          Buffer.alloc(run, 0x94),
          names,
          "\x94\x93",
          Buffer.alloc(run, 0x94),
          indexed("j", far),
          "\x86.",
        );
        expect(runOurs(program, undefined, new TrickleSource(program))).toEqual(runOurs(program));
      }
    }
  });

  test.each([
    ["an index across a frame's end", cat("\x80\x04\x95\x03\0\0\0\0\0\0\0NNq\0."), ["stream.frame"]],
    ["an unfinished line of PUT", latin1("Np1"), ["stream.truncated"]],
    ["an unfinished line of GET", latin1("Ng1"), ["stream.truncated"]],
    ["a negative index of PUT", latin1("Np-1\nN."), ["stream.argument"]],
    ["a negative index of GET", latin1("Np0\ng-1\n."), ["stream.argument"]],
    ["PUT on an empty stack", latin1("p0\nN."), ["stream.stack"]],
    ["PUT above a mark", latin1("N(p0\nN."), ["stream.stack"]],
    ["an index that costs nothing", cat("\x80\x04N", indexed("r", 65_536), "."), []],
    ["an index beyond the file", cat("\x80\x04N", indexed("r", 65_537), "."), ["limit.memo"]],
    ["an index of GET beyond the file", cat("\x80\x04N", indexed("j", 65_537), "."), ["stream.memo"]],
  ])("%s", (_name, bytes, expected) => {
    expect(faultsOf(bytes)).toEqual(expected);
  });

  test("an index beyond every stream's length, where the length is not known", () => {
    const bytes = gzipSync(cat("\x80\x04N", indexed("r", 2 ** 31 + 1), "."));
    expect(runGuest(bytes, "scan").report.artifacts[0]?.findings.map((f) => f.code)).toEqual(["limit.memo"]);
  });
});
