/** Native inflate: exact ends, every byte before a corrupt place, and bounds. */
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constants, crc32, deflateRawSync, deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { InflateSource } from "../../src/host/child/inflate.js";
import { Scratch } from "../../src/host/child/spool.js";

const LIMITS = { maxDecoded: 2 ** 30, maxRatio: 1100 };

/** Letters that compress by about a half. */
function letters(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0, n = 7; i < length; i++, n = (Math.imul(n, 1103515245) + 12345) >>> 0) bytes[i] = 97 + ((n >>> 16) % 16);
  return bytes;
}

function open(
  packed: Uint8Array,
  format: "zlib" | "raw",
  { start = 0, limit = -1, limits = LIMITS, scratch = new Scratch(null) } = {},
): InflateSource {
  const read = async (offset: number, target: Uint8Array): Promise<number> => {
    const piece = packed.subarray(offset, offset + target.length);
    target.set(piece);
    return piece.length;
  };
  return new InflateSource(read, start, limit, format, scratch, limits);
}

async function all(source: InflateSource, window = 100_000): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const target = Buffer.alloc(window);
    const got = await source.read(at, window, target);
    pieces.push(target.subarray(0, got));
    at += got;
    if (got < window) return Buffer.concat(pieces);
  }
}

test.each([0, 1, 65_536, 300_001])("%i bytes, zlib and raw, with bytes before and after", async (length) => {
  const bytes = letters(length);
  for (const format of ["zlib", "raw"] as const) {
    const packed = format === "zlib" ? deflateSync(bytes) : deflateRawSync(bytes);
    const source = open(Buffer.concat([Buffer.from("before"), packed, Buffer.from("after")]), format, { start: 6 });
    expect(await all(source)).toEqual(bytes);
    expect(source.end()).toEqual({ consumed: packed.length, produced: length, crc32: format === "raw" ? crc32(bytes) : 0, error: "" });
  }
});

test("compressed bytes beyond the limit are not looked at", async () => {
  const packed = deflateSync(letters(1000));
  const source = open(packed, "zlib", { limit: packed.length - 1 });
  await all(source);
  expect(source.end()?.error).toBe("Z_BUF_ERROR");
});

test.each([0, 1, 2])("cut off after %i bytes: nothing is no stream", async (length) => {
  const source = open(deflateSync(letters(10)).subarray(0, length), "zlib");
  expect(await all(source)).toHaveLength(0);
  expect(source.end()?.error).toBe("Z_BUF_ERROR");
});

test("cut off: all that was decoded is there", async () => {
  const bytes = letters(200_000);
  const packed = deflateSync(bytes);
  const source = open(packed.subarray(0, packed.length - 10), "zlib");
  const got = await all(source);
  expect(got.length).toBeGreaterThan(199_000);
  expect(got.equals(bytes.subarray(0, got.length))).toBe(true);
  expect(source.end()?.error).toBe("Z_BUF_ERROR");
});

test("a wrong checksum: every byte before it is there", async () => {
  const bytes = letters(300_000);
  const packed = deflateSync(bytes);
  packed[packed.length - 1] = (packed.at(-1) ?? 0) ^ 1;
  const source = open(packed, "zlib");
  expect((await all(source)).equals(bytes)).toBe(true);
  expect(source.end()?.error).toBe("Z_DATA_ERROR");
});

test("corrupt data: every byte before it is there, once", async () => {
  const bytes = letters(2_000_000);
  // A block of type 3, which deflate does not have, after blocks that are whole.
  const packed = Buffer.concat([deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }), Buffer.alloc(100_000, 7)]);
  const source = open(packed, "raw");
  expect((await all(source)).equals(bytes)).toBe(true);
  expect(source.end()).toMatchObject({ produced: bytes.length, crc32: crc32(bytes), error: "Z_DATA_ERROR" });
});

test("reads backwards, over memory and the scratch file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-spool-"));
  const fd = openSync(join(folder, "scratch"), "w+");
  const bytes = letters(50 * 1024 * 1024);
  const source = open(deflateSync(bytes, { level: 1 }), "zlib", { scratch: new Scratch(fd) });
  expect((await all(source, 1024 * 1024)).equals(bytes)).toBe(true);
  for (const at of [45_000_000, 33_554_000, 5, 52_428_000]) {
    const target = Buffer.alloc(1000);
    const got = await source.read(at, 1000, target);
    expect(target.subarray(0, got).equals(bytes.subarray(at, at + 1000)), `at ${at}`).toBe(true);
  }
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

test("decoded bytes are bounded, and so is the ratio", async () => {
  const zeros = deflateSync(Buffer.alloc(4_000_000));
  const source = open(zeros, "zlib", { limits: { maxDecoded: 1_000_000, maxRatio: 1100 } });
  expect((await all(source)).length).toBeLessThan(1_600_000);
  expect(source.end()?.error).toBe("LIMIT_DECODED");
});
