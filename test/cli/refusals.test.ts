/**
 * Code in every form that a pickle has for it, built byte by byte here: refused as dangerous, exit 1, nothing written.
 * Each payload would run `os.system` under `pickle.load`.
 */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cornichon, withFolder } from "../support/cli.js";

const text = (s: string): number[] => Array.from(Buffer.from(s));
const short = (s: string): number[] => [0x8c, s.length, ...text(s)];
const SYSTEM = text("cos\nsystem\n");
const COMMAND = [...text("X\x04\x00\x00\x00"), ...text("true")];

/** Payloads by how they reach `os.system`. */
const PAYLOADS: Readonly<Record<string, readonly number[]>> = {
  REDUCE: [...SYSTEM, ...COMMAND, 0x85, ...text("R.")],
  "REDUCE, protocol 4": [0x80, 4, ...short("os"), ...short("system"), 0x93, ...COMMAND, 0x85, ...text("R.")],
  "another spelling": [...text("cposix\nsystem\n"), ...COMMAND, 0x85, ...text("R.")],
  OBJ: [...text("("), ...SYSTEM, ...COMMAND, ...text("o.")],
  INST: [...text("("), ...COMMAND, ...text("ios\nsystem\n.")],
  NEWOBJ: [...SYSTEM, ...COMMAND, 0x85, 0x81, ...text(".")],
  "STACK_GLOBAL from the memo": [
    0x80,
    4,
    ...short("os"),
    0x94,
    ...text("0"),
    ...short("system"),
    0x94,
    ...text("0"),
    ...text("h\x00h\x01"),
    0x93,
    ...COMMAND,
    0x85,
    ...text("R."),
  ],
  "popped away": [...SYSTEM, ...COMMAND, 0x85, ...text("R0N.")],
  "after STOP": [...text("N."), ...SYSTEM, ...COMMAND, 0x85, ...text("R.")],
  "before a broken opcode": [...SYSTEM, ...COMMAND, 0x85, ...text("R"), 0xff],
  "without STOP": [...SYSTEM, ...COMMAND, 0x85, ...text("R")],
  "only referenced": [...SYSTEM, ...text(".")],
  "Python 2's name": [...text("c__builtin__\neval\n"), ...COMMAND, 0x85, ...text("R.")],
  "held by an estimator": [
    0x80,
    4,
    ...short("sklearn.preprocessing._function_transformer"),
    ...short("FunctionTransformer"),
    0x93,
    ...text(")"),
    0x81,
    ...text("}("),
    ...short("func"),
    ...short("os"),
    ...short("system"),
    0x93,
    ...text("ub."),
  ],
};

describe("code is refused", () => {
  test.each(Object.entries(PAYLOADS))(
    "%s",
    (_name, bytes) => {
      withFolder((folder) => {
        const file = join(folder, "upload.pkl");
        writeFileSync(file, Uint8Array.from(bytes));
        const scanned = cornichon(["scan", file, "--format", "ndjson"]);
        const report = JSON.parse(scanned.out);
        expect(report.verdict).toBe("dangerous");
        expect(scanned.code).toBe(1);
        expect(
          report.findings.some((f: { code: string; offset: number }) => f.code === "global.dangerous" && f.offset < bytes.length),
        ).toBe(true);
        const converted = cornichon(["convert", file, "--output", join(folder, "out.json")]);
        expect(converted.code).toBe(1);
        expect(existsSync(join(folder, "out.json"))).toBe(false);
        expect(readdirSync(folder)).toEqual(["upload.pkl"]);
        expect(converted.err).toContain("dangerous");
        expect(converted.err).not.toMatch(/\bat .*\.js:\d+/);
      });
    },
    60_000,
  );

  test("names of the file are not printed raw", () => {
    withFolder((folder) => {
      const file = join(folder, "escape.pkl");
      writeFileSync(file, Uint8Array.from([...text("cevil\x1b[31m\nname\n.")]));
      const { out } = cornichon(["scan", file]);
      expect(out).not.toContain("\x1b");
    });
  });
});
