/** A text in memory: all its pieces in order, once, and no longer than a text can be. */
import { expect, test } from "vitest";
import { checkLength, KeptText } from "../../src/output/kept-text.js";

test("pieces are copied, and given once", () => {
  const text = new KeptText();
  const piece = Buffer.from("ab");
  text.take(piece);
  piece.fill(0);
  text.take(Buffer.from("cd"));
  expect(text.bytes().toString()).toBe("abcd");
  expect(text.bytes().length).toBe(0);
});

test("the longest text is V8's", () => {
  const longest = 2 ** 29 - 24;
  expect(() => checkLength(longest)).not.toThrow();
  expect(() => checkLength(longest + 1)).toThrow(
    expect.objectContaining({ code: "document.limit", message: expect.stringContaining("sidecar") }),
  );
});

test("what comes is added up", () => {
  const text = new KeptText();
  const piece = new Uint8Array(2 ** 28);
  text.take(piece);
  expect(() => text.take(piece)).toThrow(expect.objectContaining({ code: "document.limit" }));
});
