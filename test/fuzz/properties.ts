/**
 * What must hold whatever the bytes are:
 *
 * - nothing is thrown out of the guest, and its report is JSON of known codes with offsets that are numbers;
 * - `safe` is only said of what was read to its end, and only what is safe is converted, to JSON that parses;
 * - any two runs agree byte for byte;
 * - a kilobyte of input takes no second.
 */
import { CODES, isFindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { GuestReport, Verb, Verdict } from "../../sandbox/wire/job.js";
import { type GuestRun, runGuest } from "../support/guest.js";

/** Tighter than the defaults, so that a bomb costs the fuzzer little. */
export const FUZZ_LIMITS = { maxDecoded: 32 * 1024 * 1024, maxFindings: 100, maxOutput: 64 * 1024 * 1024 };

export const worstOf = (findings: readonly { readonly code: string }[]): Verdict => {
  const verdicts = new Set(findings.map(({ code }) => (isFindingCode(code) ? CODES[code].verdict : "malformed")));
  return VERDICT_ORDER.find((verdict) => verdicts.has(verdict)) ?? "safe";
};

/** What is wrong with a run; empty when nothing is. */
export function check(bytes: Uint8Array, verb: Verb): string[] {
  const before = process.cpuUsage();
  const [first, second] = [tried(bytes, verb), tried(bytes, verb)];
  if (typeof first === "string") return [`${verb} threw ${first}`];
  if (typeof second === "string") return [`the second ${verb} threw ${second}`];
  const wrong = checkReport(first.report);
  if (JSON.stringify(first.report) !== JSON.stringify(second.report) || first.text !== second.text)
    wrong.push(`two runs of ${verb} differ`);
  if (first.report.converted && first.report.artifacts.some((a) => worstOf(a.findings) !== "safe"))
    wrong.push("converted what is not safe");
  if (first.report.converted && first.root === undefined) wrong.push("said converted and wrote nothing");
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (user + system) / 1000;
  if (milliseconds > 2000 + bytes.length / 10) wrong.push(`${verb} took ${Math.round(milliseconds)} ms of CPU for ${bytes.length} bytes`);
  return wrong;
}

function tried(bytes: Uint8Array, verb: Verb): GuestRun | string {
  try {
    return runGuest(bytes, verb, {}, FUZZ_LIMITS);
  } catch (error) {
    return error instanceof Error ? `${error.message} ${error.stack?.split("\n").slice(1, 4).join(" ")}` : String(error);
  }
}

function checkReport(report: GuestReport): string[] {
  const wrong: string[] = [];
  if (report.artifacts.length === 0) wrong.push("a report without an artifact");
  for (const artifact of report.artifacts) {
    for (const finding of artifact.findings) {
      if (!isFindingCode(finding.code)) wrong.push(`unknown code ${finding.code}`);
      if (!Number.isSafeInteger(finding.offset) || finding.offset < 0) wrong.push(`${finding.code} at offset ${finding.offset}`);
    }
    if (worstOf(artifact.findings) === "safe" && artifact.readTo !== artifact.bytes) wrong.push("safe, but not read to the end");
  }
  return wrong;
}
