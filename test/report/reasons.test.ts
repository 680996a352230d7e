/** Words for codes: each has its own, whole and without an end mark, and says the facts that came with it. */
import { describe, expect, test } from "vitest";
import { ARGUMENTS } from "../../sandbox/finding/arguments.js";
import { CODES } from "../../sandbox/finding/codes.js";
import { REASONS, type ReasonCode } from "../../sandbox/finding/reasons.js";
import { message } from "../../src/report/messages.js";
import { isReasonCode, reasonWords } from "../../src/report/reasons.js";

const CODE = Object.keys(REASONS).filter(isReasonCode);
const words = (code: ReasonCode): string => reasonWords(code, (name) => `<${name}>`);

describe("reasons", () => {
  test("are area and name in kebab-case", () => {
    expect(CODE.filter((code) => !/^[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*$/.test(code))).toEqual([]);
  });

  test("have words that stand inside a sentence", () => {
    expect(CODE.filter((code) => !/\S/.test(words(code)) || /^\s|[\s.]$/.test(words(code)))).toEqual([]);
  });

  test("say each of their facts", () => {
    const left = CODE.filter((code) => REASONS[code].some((name) => !words(code).includes(`<${name}>`)));
    expect(left).toEqual([]);
  });

  test("and findings have facts that the host lets pass", () => {
    const named = [...CODE.flatMap((code) => [...REASONS[code]]), ...Object.values(CODES).flatMap((row) => [...row.args])];
    expect(named.filter((name) => !Object.hasOwn(ARGUMENTS, name) && name !== "path" && name !== "kind")).toEqual([]);
  });
});

describe("a message", () => {
  test.each<[Parameters<typeof message>, string]>([
    [["call.arguments", { global: "a.b", args: { why: "ufunc.unlisted", name: "os.x" } }], "a ufunc that is not listed: os.x."],
    [["stream.memo", { opcode: "GET", args: { why: "memo.missing", index: 7 } }], "GET: entry 7 was never stored."],
    [["stream.argument", { opcode: "INT", args: { why: "argument.no-number" } }], "INT cannot be: the text is no number."],
    [["container.unsupported", { args: { container: "zip", why: "data.method", method: 12 } }], "zip is not read (compression method 12)."],
    [
      ["note.native-raw", { global: "B", args: { why: "native.categories", inner: "native.depth" } }],
      "pandas_categorical: it nests too deep.",
    ],
    [["note.native-raw", { global: "B", args: { why: "native.categories", inner: "native.categories" } }], "pandas_categorical: "],
    [["global.dangerous", { global: "os.system", args: { why: "process" } }], "(starts a process or a shell)"],
    [["global.unlisted", { global: "mylib.Thing" }], "if it is your own class and only data, --allow mylib.Thing keeps it inert."],
    [["global.unlisted", { global: "numpy.put" }], "numpy.put is numpy's own and not on the allow-list; if you know that it only computes"],
    [["global.unlisted", { global: "numpyish.put" }], "if it is your own class"],
    [["joblib.dual-reading", { args: { reading: "joblib-old", what: "call.arguments" } }], "Read as joblib before 1.2 would, these bytes"],
    [["artifact.unreadable", { args: { why: "permission denied" } }], "could not be read: permission denied."],
  ])("%j", (given, text) => expect(message(...given)).toContain(text));

  test("escapes and cuts the texts of an artifact", () => {
    const said = message("call.arguments", { global: "a.b", args: { why: "ufunc.unlisted", name: `\x1b[31m${"x".repeat(300)}` } });
    expect(said).toContain("\\u{1b}[31mx");
    expect(said).toContain(`${"x".repeat(195)}…`);
    expect(said).not.toContain("x".repeat(196));
  });
});
