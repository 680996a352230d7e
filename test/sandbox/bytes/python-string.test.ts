/** The many small cases stand in literals.test.ts; here is what it does not show. */
import { describe, expect, test } from "vitest";
import { decodeRawUnicodeEscape, decodeStringArgument } from "../../../sandbox/bytes/python-string.js";

const line = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));
const text = (b: Uint8Array | null): string | null => b && Buffer.from(b).toString("latin1");

describe("STRING", () => {
  test("all escapes at once", () => {
    expect(text(decodeStringArgument(line(String.raw`'a\n\t\\\'\"\x41\101\0\777\q'`)))).toBe("a\n\t\\'\"AA\0\xff\\q");
  });
  test("a line end behind a backslash vanishes", () => expect(text(decodeStringArgument(line("'a\\\nb'")))).toBe("ab"));
  test("the quote must be the same", () => expect(decodeStringArgument(line(`'a"`))).toBeNull());
  test("one quote is not two", () => expect(decodeStringArgument(line("'"))).toBeNull());
  test("an escape does not reach beyond the closing quote", () => {
    expect(decodeStringArgument(line("'\\x4'"))).toBeNull();
    expect(text(decodeStringArgument(line("'\\1'")))).toBe("\x01");
    expect(decodeStringArgument(line("'\\'"))).toBeNull();
  });
});

describe("UNICODE", () => {
  test("an odd run of backslashes escapes, an even one does not", () => {
    expect(text(decodeRawUnicodeEscape(line("\\u0041")))).toBe("A");
    expect(text(decodeRawUnicodeEscape(line("\\\\u0041")))).toBe("\\\\u0041");
    expect(text(decodeRawUnicodeEscape(line("\\\\\\u0041")))).toBe("\\\\A");
  });
  test("halves of a pair stay two code points", () => {
    expect([...(decodeRawUnicodeEscape(line("\\ud83d\\ude00")) ?? [])]).toEqual([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]);
  });
  test("bytes are latin-1, and there is room for all of them", () => {
    const b = decodeRawUnicodeEscape(new Uint8Array(100_000).fill(0xe9));
    expect(b?.length).toBe(200_000);
    expect([...(b ?? []).slice(-2)]).toEqual([0xc3, 0xa9]);
    expect(decodeRawUnicodeEscape(line("\\Uffffffff"))).toBeNull();
  });
});
