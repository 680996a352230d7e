/** What a user sees: help, colours, folded lines, messages, progress; and that a signal ends a command at once, whatever it does. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cornichon, ROOT, shell, withFolder } from "../support/cli.js";

const CLI = join(ROOT, "dist", "cli.js");
const COMMANDS = ["scan", "inspect", "convert", "predict", "verify", "schema"];
const GOOD = Buffer.from("\x80\x04K\x01.", "latin1");
const CODE = Buffer.from("cos\nsystem\n(S'echo'\ntR.", "latin1");
const ESCAPE = "\u001b";
const COLOUR = new RegExp(`${ESCAPE}\\[\\d+m`, "g");

describe("help", () => {
  test.each(["", ...COMMANDS])("%s fits 80 columns, and has short options where it has the long ones", (command) => {
    const { code, out } = cornichon([command, "--help"].filter((arg) => arg !== ""));
    expect(code).toBe(0);
    for (const line of out.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    for (const [short, long] of [
      ["f", "format"],
      ["o", "output"],
      ["q", "quiet"],
    ])
      expect(out.includes(`  -${short}, --${long} `) || new RegExp(`  -${short}, --${long}\\b`).test(out), long).toBe(
        new RegExp(`--${long}\\b(?!-)`).test(out.split("Example:")[0] ?? ""),
      );
  });

  test("short options do what the long ones do", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "m.pkl"), GOOD);
      const { code, out, err } = shell(folder, "$CORNICHON scan m.pkl -q -f ndjson -o got && cat got");
      expect([code, JSON.parse(out).verdict, err]).toEqual([0, "safe", ""]);
      const versions = ["-v", "-V", "--version"].map((flag) => cornichon([flag]));
      expect(new Set(versions.map((run) => run.out)).size).toBe(1);
      expect(versions.map((run) => run.code)).toEqual([0, 0, 0]);
    });
  });
});

/** A tree of safe files and one that runs code. */
function withTree<T>(work: (folder: string) => T): T {
  return withFolder((folder) => {
    mkdirSync(join(folder, "tree"));
    for (let i = 0; i < 5; i++) writeFileSync(join(folder, "tree", `${i}.pkl`), GOOD);
    writeFileSync(join(folder, "tree", "3-bad.pkl"), CODE);
    return work(folder);
  });
}

describe("the text report", () => {
  test("folds what is safe in a tree, not what was named, and says so", () => {
    withTree((folder) => {
      const { code, out, err } = shell(folder, "$CORNICHON scan tree");
      expect([code, out.match(/^\w+ /gm)]).toEqual([1, ["dangerous "]]);
      expect(err).toBe("6 artifacts: 5 safe, 1 dangerous; safe files of folders have no line (--all shows them)\n");
      expect(shell(folder, "$CORNICHON scan tree --all").out.match(/^\w+ /gm)?.length).toBe(6);
      expect(shell(folder, "$CORNICHON scan tree/*.pkl").out.match(/^\w+ /gm)?.length).toBe(6);
      expect(shell(folder, "$CORNICHON scan tree -q").err).toBe("");
    });
  });

  test("is plain and of whole lines where no terminal is, coloured when that is asked for, in a file only with --color always", () => {
    withTree((folder) => {
      const plain = shell(folder, "$CORNICHON scan tree 2>&1").out;
      expect(plain).not.toContain(ESCAPE);
      expect(Math.max(...plain.split("\n").map((line) => line.length))).toBeGreaterThan(80);
      expect(shell(folder, "FORCE_COLOR=1 $CORNICHON scan tree").out).toContain(`${ESCAPE}[1m${ESCAPE}[31mdangerous `);
      expect(shell(folder, "FORCE_COLOR=1 $CORNICHON scan tree --color never").out).not.toContain(ESCAPE);
      expect(shell(folder, "FORCE_COLOR=1 $CORNICHON scan tree -o got; cat got").out).not.toContain(ESCAPE);
      expect(shell(folder, "$CORNICHON scan tree --color always -o got; cat got").out).toContain(ESCAPE);
      expect(shell(folder, "FORCE_COLOR=1 $CORNICHON scan tree -f json").out).not.toContain(ESCAPE);
    });
  });
});

