import { describe, expect, test } from "vitest";
import { parseFloatLine, parseIntLine, parseLongLine, parseMemoIndex } from "../../../sandbox/bytes/text-number.js";

const line = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

describe("INT", () => {
  test.each([
    ["+5", 5],
    [" 7 ", 7],
    ["1_000", 1000],
    ["-00", 0],
    ["1 ", 1],
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["-9007199254740993", -9007199254740993n],
  ])("%s is accepted", (text, value) => expect(parseIntLine(line(text))).toEqual({ kind: "int", value }));

  test.each([
    ["00", false],
    ["01", true],
  ])("%s is a bool", (text, value) => expect(parseIntLine(line(text))).toEqual({ kind: "bool", value }));

  test.each([
    ["0x10", 16, "argument.other-base"],
    ["0b1", 1, "argument.other-base"],
    ["010", 10, "argument.other-base"],
    ["08", 8, "argument.other-base"],
    ["+1", true, "argument.read-differently"],
    [" 0", false, "argument.read-differently"],
    ["5\0junk", 5, "argument.read-differently"],
    ["\0", 0, "argument.read-differently"],
    ["\0x", false, "argument.read-differently"],
    ["5L", null, "argument.no-number"],
    ["", null, "argument.no-number"],
    ["0x", null, "argument.no-number"],
  ])("%j is bad and goes on with %s", (text, lenient, why) => expect(parseIntLine(line(text))).toEqual({ kind: "bad", lenient, why }));

  test("never gives a negative zero", () => {
    const read = parseIntLine(line("-000"));
    expect(read.kind === "int" && Object.is(read.value, 0)).toBe(true);
  });
});

describe("limits", () => {
  test("4,300 digits are read, 4,301 are a limit", () => {
    const read = parseIntLine(line("7".repeat(4300)));
    expect(read.kind === "int" && read.value === BigInt("7".repeat(4300))).toBe(true);
    expect(parseIntLine(line("7".repeat(4301)))).toEqual({ kind: "limit", digits: 4301 });
    expect(parseLongLine(line(`-${"7".repeat(4301)}L`))).toEqual({ kind: "limit", digits: 4301 });
  });

  test("underscores and signs are no digits, leading zeros are", () => {
    expect(parseLongLine(line(`+${"1_".repeat(4299)}1L`)).kind).toBe("int");
    expect(parseIntLine(line("0".repeat(4301)))).toEqual({ kind: "limit", digits: 4301 });
  });

  test("the limit can be moved", () => {
    expect(parseIntLine(line("12345"), 4)).toEqual({ kind: "limit", digits: 5 });
    expect(parseLongLine(line(`${"7".repeat(5000)}L`), 5000).kind).toBe("int");
  });

  test("hexadecimal text counts by its bytes", () => {
    expect(parseLongLine(line(`0x${"f".repeat(4096)}L`)).kind).toBe("bad");
    expect(parseLongLine(line(`0x${"f".repeat(4097)}L`))).toEqual({ kind: "limit", digits: 4097 });
  });

  test("ten million characters cost one pass", () => {
    const started = performance.now();
    for (const text of ["1".repeat(1e7), "1_".repeat(5e6), " ".repeat(1e7), `${"0".repeat(1e7)}x`]) {
      parseIntLine(line(text));
      parseLongLine(line(text));
      parseFloatLine(line(text));
      parseMemoIndex(line(text));
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("LONG", () => {
  test.each([
    ["5L", 5],
    ["5", 5],
    [" -5 L", -5],
    ["00L", 0],
    ["12345678901234567890L", 12345678901234567890n],
  ])("%s", (text, value) => expect(parseLongLine(line(text))).toEqual({ kind: "int", value }));
  test.each([
    ["0x10L", 16],
    ["010L", 10],
    ["5LL", null],
    ["L", null],
    ["", null],
    ["5\0L", 5],
  ])("%j is bad", (text, lenient) => expect(parseLongLine(line(text))).toMatchObject({ kind: "bad", lenient }));
});

describe("FLOAT", () => {
  test.each([
    ["1.5", 1.5],
    ["-0.0", -0],
    ["1e308", 1e308],
    ["inf", Number.POSITIVE_INFINITY],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    ["nan", Number.NaN],
    ["4.9e-324", 5e-324],
  ])("%s", (text, value) => {
    const read = parseFloatLine(line(text));
    expect(read.kind === "float" && Object.is(read.value, value)).toBe(true);
  });
  test.each([
    ["1e400", Number.POSITIVE_INFINITY],
    ["-1e400", Number.NEGATIVE_INFINITY],
    [" 1.5\t", 1.5],
    ["1_0.5", 10.5],
    ["1.5\0x", 1.5],
    ["0x10", null],
    ["", null],
    ["1__0", null],
  ])("%j is bad", (text, lenient) => expect(parseFloatLine(line(text))).toMatchObject({ kind: "bad", lenient }));
  test("a text of thousands of characters is refused unread", () => {
    expect(parseFloatLine(line("1".repeat(4301)))).toEqual({ kind: "bad", lenient: 0, why: "argument.too-long" });
  });
});

describe("memo indices", () => {
  test.each([
    ["0", 0],
    ["010", 10],
    [" 1_0 ", 10],
    ["-0", 0],
  ])("%s", (text, value) => expect(parseMemoIndex(line(text))).toEqual({ value, why: null }));
  test("negative ones stop every loader", () => {
    expect(parseMemoIndex(line("-1"))).toEqual({ value: -1, why: "argument.negative" });
    expect(parseMemoIndex(line(`-${"9".repeat(5000)}`))).toEqual({ value: -1, why: "argument.negative" });
  });
  test("one beyond every file is the largest exact number", () => {
    expect(parseMemoIndex(line("9".repeat(30)))).toEqual({ value: Number.MAX_SAFE_INTEGER, why: null });
    expect(parseMemoIndex(line("9".repeat(5000)))).toEqual({ value: Number.MAX_SAFE_INTEGER, why: null });
  });
  test.each(["", "0x1", "1.0", "one", "1L"])("%j is none", (text) =>
    expect(parseMemoIndex(line(text))).toEqual({ value: -1, why: "argument.no-number" }),
  );
});
