/** Every code has its meaning, its why and its what to do, in sentences; near ones are found for what is none. */
import { describe, expect, test } from "vitest";
import { explained, explainList, explainText, FINDING_CODES, nearCodes } from "../../src/report/explain.js";
import { REFERENCES } from "../../src/report/references.js";
import { schemaOf } from "../../src/verbs/schema.js";

describe.each(FINDING_CODES)("%s", (code) => {
  const { meaning, why, fix, references, verdict, weaknesses } = explained(code);

  test("says what it means, why it matters and what to do", () => {
    for (const text of [meaning, why, fix]) expect(text).toMatch(/^(?:[A-Z-]|cornichon|convert|pickle|numpy|joblib)[^\n]{10,}\.$/);
    for (const text of [meaning, why, fix]) expect(text).not.toMatch(/ {2}|\.\.|undefined/);
    expect(new Set(references.map(({ url }) => url)).size).toBe(references.length);
    if (verdict === "dangerous") expect(weaknesses).toContain(502);
  });

  test("is whole at a terminal", () => {
    const text = explainText(code);
    expect(text.split("\n").filter((line) => line.length > 80 && !line.includes("https://"))).toEqual([]);
    for (const part of ["What it means", "Why it matters", "What to do"]) expect(text).toContain(`\n${part}\n`);
    expect(text.startsWith(code)).toBe(true);
  });
});

test("pages are https, each of them used", () => {
  const used = new Set(FINDING_CODES.flatMap((code) => explained(code).references.map(({ url }) => url)));
  for (const { url, title } of Object.values(REFERENCES)) {
    expect(new URL(url).protocol).toBe("https:");
    expect(title).not.toBe("");
    expect(used).toContain(url);
  }
});

test("the list has each code once, with its meaning", () => {
  const lines = explainList().trimEnd().split("\n");
  expect(lines.map((line) => line.split(" ")[0])).toEqual(FINDING_CODES);
});

test("the published codes are the same", async () => {
  expect(await schemaOf("codes")).toMatchObject({ findings: FINDING_CODES.map(explained) });
});

describe("near codes", () => {
  test.each([
    ["global.dangerus", "global.dangerous"],
    ["gloabl.dangerous", "global.dangerous"],
    ["GLOBAL.UNLISTED", "global.unlisted"],
    ["dangerous", "global.dangerous"],
    ["lfs", "stream.lfs-pointer"],
    ["limit.tiem", "limit.time"],
    ["stream.unlisted", "global.unlisted"],
  ])("%s means %s", (typed, code) => expect(nearCodes(typed)).toContain(code));

  test.each(["", ".", "zzzzzz", "models/", "\x1b[31m", "a".repeat(100_000)])("nothing for %j", (typed) =>
    expect(nearCodes(typed)).toEqual([]),
  );

  test("are few", () => {
    expect(nearCodes("stream.x").length).toBeLessThanOrEqual(8);
    expect(nearCodes("limit.tiem")[0]).toBe("limit.time");
  });
});
