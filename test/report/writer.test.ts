/** Reports as they are written: at once, in every format, under their caps, with everything counted. */
import { describe, expect, test } from "vitest";
import type { Verdict } from "../../sandbox/wire/job.js";
import { Judgement } from "../../src/report/judgement.js";
import { type ArtifactReport, artifactReport } from "../../src/report/scan-report.js";
import { reportSchema } from "../../src/report/schema.js";
import { REPORT_FORMATS, ReportWriter } from "../../src/report/writer.js";
import { sarifErrors } from "./schemas/validate.js";
import { judgement, raw, written } from "./support.js";

const MILLION = 1_000_000;

/** Artifacts and members that a report's lines and counts tell of. */
function told(artifacts: readonly ArtifactReport[]): number {
  return artifacts.reduce((sum, one) => sum + Object.values(one.moreMembers ?? {}).reduce((a, b) => a + b, 1), 0);
}

describe.each(REPORT_FORMATS)("%s", (format) => {
  test("is 64 MB at most, a line 1 MB, and counts what it leaves out", () => {
    const all = Array.from({ length: 3 }, (_, i) => judgement(`${i}.zip`, 70, 1000));
    const { text, longest } = written(format, all);
    for (const one of all) one.close();
    expect(text.length).toBeLessThanOrEqual(64 * MILLION);
    expect(longest).toBeLessThanOrEqual(1.001 * MILLION);
    if (format === "json") {
      const report = reportSchema.parse(JSON.parse(text));
      expect(report.summary).toMatchObject({ artifacts: 213, unlisted: 213 });
      expect(report.artifacts.length).toBe(213);
      for (const { findings, moreFindings = 0 } of report.artifacts) expect(findings.length + moreFindings).toBe(1000);
    }
    if (format === "sarif") {
      expect(sarifErrors(JSON.parse(text))).toEqual([]);
      const [run] = JSON.parse(text).runs;
      const { moreFindings, moreMembers } = run.properties;
      expect(run.results.length + moreFindings + 1000 * moreMembers).toBe(213_000);
    }
  }, 120_000);

  test("that has nothing to say is whole", () => {
    const { text } = written(format, []);
    if (format === "json") expect(JSON.parse(text).artifacts).toEqual([]);
    if (format === "sarif") {
      expect(JSON.parse(text).runs[0].results).toEqual([]);
      expect(sarifErrors(JSON.parse(text))).toEqual([]);
    }
    if (format === "text" || format === "ndjson") expect(text).toBe("");
  });
});

describe("lines go out at once", () => {
  test.each(["text", "ndjson", "sarif", "cyclonedx"] as const)("%s", (format) => {
    const pieces: (string | Uint8Array)[] = [];
    const writer = new ReportWriter(format, { data: (text) => void pieces.push(text) });
    const before = pieces.length;
    writer.add(judgement("a.pkl", 0, 1));
    expect(pieces.length).toBe(before + 1);
  });
});

test("json is what JSON.stringify would have written", () => {
  const all = [judgement("a.zip", 3, 2), judgement("b.pkl", 0, 0)];
  const { text } = written("json", all);
  expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  expect(JSON.parse(text).artifacts).toEqual(all.flatMap((one) => [...one]));
});

test("members whose names alone are too long are counted, and the artifact that follows has its line", () => {
  const long = "\u0001".repeat(4000);
  const all = [judgement("a.zip", 4000, 1, () => long), judgement("b.pkl", 0, 1)];
  const { text } = written("ndjson", all);
  for (const one of all) one.close();
  const lines: ArtifactReport[] = text
    .trim()
    .split("\n")
    .map((line): ArtifactReport => JSON.parse(line)); // our own report
  expect(text.length).toBeLessThanOrEqual(64 * MILLION);
  expect(told(lines)).toBe(4002);
  expect(lines.at(-1)?.path).toBe("b.pkl");
  const counts: Partial<Record<Verdict, number>> = lines[0]?.moreMembers ?? {};
  expect(counts.unlisted).toBeGreaterThan(1000);
});

test("a folder's own size is a reason for a long report", () => {
  const own = { ...artifactReport(raw("", 1000), { path: "a.pkl", sha256: null }), bytes: 10 * MILLION };
  const { text } = written(
    "ndjson",
    Array.from({ length: 200 }, () => new Judgement(own)),
  );
  expect(text.length).toBeGreaterThan(64 * MILLION);
  expect(text).not.toContain("moreFindings");
});
