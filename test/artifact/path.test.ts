/** Names are bytes: what is decoded goes back to the same bytes, and is shown as the name of no other file. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { givenArguments, nameOf, systemPath } from "../../src/artifact/path.js";
import { CornichonError, reportPath, showPath } from "../../src/errors.js";

const bytesOf = (name: string): Buffer => Buffer.from(systemPath(name));

/** Names of pieces that could be taken for each other. */
const PIECES = ["a", "\\", "x", "xff", "\\xff", "\\x5c", "u{", "é", "€", "😀", "\ufffd", "\\u{d800}"].map((text) => Buffer.from(text));
const RAW = [[0xff], [0x80], [0xed, 0xa0, 0x80], [0xc3], [0xf0, 0x9f], [0xc0, 0xaf]].map((bytes) => Buffer.from(bytes));
const names = fc.array(fc.constantFrom(...PIECES, ...RAW), { minLength: 1, maxLength: 6 }).map((pieces) => Buffer.concat(pieces));

describe("a name", () => {
  test("keeps its bytes, whatever they are", () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(bytesOf(nameOf(name)).equals(name)).toBe(true);
      }),
    );
  });

  test("is shown as that of no other file, in well-formed text", () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        const [one, other] = [reportPath(nameOf(a)), reportPath(nameOf(b))];
        expect(one.isWellFormed()).toBe(true);
        expect(one === other).toBe(a.equals(b));
      }),
    );
  });

  test.each([
    ["a byte that is not UTF-8", Buffer.from("model\xff.pkl", "latin1"), "model\\xff.pkl"],
    ["the replacement character itself", Buffer.from("model\ufffd.pkl"), "model\ufffd.pkl"],
    ["what looks like an escape", Buffer.from("model\\xff.pkl"), "model\\x5cxff.pkl"],
    ["a surrogate in UTF-8", Buffer.from([0xed, 0xb3, 0xbf]), "\\xed\\xb3\\xbf"],
    ["a character cut off", Buffer.from([0x61, 0xe2, 0x82]), "a\\xe2\\x82"],
    ["a byte order mark", Buffer.from("\ufeffa"), "\ufeffa"],
  ])("%s", (_what, bytes, text) => {
    expect(reportPath(nameOf(bytes))).toBe(text);
    expect(bytesOf(nameOf(bytes)).equals(bytes)).toBe(true);
  });

  test.each(["\ud800.pkl", "\udc00", "a\0b"])("that no file has is refused: %j", (name) => {
    expect(() => systemPath(name)).toThrow(CornichonError);
  });

  test("keeps its beginning and its end when it is very long", () => {
    const shown = showPath(`models/${"deep/".repeat(800)}ridge.pkl`);
    expect([shown.length, shown.startsWith("models/deep/"), shown.endsWith("/deep/ridge.pkl")]).toEqual([200, true, true]);
  });

  test("holds nothing that a terminal obeys when it is shown, and all of it", () => {
    const name = `${"long/".repeat(20)}\x1b]0;x\x07\u202e\u009b\n\u200b\u3164.pkl`;
    expect(showPath(name)).toBe(`${"long/".repeat(20)}\\u{1b}]0;x\\u{7}\\u{202e}\\u{9b}\\u{a}\\u{200b}\\u{3164}.pkl`);
  });
});

describe("arguments", () => {
  const line = (...parts: readonly string[]): Buffer => Buffer.from(parts.map((part) => `${part}\0`).join(""), "latin1");

  test("get back the bytes that Node replaced", () => {
    const given = givenArguments(["scan", "a\ufffd.pkl", "b"], () => line("node", "--flag", "cli.js", "scan", "a\xff.pkl", "b"));
    expect(given).toEqual(["scan", "a\udcff.pkl", "b"]);
  });

  test("that hold U+FFFD keep it", () => {
    expect(givenArguments(["\ufffd", ""], () => Buffer.from("node\0cli.js\0\ufffd\0\0"))).toEqual(["\ufffd", ""]);
  });

  test("are not looked up without need", () => {
    const never = (): never => {
      throw new Error("asked");
    };
    expect(givenArguments(["a", "\u00ff"], never)).toEqual(["a", "\u00ff"]);
  });
});