test("messages say what they are", () => {
  withFolder((folder) => {
    expect(shell(folder, "$CORNICHON scan --nonsense").err).toMatch(/^error: unknown option '--nonsense'\n/);
    expect(shell(folder, "$CORNICHON scan . --color blue").err).toBe("error: --color is auto, always or never\n");
    expect(shell(folder, "$CORNICHON scan .").err).toMatch(/\nerror: \.: nothing was recognised; --allow-empty lets that pass\n$/);
    const empty = shell(folder, "$CORNICHON scan . --allow-empty");
    expect([empty.code, empty.err]).toEqual([0, "0 artifacts: none\nnote: .: nothing was recognised\n"]);
    const file = shell(folder, "$CORNICHON scan . -o gone/x").err;
    expect(file).toBe("error: gone/x: the output could not be written: there is no such folder; make it first (ENOENT)\n");
  });
});

/** What a signal makes of a command that waits or works; its standard output is a pipe that nobody reads. */
async function ended(folder: string, args: readonly string[], { signal, twice }: { signal: NodeJS.Signals; twice: boolean }) {
  spawnSync("mkfifo", [join(folder, "pipe")]);
  // A real one, as a shell has it: that of `spawn` is a socket. Open for both, it has a reader.
  const pipe = openSync(join(folder, "pipe"), constants.O_RDWR);
  const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, stdio: ["ignore", pipe, "pipe"] });
  rmSync(join(folder, "pipe"));
  let said = "";
  child.stderr?.on("data", (piece) => {
    said += piece;
  });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const began = Date.now();
  child.kill(signal);
  if (twice) child.kill(signal);
  const [code] = await once(child, "exit");
  const took = Date.now() - began;
  closeSync(pipe);
  return { code, said, took };
}

describe.runIf(process.platform !== "win32")("a signal", () => {
  const LONG = Buffer.concat([Buffer.from("\x80\x04](", "latin1"), Buffer.alloc(400_000, "K\x01"), Buffer.from("e.")]);
  test.each([
    ["a full pipe", ["inspect", "long.pkl"], "SIGINT", 130, false],
    ["a full pipe of a document", ["convert", "long.pkl"], "SIGTERM", 143, false],
    ["a full pipe of many lines", ["scan", ...Array.from({ length: 900 }, () => "m.pkl"), "-f", "ndjson"], "SIGINT", 130, true],
    ["a long file", ["scan", "sparse.pkl", "--max-bytes", "1TiB", "--timeout", "100"], "SIGINT", 130, true],
    ["a file on its way", ["convert", "sparse.pkl", "--max-bytes", "1TiB", "--timeout", "100", "-o", "got"], "SIGHUP", 129, false],
  ] as const)("at %s", async (_name, args, signal, code, twice) => {
    const folder = mkdtempSync(join(tmpdir(), "cornichon-signal-"));
    writeFileSync(join(folder, "m.pkl"), GOOD);
    writeFileSync(join(folder, "long.pkl"), LONG);
    writeFileSync(join(folder, "sparse.pkl"), GOOD);
    truncateSync(join(folder, "sparse.pkl"), 200 * 2 ** 30);
    const run = await ended(folder, args, { signal, twice });
    expect([run.code, run.said]).toEqual([code, ""]);
    // 20 ms as a rule; other work on the machine is no reason to be red.
    expect(run.took).toBeLessThan(1000);
    expect(readdirSync(folder).sort()).toEqual(["long.pkl", "m.pkl", "sparse.pkl"]);
    rmSync(folder, { recursive: true });
  });

  test("that nobody can hear leaves the old file, and a name that tells whose it is", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "got"), "old");
      writeFileSync(join(folder, "sparse.pkl"), GOOD);
      truncateSync(join(folder, "sparse.pkl"), 200 * 2 ** 30);
      shell(folder, "timeout -s KILL 1.5 $CORNICHON convert sparse.pkl --max-bytes 1TiB --timeout 100 -o got");
      expect(readFileSync(join(folder, "got"), "utf8")).toBe("old");
      for (const name of readdirSync(folder)) expect(name).toMatch(/^(?:got|sparse\.pkl|\.cornichon-[0-9a-f-]{36}\.tmp)$/);
    });
  });
});

