import { describe, expect, test } from "vitest";
import { asciiEnd, decodeUtf8, encodeUtf8, hasSurrogates, utf16Units, validUtf8 } from "../../../sandbox/bytes/utf8.js";

const whole = (b: Uint8Array): [Uint8Array, number, number] => [b, 0, b.length];
const of = (...bytes: number[]): Uint8Array => new Uint8Array(bytes);

/** The definition, by table: lead byte, range of the second byte, length (Unicode 3.9, table 3-7, surrogates allowed). */
function wellFormed(b: Uint8Array): boolean {
  let i = 0;
  while (i < b.length) {
    const a = b[i] ?? 0;
    const rows = [
      [0, 0x7f, 1, 0, 0],
      [0xc2, 0xdf, 2, 0x80, 0xbf],
      [0xe0, 0xe0, 3, 0xa0, 0xbf],
      [0xe1, 0xef, 3, 0x80, 0xbf],
      [0xf0, 0xf0, 4, 0x90, 0xbf],
      [0xf1, 0xf3, 4, 0x80, 0xbf],
      [0xf4, 0xf4, 4, 0x80, 0x8f],
    ] as const;
    const row = rows.find(([from, to]) => a >= from && a <= to);
    if (row === undefined || i + row[2] > b.length) return false;
    const [, , length, low, high] = row;
    for (let k = 1; k < length; k += 1) {
      const next = b[i + k] ?? 0;
      if (next < (k === 1 ? low : 0x80) || next > (k === 1 ? high : 0xbf)) return false;
    }
    i += length;
  }
  return true;
}

describe("validUtf8", () => {
  test("every one and two bytes", () => {
    for (let a = 0; a < 256; a += 1) {
      expect(validUtf8(...whole(of(a)))).toBe(wellFormed(of(a)));
      for (let b = 0; b < 256; b += 1) if (validUtf8(...whole(of(a, b))) !== wellFormed(of(a, b))) expect.fail(`${a} ${b}`);
    }
  });

  test("every three bytes at the borders, and four", () => {
    const edges = [0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
    for (let a = 0xc0; a < 256; a += 1) {
      for (const b of edges) {
        for (const c of edges) {
          if (validUtf8(...whole(of(a, b, c))) !== wellFormed(of(a, b, c))) expect.fail(`${a} ${b} ${c}`);
          for (const d of edges) if (validUtf8(...whole(of(a, b, c, d))) !== wellFormed(of(a, b, c, d))) expect.fail(`${a} ${b} ${c} ${d}`);
        }
      }
    }
  });

  test("looks at nothing outside its range", () => {
    const b = of(0xff, 0x61, 0xc3, 0xa9, 0xff);
    expect(validUtf8(b, 1, 4)).toBe(true);
    expect(validUtf8(b, 1, 3)).toBe(false);
    expect(validUtf8(b, 2, 2)).toBe(true);
    expect(asciiEnd(b, 1, 5)).toBe(2);
  });
});

describe("decodeUtf8 and encodeUtf8", () => {
  test("every code point survives, surrogates too", () => {
    for (let start = 0; start < 0x110000; start += 0x1000) {
      const text = String.fromCodePoint(...Array.from({ length: 0x800 }, (_, i) => start + i * 2));
      const b = encodeUtf8(text);
      expect(validUtf8(...whole(b))).toBe(true);
      if (decodeUtf8(...whole(b)) !== text) expect.fail(`at ${start.toString(16)}`);
    }
  });

  test("is UTF-8 where there are no lone surrogates", () => {
    const text = "a\u00e9\u20ac\u{1f600}\u0000\ufeff\uffff";
    expect(Buffer.from(encodeUtf8(text)).toString("hex")).toBe(Buffer.from(text, "utf8").toString("hex"));
  });

  test("a pair is one code point, halves apart stay apart", () => {
    expect([...encodeUtf8("\ud83d\ude00")]).toEqual([0xf0, 0x9f, 0x98, 0x80]);
    expect([...encodeUtf8("\ud83d-\ude00")]).toEqual([0xed, 0xa0, 0xbd, 0x2d, 0xed, 0xb8, 0x80]);
    expect([...encodeUtf8("\ud800")]).toEqual([0xed, 0xa0, 0x80]);
  });

  test("a byte that is no text is U+FFFD, and only that byte", () => {
    expect(decodeUtf8(...whole(of(0x61, 0xff, 0x62, 0xc3)))).toBe("a\ufffdb\ufffd");
    expect(decodeUtf8(...whole(of(0xe2, 0x82)))).toBe("\ufffd\ufffd");
  });

  test("long text in chunks", () => {
    const text = "\u{1f600}x".repeat(50_000);
    const b = encodeUtf8(text);
    expect(decodeUtf8(...whole(b)) === text).toBe(true);
  });
});

describe("surrogates", () => {
  test.each([
    [[0xed, 0xa0, 0x80], true],
    [[0x61, 0xed, 0xbf, 0xbf], true],
    [[0xed, 0x9f, 0xbf], false],
    [[0xee, 0x80, 0x80], false],
    [[0xf0, 0x9f, 0x98, 0x80], false],
    [[], false],
  ])("%j", (bytes, has) => expect(hasSurrogates(...whole(of(...bytes)))).toBe(has));

  test("units keep what a string would join", () => {
    const b = of(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80, 0xf0, 0x9f, 0x98, 0x80);
    expect(utf16Units(...whole(b))).toEqual([0xd83d, 0xde00, 0xd83d, 0xde00]);
    expect(hasSurrogates(...whole(b))).toBe(true);
  });
});
