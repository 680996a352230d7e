/**
 * Bombs made here: small files that mean endless work, and long ones that mean deep work. Each ends in its verdict, in
 * memory and time that follow from its length; the guest's own budgets decide, before any wall does.
 */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { CODES, isFindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { GuestFinding, Limits } from "../../sandbox/wire/job.js";
import { runGuest } from "../support/guest.js";

const bytes = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part))));

function found(data: Uint8Array, limits: Partial<Limits> = {}): readonly GuestFinding[] {
  return runGuest(data, "scan", {}, limits).report.artifacts.flatMap((artifact) => artifact.findings);
}

function verdict(findings: readonly GuestFinding[]): string {
  const demanded = findings.map((f) => (isFindingCode(f.code) ? CODES[f.code].verdict : ""));
  return VERDICT_ORDER.find((v) => demanded.includes(v)) ?? "safe";
}

const MILLION = 1_000_000;

describe("nesting of a million", () => {
  test.each([
    ["lists", bytes("\x80\x02", "]".repeat(MILLION), "a".repeat(MILLION - 1), ".")],
    ["tuples", bytes("\x80\x02N", "\x85".repeat(MILLION), ".")],
    ["marks", bytes("\x80\x02", "(".repeat(MILLION), "t".repeat(MILLION), ".")],
    ["dicts", bytes("\x80\x02}", "N}".repeat(MILLION), "s".repeat(MILLION), ".")],
  ])(
    "%s are data to scan, and a limit to convert",
    (_what, data) => {
      expect(verdict(found(data))).toBe("safe");
      const { report } = runGuest(data, "convert");
      expect(report.converted).toBe(false);
      expect(report.artifacts[0]?.findings.map((f) => f.code)).toContain("limit.depth");
    },
    60_000,
  );

  test("a tuple of shared tuples as a key is what Python never ends to hash", () => {
    expect(verdict(found(bytes("\x80\x02}N", "2\x86".repeat(100_000), "Ns.")))).toBe("limit");
  });
});

describe("lengths that are not there", () => {
  test.each([
    ["BINBYTES8", "\x80\x04\x8e\xff\xff\xff\xff\xff\xff\x1f\x00"],
    ["BINUNICODE8", "\x80\x04\x8d\xff\xff\xff\xff\xff\xff\x1f\x00"],
    ["BYTEARRAY8", "\x80\x05\x96\xff\xff\xff\xff\xff\xff\x1f\x00"],
    ["BINBYTES", "\x80\x03B\xff\xff\xff\xff"],
    ["BINUNICODE", "\x80\x02X\xff\xff\xff\xff"],
    ["LONG4", "\x80\x02\x8b\xff\xff\xff\x7f"],
    ["FRAME", "\x80\x04\x95\xff\xff\xff\xff\xff\xff\x1f\x00"],
  ])("%s claims no memory", (_what, head) => {
    expect(verdict(found(bytes(head, "x.")))).toBe("malformed");
  });
});

describe("the memo", () => {
  test("far indices claim no memory and end in a limit", () => {
    const puts = Array.from({ length: 1000 }, (_, i) => bytes("r", Uint8Array.of(i & 255, (i >> 8) & 255, 0xff, 0x7f)));
    expect(found(bytes("\x80\x02N", ...puts, ".")).map((f) => f.code)).toContain("limit.memo");
  });

  test("a million entries from the top down take no time, and no pickler writes them", () => {
    const n = 300_000;
    const puts = new Uint8Array(n * 5);
    const view = new DataView(puts.buffer);
    for (let i = 0; i < n; i++) {
      puts[i * 5] = 0x72;
      view.setUint32(i * 5 + 1, n - i, true);
    }
    expect(verdict(found(bytes("\x80\x02N", puts, ".")))).toBe("unlisted");
  });
});

describe("findings", () => {
  test("a flood is counted, the worst are kept, in stream order", () => {
    const flood = "Pa\n0".repeat(5000);
    const { report } = runGuest(bytes("\x80\x02", flood, "cos\nsystem\n0N."), "scan", {}, { maxFindings: 100 });
    const [artifact] = report.artifacts;
    expect(artifact?.findings.length).toBe(100);
    expect(artifact?.moreFindings).toBeGreaterThan(4000);
    expect(artifact?.findings.some((f) => f.code === "global.dangerous")).toBe(true);
    const offsets = artifact?.findings.map((f) => f.offset) ?? [];
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  });

  test("names beyond the limit are not in the report, and still judged", () => {
    const names = Array.from({ length: 300 }, (_, i) => `cmylib\nname${i}\n0`).join("");
    const { report } = runGuest(bytes("\x80\x02", names, "N."), "scan", {}, { maxGlobals: 50 });
    expect(report.artifacts[0]?.globals.length).toBe(50);
    expect(verdict(report.artifacts[0]?.findings ?? [])).toBe("unlisted");
  });
});

describe("every limit names its option", () => {
  const zeros = bytes("\x80\x03B", Uint8Array.of(0, 0, 0x10, 0), new Uint8Array(1 << 20), ".");
  const rows: readonly (readonly [string, Uint8Array, Partial<Limits>, string])[] = [
    ["decoded", new Uint8Array(gzipSync(zeros)), { maxDecoded: 1000 }, "limit.decoded"],
    ["digits", bytes("I123456\n."), { maxDigits: 5 }, "limit.digits"],
    ["containers", new Uint8Array(gzipSync(gzipSync(gzipSync(zeros)))), { maxContainers: 1 }, "limit.containers"],
  ];
  test.each(rows)("%s", (_what, data, limits, code) => {
    const finding = found(data, limits).find((f) => f.code === code);
    expect(finding?.args?.["option"]).toMatch(/^--max-/);
    expect(verdict(found(data, limits))).toBe("limit");
  });
});
