/** The tokenizer agrees with `JSON.parse`, whatever the pieces; depth and memory are bounded. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonCheck } from "../../src/host/json-check.js";

function check(bytes: Uint8Array, piece = 7, depth = 50): boolean {
  const json = new JsonCheck(depth);
  for (let at = 0; at < bytes.length; at += piece) json.push(bytes.subarray(at, at + piece));
  return json.finish();
}

const text = (json: string, piece?: number): boolean => check(Buffer.from(json), piece);

function parses(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

test("what JSON.stringify writes is taken, in pieces of any length", () => {
  fc.assert(fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 1, max: 40 }), (json, piece) => text(json, piece)));
});

test("one changed byte: taken exactly when JSON.parse takes it", () => {
  const alphabet = [...'{}[]",:0123456789.eE+-\\/ntfu al'];
  const property = fc.property(
    fc.json({ maxDepth: 3 }),
    fc.nat(),
    fc.constantFrom(...alphabet),
    fc.boolean(),
    (json, seed, byte, insert) => {
      const at = seed % (json.length + 1);
      const changed = json.slice(0, at) + byte + json.slice(insert ? at : at + 1);
      return text(changed) === parses(changed);
    },
  );
  fc.assert(property, { numRuns: 3000 });
});

describe("refused", () => {
  const cases = [
    "",
    " ",
    "1 2",
    "[1,]",
    "{,}",
    '{"a"}',
    '{"a":1,}',
    "[",
    "]",
    "[}",
    "01",
    "1.",
    ".5",
    "+1",
    "1e",
    "NaN",
    "tru",
    '"',
    '"\\x"',
    '"\\u12g4"',
    "[1",
    '{"a":',
    "'a'",
    "\u{feff}1",
  ];
  test.each(cases)("%j", (json) => expect(text(json)).toBe(false));

  test("a control character in a string", () => expect(text('"a\nb"')).toBe(false));
  test("a number without an end", () => expect(text("1".repeat(10_000))).toBe(false));
  test("bytes that are no UTF-8", () => {
    for (const bytes of [
      [34, 0xff, 34],
      [34, 0xc0, 0x80, 34],
      [34, 0xed, 0xa0, 0x80, 34],
      [34, 0xe2, 0x82, 34],
    ])
      expect(check(Uint8Array.from(bytes), 1)).toBe(false);
  });
  test("deeper than the limit", () => {
    expect(text(`${"[".repeat(50)}${"]".repeat(50)}`)).toBe(true);
    expect(text(`${"[".repeat(51)}${"]".repeat(51)}`)).toBe(false);
  });
});
