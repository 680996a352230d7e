/** What the oracle and the fuzzers found stays found: each fixture's name begins with the verdict. Needs no Python. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CODES, isFindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { GuestReport, Verdict } from "../../sandbox/wire/job.js";
import { runGuest } from "../support/guest.js";
import { FIXTURES } from "../support/shared.js";

/** The worst verdict of a report's findings. */
function verdictOf(report: GuestReport): Verdict {
  const found = new Set(report.artifacts.flatMap((artifact) => artifact.findings.map((f) => f.code)));
  const verdicts = new Set([...found].map((code) => (isFindingCode(code) ? CODES[code].verdict : "malformed")));
  return VERDICT_ORDER.find((verdict) => verdicts.has(verdict)) ?? "safe";
}

describe.each(["oracle"])("fixtures of %s", (room) => {
  const folder = join(FIXTURES, room);
  const files = readdirSync(folder).filter((file) => file.includes("--"));
  test.each(files)("%s", (file) => {
    const { report } = runGuest(readFileSync(join(folder, file)), "scan");
    expect(verdictOf(report)).toBe(file.split("--")[0]);
  });
});
