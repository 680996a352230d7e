/**
 * Every literal of fixtures/literals.json against CPython 3.8 to 3.13 (both unpicklers; the versions agree). What both
 * load alike must be read alike; what they read differently must be `bad`, with a value to go on with exactly when one
 * of them goes on. 3.14 reads INT and LONG with base 10: those texts must be `bad` too, and are counted here.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeRawUnicodeEscape, decodeStringArgument } from "../../../sandbox/bytes/python-string.js";
import { parseFloatLine, parseIntLine, parseLongLine, parseMemoIndex } from "../../../sandbox/bytes/text-number.js";
import { validUtf8 } from "../../../sandbox/bytes/utf8.js";

type Case = readonly [op: string, argument: string, c: string | null, python: string | null];

const cases: readonly Case[] = JSON.parse(readFileSync(new URL("../../../fixtures/literals.json", import.meta.url), "utf8"));

function bytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, "hex"));
}

const toHex = (b: Uint8Array): string => Buffer.from(b).toString("hex");

/** A value as the fixture writes it. */
function shown(value: boolean | number | bigint): string {
  return typeof value === "boolean" ? `bool ${value ? "True" : "False"}` : `int ${value}`;
}

/** Our answer in the fixture's words, or "bad" with what the stream goes on with. */
function answer(op: string, argument: Uint8Array): { accepted: string | null; goesOn: boolean } {
  switch (op) {
    case "INT":
    case "LONG": {
      const read = op === "INT" ? parseIntLine(argument) : parseLongLine(argument);
      if (read.kind === "limit") throw new Error("no literal of the fixture is that long");
      return read.kind === "bad" ? { accepted: null, goesOn: read.lenient !== null } : { accepted: shown(read.value), goesOn: true };
    }
    case "FLOAT": {
      const read = parseFloatLine(argument);
      return read.kind === "bad" ? { accepted: null, goesOn: read.lenient !== null } : { accepted: `float ${read.value}`, goesOn: true };
    }
    case "STRING": {
      const value = decodeStringArgument(argument);
      return { accepted: value && `bytes ${toHex(value)}`, goesOn: value !== null };
    }
    case "UNICODE": {
      const value = decodeRawUnicodeEscape(argument);
      return { accepted: value && `str ${toHex(value)}`, goesOn: value !== null };
    }
    case "GET":
    case "PUT": {
      const read = parseMemoIndex(argument);
      return { accepted: read.why === null ? `index ${read.value}` : null, goesOn: read.value >= 0 };
    }
    default: {
      const valid = validUtf8(argument, 0, argument.length);
      return { accepted: valid ? `str ${toHex(argument)}` : null, goesOn: valid };
    }
  }
}

/** Floats are compared as doubles: Python writes exponents in another form. */
function sameValue(ours: string, theirs: string): boolean {
  if (ours === theirs) return true;
  if (!ours.startsWith("float ") || !theirs.startsWith("float ")) return false;
  const number = (text: string): number =>
    Number(
      text
        .slice(6)
        .replace(/^(-?)inf$/, "$1Infinity")
        .replace(/^nan$/, "NaN"),
    );
  // "-0.0" is printed "0" by JavaScript; the sign has a test of its own.
  return Object.is(number(ours), number(theirs)) || (number(ours) === 0 && number(theirs) === 0);
}

/** Texts that CPython 3.14 reads otherwise than its elders: prefixes, and leading zeros before a digit. */
function differsIn314(op: string, argument: Uint8Array): boolean {
  if (op !== "INT" && op !== "LONG") return false;
  const text = Buffer.from(argument).toString("latin1");
  return /^\s*[+-]?0[xob]/i.test(text) || /^\s*[+-]?0[0_]*[1-9]/.test(text);
}

describe.each(["INT", "LONG", "FLOAT", "STRING", "UNICODE", "GET", "PUT", "BINUNICODE"])("%s", (op) => {
  const mine = cases.filter((row) => row[0] === op);
  test("has literals", () => expect(mine.length).toBeGreaterThan(20));
  test.each(mine.map((row) => [JSON.stringify(Buffer.from(row[1], "hex").toString("latin1")), row] as const))("%s", (_name, row) => {
    const [, hex, c, python] = row;
    const argument = bytes(hex);
    const ours = answer(op, argument);
    // "01" is a bool everywhere and 3.14 knows it.
    const newer = differsIn314(op, argument) && !(op === "INT" && /^0[01]$/.test(Buffer.from(argument).toString("latin1")));
    if (c !== null && c === python && !newer) {
      expect(ours.accepted, "both load it").not.toBeNull();
      expect(sameValue(ours.accepted ?? "", c), `${ours.accepted} for ${c}`).toBe(true);
    } else {
      expect(ours.accepted, `C: ${c}, Python: ${python}`).toBeNull();
      if (c !== null || python !== null) expect(ours.goesOn, "one of them goes on").toBe(true);
      else if (!newer) expect(ours.goesOn, "all of them stop").toBe(false);
    }
  });
});
