/** What waits until it is whole: in a file that nobody else can open, whatever its length, and in order. */
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, expect, test, vi } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { KeptText } from "../../src/output/kept-text.js";
import { Spool } from "../../src/output/spool.js";

const MIB = 2 ** 20;

afterEach(() => vi.unstubAllEnvs());

const held = (): number => process.memoryUsage().arrayBuffers;

test("a gigabyte is not kept in memory", () => {
  const spool = new Spool();
  const piece = Buffer.alloc(MIB, 0x61);
  const before = held();
  let most = 0;
  for (let i = 0; i < 1024; i++) {
    piece[0] = i % 256;
    spool.write(piece);
    if (i % 16 === 0) most = Math.max(most, held() - before);
  }
  expect(spool.length).toBe(1024 * MIB);
  let at = 0;
  for (const bytes of spool.pieces()) {
    for (let first = Math.ceil(at / MIB) * MIB; first < at + bytes.length; first += MIB)
      expect(bytes[first - at]).toBe((first / MIB) % 256);
    at += bytes.length;
    expect(bytes.length).toBeLessThanOrEqual(MIB);
  }
  expect(at).toBe(1024 * MIB);
  expect(most).toBeLessThan(8 * MIB);
  spool.close();
}, 120_000);

test("its file has no name", () => {
  const files = (): string[] => readdirSync(tmpdir()).filter((name) => /^cornichon-[0-9a-f]{8}-/.test(name));
  const before = new Set(files());
  const spool = new Spool();
  spool.write(Buffer.alloc(4 * MIB));
  expect(files().filter((name) => !before.has(name))).toEqual([]);
  spool.close();
});

test("lines come back as they were written, short ones and long ones", () => {
  const spool = new Spool();
  const lines = Array.from({ length: 5000 }, (_, i) => `${i} ${"\u00e4".repeat((i * 37) % 2000)}`);
  for (const line of lines) spool.write(`${line}\n`);
  expect([...spool.lines()]).toEqual(lines);
  expect([...spool.lines()].length).toBe(lines.length);
  spool.close();
});

test("without a folder for temporary files a little waits in memory, and more is an error", () => {
  vi.stubEnv("TMPDIR", "/nonexistent");
  const spool = new Spool();
  const piece = Buffer.alloc(32 * MIB, 0x61);
  spool.write(piece);
  spool.write("end");
  expect(Buffer.concat([...spool.pieces()]).length).toBe(32 * MIB + 3);
  expect(() => {
    for (let i = 0; i < 10; i++) spool.write(piece);
  }).toThrow(CornichonError);
  spool.close();
});

test("a text that is kept ends where texts end", () => {
  const text = new KeptText();
  const piece = { length: 2 ** 29 } as Uint8Array; // only its length is looked at
  expect(() => text.take(piece)).toThrow(CornichonError);
});
