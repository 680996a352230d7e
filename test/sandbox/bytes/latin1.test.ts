import { describe, expect, test } from "vitest";
import { latin1Text, latin1ToUtf8, utf8ToLatin1 } from "../../../sandbox/bytes/latin1.js";

const all = Uint8Array.from({ length: 256 }, (_, i) => i);
const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "utf8"));

describe("latin-1", () => {
  test("every byte there and back", () => {
    const text = latin1ToUtf8(all, 0, 256);
    expect(Buffer.from(text).toString("utf8")).toBe(Buffer.from(all).toString("latin1"));
    expect([...(utf8ToLatin1(text, 0, text.length) ?? [])]).toEqual([...all]);
  });

  test("only its range", () => {
    expect([...latin1ToUtf8(all, 0x7f, 0x81)]).toEqual([0x7f, 0xc2, 0x80]);
    const text = utf8("\u00e9\u00e9");
    expect([...(utf8ToLatin1(text, 2, 4) ?? [])]).toEqual([0xe9]);
  });

  test.each(["\u0100", "\u20ac", "\u{1f600}", "ok\uffff"])("%j has no bytes", (text) => {
    const b = utf8(text);
    expect(utf8ToLatin1(b, 0, b.length)).toBeNull();
  });

  test("ASCII takes nothing above 7f", () => {
    const b = utf8("abc\u007f\u0080");
    expect(utf8ToLatin1(b, 0, b.length, 0x7f)).toBeNull();
    expect([...(utf8ToLatin1(b, 0, 4, 0x7f) ?? [])]).toEqual([0x61, 0x62, 0x63, 0x7f]);
  });

  test("cut or broken text is refused", () => {
    expect(utf8ToLatin1(Uint8Array.of(0xc3), 0, 1)).toBeNull();
    expect(utf8ToLatin1(Uint8Array.of(0xc3, 0x28), 0, 2)).toBeNull();
    expect(utf8ToLatin1(Uint8Array.of(0xc3, 0xa9), 0, 1)).toBeNull();
    expect(utf8ToLatin1(Uint8Array.of(0xa9), 0, 1)).toBeNull();
  });

  test("text of any length", () => {
    const b = new Uint8Array(1_000_000).fill(0xe9);
    expect(latin1Text(b, 0, b.length) === "\u00e9".repeat(1_000_000)).toBe(true);
    expect(latin1Text(all, 0x30, 0x33)).toBe("012");
    expect(latin1Text(all, 5, 5)).toBe("");
  });
});
