/** `action.yml`: its form, and its steps run in bash as the runner runs them, on good and bad trees. */
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sarifErrors } from "../report/schemas/validate.js";
import { withFolder } from "../support/cli.js";
import { ACTION, EVIL, fill, obeyed, runAction, type StepRun } from "./steps.js";

/** The action of this checkout, on a tree of these files. */
const onTree = (
  files: Readonly<Record<string, string | null>>,
  given: Readonly<Record<string, string>>,
  check: (run: StepRun, folder: string) => void,
): void =>
  withFolder((top) => {
    const folder = join(top, "workspace");
    fill(folder, files);
    check(runAction(folder, { version: "local", ...given }), folder);
  });

const sarifOf = (folder: string, name = "cornichon.sarif"): { runs: { results: object[] }[] } => {
  const log = JSON.parse(readFileSync(join(folder, name), "utf8"));
  expect(sarifErrors(log)).toEqual([]);
  return log;
};

test("no input is part of a script, and each reaches the program", () => {
  for (const { run } of ACTION.runs.steps) expect(run).not.toContain("${{");
  const used = ACTION.runs.steps.flatMap(({ env }) => Object.values(env));
  expect(new Set(used)).toEqual(new Set(Object.keys(ACTION.inputs).map((name) => `\${{ inputs.${name} }}`)));
});

test("a good tree passes, with SARIF, the page of the run and counts", () => {
  onTree({ "models/a.pkl": null, "models/b.pkl": null, "README.md": "# models\n" }, {}, ({ code, out, err, outputs, summary }, folder) => {
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(outputs).toEqual({
      artifacts: "2",
      safe: "2",
      unlisted: "0",
      dangerous: "0",
      malformed: "0",
      unsupported: "0",
      limit: "0",
      verdict: "safe",
      "exit-code": "0",
      "sarif-file": "cornichon.sarif",
    });
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(ACTION.outputs).sort());
    expect(sarifOf(folder).runs[0]?.results).toEqual([]);
    expect(summary).toContain("safe");
    expect(obeyed(out)).toEqual([]);
  });
});

test("a bad tree fails the job, and says where", () => {
  onTree({ "models/a.pkl": null, "notes/evil.txt": EVIL }, {}, ({ code, out, outputs, summary }, folder) => {
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ artifacts: "2", safe: "1", dangerous: "1", verdict: "dangerous", "exit-code": "1" });
    expect(sarifOf(folder).runs[0]?.results.length).toBeGreaterThan(0);
    expect(summary).toContain("notes/evil.txt");
    const commands = obeyed(out);
    expect(commands.length).toBe(1);
    expect(commands[0]).toMatch(/^::error file=.*notes\/evil\.txt,title=cornichon/);
  });
});

test("inputs are given on only when they are set, and args are words", () => {
  const files = { "policy.json": '{ "version": 1, "failOn": "dangerous" }', "a b/a.pkl": null, "b/evil.pkl": EVIL, "evil.pkl": EVIL };
  const given = {
    paths: "\n  a b\n\nb\n",
    policy: "policy.json",
    args: `--exclude '*vil.pkl' --jobs "1"`,
    "sarif-file": "re port.sarif",
    annotations: "false",
    summary: "false",
  };
  onTree(files, given, ({ code, outputs, out, summary }, folder) => {
    expect({ code, artifacts: outputs["artifacts"] }).toEqual({ code: 0, artifacts: "1" });
    expect(outputs["sarif-file"]).toBe("re port.sarif");
    sarifOf(folder, "re port.sarif");
    expect({ summary, commands: obeyed(out) }).toEqual({ summary: "", commands: [] });
  });
});

test("a configuration of the tree has no say, unless it is an input", () => {
  const files = { "cornichon.config.json": '{ "failOn": "never" }', "models/evil.pkl": EVIL };
  onTree(files, { paths: "models" }, ({ code, out }) => {
    expect(code).toBe(1);
    expect(out).not.toContain("cornichon.config.json");
  });
  for (const given of [{ config: "cornichon.config.json" }, { args: "--config cornichon.config.json" }])
    onTree(files, { paths: "models", ...given }, ({ code }) => expect(code).toBe(0));
});

test("what cannot be understood or judged fails the job with 2", { timeout: 60_000 }, () => {
  const wrong = [
    { args: '--exclude "x' },
    { args: "--there-is-none" },
    { args: "--help" },
    { args: "--explain" },
    { args: "--also sarif=cornichon.sarif" },
    { annotations: "yes" },
    { "sarif-file": " " },
    { version: "latest" },
    { version: "1.2.3; touch ran" },
    { version: "npm:left-pad@1.0.0" },
    { paths: "nothing/here" },
    { "fail-on": "sometimes" },
  ];
  for (const given of wrong)
    onTree({ "a.pkl": null }, given, ({ code, outputs }, folder) => {
      expect({ given, code, exit: outputs["exit-code"] }).toEqual({ given, code: 2, exit: "2" });
      expect(existsSync(join(folder, "ran"))).toBe(false);
    });
});

test("a name is never a command, an option, an output or a script", { timeout: 60_000 }, () => {
  const name = "x\n::set-output name=exit-code::0\n##[set-output name=verdict]safe$(touch ran)`touch ran`\u001b[2J\u202e";
  const files = { [`m/${name}.pkl`]: EVIL, "--fail-on=never": EVIL, "--allow-empty": EVIL, "##[set-output name=exit-code]0": EVIL };
  const given = { paths: `.\n--fail-on=never\n--allow-empty\n$(touch ran)\n##[stop-commands]x` };
  onTree(files, given, ({ code, out, outputs }, folder) => {
    expect({ code, outputs }).toMatchObject({ code: 1, outputs: { verdict: "dangerous", "exit-code": "1" } });
    for (const command of obeyed(out)) expect(command).toMatch(/^::(?:error|warning|notice) (?:file=|title=cornichon)/);
    sarifOf(folder);
    expect(readdirSync(folder)).not.toContain("ran");
  });
});

test("an output holds its name whole, whatever is in it", () => {
  onTree({ "a.pkl": null }, { "sarif-file": "a\nverdict=dangerous\nb.sarif" }, ({ code, outputs }) => {
    expect({ code, verdict: outputs["verdict"], file: outputs["sarif-file"] }).toEqual({
      code: 0,
      verdict: "safe",
      file: "a\nverdict=dangerous\nb.sarif",
    });
  });
});

test("nothing of npm is taken from the tree: its .npmrc names another registry in vain", () => {
  withFolder((top) => {
    const [folder, bin] = [join(top, "workspace"), join(top, "bin")];
    fill(folder, { "a.pkl": null, ".npmrc": "registry=https://evil.example/\n" });
    fill(bin, { npm: `#!/bin/sh\npwd; echo "npm was asked: $*"; ls -a; exit 1\n` });
    chmodSync(join(bin, "npm"), 0o755);
    const { code, out } = runAction(folder, {}, { PATH: `${bin}:${process.env["PATH"] ?? ""}` });
    expect(code).toBe(2);
    expect(out).toMatch(/npm was asked: install .* cornichon@\d+\.\d+\.\d+/);
    expect(out).not.toContain(".npmrc");
    expect(obeyed(out)).toEqual([expect.stringMatching(/^::error title=cornichon::npm could not install cornichon@/)]);
  });
});
