/** Code Quality as GitLab's documentation describes it: a list of issues with these keys and no others. */
import { expect, test } from "vitest";
import { z } from "zod";
import type { GuestFinding } from "../../sandbox/wire/job.js";
import type { Judgement } from "../../src/report/judgement.js";
import { HOSTILE, holding, judgement, raw, unreadable, written } from "./support.js";

const CODE: GuestFinding = { code: "global.dangerous", offset: 7, opcode: "GLOBAL", global: "os.system", args: { why: "process" } };

const ISSUES = z.array(
  z.strictObject({
    description: z.string().min(1),
    check_name: z.string().min(1),
    fingerprint: z.string().regex(/^[\da-f]{64}$/),
    severity: z.enum(["info", "minor", "major", "critical", "blocker"]),
    location: z.strictObject({ path: z.string().min(1), lines: z.strictObject({ begin: z.number().int().min(1) }) }),
  }),
);

const issuesOf = (...all: readonly Judgement[]): z.infer<typeof ISSUES> => ISSUES.parse(JSON.parse(written("codequality", all).text));

test("an artifact that is not safe is an issue, by its gravest finding", () => {
  const issues = issuesOf(
    holding(raw("", []), "good.pkl"),
    unreadable("gone.pkl"),
    judgement("mine.pkl", 0, 3),
    holding(raw("", []), "m/a.zip", [raw("x.pkl", [CODE])]),
  );
  expect(issues.map(({ severity, check_name, location }) => [severity, check_name, location.path])).toEqual([
    ["major", "artifact.unreadable", "gone.pkl"],
    ["critical", "global.unlisted", "mine.pkl"],
    ["blocker", "global.dangerous", "m/a.zip"],
  ]);
  expect(issues[1]?.description).toMatch(/^unlisted: .*\(and 2 more\)$/);
  expect(issues[2]?.description).toMatch(/^dangerous: x\.pkl: os\.system is a known way/);
});

test("is an empty list where all is safe, or nothing is there", () => {
  expect(written("codequality", [holding(raw("", []), "good.pkl")]).text).toBe("[]\n");
  expect(written("codequality", []).text).toBe("[]\n");
});

test("issues are told apart, and stay the same", () => {
  const all = (): Judgement[] => ["a", "b"].map((name) => holding(raw("", [CODE]), name, [raw("x", [CODE]), raw("y", [CODE])]));
  const prints = issuesOf(...all()).map(({ fingerprint }) => fingerprint);
  expect(new Set(prints).size).toBe(6);
  expect(issuesOf(...all()).map(({ fingerprint }) => fingerprint)).toEqual(prints);
});

test("holds nothing that a terminal obeys, whatever its names are", () => {
  const { text } = written("codequality", [holding(raw("", [{ ...CODE, global: HOSTILE }]), HOSTILE, [raw(HOSTILE, [CODE])])]);
  expect(ISSUES.parse(JSON.parse(text))).toHaveLength(2);
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});
