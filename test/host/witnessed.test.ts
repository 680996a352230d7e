/** Long files as the guest reads them: what is read ahead is given once, with the tag of its very bytes, or to nobody. */
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { BlockWitness } from "../../src/artifact/content.js";
import { blockTag, newTagKey } from "../../src/host/block-tag.js";
import { readFully } from "../../src/host/child/read-fully.js";
import { WitnessedFile } from "../../src/host/child/witnessed.js";
import { BLOCK_BYTES, TAG_ENTRY_BYTES } from "../../src/host/protocol.js";

const MEBIBYTE = 1024 * 1024;
/** Not a whole number of blocks. */
const SIZE = 6 * MEBIBYTE + 1234;
const folder = mkdtempSync(join(tmpdir(), "cornichon-witnessed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BYTES = Buffer.alloc(SIZE);
for (let at = 0, n = 7; at + 4 <= SIZE; at += 4, n = (Math.imul(n, 1103515245) + 12345) >>> 0) BYTES.writeUInt32LE(n, at);

let number = 0;

/** A file of these bytes as a guest reads it. */
function opened() {
  const path = join(folder, String(number++));
  writeFileSync(path, BYTES);
  const fd = openSync(path, "r");
  const key = newTagKey();
  /** Blocks that were read, in order. */
  const blocks: number[] = [];
  const told: (readonly [block: number, tag: string])[] = [];
  const fill = (offset: number, target: Uint8Array): number => {
    for (let at = 0; at < target.length; at += BLOCK_BYTES) blocks.push((offset + at) / BLOCK_BYTES);
    return readFully(fd, offset, target.length, target);
  };
  const tell = (entries: Buffer): void => {
    for (let at = 0; at < entries.length; at += TAG_ENTRY_BYTES)
      told.push([entries.readUInt32LE(at), entries.toString("hex", at + 4, at + TAG_ENTRY_BYTES)]);
  };
  const file = new WitnessedFile(fill, { size: SIZE, key, tag: blockTag, tell });
  const read = (offset: number, length: number): Buffer => {
    const target = Buffer.alloc(length);
    return target.subarray(0, file.read(offset, length, target));
  };
  const readAhead = (): number => {
    let count = 0;
    while (file.readAhead()) count++;
    return count;
  };
  const write = (at: number, bytes: Uint8Array): void => {
    const writing = openSync(path, "r+");
    writeSync(writing, bytes, 0, bytes.length, at);
    closeSync(writing);
  };
  const tagOf = (block: number, bytes = BYTES): string =>
    blockTag(key, block, bytes.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES)).toString("hex");
  return { path, key, file, blocks, told, read, readAhead, write, tagOf, close: () => closeSync(fd) };
}

/** Reads 1.5 MiB in two windows that do not begin with a block, and leaves the next blocks read ahead. */
function inARow(): ReturnType<typeof opened> & { readonly next: number; readonly ahead: number } {
  const one = opened();
  one.read(100, MEBIBYTE);
  one.read(100 + MEBIBYTE, MEBIBYTE / 2);
  const next = Math.ceil((100 + 1.5 * MEBIBYTE) / BLOCK_BYTES);
  return { ...one, next, ahead: one.readAhead() };
}

test("what is read in a row is the file, each block read and told once", () => {
  for (const step of [MEBIBYTE, 300_000, 5000]) {
    const { file, blocks, told, read, readAhead, tagOf, close } = opened();
    for (let at = 0; at < SIZE; at += step) {
      expect(read(at, Math.min(step, SIZE - at)).equals(BYTES.subarray(at, at + step))).toBe(true);
      readAhead();
    }
    file.flush();
    const all = Array.from({ length: Math.ceil(SIZE / BLOCK_BYTES) }, (_, block) => block);
    expect(blocks).toEqual(all);
    expect(told).toEqual(all.map((block) => [block, tagOf(block)]));
    close();
  }
});

test("an array that is skipped is not read, and what was read of it for nothing is not told", () => {
  const { file, blocks, told, read, readAhead, ahead, next, close } = inARow();
  expect(ahead).toBeGreaterThan(0);
  const before = blocks.length;
  read(5 * MEBIBYTE, 1000);
  expect(readAhead()).toBe(0);
  expect(blocks.slice(before)).toEqual([40]);
  expect(Math.max(...blocks.slice(0, before))).toBeLessThan(next + 13);
  file.flush();
  expect(told.map(([block]) => block)).toEqual([...Array(next).keys(), 40]);
  close();
});

test("reads here and there, or of little, are not read ahead of", () => {
  const { read, readAhead, close } = opened();
  for (const at of [0, 3, 1, 4, 2]) {
    read(at * MEBIBYTE, 900_000);
    expect(readAhead()).toBe(0);
  }
  read(0, 1000);
  read(1000, 100_000);
  expect(readAhead()).toBe(0);
  close();
});

test("a block that changes after it was read ahead: the guest sees what is told, and the witness knows when it was hashed otherwise", () => {
  const { file, told, read, write, next, tagOf, key, close } = inARow();
  const changed = Buffer.from(BYTES);
  changed[next * BLOCK_BYTES + 5] = Number(changed[next * BLOCK_BYTES + 5]) ^ 0xff;
  write(next * BLOCK_BYTES, changed.subarray(next * BLOCK_BYTES, (next + 1) * BLOCK_BYTES));
  expect(read(next * BLOCK_BYTES, BLOCK_BYTES).equals(BYTES.subarray(next * BLOCK_BYTES, (next + 1) * BLOCK_BYTES))).toBe(true);
  file.flush();
  expect(told.at(-1)).toEqual([next, tagOf(next)]);
  const witness = new BlockWitness(key);
  for (const [block, tag] of told) witness.note(block, Buffer.from(tag, "hex"));
  expect(witness.differ).toBe(false);
  witness.noteBytes(next * BLOCK_BYTES, changed.subarray(next * BLOCK_BYTES, (next + 1) * BLOCK_BYTES));
  expect(witness.differ).toBe(true);
  // Read again it is another one, which is told as well.
  expect(read(next * BLOCK_BYTES, BLOCK_BYTES)[5]).toBe(changed[next * BLOCK_BYTES + 5]);
  file.flush();
  expect(told.at(-1)).toEqual([next, tagOf(next, changed)]);
  close();
});

test("a block that was skipped after it was read ahead is read again when it is asked for", () => {
  const { blocks, read, write, next, close } = inARow();
  read((next + 2) * BLOCK_BYTES, BLOCK_BYTES);
  write(next * BLOCK_BYTES, Uint8Array.of(1, 2, 3));
  const before = blocks.length;
  expect([...read(next * BLOCK_BYTES, 3)]).toEqual([1, 2, 3]);
  expect(blocks.slice(before)).toEqual([next]);
  close();
});

test("a block that is left out between two reads is no end of reading ahead", () => {
  const { blocks, read, readAhead, next, ahead, close } = inARow();
  read((next + 2) * BLOCK_BYTES, BLOCK_BYTES);
  expect(readAhead()).toBe(3);
  const last = next + ahead + 3;
  read((next + 3) * BLOCK_BYTES, (last - next - 3) * BLOCK_BYTES);
  expect(blocks).toEqual([...Array(last).keys()]);
  close();
});

test("a file that is cut ends where it was cut", () => {
  const { path, file, told, read, readAhead, next, ahead, close } = inARow();
  const end = (next + ahead) * BLOCK_BYTES + 1000;
  truncateSync(path, end);
  const from = next * BLOCK_BYTES;
  // The first two of these are gone from the windows of what is read ahead.
  read(from, 2 * BLOCK_BYTES);
  expect(readAhead()).toBe(0);
  const rest = read(from + 2 * BLOCK_BYTES, SIZE - from - 2 * BLOCK_BYTES);
  expect(rest.equals(BYTES.subarray(from + 2 * BLOCK_BYTES, end))).toBe(true);
  expect(read(end, 10)).toHaveLength(0);
  file.flush();
  expect(told.some(([block]) => block === next + ahead)).toBe(true);
  close();
});
