/** Every format of `scan` over real files, each read by what its readers use; and what codes mean, asked for. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { SaxesParser } from "saxes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FINDING_CODES } from "../../src/report/explain.js";
import { REPORT_FORMATS, type ReportFormat } from "../../src/report/formats.js";
import { sarifErrors } from "../report/schemas/validate.js";
import { cornichon, ROOT, type Run, withFolder } from "../support/cli.js";

/** Some of each verdict, an archive, and a file that is not there. */
const HOSTILE = readdirSync(join(ROOT, "fixtures/hostile")).filter((name) => name.includes("zip") || name.startsWith("limit--digits"));
const PATHS = ["fixtures/seed/1.9.1", ...HOSTILE.slice(0, 12).map((name) => `fixtures/hostile/${name}`), "fixtures/gone.pkl"];

const wellFormed = (text: string): void => {
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(text).close();
};

/** What is wrong with a report. */
const CHECKS: Readonly<Record<ReportFormat, (text: string) => unknown>> = {
  text: (text) => expect(text).toContain("fixtures/gone.pkl"),
  json: (text) => expect(JSON.parse(text)).toMatchObject({ version: 1, tool: { name: "cornichon" } }),
  ndjson: (text) =>
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => typeof JSON.parse(line)),
    ).not.toContain("string"),
  sarif: (text) => {
    const log = JSON.parse(text);
    expect(sarifErrors(log)).toEqual([]);
    const [run] = log.runs;
    expect(run.invocations[0]).toMatchObject({ exitCode: 1, executionSuccessful: false });
    expect(
      run.artifacts.every(({ location }: { readonly location: { readonly uri: string } }) => /^fixtures\/\S+$/.test(location.uri)),
    ).toBe(true);
    expect(run.results.length).toBeGreaterThan(10);
  },
  cyclonedx: async (text) => expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull(),
  markdown: (text) => expect(text).toContain("`fixtures/gone.pkl`"),
  junit: wellFormed,
  html: (text) => expect(text).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/),
  codequality: (text) => expect(JSON.parse(text).length).toBeGreaterThan(1),
  github: (text) =>
    expect(
      text
        .trim()
        .split("\n")
        .filter((line) => !/^::(error|warning) file=[^:,]+,title=[^:,]+::\S/.test(line)),
    ).toEqual([]),
};

describe.each(REPORT_FORMATS)("scan --format %s", (format) => {
  let run: Run;
  beforeAll(() => {
    run = cornichon(["scan", "--format", format, ...PATHS]);
  }, 120_000);

  test("is what its readers read, with the code of what was found", async () => {
    expect(run.code).toBe(1);
    await CHECKS[format](run.out);
  });

  test("is in the help and in the README", () => {
    const { out } = cornichon(["scan", "--help"]);
    expect(out.replace(/\s+/g, " ")).toMatch(new RegExp(`--format <format> [^-]*\\b${format}\\b`));
    expect(readFileSync(join(ROOT, "README.md"), "utf8")).toMatch(new RegExp(`\\(\`--format [^)]*\`?\\b${format}\\b`));
  });
});

describe("a file of an odd name", () => {
  const name = "::error::a,b %0A\n|`<img src=x>\u202e\x1b[31m##[error]x.pkl";
  const outputs = new Map<string, string>();
  beforeAll(() => {
    withFolder((folder) => {
      writeFileSync(join(folder, name), "cos\nsystem\n(S'x'\ntR.");
      for (const format of REPORT_FORMATS) outputs.set(format, cornichon(["scan", "--format", format, folder]).out);
    });
  }, 120_000);
  afterAll(() => outputs.clear());

  test.each(REPORT_FORMATS)("ends nothing in %s", async (format) => {
    const text = outputs.get(format) ?? "";
    expect(text).toContain("os.system");
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).not.toMatch(/^::error::a/m);
    expect(text.includes("<img")).toBe(
      ["text", "json", "ndjson", "sarif", "cyclonedx", "markdown", "github", "codequality"].includes(format) && format !== "sarif",
    );
    if (format === "sarif") expect(sarifErrors(JSON.parse(text))).toEqual([]);
    if (format === "cyclonedx") await CHECKS.cyclonedx(text);
    if (format === "junit") wellFormed(text);
    if (format === "github") expect(text.trim().split("\n")).toHaveLength(1);
  });
});

test("an unknown format lists those that there are", () => {
  const { code, err } = cornichon(["scan", "--format", "xml", "fixtures/seed"]);
  expect(code).toBe(2);
  for (const format of REPORT_FORMATS) expect(err).toContain(format);
});

describe("explain", () => {
  test.each([
    [["explain", "global.dangerous"]],
    [["scan", "--explain", "global.dangerous"]],
    [["scan", "--explain=GLOBAL.dangerous", "x"]],
  ])("%j tells what, why and what to do", (args) => {
    const { code, out, err } = cornichon(args);
    expect([code, err]).toEqual([0, ""]);
    for (const part of ["What it means", "Why it matters", "What to do", "https://cwe.mitre.org"]) expect(out).toContain(part);
  });

  test.each([[["explain"]], [["scan", "--explain"]]])("%j lists all", (args) => {
    const { code, out } = cornichon(args);
    expect(code).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(FINDING_CODES.length);
  });

  test("of an unknown code names near ones, and nothing of it is obeyed", () => {
    const { code, out, err } = cornichon(["scan", "--explain", "gloabl.dangerous\x1b\u202e"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("did you mean global.dangerous, ");
    expect(err).not.toContain("\x1b");
    expect(cornichon(["explain", "zzz"]).err).toContain("cornichon explain lists them all");
  });

  test("is not needed to scan, and a scan needs a path", () => {
    const { code, err } = cornichon(["scan"]);
    expect(code).toBe(2);
    expect(err).toContain("name the files or directories to scan");
  });

  test("goes to a file", () =>
    withFolder((folder) => {
      expect(cornichon(["explain", "limit.ratio", "--output", join(folder, "x")]).out).toBe("");
      expect(readFileSync(join(folder, "x"), "utf8")).toContain("--max-ratio");
    }));
});
