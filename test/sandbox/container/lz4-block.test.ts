/** One lz4 block: every length and distance that does not fit is refused. */
import { expect, test } from "vitest";
import { xxh32 } from "../../../sandbox/container/checksum/xxh32.js";
import { decodeBlock } from "../../../sandbox/container/lz4/block.js";
import { openLz4Frame } from "../../../sandbox/container/lz4/index.js";
import { BytesSource } from "../../../sandbox/container/plain-source.js";
import { LIMITS, readAll } from "../../support/containers.js";

function decode(block: readonly number[], target: { floor?: number; start?: number; limit?: number } = {}): string {
  const out = new Uint8Array(1000).fill(46);
  const start = target.start ?? 0;
  const end = decodeBlock(Uint8Array.from(block), block.length, { out, floor: target.floor ?? 0, start, limit: target.limit ?? 1000 });
  return end < 0 ? "damaged" : Buffer.from(out.subarray(start, end)).toString();
}

const a = 97;

test("literals and matches, overlapping ones too", () => {
  expect(decode([0x30, a, a + 1, a + 2])).toBe("abc");
  expect(decode([0x20, a, a + 1, 2, 0, 0x10, a])).toBe("abababa");
  expect(decode([0x1f, a, 1, 0, 255, 10, 0x00])).toBe("a".repeat(1 + 19 + 255 + 10));
  expect(decode([0xf0, 5, ...Array.from({ length: 20 }, () => a)])).toBe("a".repeat(20));
  expect(decode([0x30, a, a + 1, a + 2, 3, 0, 0x00].with(0, 0x3f).toSpliced(6, 0, 200))).toBe("abc".repeat(1 + 73));
});

test.each([
  ["more literals than bytes", [0x40, a, a]],
  ["a length that does not end", [0xf0, 255]],
  ["half a distance", [0x10, a, 1]],
  ["no distance", [0x10, a, 0, 0, 0x00]],
  ["a distance before the start", [0x10, a, 2, 0, 0x00]],
  ["a match length that does not end", [0x1f, a, 1, 0, 255]],
  ["no last literals", [0x10, a, 1, 0]],
  ["nothing at all", []],
])("%s", (_what, block) => {
  expect(decode(block)).toBe("damaged");
});

test("a match may reach into history only down to the floor", () => {
  const block = [0x10, a, 3, 0, 0x00];
  expect(decode(block, { start: 10, floor: 8 })).toBe("a..a.");
  expect(decode(block, { start: 10, floor: 9 })).toBe("damaged");
});

test("a block may not be longer than the frame allows", () => {
  expect(decode([0x30, a, a, a], { limit: 3 })).toBe("aaa");
  expect(decode([0x30, a, a, a], { limit: 2 })).toBe("damaged");
  expect(decode([0x10, a, 1, 0, 0x00], { limit: 4 })).toBe("damaged");
});

/** A frame of a stored block `abcd` and a block that repeats it. */
function frame(flags: number): Uint8Array {
  const descriptor = Uint8Array.of(flags, 0x40);
  const check = (xxh32(descriptor, 0, 2) >>> 8) & 255;
  const stored = [4, 0, 0, 0x80, a, a + 1, a + 2, a + 3];
  const repeats = [5, 0, 0, 0, 0x10, 46, 5, 0, 0x00];
  return Uint8Array.of(4, 0x22, 0x4d, 0x18, ...descriptor, check, ...stored, ...repeats, 0, 0, 0, 0);
}

test("linked blocks reach into the block before, independent ones may not", () => {
  const linked = openLz4Frame(null, new BytesSource(frame(0x40)), LIMITS);
  expect(Buffer.from(readAll(linked)).toString()).toBe("abcd.abcd");
  expect(linked.fault).toBeNull();
  const independent = openLz4Frame(null, new BytesSource(frame(0x60)), LIMITS);
  expect(Buffer.from(readAll(independent)).toString()).toBe("abcd");
  expect(independent.fault).toMatchObject({ code: "container.corrupt", args: { why: "lz4.block" } });
});