interface Shown {
  readonly out: string;
  readonly code: number;
  readonly took: number | null;
}

const hasTerminal = spawnSync("python3", ["-c", "import pty"]).status === 0;
if (!hasTerminal) process.stderr.write("\n*** python3 has no pty here: what a terminal shows is SKIPPED ***\n\n");

function inTerminal(
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  keys: readonly (readonly [string, string])[] = [],
): Shown {
  const { CI: _ci, NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env;
  const told = { folder, command: [process.execPath, CLI, ...args], env: { ...rest, TERM: "xterm", ...env }, columns: 80, keys };
  const done = spawnSync("python3", [join(ROOT, "test/support/terminal.py"), JSON.stringify(told)], { encoding: "utf8", timeout: 90_000 });
  return JSON.parse(done.stdout);
}

/** What is on the screen when all is done: what was written over is not. */
function screen(out: string): string[] {
  return out
    .split("\r\n")
    .map((line) => line.slice(line.lastIndexOf("\r") + 1).replaceAll(`${ESCAPE}[K`, ""))
    .map((line) => line.replaceAll(COLOUR, ""));
}

describe.runIf(hasTerminal)("a terminal", () => {
  const many = (folder: string): void => {
    for (let i = 0; i < 150; i++) writeFileSync(join(folder, `${i}-模型.pkl`), i % 40 === 7 ? CODE : GOOD);
  };
  const PROGRESS = /\r\d+ of 150 files, [\d.]+ \w+/;

  test("shows how far a scan is, and nothing of it stays", () => {
    withFolder((folder) => {
      many(folder);
      const { out, code } = inTerminal(folder, ["scan", "."]);
      expect(code).toBe(1);
      expect(out).toMatch(PROGRESS);
      const lines = screen(out);
      expect(lines.filter((line) => line.startsWith("dangerous")).length).toBe(4);
      for (const line of lines) {
        expect(line).not.toContain("files/s");
        expect(line.length, line).toBeLessThanOrEqual(80);
      }
      expect(lines.slice(-3).join(" ")).toMatch(/150 artifacts: 146 safe, 4 dangerous;/);
      expect(out).toContain(`${ESCAPE}[31mdangerous`);
    });
  }, 60_000);

  test("shows none with --quiet, CI or TERM=dumb, and no colours with NO_COLOR or TERM=dumb", () => {
    withFolder((folder) => {
      many(folder);
      expect(inTerminal(folder, ["scan", ".", "-q"]).out).not.toMatch(PROGRESS);
      expect(inTerminal(folder, ["scan", "."], { CI: "true" }).out).not.toMatch(PROGRESS);
      expect(inTerminal(folder, ["scan", "."], { TERM: "dumb" }).out).not.toContain(ESCAPE);
      expect(inTerminal(folder, ["scan", "."], { NO_COLOR: "1" }).out).not.toMatch(COLOUR);
    });
  }, 60_000);

  test("may be left with Ctrl-C: at once, with no word, also twice and where input is waited for", () => {
    withFolder((folder) => {
      many(folder);
      for (const args of [
        ["scan", "."],
        ["scan", "-"],
      ]) {
        const { out, code, took } = inTerminal(folder, args, {}, [
          ["file", "\u0003"],
          ["file", "\u0003"],
        ]);
        expect(code, out).toBe(130);
        expect(took).toBeLessThan(1000);
        expect(screen(out).join("\n")).toMatch(/^(?:\^C)*(?:dangerous[\s\S]*)?$/);
      }
    });
  }, 60_000);
});
