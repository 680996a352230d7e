/** The man page is the one of this program, and what renders man pages has nothing to say of it. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { expect, test } from "vitest";
import { madePage } from "../../scripts/man/made.js";
import { manPage } from "../../scripts/man/page.js";
import { describedProgram } from "../../src/cli/completion/described.js";
import { ROOT, withFolder } from "../support/cli.js";

const PAGE = join(ROOT, "man", "cornichon.1");

const has = (program: string, ...args: readonly string[]): boolean => {
  const there = spawnSync(program, [...args]).error === undefined;
  if (!there) process.stderr.write(`\n*** no ${program}: the man page is NOT rendered by it ***\n\n`);
  return there;
};

const ENV = { ...process.env, MANWIDTH: "100", LC_ALL: "C.UTF-8", MANROFFOPT: "", MANPAGER: "cat" };

test("is not stale: npm run man", async () => {
  expect(readFileSync(PAGE, "utf8") === (await madePage())).toBe(true);
});

test.skipIf(!has("man", "--version"))("man renders it without a warning", () => {
  const done = spawnSync("man", ["--warnings", "-l", PAGE], { env: ENV, encoding: "utf8" });
  expect({ code: done.status, said: done.stderr }).toEqual({ code: 0, said: "" });
  const shown = done.stdout;
  for (const words of ["cornichon scan", "--format format", "--no-family name", "--max-opcodes n", "Exit: 0 all safe"])
    expect(shown).toContain(words);
});

test.skipIf(!has("mandoc", "-T", "lint", "/dev/null"))("mandoc finds no fault in it", () => {
  const { stdout } = spawnSync("mandoc", ["-T", "lint", "-W", "warning", PAGE], { encoding: "utf8" });
  // It has no date: the same sources give the same page.
  expect(stdout.split("\n").filter((line) => line !== "" && !line.includes("missing date"))).toEqual([]);
});

test("no text is a request or an escape of roff", () => {
  const odd = new Command("cornichon").description(".so /etc/passwd").exitOverride();
  odd.command("scan").description("'tis \\n(.z").argument("<path>", ".TH x").option("--it <n>", ".sy touch ran");
  const page = manPage(describedProgram(odd), "1.0.0", new Map([["scan", ".pso id\n'x\n\\*(xx"]]));
  const own = /^\.(?:TH|SH|SS|TP|PP|nf|fi)\b/;
  expect(page.split("\n").filter((line) => /^[.']/.test(line) && !own.test(line))).toEqual([]);
  expect(page.match(/^\.TH/gm)).toHaveLength(1);
  withFolder((folder) => {
    const file = join(folder, "odd.1");
    writeFileSync(file, page);
    const done = spawnSync("man", ["-l", file], { env: ENV, encoding: "utf8" });
    if (done.status === 0) expect(done.stdout).toContain(".pso id");
  });
});
