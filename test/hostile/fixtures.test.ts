/**
 * Every hostile fixture gets exactly the verdict of its name, and its finding: the code, the global, the offset. What is
 * dangerous is told as such at an offset inside the file; what is safe converts.
 */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CODES, isFindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { GuestArtifact, GuestFinding } from "../../sandbox/wire/job.js";
import { runGuest } from "../support/guest.js";
import { HOSTILE, type HostileFacts, hostileBytes, INDEX, verdictOf } from "../support/hostile.js";

const demands = (finding: GuestFinding): string => (isFindingCode(finding.code) ? CODES[finding.code].verdict : "unknown");

function worst(artifacts: readonly GuestArtifact[]): string {
  const verdicts = artifacts.flatMap((artifact) => artifact.findings.map(demands));
  return VERDICT_ORDER.find((verdict) => verdicts.includes(verdict)) ?? "safe";
}

/** Opcodes that call. */
const CALLS: Readonly<Record<number, string>> = { 82: "REDUCE", 111: "OBJ", 105: "INST", 129: "NEWOBJ", 146: "NEWOBJ_EX" };

/** A name that is called is told where it is called, behind where it stands. */
const isItsCall = ({ offset, args, global }: GuestFinding, { at = 0, name = global }: HostileFacts): boolean =>
  offset > at && global === name && String(args?.["call"] ?? "").startsWith(`${name}(`);

const files = Object.keys(INDEX);

test("every fixture is in the index and every row has its fixture", () => {
  expect(
    readdirSync(HOSTILE)
      .filter((file) => file !== "index.json")
      .sort(),
  ).toEqual([...files].sort());
});

describe("hostile fixtures", () => {
  test.each(files)("%s", (file) => {
    const facts = INDEX[file] ?? {};
    const bytes = hostileBytes(file);
    const { report } = runGuest(bytes, "scan", facts.options);
    const all = report.artifacts.flatMap((artifact) => artifact.findings);
    expect({ verdict: worst(report.artifacts), findings: all.filter((f) => demands(f) !== "safe") }).toMatchObject({
      verdict: verdictOf(file),
    });
    const own = facts.member === true ? report.artifacts.slice(1) : report.artifacts.slice(0, 1);
    const codes = own.flatMap((artifact) => artifact.findings.map((f) => f.code));
    for (const code of [facts.code, facts.also]) if (code !== undefined) expect(codes).toContain(code);
    const told = all.filter((f) => verdictOf(file) !== "dangerous" || demands(f) === "dangerous");
    if (facts.name !== undefined) expect(told.map((f) => f.global)).toContain(facts.name);
    if (facts.at !== undefined) expect(told.some((f) => f.offset === facts.at || isItsCall(f, facts))).toBe(true);
    const plain = file.endsWith(".pkl") && facts.options === undefined ? own.flatMap((artifact) => artifact.findings) : [];
    for (const f of plain) if (f.args?.["call"] !== undefined) expect(CALLS[bytes[f.offset] ?? 0]).toBe(f.opcode);
    for (const finding of own.flatMap((artifact) => artifact.findings)) expect(finding.offset).toBeGreaterThanOrEqual(0);
    if (verdictOf(file) === "safe") for (const artifact of report.artifacts) expect(artifact.readTo).toBe(artifact.bytes);
  });
});
