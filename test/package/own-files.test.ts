/** The command's own files are held against what was built before any of them is run. */
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../support/cli.js";

const DIST = join(ROOT, "dist");
const RIDGE = join(ROOT, "fixtures", "seed", "1.9.1", "ridge.pkl");
const RUN = readdirSync(DIST).filter((name) => name === "child.cjs" || name.endsWith(".snapshot"));
let folder: string;

beforeAll(() => {
  // Where packages are found as they are from `dist`.
  folder = mkdtempSync(join(ROOT, "node_modules", ".cornichon-test-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each(RUN)("%s with a byte more is not run", (name) => {
  const dist = join(folder, name);
  cpSync(DIST, dist, { recursive: true });
  const scan = (): readonly [number | null, string] => {
    const { status, stderr } = spawnSync(process.execPath, [join(dist, "cli.js"), "scan", RIDGE], { encoding: "utf8" });
    return [status, stderr];
  };
  expect(scan()[0]).toBe(0);
  appendFileSync(join(dist, name), "\n");
  expect(scan()).toEqual([2, `error: cornichon's own file ${name} is not the one that was built; install the package again.\n`]);
});
