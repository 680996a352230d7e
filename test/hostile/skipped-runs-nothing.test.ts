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
