/** Checksums against Node's own, or against published values, in pieces of odd lengths. */
import { createHash } from "node:crypto";
import { crc32 as nodeCrc32 } from "node:zlib";
import { expect, test } from "vitest";
import { adler32 } from "../../../sandbox/container/checksum/adler32.js";
import { crc32 } from "../../../sandbox/container/checksum/crc32.js";
import { crc32Bz2 } from "../../../sandbox/container/checksum/crc32-bz2.js";
import { Crc64 } from "../../../sandbox/container/checksum/crc64.js";
import { Sha256 } from "../../../sandbox/container/checksum/sha256.js";
import { Xxh32, xxh32 } from "../../../sandbox/container/checksum/xxh32.js";

const data = Uint8Array.from({ length: 10_000 }, (_, i) => (i * i + (i >> 3)) & 255);
const check = new TextEncoder().encode("123456789");
const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, "0");

test("CRC-32", () => {
  expect(hex(crc32(check, 0, 9))).toBe("cbf43926");
  for (const cut of [0, 1, 7, 8, 9, 5000, 10_000]) expect(crc32(data, cut, data.length, crc32(data, 0, cut))).toBe(nodeCrc32(data));
});

test("CRC-32 of bzip2", () => {
  expect(hex(~crc32Bz2(check, 0, 9, -1))).toBe("fc891918");
});

test("CRC-64 of xz", () => {
  for (const cut of [0, 1, 3, 4, 5, 9]) {
    const crc = new Crc64();
    crc.update(check, 0, cut);
    crc.update(check, cut, 9);
    expect(Buffer.from(crc.digest().toReversed()).toString("hex")).toBe("995dc9bbdf1939fa");
  }
});

test("Adler-32", () => {
  expect(hex(adler32(check, 0, 9))).toBe("091e01de");
  const ones = new Uint8Array(100_000).fill(255);
  let a = 1;
  let b = 0;
  for (const byte of ones) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  expect(adler32(ones, 50_000, 100_000, adler32(ones, 0, 50_000))).toBe(b * 65536 + a);
});

test("xxHash32", () => {
  expect(hex(xxh32(check, 0, 0))).toBe("02cc5d05");
  expect(hex(xxh32(new TextEncoder().encode("Nobody inspects the spammish repetition"), 0, 39))).toBe("e2293b2f");
  const whole = xxh32(data, 0, data.length);
  for (const cut of [1, 15, 16, 17, 100]) {
    const hash = new Xxh32();
    for (let at = 0; at < data.length; at += cut) hash.update(data, at, Math.min(data.length, at + cut));
    expect(hash.digest()).toBe(whole);
  }
});

test("SHA-256", () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 10_000]) {
    const want = createHash("sha256").update(data.subarray(0, length)).digest("hex");
    const hash = new Sha256();
    for (let at = 0; at < length; at += 37) hash.update(data, at, Math.min(length, at + 37));
    expect(hash.hex()).toBe(want);
  }
});
