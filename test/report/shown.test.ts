/** Sentences are made of shown text: by type, and in what stands on the terminal. */
import { describe, expect, test } from "vitest";

import type { Output, say } from "../../src/cli/output.js";
import { CornichonError, joinShown, type Shown, sentence, showData, showLines, shownJson, showText, showWhole } from "../../src/errors.js";
import type { Finding } from "../../src/index.js";

/** True when a raw string may stand where `T` is asked for. */
type TakesRaw<T> = string extends T ? true : false;

describe("a raw name does not compile", () => {
  // Each of these lines is a compile error as soon as the place takes any string.
  test("in what is said, printed, thrown or found", () => {
    const said: TakesRaw<Parameters<typeof say>[0]> = false;
    const printed: TakesRaw<Parameters<Output["write"]>[0]> = false;
    const thrown: TakesRaw<ConstructorParameters<typeof CornichonError>[1]> = false;
    const between: TakesRaw<Parameters<typeof sentence>[1]> = false;
    const found: TakesRaw<Finding["message"]> = false;
    expect([said, printed, thrown, between, found]).toEqual([false, false, false, false, false]);
  });
});

const HOSTILE = "\x1b]0;x\x07\x9b31m\u202e\u2028\u200b\r\n\x7f";
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe("shown text", () => {
  test("holds nothing that a terminal obeys", () => {
    const text = sentence`name ${showText(HOSTILE)} of ${3}`;
    expect(text).not.toMatch(OBEYED);
    expect(text).toContain("\\u{1b}]0;x\\u{7}\\u{9b}31m\\u{202e}");
  });

  test("of an artifact is cut at 200 characters, a whole one is not", () => {
    expect(showText("x".repeat(200))).toBe("x".repeat(200));
    expect(showText(`${"x".repeat(200)}y`)).toBe(`${"x".repeat(200)}…`);
    expect(showText("x".repeat(100_000))).toHaveLength(201);
    expect(showWhole("x".repeat(100_000))).toHaveLength(100_000);
  });

  test("of lines keeps the lines", () => {
    expect(showLines("a\x1b\nb")).toBe("a\\u{1b}\nb");
    expect(joinShown([showText("a\nb"), showText("c")], "\n")).toBe("a\\u{a}b\nc");
  });

  test("as JSON is the same value", () => {
    const value = { [HOSTILE]: [HOSTILE, "\u{e0041}", "ü \u00a0"] };
    const json: Shown = shownJson(value, 2);
    expect(JSON.parse(json)).toEqual(value);
    expect(json.replaceAll("\n", "")).not.toMatch(OBEYED);
  });

  test("as data for a terminal keeps line ends and tabs", () => {
    expect(showData("a,b\n\t\x1b[31m\u202e")).toBe("a,b\n\t\\u001b[31m\\u202e");
  });
});

test("an error carries a verdict where one kept us from going on", () => {
  expect(new CornichonError("artifact.refused", sentence`no`, { verdict: "unlisted" }).verdict).toBe("unlisted");
  expect(new CornichonError("usage", sentence`no`).verdict).toBeNull();
});
