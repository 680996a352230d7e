/**
 * What is skipped in a tree runs nothing in a loader: every skipped file of our own making is given to Python's unpicklers
 * in a child that tells of every call.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inputOf } from "../fuzz/inputs.js";
import { runGuest } from "../support/guest.js";
import { ordinaryFiles } from "../support/ordinary-files.js";
import { FIXTURES } from "../support/shared.js";

const SEEDS = 2500;
const python = [process.env["CORNICHON_PYTHON"], "python3"].find((one) => one !== undefined && spawnSync(one, ["--version"]).status === 0);
if (python === undefined) process.stderr.write("*** no python3 is here: that skipped files run nothing is SKIPPED ***\n");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cornichon-skipped-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A module of Python's own whose name is no identifier; there is one on each Unix. */
const sysconfigdata = (): string =>
  spawnSync(python ?? "", ["-c", "import sysconfig; print(sysconfig._get_sysconfigdata_name())"], { encoding: "utf8" }).stdout.trim();

/** Values and names that a command may stand behind: each is thrown away before it. */
const AHEAD = [
  ...["N0", "I1\n0", "(1", "]Na0", "}NNs0", "ccollections\nOrderedDict\n)R0", "csys\npath\n0", "\x80\x01", "\x95\x01\0\0\0\0\0\0\0N0"],
  ...["S'\xff'\n0", "V\\ud800\n0", "\x8c\x01\xff0", "L1L\n0", "F1e5\n0", "Np99999\n0", "(d0", "\x8f(N\x900", "N\x850", "M\x01\x020"],
];
const COMMANDS = ["cos\ngetpid\n(tR.", "(ios\ngetpid\n.", "(cos\ngetpid\no."];

const isSkipped = (bytes: Uint8Array): boolean => runGuest(bytes, "scan", { way: "met" }).report.skipped !== undefined;

/** Texts whose first lines name what is there, as texts do by accident, and worse. */
const NEAR: readonly string[] = [
  "cos\nsystem\n",
  "cos\nsystem\n0.",
  "(ios\nsystem\n",
  "Pid\ncos\nsystem\n(S'id'\ntR.",
  "cos\r\nsystem\r\n(S'id'\r\ntR.",
  "I1\n.cos\nsystem\n(S'id'\ntR.",
  "cbuiltins\nprint\n.",
  "cbuiltins\nprint\n(tR.",
  "c__main__\nx\n.",
  "cos \nsystem\n)R.",
  "cos\n system\n)R.",
  "\u0080\u0001cos\nsystem\n)R.",
];

describe.skipIf(python === undefined)("files that are skipped", () => {
  test("run nothing where Python loads them", () => {
    const inputs = [
      ...ordinaryFiles().map(([, content]) => Buffer.from(content)),
      ...[...AHEAD, `c${sysconfigdata()}\nbuild_time_vars\n0`].flatMap((one, _, all) =>
        all.flatMap((other) => COMMANDS.map((command) => Buffer.from(one + other + command, "latin1"))),
      ),
      ...NEAR.map((text) => Buffer.from(text, "latin1")),
      ...readdirSync(join(FIXTURES, "hostile")).map((name) => readFileSync(join(FIXTURES, "hostile", name))),
      ...Array.from({ length: SEEDS }, (_, seed) => Buffer.from(inputOf(seed).bytes)),
    ].filter(isSkipped);
    const paths = inputs.map((bytes, i) => {
      const path = join(folder, `${i}`);
      writeFileSync(path, bytes);
      return path;
    });
    const { stdout, stderr } = spawnSync(python ?? "", [join(import.meta.dirname, "skipped.py")], {
      input: paths.join("\n"),
      encoding: "utf8",
    });
    const lines = stdout.trim().split("\n");
    if (lines.at(-1) === "no joblib") process.stderr.write("*** joblib is not here: its part is SKIPPED ***\n");
    expect(inputs.length).toBeGreaterThan(500);
    expect(lines.slice(0, -1), stderr).toEqual([]);
  }, 300_000);
});
