/** The table against CPython's own (fixtures/opcodes.json, made by fixtures/make-opcodes.py). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { OP, OPCODES, opcodeName, opcodeRow } from "../../../sandbox/opcode/table.js";

const reference: readonly unknown[] = JSON.parse(readFileSync(new URL("../../../fixtures/opcodes.json", import.meta.url), "utf8"));

describe("the opcode table", () => {
  test("is CPython's, row for row", () => {
    expect(OPCODES.map(({ doc, ...row }) => row)).toEqual(reference);
    expect(OPCODES.length).toBe(68);
  });

  test("OP names every row once", () => {
    expect(Object.entries(OP)).toEqual(OPCODES.map((row) => [row.name, row.code]));
    expect(new Set(Object.values(OP)).size).toBe(68);
  });

  test("each row has a sentence of its own", () => {
    for (const { doc } of OPCODES) expect(doc).toMatch(/^[A-Z].*\.$/);
    const docs = OPCODES.map((row) => row.doc);
    expect(new Set(docs).size).toBe(docs.length);
  });

  test("every byte is an opcode or none", () => {
    for (let byte = 0; byte < 256; byte += 1) {
      const row = OPCODES.find(({ code }) => code === byte) ?? null;
      expect(opcodeRow(byte)).toBe(row);
      expect(opcodeName(byte)).toBe(row?.name ?? null);
    }
    expect(opcodeRow(-1)).toBeNull();
    expect(opcodeRow(256)).toBeNull();
  });
});
