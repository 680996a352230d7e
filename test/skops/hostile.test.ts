/** Hostile skops files: each has the verdict that its name says, with the finding that its row in the index says. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CODES, isFindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { GuestFinding, GuestReport, Limits, Verdict } from "../../sandbox/wire/job.js";
import { runGuest } from "../support/guest.js";
import { verdictOf } from "../support/hostile.js";
import { FIXTURES } from "../support/shared.js";

interface Row {
  /** A finding that must be there, with what it tells. */
  readonly code?: string;
  readonly why?: string;
  readonly global?: string;
  /** A second one. */
  readonly also?: string;
  /** The finding is a member's. */
  readonly member?: true;
  readonly limits?: Partial<Limits>;
  /** What it is by its first bytes, where that is no skops file. */
  readonly kind?: string;
}

const FOLDER = join(FIXTURES, "skops", "hostile");
const INDEX: Readonly<Record<string, Row>> = JSON.parse(readFileSync(join(FOLDER, "index.json"), "utf8"));
const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(join(FOLDER, file)));

interface Told extends GuestFinding {
  readonly member: boolean;
}

const toldOf = ({ artifacts }: GuestReport): Told[] =>
  artifacts.flatMap(({ member, findings }) => findings.map((one) => ({ ...one, member: member !== undefined })));

const worst = (findings: readonly GuestFinding[]): Verdict | undefined =>
  VERDICT_ORDER.find((verdict) => findings.some(({ code }) => isFindingCode(code) && CODES[code].verdict === verdict));

const fits =
  ({ code, why, global, member }: Row) =>
  (one: Told): boolean =>
    one.code === code &&
    (why === undefined || one.args?.["why"] === why) &&
    (global === undefined || one.global === global) &&
    (member === undefined || one.member);

describe("hostile skops files", () => {
  test("are all in the index", () => {
    expect(readdirSync(FOLDER).filter((file) => file.endsWith(".skops"))).toEqual(Object.keys(INDEX).sort());
  });

  test.each(Object.entries(INDEX))("%s", (file, row) => {
    const { report } = runGuest(bytesOf(file), "scan", {}, row.limits);
    const told = toldOf(report);
    expect(["unknown", row.kind ?? "skops"]).toContain(report.artifacts[0]?.kind);
    expect([worst(told) ?? "safe", JSON.stringify(told)]).toEqual([verdictOf(file), expect.anything()]);
    if (row.code !== undefined) expect(told.filter(fits(row)), JSON.stringify(told)).not.toEqual([]);
    if (row.also !== undefined) expect(told.map(({ code }) => code)).toContain(row.also);
    // What is safe was read to its end, and nothing else is said to have been.
    const [{ bytes, readTo } = { bytes: 0, readTo: -1 }] = report.artifacts;
    if (verdictOf(file) === "safe") expect(readTo).toBe(bytes);
  });

  test.each(Object.keys(INDEX).filter((file) => verdictOf(file) !== "safe"))("%s is not converted", (file) => {
    const { report, root } = runGuest(bytesOf(file), "convert", {}, INDEX[file]?.limits);
    expect([report.converted, root]).toEqual([false, undefined]);
  });

  test("where they were met they are told as well", () => {
    for (const file of Object.keys(INDEX)) {
      const { report } = runGuest(bytesOf(file), "scan", { way: "met" }, INDEX[file]?.limits);
      expect([file, report.skipped]).toEqual([file, undefined]);
    }
  });
});

describe("cut and changed at every place", () => {
  const whole = bytesOf("safe--tree.skops");
  const seen = (bytes: Uint8Array): Verdict => worst(toldOf(runGuest(bytes, "scan").report)) ?? "safe";

  test("a cut file is never safe", () => {
    for (let length = 4; length < whole.length; length += 37)
      expect([length, seen(whole.subarray(0, length))]).not.toEqual([length, "safe"]);
  });

  test("a changed byte is never safe: checksums cover all of it", () => {
    for (let at = 0; at < whole.length; at += 29) {
      const bytes = whole.slice();
      bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      // Times, versions and attributes of zip's headers mean nothing.
      if (seen(bytes) === "safe") expect(isIdle(whole, at)).toBe(true);
    }
  });
});

/** Fields of zip's headers that no reader looks at: versions, times, attributes. */
function isIdle(bytes: Uint8Array, at: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let from = Math.max(0, at - 46); from <= at; from++) {
    const signature = from + 4 <= bytes.length ? view.getUint32(from, true) : 0;
    const field = at - from;
    if (signature === 0x04034b50 && ((field >= 4 && field < 6) || (field >= 10 && field < 14))) return true;
    if (signature === 0x02014b50 && ((field >= 4 && field < 8) || (field >= 12 && field < 16) || (field >= 36 && field < 42))) return true;
  }
  return false;
}
