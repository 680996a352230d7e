/** `ci/gitlab.yml`: its form, and its script run as GitLab's runner does, all lines by one shell that stops at a failure. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { VERSION } from "../../src/version.js";
import { sarifErrors } from "../report/schemas/validate.js";
import { ROOT, type Run, withFolder } from "../support/cli.js";
import { EVIL, fakeNpm, fill } from "./steps.js";

const JOB = z.strictObject({
  stage: z.string(),
  image: z.string(),
  needs: z.array(z.string()),
  variables: z.record(z.string(), z.string()),
  script: z.array(z.string()),
  artifacts: z.strictObject({
    when: z.literal("always"),
    expire_in: z.string(),
    paths: z.array(z.string()),
    reports: z.strictObject({ junit: z.string(), codequality: z.string(), cyclonedx: z.string() }),
  }),
});
const { cornichon: JOB_OF_FILE } = z.strictObject({ cornichon: JOB }).parse(parse(readFileSync(join(ROOT, "ci", "gitlab.yml"), "utf8")));

interface JobRun extends Run {
  readonly folder: string;
}

/** The job in a checkout of these files, with variables of the project's own. */
function onTree(
  files: Readonly<Record<string, string | null>>,
  variables: Readonly<Record<string, string>>,
  check: (run: JobRun) => void,
): void {
  withFolder((top) => {
    const [folder, bin] = [join(top, "checkout"), fakeNpm(join(top, "bin"))];
    fill(folder, files);
    const env = {
      ...process.env,
      CI: "true",
      CORNICHON_CACHE: "off",
      TMPDIR: top,
      ...JOB_OF_FILE.variables,
      ...variables,
      PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
    };
    const done = spawnSync("sh", ["-ec", JOB_OF_FILE.script.join("\n")], { cwd: folder, env, timeout: 60_000 });
    check({ folder, code: done.status, out: done.stdout.toString(), err: done.stderr.toString() });
  });
}

test("installs this very version", () => {
  expect(JOB_OF_FILE.variables["CORNICHON_PACKAGE"]).toBe(`cornichon@${VERSION}`);
});

test("passes a good tree, and leaves every report that it promises", () => {
  onTree({ "a.pkl": null, ".npmrc": "registry=https://evil.example/\n" }, {}, ({ code, out, folder }) => {
    expect(code).toBe(0);
    expect(out).toContain(
      `npm was asked: install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --prefix . cornichon@${VERSION}`,
    );
    const { paths, reports } = JOB_OF_FILE.artifacts;
    for (const name of [...paths, ...Object.values(reports)])
      expect({ name, is: existsSync(join(folder, name)) }).toEqual({ name, is: true });
    expect(sarifErrors(JSON.parse(readFileSync(join(folder, "cornichon.sarif"), "utf8")))).toEqual([]);
    expect(JSON.parse(readFileSync(join(folder, reports.codequality), "utf8"))).toEqual([]);
  });
});

test("fails a bad tree, with reports that say so", () => {
  onTree({ "models/a.pkl": null, "notes.txt": EVIL }, {}, ({ code, folder }) => {
    expect(code).toBe(1);
    const { reports } = JOB_OF_FILE.artifacts;
    const issues = JSON.parse(readFileSync(join(folder, reports.codequality), "utf8"));
    expect(issues).toMatchObject([{ severity: "blocker", check_name: "global.dangerous", location: { path: "notes.txt" } }]);
    expect(readFileSync(join(folder, reports.junit), "utf8")).toContain('failures="1"');
  });
});

test("a configuration of the tree has no say, unless an option names it", () => {
  const files = { "cornichon.config.json": '{ "failOn": "never" }', "models/evil.pkl": EVIL };
  onTree(files, { CORNICHON_PATHS: "models" }, ({ code }) => expect(code).toBe(1));
  const named = { CORNICHON_PATHS: "models", CORNICHON_OPTIONS: "--config cornichon.config.json" };
  onTree(files, named, ({ code }) => expect(code).toBe(0));
});

test("takes paths and options from variables, as words and nothing more", () => {
  const files = { "a/x.pkl": null, "b/x.pkl": null, "c/evil.pkl": EVIL };
  onTree(files, { CORNICHON_PATHS: "a b", CORNICHON_OPTIONS: "--jobs 1" }, ({ code, folder }) => {
    expect(code).toBe(0);
    expect(readFileSync(join(folder, JOB_OF_FILE.artifacts.reports.junit), "utf8")).toContain('tests="2" failures="0"');
  });
  for (const CORNICHON_PATHS of ["*", "$(touch ran)", "a;touch ran", "--allow-empty", "-"])
    onTree(files, { CORNICHON_PATHS }, ({ code, folder }) => {
      expect({ CORNICHON_PATHS, code }).toEqual({ CORNICHON_PATHS, code: 2 });
      expect(readdirSync(folder)).not.toContain("ran");
    });
});
