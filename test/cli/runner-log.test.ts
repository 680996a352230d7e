/** Nothing that is said or reported is a command to the runner of a pipeline, whatever files are called. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { showData, showInLog, showText } from "../../src/errors.js";
import { REPORT_FORMATS } from "../../src/report/writer.js";
import { obeyed } from "../kit/steps.js";
import { shell, withFolder } from "../support/cli.js";
import { zip } from "../support/zip.js";

const EVIL = Buffer.from("cos\nsystem\n(S'::error::x ##[error]x'\ntR.");
const NAMES = [
  "::set-output name=a::b",
  " ::error::x",
  "##[set-output name=a]b",
  "x ##[debug]y",
  "###[add-path]z",
  "##vso[task.setvariable variable=a]b",
];

/** What a runner would obey of standard output and of standard error. */
const COMMANDS = [
  ...REPORT_FORMATS.filter((format) => format !== "github").map((format) => `scan . --format ${format} --no-config`),
  "scan . --all --show-skipped --no-follow",
  "scan . --list-files",
  'scan -- "::set-output name=a::b" "##[set-output name=a]b" "::none::x"',
  'scan . --config "::set-output name=a::b/config.json" --format json',
  'scan . --config "##[none]::x"',
  'scan . --policy "##[none]"',
  "scan . --write-baseline --quiet",
  "convert . --output-dir out",
  'convert "::set-output name=a::b" --output-dir out',
  "manifest .",
  'inspect "::set-output name=a::b/evil.pkl"',
  'inspect "##[set-output name=a]b/evil.pkl" --format json',
  '"::error::x"',
  '--"##[error]x"',
  'verify "::error::x"',
  'explain "##[error]x"',
];

test.each(COMMANDS)("cornichon %s", (command) =>
  withFolder((folder) => {
    for (const name of NAMES) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, `${name}.pkl`), Buffer.from("\x80\x04K\x01.", "latin1"));
      writeFileSync(join(folder, name, "evil.pkl"), EVIL);
      writeFileSync(join(folder, name, `${name}.txt`), "words");
      writeFileSync(join(folder, name, "in.zip"), zip([{ name: `${name}.pkl`, data: EVIL }]));
      writeFileSync(join(folder, name, "config.json"), "{}");
      symlinkSync("/nowhere", join(folder, name, `${name} link`));
    }
    const { out, err } = shell(folder, `GITHUB_ACTIONS=true $CORNICHON ${command}`);
    expect(out + err).not.toBe("");
    for (const log of [out, err]) {
      expect(obeyed(log)).toEqual([]);
      expect(log).not.toMatch(/##(?:vso)?\[/);
    }
  }),
);

test("annotations are the only commands of --format github", () =>
  withFolder((folder) => {
    for (const name of NAMES) writeFileSync(join(folder, `${name}.pkl`), EVIL);
    const { out } = shell(folder, "GITHUB_ACTIONS=true $CORNICHON scan . --format github");
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(NAMES.length);
    for (const line of lines)
      expect(line).toMatch(
        /^::error file=[^:,#]*(?:\\u\{23\}#[^:,#]*|#(?!#|[\w.]*\[)[^:,#]*)*,title=cornichon%3A dangerous \(global\.dangerous\)::/,
      );
    expect(out).not.toMatch(/##(?:vso)?\[/);
  }));

test("only what would be a command is escaped, and data stays what it is", () => {
  for (const text of ["# [x]", "## heading", "a##b[0]c", "C::D", "#[x]"]) expect(showText(text).replace("\\u{23}", "#")).toBe(text);
  expect(showText("a ##[x]")).toBe("a \\u{23}#[x]");
  expect(showInLog(showText("::x"))).toBe("\\u{3a}:x");
  expect(showInLog(showText("a ::x"))).toBe("a ::x");
  expect(JSON.parse(showData(JSON.stringify("###[x] ##vso[y]")))).toBe("###[x] ##vso[y]");
});
