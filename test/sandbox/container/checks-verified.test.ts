/** Each checksum and length of each format, wrong by itself: the bytes are served, then the fault names what is wrong. */
import { crc32, deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { xxh32 } from "../../../sandbox/container/checksum/xxh32.js";
import type { DecodedSource } from "../../../sandbox/container/decoded.js";
import { ForwardSource } from "../../../sandbox/container/forward-source.js";
import { BytesSource } from "../../../sandbox/container/plain-source.js";
import { openZlib } from "../../../sandbox/container/zlib/index.js";
import { extensionOf, fixture, LIMITS, MIB, PAYLOAD, readAll, waysToOpen } from "../../support/containers.js";

function flipped(bytes: Uint8Array, at: number): Buffer {
  const bad = Buffer.from(bytes);
  bad[at] = (bad[at] ?? 0) ^ 0x10;
  return bad;
}

/** Where the index of a fixture with one xz stream stands. */
function xzIndex(bytes: Uint8Array): number {
  const b = Buffer.from(bytes);
  return b.length - 12 - (b.readUInt32LE(b.length - 8) + 1) * 4;
}

/** The index with one record made wrong, its CRC made right. */
function xzOtherIndex(): Buffer {
  const b = Buffer.from(fixture("plain.xz"));
  const index = xzIndex(b);
  const end = b.length - 16;
  b[index + 2] = (b[index + 2] ?? 0) ^ 1;
  b.writeUInt32LE(crc32(b.subarray(index, end)), end);
  return b;
}

function xzOtherFooter(): Buffer {
  const b = Buffer.from(fixture("plain.xz"));
  const at = b.length - 12;
  b.writeUInt32LE(b.readUInt32LE(at + 4) + 1, at + 4);
  b.writeUInt32LE(crc32(b.subarray(at + 4, at + 10)), at);
  return b;
}

/** An lz4 frame whose header has another size, with its check made right. */
function lz4OtherSize(): Buffer {
  const b = Buffer.from(fixture("checks.lz4"));
  b.writeBigUInt64LE(BigInt(PAYLOAD.length + 1), 6);
  b[14] = (xxh32(b, 4, 14) >>> 8) & 255;
  return b;
}

function lz4BlockCheck(): Buffer {
  const b = fixture("checks.lz4");
  return flipped(b, 15 + 4 + Buffer.from(b).readUInt32LE(15));
}

const gz = fixture("plain.gz");
const bz2 = fixture("plain.bz2");
const xz = fixture("plain.xz");
const lz4 = fixture("checks.lz4");
const zlib = fixture("plain.zlib");

const CASES: readonly (readonly [string, string, Buffer, string, boolean])[] = [
  ["gz", "CRC-32", flipped(gz, gz.length - 6), "gzip.crc", true],
  ["gz", "length", flipped(gz, gz.length - 1), "gzip.length", true],
  ["zlib", "Adler-32", flipped(zlib, zlib.length - 1), "", true],
  ["bz2", "block CRC", flipped(bz2, 11), "bz2.crc", true],
  ["bz2", "combined CRC", flipped(bz2, bz2.length - 3), "bz2.combined-crc", true],
  ["lz4", "block checksum", lz4BlockCheck(), "lz4.block-checksum", false],
  ["lz4", "content checksum", flipped(lz4, lz4.length - 1), "lz4.checksum", true],
  ["lz4", "size", lz4OtherSize(), "lz4.content-size", true],
  ["lz4", "header", flipped(lz4, 14), "data.header-checksum", false],
  ["xz", "header", flipped(xz, 8), "xz.header-crc", false],
  ["xz", "block header", flipped(xz, 20), "xz.block-crc", false],
  ["xz", "CRC-64", flipped(xz, xzIndex(xz) - 1), "xz.block-check", true],
  ["xz", "CRC-32", flipped(fixture("crc32.xz"), xzIndex(fixture("crc32.xz")) - 1), "xz.block-check", true],
  ["xz", "SHA-256", flipped(fixture("sha256.xz"), xzIndex(fixture("sha256.xz")) - 1), "xz.block-check", true],
  ["xz", "index CRC", flipped(xz, xz.length - 13), "xz.index-crc", true],
  ["xz", "index record", xzOtherIndex(), "xz.index", true],
  ["xz", "footer CRC", flipped(xz, xz.length - 12), "xz.footer-crc", true],
  ["xz", "footer length", xzOtherFooter(), "xz.footer-length", true],
];

test.each(CASES)("%s: %s", (extension, _what, bytes, why, served) => {
  for (const open of waysToOpen(extension)) {
    const source = open(bytes);
    expect(Buffer.compare(readAll(source), PAYLOAD) === 0).toBe(served);
    expect(source.fault?.code).toBe("container.corrupt");
    if (why !== "") expect(source.fault?.args["why"]).toBe(why);
    expect(source.end()).toBeNull();
  }
});

test("a wrong header checksum of gzip is told, and the member read, as Python reads it", () => {
  const bad = Buffer.from(fixture("flags.gz"));
  const at = bad.indexOf("comment\0") + 8;
  bad[at] = (bad[at] ?? 0) ^ 1;
  for (const open of waysToOpen("gz")) {
    const source = open(bad);
    expect(Buffer.compare(readAll(source), PAYLOAD)).toBe(0);
    expect(source.end()?.notes).toMatchObject([{ code: "container.corrupt", args: { why: "data.header-checksum" } }]);
  }
});

test("far steps back start again, but for those to the first bytes, and give the same bytes", () => {
  const data = Uint8Array.from({ length: 7 * MIB }, (_, i) => (i >> 8) ^ (i >> 16) ^ i);
  const source: DecodedSource = openZlib(null, new BytesSource(deflateSync(data, { level: 1 })), LIMITS);
  const part = new Uint8Array(MIB);
  for (const at of [0, 6 * MIB, 6 * MIB - 1000, 5, 3 * MIB, 2 * MIB + 1, 6 * MIB, 0, 3 * MIB]) {
    expect(source.read(at, MIB, part, 0)).toBe(MIB);
    expect(Buffer.compare(part, data.subarray(at, at + MIB))).toBe(0);
  }
  expect(source instanceof ForwardSource ? source.restarts : -1).toBe(2);
  expect(source.end()?.consumed).toBeGreaterThan(0);
});

test("every extension has its opener", () => {
  for (const [extension] of CASES) expect(waysToOpen(extensionOf(`x.${extension}`)).length).toBeGreaterThan(0);
});
