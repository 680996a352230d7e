/** Options from a configuration file and the environment: their order, their words, and that a scanned tree has no say. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ROOT } from "../support/cli.js";

const own = Buffer.from("\x80\x02cmine.models\nThing\n)\x81}X\x01\x00\x00\x00aK\x01sb.", "latin1");

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "cornichon-config-")));
  mkdirSync(join(folder, "models"));
  writeFileSync(join(folder, "models", "own.pkl"), own);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function cornichon(args: readonly string[], { env = {}, cwd = folder }: { env?: NodeJS.ProcessEnv; cwd?: string } = {}) {
  const done = spawnSync(process.execPath, [join(ROOT, "dist", "cli.js"), ...args], { cwd, env: { ...process.env, ...env } });
  return { code: done.status, out: done.stdout.toString(), err: done.stderr.toString() };
}

const config = (content: unknown, at = "cornichon.config.json"): void =>
  writeFileSync(join(folder, at), typeof content === "string" ? content : JSON.stringify(content));

test("the command line counts before the environment, that before the file, that before the default", () => {
  const scan = ["scan", "models"];
  expect(cornichon(scan).code).toBe(1);
  config({ failOn: "dangerous", format: "ndjson", quiet: true });
  const configured = cornichon(scan);
  expect([configured.code, JSON.parse(configured.out).verdict, configured.err]).toEqual([0, "unlisted", ""]);
  expect(cornichon(scan, { env: { CORNICHON_FAIL_ON: "unlisted" } }).code).toBe(1);
  expect(cornichon([...scan, "--fail-on", "never"], { env: { CORNICHON_FAIL_ON: "unlisted" } }).code).toBe(0);
  expect(cornichon([...scan, "--no-config"]).code).toBe(1);
  expect(cornichon(scan, { env: { CORNICHON_CONFIG: "off" } }).code).toBe(1);
  // From further down it is found as well, and what it names lies beside it.
  mkdirSync(join(folder, "sub"));
  config({ policy: "policy.json" });
  writeFileSync(join(folder, "policy.json"), JSON.stringify({ version: 1, allow: ["mine.models.Thing"] }));
  expect(cornichon(["scan", "../models"], { cwd: join(folder, "sub") }).code).toBe(0);
});

test("which file was used is said, and stands in the report with its hash", () => {
  const text = JSON.stringify({ failOn: "never" });
  const sha256 = createHash("sha256").update(text).digest("hex");
  config(text);
  mkdirSync(join(folder, "sub"));
  const report = (args: readonly string[], cwd: string) => {
    const { out, err } = cornichon(["scan", ...args, "--format", "json"], { cwd });
    return [JSON.parse(out).config, err.includes("cornichon.config.json as well")];
  };
  expect(report(["models"], folder)).toEqual([{ path: "cornichon.config.json", sha256 }, true]);
  expect(report(["../models"], join(folder, "sub"))).toEqual([{ path: "../cornichon.config.json", sha256 }, true]);
  expect(report(["../models", "--quiet"], join(folder, "sub"))).toEqual([{ path: "../cornichon.config.json", sha256 }, false]);
  expect(report(["models", "--no-config"], folder)).toEqual([undefined, false]);
  writeFileSync(join(folder, "\u001b[2J.json"), text);
  const { out, err } = cornichon(["scan", "models", "--config", "\u001b[2J.json", "--format", "json"]);
  expect(JSON.parse(out).config.sha256).toBe(sha256);
  expect(out + err).not.toContain("\u001b");
  const sarif = JSON.parse(cornichon(["scan", "models", "--format", "sarif"]).out);
  expect(sarif.runs[0].properties.config).toEqual({ path: "cornichon.config.json", sha256 });
});

test("a scanned tree does not configure its own scan", () => {
  config({ failOn: "never" }, "models/cornichon.config.json");
  expect(cornichon(["scan", "models"]).code).toBe(1);
  for (const path of [".", "..", folder]) {
    const { code, err } = cornichon(["scan", path], { cwd: join(folder, "models") });
    expect(code).toBe(1);
    expect(err).toContain("lies in what is scanned");
  }
  symlinkSync("models", join(folder, "link"));
  expect(cornichon(["scan", join(folder, "link")], { cwd: join(folder, "models") }).code).toBe(1);
  // Named it counts; and one above what is scanned does.
  expect(cornichon(["scan", ".", "--config", "cornichon.config.json"], { cwd: join(folder, "models") }).code).toBe(0);
  config({ failOn: "never" });
  expect(cornichon(["scan", "."], { cwd: join(folder, "models") }).code).toBe(0);
  // A link from above into the tree does not.
  rmSync(join(folder, "cornichon.config.json"));
  symlinkSync("models/cornichon.config.json", join(folder, "cornichon.config.json"));
  expect(cornichon(["scan", "models"]).code).toBe(1);
});

test("a file that all may write to does not count", () => {
  config({ failOn: "never" });
  chmodSync(join(folder, "cornichon.config.json"), 0o666);
  const { code, err } = cornichon(["scan", "models"]);
  expect(code).toBe(1);
  expect(err).toContain("all may write to it");
});

test("every kind of option is taken from both, in its own words", () => {
  copyFileSync(join(ROOT, "fixtures/seed/1.9.1/ridge.pkl"), join(folder, "models", "ridge.pkl"));
  config({ exclude: ["own*"], follow: false, jobs: 1, maxBytes: "1MiB", timeout: 30, noFamily: "xgboost", $schema: "x" });
  expect(cornichon(["scan", "models"]).code).toBe(0);
  expect(cornichon(["scan", "models", "--exclude", "ridge*"]).code).toBe(1);
  config({ maxBytes: 10 });
  expect(cornichon(["scan", "models/ridge.pkl"]).code).toBe(2);
  const env = {
    CORNICHON_EXCLUDE: "{own,other}.pkl, *.txt",
    CORNICHON_FOLLOW: "no",
    CORNICHON_MAX_BYTES: "1MiB",
    CORNICHON_SCAN_CACHE: join(folder, "cache"),
  };
  expect(cornichon(["scan", "models"], { env }).code).toBe(0);
  expect(readFileSync(join(folder, "cache", "key")).length).toBe(32);
});

test("what does not fit is told with its place, and nothing is scanned", () => {
  for (const [content, words] of [
    ["{", "no JSON"],
    ["[]", "no JSON object"],
    [{ failon: "never" }, "failon"],
    [{ fail_on: "never" }, "fail_on"],
    ['{"__proto__": {}}', "__proto__"],
    ['{"constructor": 1}', "constructor"],
    [{ "evil\u001b[31m": 1 }, "evil"],
    [{ gitignore: "yes" }, "true or false"],
    [{ exclude: [1] }, "list of texts"],
    [{ failOn: true }, "is a text"],
    [{ failOn: "safe" }, "--fail-on is"],
    [{ jobs: 100 }, "1 to 64"],
    [{ maxBytes: "many" }, "size or number"],
    [{ debug: true }, "debug"],
    [{ writeBaseline: "x" }, "writeBaseline"],
  ] as const) {
    config(content);
    const { code, out, err } = cornichon(["scan", "models"]);
    expect([content, code, out, err.includes(words)]).toEqual([content, 2, "", true]);
    for (const never of ["unexpected", "\u001b"]) expect(err).not.toContain(never);
  }
  rmSync(join(folder, "cornichon.config.json"));
  for (const env of [
    { CORNICHON_GITIGNORE: "perhaps" },
    { CORNICHON_JOBS: "0" },
    { CORNICHON_CONFIG: "nowhere.json" },
    { CORNICHON_FAIL_ON: "x" },
  ])
    expect(cornichon(["scan", "models"], { env }).code).toBe(2);
  expect(cornichon(["scan", "models"], { env: { CORNICHON_FAIL_ON: "" } }).code).toBe(1);
});

test("the schema is published and fits what is taken", () => {
  const { code, out } = cornichon(["schema", "config"]);
  expect(code).toBe(0);
  const fits = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(out));
  expect(fits({ failOn: "never", exclude: ["a"], noFamily: "x", maxBytes: "1MiB", jobs: 2, follow: false })).toBe(true);
  expect(fits({ failon: "never" })).toBe(false);
});
