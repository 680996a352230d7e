/** The machine's window: large where bytes come one behind the other, small behind what was skipped. */
import { expect, test } from "vitest";
import { BytesSource } from "../../../sandbox/container/plain-source.js";
import type { Source } from "../../../sandbox/container/source.js";
import { Cursor } from "../../../sandbox/machine/cursor.js";

const KIBIBYTE = 1024;

/** Bytes whose value is their kibibyte, and what is read of them. */
function source(length: number): { readonly source: Source; readonly reads: (readonly [offset: number, length: number])[] } {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += KIBIBYTE) bytes.fill((at / KIBIBYTE) & 255, at, at + KIBIBYTE);
  const inner = new BytesSource(bytes);
  const reads: (readonly [number, number])[] = [];
  const read = (offset: number, count: number, target: Uint8Array, at: number): number => {
    reads.push([offset, count]);
    return inner.read(offset, count, target, at);
  };
  return { source: { length, fault: null, read }, reads };
}

const next = (cursor: Cursor): number | undefined => cursor.bytes[cursor.pos];

test("bytes of payloads that are skipped are not read", () => {
  const { source: bytes, reads } = source(41_000 * KIBIBYTE);
  const cursor = new Cursor(bytes);
  for (let array = 0; array < 10; array++) {
    expect(cursor.need(100)).toBe(true);
    expect(next(cursor)).toBe(Math.floor(cursor.offset / KIBIBYTE) & 255);
    cursor.pos += 100;
    expect(cursor.skip(4000 * KIBIBYTE)).toBe(true);
  }
  expect(reads.map(([, length]) => length)).toEqual(Array(10).fill(64 * KIBIBYTE));
});

test("what comes one behind the other is read by the mebibyte, up to the end of a block of the child, and so is what is longer than a small window", () => {
  const { source: bytes, reads } = source(5000 * KIBIBYTE);
  const cursor = new Cursor(bytes);
  cursor.seek(1000 * KIBIBYTE);
  for (; cursor.need(1); cursor.pos++) if (next(cursor) !== (Math.floor(cursor.offset / KIBIBYTE) & 255)) break;
  expect(cursor.offset).toBe(5000 * KIBIBYTE);
  expect(reads.map(([, length]) => length / KIBIBYTE)).toEqual([64, 984, 1024, 1024, 904, 1 / KIBIBYTE]);
  expect(reads.slice(1, -2).map(([offset, length]) => (offset + length) % (128 * KIBIBYTE))).toEqual([0, 0, 0]);
  const far = new Cursor(bytes);
  far.seek(2000 * KIBIBYTE);
  expect(far.need(300 * KIBIBYTE)).toBe(true);
  expect(next(far)).toBe(2000 & 255);
});
