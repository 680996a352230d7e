import { describe, expect, test } from "vitest";
import { f64be, i32, longFromBytes, maxLongBytes, u16, u32, u64 } from "../../../sandbox/bytes/little-endian.js";

const of = (...bytes: number[]): Uint8Array => new Uint8Array(bytes);

describe("fixed widths", () => {
  test("16 and 32 bits", () => {
    expect(u16(of(9, 0x34, 0x12), 1)).toBe(0x1234);
    expect(u32(of(0xff, 0xff, 0xff, 0xff), 0)).toBe(4294967295);
    expect(i32(of(0xff, 0xff, 0xff, 0xff), 0)).toBe(-1);
    expect(i32(of(0, 0, 0, 0x80), 0)).toBe(-2147483648);
    expect(u32(of(0, 0, 0, 0x80), 0)).toBe(2147483648);
  });

  test("64 bits are exact or -1", () => {
    expect(u64(of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f, 0), 0)).toBe(Number.MAX_SAFE_INTEGER);
    expect(u64(of(0, 0, 0, 0, 0, 0, 0x20, 0), 0)).toBe(-1);
    expect(u64(of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), 0)).toBe(-1);
    expect(u64(of(1, 0, 0, 0, 1, 0, 0, 0), 0)).toBe(2 ** 32 + 1);
  });

  test("doubles", () => {
    expect(f64be(of(0x3f, 0xf8, 0, 0, 0, 0, 0, 0), 0)).toBe(1.5);
    expect(Object.is(f64be(of(0x80, 0, 0, 0, 0, 0, 0, 0), 0), -0)).toBe(true);
    expect(f64be(of(1, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0), 1)).toBe(Number.POSITIVE_INFINITY);
  });

  test("bytes beyond the array are zero", () => expect(u32(of(1), 0)).toBe(1));
});

describe("longFromBytes", () => {
  test.each([
    [[], 0n],
    [[0], 0n],
    [[0x7f], 127n],
    [[0x80], -128n],
    [[0xff], -1n],
    [[0xff, 0], 255n],
    [[0, 0x80], -32768n],
    [[0xff, 0xff, 0xff, 0xff], -1n],
    [[0, 0, 0, 0, 0, 0, 0, 0, 1], 2n ** 64n],
  ])("%j", (bytes, value) => expect(longFromBytes(of(...bytes), 0, bytes.length)).toBe(value));

  test("its range only", () => expect(longFromBytes(of(9, 1, 2, 9), 1, 3)).toBe(0x201n));

  test("2,048 bytes", () => {
    const b = new Uint8Array(2048);
    b[2047] = 0x80;
    expect(longFromBytes(b, 0, 2048)).toBe(-(2n ** 16383n));
    expect(maxLongBytes(4300)).toBe(2048);
  });
});
