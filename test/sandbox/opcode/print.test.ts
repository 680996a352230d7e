import { describe, expect, test } from "vitest";
import { printBytes, printCount, printFloat, printLength, printText, printUtf8, SHOWN } from "../../../sandbox/opcode/print.js";

const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "utf8"));

describe("printText", () => {
  test.each([
    ["plain", "plain"],
    ["na\u00efve \u65e5\u672c", "na\u00efve \u65e5\u672c"],
    ["a\u001b[31mred", "a\\x1b[31mred"],
    ["\u0000\u0007\u007f", "\\x00\\x07\\x7f"],
    ["\u0085\u009b", "\\x85\\x9b"],
    ["a\nb\rc\td", "a\\nb\\rc\\td"],
    ["\u202eevil\u202c", "\\u202eevil\\u202c"],
    ["\u2066\u2069\u200e\u200f\u061c", "\\u2066\\u2069\\u200e\\u200f\\u061c"],
    ["\u2028\u2029", "\\u2028\\u2029"],
    ["a\u00a0b\u3000c", "a\\xa0b\\u3000c"],
    ["\u200b\ufeff\u00ad", "\\u200b\\ufeff\\xad"],
    ["\ufe0f\u{e0041}\u{f0000}", "\\ufe0f\\U000e0041\\U000f0000"],
    ["\ud800x", "\\ud800x"],
    ["c:\\new", "c:\\\\new"],
    ["", ""],
  ])("%j", (text, shown) => expect(printText(text)).toBe(shown));

  test("200 characters stay, the next one is an ellipsis", () => {
    expect(printText("x".repeat(SHOWN))).toBe("x".repeat(200));
    expect(printText("x".repeat(SHOWN + 1))).toBe(`${"x".repeat(200)}…`);
    expect(printText("\0".repeat(51))).toBe(`${"\\x00".repeat(50)}…`);
  });

  test("leaves nothing that a terminal would act on, whatever the code point", () => {
    for (let point = 0; point < 0x30000; point += 1) {
      const shown = printText(String.fromCodePoint(point));
      if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(shown)) expect.fail(point.toString(16));
    }
  });
});

test("printUtf8 shows what is no text as bytes", () => {
  expect(printUtf8(Uint8Array.of(0x61, 0xff, 0xc3, 0xa9, 0xed, 0xa0, 0x80), 0, 7)).toEqual({ text: "a\\xffé\\ud800", whole: true });
  expect(printUtf8(utf8("é".repeat(300)), 0, 600)).toEqual({ text: "é".repeat(200), whole: false });
});

test("printBytes shows ASCII only", () => {
  expect(printBytes(utf8("é\\\n"), 0, 4)).toEqual({ text: "\\xc3\\xa9\\\\\\n", whole: true });
  expect(printBytes(new Uint8Array(51), 0, 51)).toEqual({ text: "\\x00".repeat(50), whole: false });
});

test("lengths", () => {
  expect(printLength(200_000_000)).toBe("<200,000,000 bytes>");
  expect(printLength(1)).toBe("<1 byte>");
  expect(printCount(999)).toBe("999");
  expect(printCount(1000n)).toBe("1,000");
});

test("floats", () => {
  expect([1, -0, 0.1, 1e300, Number.NaN, Number.NEGATIVE_INFINITY].map(printFloat)).toEqual([
    "1.0",
    "-0.0",
    "0.1",
    "1e+300",
    "nan",
    "-inf",
  ]);
});
