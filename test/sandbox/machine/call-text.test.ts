/**
 * A call as one finding, at the call, with its arguments as text. Expected texts are what `repr` of CPython 3.12 prints of
 * the same values; where there is no literal, our own words.
 */
import { describe, expect, test } from "vitest";
import { artifactReport } from "../../../src/report/scan-report.js";
import { runGuest } from "../../support/guest.js";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");
const findings = (text: string) =>
  (runGuest(bytes(text), "scan").report.artifacts[0]?.findings ?? []).filter((f) => !f.code.startsWith("note."));
const told = (text: string): unknown[] => findings(text).map(({ code, offset, opcode, args }) => [code, offset, opcode, args?.["call"]]);
const callOf = (args: string): unknown => findings(`\x80\x04cos\nsystem\n${args}R.`).find((f) => f.global === "os.system")?.args?.["call"];

describe("one finding a call", () => {
  test("stands where the call does", () => {
    expect(told("cposix\nsystem\n(S'id'\ntR.")).toEqual([["global.dangerous", 22, "REDUCE", "posix.system('id')"]]);
    expect(told("(S'id'\niposix\nsystem\n.")).toEqual([["global.dangerous", 7, "INST", "posix.system('id')"]]);
    expect(told("(cposix\nsystem\nS'id'\no.")).toEqual([["global.dangerous", 21, "OBJ", "posix.system('id')"]]);
    expect(told("\x80\x02cposix\nsystem\nU\x02id\x85\x81.")).toEqual([["global.dangerous", 21, "NEWOBJ", "posix.system('id')"]]);
    expect(told("\x80\x04cposix\nsystem\n)}\x8c\x01kK\x01s\x92.")).toEqual([
      ["global.dangerous", 24, "NEWOBJ_EX", "posix.system(**{'k': 1})"],
    ]);
  });

  test("two calls are two, and a name that nobody calls keeps its own", () => {
    const twice = "cposix\nsystem\np0\n(S'a'\ntR0g0\n(S'b'\ntR.";
    expect(told(twice).filter((row) => (row as unknown[])[0] === "global.dangerous")).toEqual([
      ["global.dangerous", 24, "REDUCE", "posix.system('a')"],
      ["global.dangerous", 36, "REDUCE", "posix.system('b')"],
    ]);
    expect(told("cposix\nsystem\n.")).toEqual([["global.dangerous", 0, "GLOBAL", undefined]]);
    expect(told("cposix\nsystem\n0cposix\nsystem\n(S'b'\ntR.").filter((row) => (row as unknown[])[0] === "global.dangerous")).toEqual([
      ["global.dangerous", 0, "GLOBAL", undefined],
      ["global.dangerous", 36, "REDUCE", "posix.system('b')"],
    ]);
  });

  test("a name before a break keeps its place", () => {
    expect(told("cposix\nsystem\n(S'id'\nt")[0]).toEqual(["global.dangerous", 0, "GLOBAL", undefined]);
  });

  test("an unlisted function is told with its arguments, an instance without any by its name", () => {
    expect(told("cmine\nload\n(S'http://x'\ntR.")).toEqual([["global.unlisted", 25, "REDUCE", "mine.load('http://x')"]]);
    expect(told("\x80\x02cmine\nModel\n)\x81.")).toEqual([["global.unlisted", 2, "GLOBAL", undefined]]);
  });

  test("an allowed function with other arguments", () => {
    expect(told("\x80\x03cbuiltins\ncomplex\n(X\x02\0\0\0hitR.").map((row) => (row as unknown[])[3])).toEqual(["builtins.complex('hi')"]);
  });
});

describe("arguments as Python writes them", () => {
  test.each([
    ["N\x85", "os.system(None)"],
    ["\x88\x89\x86", "os.system(True, False)"],
    ["J\xff\xff\xff\xffM\x00\x80\x86", "os.system(-1, 32768)"],
    ["G\x3f\xb9\x99\x99\x99\x99\x99\x9aG\x40\x00\x00\x00\x00\x00\x00\x00\x86", "os.system(0.1, 2.0)"],
    ["\x8a\x09\0\0\0\0\0\0\0\0\x01\x85", "os.system(18446744073709551616)"],
    ["\x8c\x05it's \x85", 'os.system("it\'s ")'],
    ["\x8c\x06'\"\n\\\x1b\x7f\x85", "os.system('\\'\"\\n\\\\\\x1b\\x7f')"],
    ["\x8c\x03\xe2\x80\xae\x85", "os.system('\\u202e')"],
    ["C\x03a\x00\xff\x85", "os.system(b'a\\x00\\xff')"],
    ["K\x01\x85\x85", "os.system((1,))"],
    ["]K\x01aK\x02a)\x86", "os.system([1, 2], ())"],
    ["}\x8c\x01aK\x01s\x85", "os.system({'a': 1})"],
    ["\x8f\x85", "os.system(set())"],
    ["cbuiltins\nint\n\x85", "os.system(builtins.int)"],
    ["cos\ngetcwd\n)R\x85", "os.system(os.getcwd())"],
    ["]K\x01a", "os.system(1)"],
  ])("%j", (args, text) => {
    expect(callOf(args)).toBe(text);
  });

  test("no more than 200 characters, of anything", () => {
    const long = `X\x10\x27\0\0${"a".repeat(10_000)}`;
    for (const args of [
      `${long}\x85`,
      `(${"K\x01".repeat(5000)}t`,
      `${"(".repeat(900)}${"t".repeat(900)}`,
      `(${"\x8c\x04\xf0\x9f\x98\x80".repeat(90)}t`,
    ]) {
      const text = String(callOf(args));
      expect(text.length).toBeLessThanOrEqual(200);
      expect(text).toMatch(/^os\.system\(/);
      expect(text.isWellFormed()).toBe(true);
    }
    expect(callOf(`${long}\x85`)).toBe(`os.system('${"a".repeat(188)}…`);
  });

  test("a name with controls is escaped", () => {
    expect(told("cposix\x1b[31m\nsystem\n(S'id'\ntR.").map((row) => (row as unknown[])[3])).toEqual(["posix\\x1b[31m.system('id')"]);
  });
});

test("the host escapes and cuts what a guest says of a call", () => {
  const [raw] = runGuest(bytes("cposix\nsystem\n(S'id'\ntR."), "scan").report.artifacts;
  if (raw === undefined) throw new Error("no report");
  const hostile = { ...raw, findings: raw.findings.map((f) => ({ ...f, args: { ...f.args, call: `\u001b[2J${"x".repeat(300)}` } })) };
  const [finding] = artifactReport(hostile, { path: "a", sha256: null }).findings;
  expect(finding?.call).toMatch(/^\\u\{1b\}\[2Jx+…$/);
});
