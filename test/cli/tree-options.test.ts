/** What of directories is walked: the same options in the same words on every command that takes directories, and the same walk. */
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describedProgram } from "../../src/cli/completion/described.js";
import { programWith } from "../../src/cli/program.js";
import { cornichon, ROOT, withFolder } from "../support/cli.js";

const nothing = async (): Promise<void> => undefined;
const NAMES = ["--include", "--exclude", "--gitignore", "--all-folders", "--no-follow"];
const COMMANDS = ["scan", "convert", "manifest"] as const;
const MODEL = join(ROOT, "fixtures/seed/1.9.1/ridge.pkl");

test("scan, convert and manifest describe them alike", async () => {
  const { commands } = describedProgram(await programWith(nothing, nothing));
  const optionsOf = (name: string) =>
    commands.find((one) => one.name === name)?.options.filter(({ names }) => NAMES.includes(names.at(-1) ?? ""));
  expect(optionsOf("scan")).toHaveLength(NAMES.length);
  for (const name of COMMANDS) expect(optionsOf(name)).toEqual(optionsOf("scan"));
});

/** Names of what each command takes of a folder, and its exit code. */
function taken(folder: string, ...options: readonly string[]): Readonly<Record<string, readonly [number | null, readonly string[]]>> {
  const models = join(folder, "models");
  const out = join(folder, `out-${readdirSync(folder).length}`);
  mkdirSync(out);
  const scan = cornichon(["scan", models, "--format", "ndjson", "--allow-empty", ...options]);
  const convert = cornichon(["convert", models, "--output-dir", out, "--allow-empty", ...options]);
  const manifest = cornichon(["manifest", models, "--allow-empty", ...options]);
  const scanned = scan.out.split("\n").filter((line) => line !== "");
  const written = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const known: readonly { path: string; sha256: string | null }[] = JSON.parse(manifest.out).models;
  return {
    scan: [
      scan.code,
      scanned
        .map((line) => JSON.parse(line))
        .flatMap((one) => (one.sha256 === null ? [] : [one.path.slice(models.length + 1)]))
        .sort(),
    ],
    convert: [convert.code, written.map(({ parentPath, name }) => join(parentPath, name).slice(out.length + 1, -".json".length)).sort()],
    manifest: [manifest.code, known.flatMap(({ path, sha256 }) => (sha256 === null ? [] : [path])).sort()],
  };
}

test("they leave out the same", () =>
  withFolder((folder) => {
    for (const name of ["a.pkl", "b.pkl", "old/c.pkl", "drafts/d.pkl", ".venv/e.pkl"]) {
      mkdirSync(join(folder, "models", name, ".."), { recursive: true });
      cpSync(MODEL, join(folder, "models", name));
    }
    writeFileSync(join(folder, "models/.gitignore"), "drafts/\n");
    cpSync(MODEL, join(folder, "models/.venv/hidden"));
    symlinkSync("../.venv/hidden", join(folder, "models/old/linked.pkl"));
    const all = ["a.pkl", "b.pkl", "drafts/d.pkl", "old/c.pkl", "old/linked.pkl"];
    const cases: readonly (readonly [readonly string[], number, readonly string[]])[] = [
      [[], 0, all],
      [["--include", "a*", "--include", "c.pkl"], 0, ["a.pkl", "old/c.pkl"]],
      [["--exclude", "old", "--exclude", "b.pkl"], 0, ["a.pkl", "drafts/d.pkl"]],
      [["--gitignore"], 0, all.filter((name) => !name.startsWith("drafts"))],
      [["--no-follow"], 2, all.filter((name) => !name.includes("linked"))],
      [["--include", "nothing"], 0, []],
    ];
    for (const [options, code, names] of cases) {
      const found = taken(folder, ...options);
      for (const command of COMMANDS) expect([options, command, found[command]]).toEqual([options, command, [code, names]]);
    }
    for (const [code, names] of Object.values(taken(folder, "--all-folders", "--exclude", "old"))) {
      expect(code).toBe(0);
      expect(names).toEqual([".venv/e.pkl", ".venv/hidden", "a.pkl", "b.pkl", "drafts/d.pkl"]);
    }
  }));

test("convert counts what is left out", () =>
  withFolder((folder) => {
    mkdirSync(join(folder, "in"));
    for (const name of ["a.pkl", "b.pkl", "c.pkl"]) cpSync(MODEL, join(folder, "in", name));
    writeFileSync(join(folder, "in/README.md"), "# words");
    const { code, err } = cornichon(["convert", join(folder, "in"), "--output-dir", join(folder, "out"), "--exclude", "[bc].pkl"]);
    expect(code).toBe(0);
    expect(err).toContain("1 written, 1 skipped (no artifact), 2 left out\n");
  }));

test("a glob that is none is a mistake before any work", () =>
  withFolder((folder) => {
    cpSync(MODEL, join(folder, "a.pkl"));
    for (const args of [
      ["convert", folder, "--output-dir", join(folder, "out")],
      ["manifest", folder],
    ]) {
      const { code, err } = cornichon([...args, "--exclude", "*".repeat(99)]);
      expect(code).toBe(2);
      expect(err).toContain("a glob has up to");
    }
    expect(readdirSync(folder)).toEqual(["a.pkl"]);
  }));
