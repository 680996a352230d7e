/** Completions as the shells take them: bash's function is called as bash calls it; zsh and fish where they are installed. */
import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { COMPLETIONS } from "../../src/cli/completion/command.js";
import { describedProgram } from "../../src/cli/completion/described.js";
import { programWith } from "../../src/cli/program.js";
import { FAMILIES } from "../../src/policy/families/index.js";
import { cornichon, withFolder } from "../support/cli.js";

const nothing = async (): Promise<void> => undefined;
const described = describedProgram(await programWith(nothing, nothing));

const has = (program: string): boolean => {
  const there = spawnSync(program, ["--version"]).status === 0;
  if (!there) process.stderr.write(`\n*** no ${program}: its completion is NOT tried ***\n\n`);
  return there;
};

/** What is proposed for the last of the words, as readline would part them. */
function proposed(...words: readonly string[]): readonly string[] {
  const script = `${COMPLETIONS.bash(described)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _cornichon
[ "\${#COMPREPLY[@]}" = 0 ] || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const done = spawnSync("bash", ["--norc", "--noprofile", "-euo", "pipefail", "-c", script, "bash", "cornichon", ...words], {
    encoding: "utf8",
  });
  expect(done.stderr).toBe("");
  return done.stdout.split("\n").filter((word) => word !== "");
}

describe("bash", () => {
  test("completes commands and the command's own options", () => {
    expect(proposed("")).toEqual(expect.arrayContaining(["scan", "predict", "completion", "help", "--version"]));
    expect(proposed("con")).toEqual(["convert"]);
    expect(proposed("scan", "--gi")).toEqual(["--gitignore"]);
    expect(proposed("convert", "--gi")).toEqual(["--gitignore"]);
    expect(proposed("predict", "--gi")).toEqual([]);
    expect(proposed("help", "ver")).toEqual(["verify"]);
  });

  test("completes values, whichever way they are typed", () => {
    expect(proposed("scan", "--format", "js")).toEqual(["json"]);
    expect(proposed("scan", "models", "--format", "=", "js")).toEqual(["json"]);
    expect(proposed("scan", "--format", "=")).toContain("sarif");
    expect(proposed("scan", "--format=sa")).toEqual(["--format=sarif"]);
    expect(proposed("predict", "--format", "n")).toEqual(["ndjson", "npy"]);
    expect(proposed("explain", "tree.")).toEqual(["tree.link-outside", "tree.link"]);
    expect(proposed("completion", "")).toEqual(["bash", "zsh", "fish"]);
  });

  test("leaves names of files to readline, and everything behind --", () => {
    for (const words of [
      ["scan", "mod"],
      ["scan", "--policy", "p"],
      ["scan", "--", "--for"],
      ["predict", "--input", ""],
    ])
      expect(proposed(...words)).toEqual([]);
  });

  test("runs nothing of what is typed", () => {
    withFolder((folder) => {
      const run = `touch ${join(folder, "ran")}`;
      for (const word of [`$(${run})`, `\`${run}\``, `';${run};'`, `"; ${run}; "`, `--format=$(${run})`, "*", "\u001b[2J"]) {
        expect(proposed("scan", word)).toEqual([]);
        expect(proposed("scan", "--format", word)).toEqual([]);
        expect(proposed(word, "scan")).not.toContain(word);
        expect(proposed("scan", word, "=", word)).toEqual([]);
      }
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});

test.skipIf(!has("fish"))("fish completes commands, options and values", () => {
  withFolder((folder) => {
    const file = join(folder, "cornichon.fish");
    writeFileSync(file, COMPLETIONS.fish(described));
    const ask = (line: string): readonly string[] => {
      const done = spawnSync("fish", ["--no-config", "-c", `source $argv[1]; complete -C $argv[2]`, file, line], {
        encoding: "utf8",
        cwd: folder,
      });
      expect(done.stderr).toBe("");
      return done.stdout
        .split("\n")
        .filter(Boolean)
        .map((one) => one.split("\t")[0] ?? "");
    };
    expect(ask("cornichon con")).toEqual(["convert"]);
    expect(ask("cornichon scan --gi")).toEqual(["--gitignore"]);
    expect(ask("cornichon scan --format js")).toEqual(["json"]);
    expect(ask("cornichon explain tree.")).toEqual(["tree.link", "tree.link-outside"]);
    expect(ask("cornichon scan corn")).toEqual(["cornichon.fish"]);
    expect(ask("cornichon schema corn")).toEqual([]);
  });
});

test.skipIf(!has("zsh"))("zsh completes commands, options and values", () => {
  withFolder((folder) => {
    writeFileSync(join(folder, "_cornichon"), COMPLETIONS.zsh(described));
    // Completion needs a terminal, which zsh makes itself.
    const ask = (line: string): string => {
      const script = `zmodload zsh/zpty
zpty -b shell zsh -f -i
zpty -w shell "PS1=; fpath=(\\$PWD \\$fpath); autoload -Uz compinit; compinit -u -d ./dump; print rea''dy"
zpty -r -m shell seen '*ready*'
zpty -w -n shell "$1"$'\\t'
sleep 1
while zpty -r -t shell got; do print -r -- "$got"; done`;
      return spawnSync("zsh", ["-f", "-c", script, "zsh", line], { encoding: "utf8", cwd: folder, timeout: 15_000 }).stdout;
    };
    expect(ask("cornichon con")).toContain("cornichon convert");
    expect(ask("cornichon scan --gi")).toContain("--gitignore");
    expect(ask("cornichon scan --format ndj")).toContain("--format ndjson");
  });
});

test("every value that is proposed is known to its option's help or its list", () => {
  const options = described.commands.flatMap(({ options }) => options);
  const listed = options.filter(
    ({ proposal, names }) => Array.isArray(proposal) && !["--explain", "--method"].includes(names.at(-1) ?? ""),
  );
  expect(listed.length).toBeGreaterThan(10);
  const families = new Set(FAMILIES.map(({ family }) => family));
  for (const { proposal, names, description } of listed)
    for (const word of Array.isArray(proposal) ? proposal : [])
      expect(names.at(-1)?.includes("family") === true ? families.has(word) : description.includes(word), `${names} ${word}`).toBe(true);
});

test("--family, which changes nothing any more, is proposed nowhere, and --no-family is", () => {
  const names = described.commands.flatMap(({ options }) => options.flatMap((option) => option.names));
  expect(names).not.toContain("--family");
  expect(names).toContain("--no-family");
});

test("names and descriptions of the program's own go into each script whole", () => {
  const odd = new Command("cornichon").exitOverride();
  odd.command("scan").argument("<path>", "it's [a] \\ path: `x` $(y)").option("--it <n>", "it's [a] \\ thing: `x` $(y)");
  for (const [shell, write] of Object.entries(COMPLETIONS)) {
    if (spawnSync(shell, ["--version"]).status !== 0) continue;
    withFolder((folder) => {
      const file = join(folder, "completion");
      writeFileSync(file, write(describedProgram(odd)));
      const done = spawnSync(shell, ["-n", file], { encoding: "utf8" });
      expect({ shell, status: done.status, said: done.stderr }).toEqual({ shell, status: 0, said: "" });
    });
  }
});

test("the command prints them, and says which there are", () => {
  const { code, out } = cornichon(["completion", "bash"]);
  expect({ code, out }).toEqual({ code: 0, out: COMPLETIONS.bash(described) });
  const wrong = cornichon(["completion", "tcsh\u001b[2J"]);
  expect(wrong).toEqual({ code: 2, out: "", err: "error: there is a completion for bash, zsh and fish, none for tcsh\\u{1b}[2J\n" });
});
