/**
 * Every model of the shared fixtures that the skops of this machine can dump: safe, the document of its pickle, the answers that
 * sklearn recorded. Needs Python with skops and the sklearn of a shared version (CORNICHON_SKOPS_PYTHON, `.python-env`, or python3).
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { TemporaryFolder } from "../support/folder.js";
import { runGuest } from "../support/guest.js";
import { outputDifference } from "../support/outputs.js";
import { TARGET_PYTHON } from "../support/python-target.js";
import { sharedVersions } from "../support/shared.js";
import { KNOWN_FAILURES } from "../support/walk.js";
import { kept } from "./kept.js";

const python = [process.env["CORNICHON_SKOPS_PYTHON"], TARGET_PYTHON, "python3"].find(
  (one): one is string => typeof one === "string" && spawnSync(one, ["-c", "import skops.io"]).status === 0,
);
const sklearn =
  python === undefined ? "" : spawnSync(python, ["-c", "import sklearn; print(sklearn.__version__)"], { encoding: "utf8" }).stdout.trim();
const shared = [...sharedVersions()].find(({ version }) => version === sklearn);
if (shared === undefined)
  process.stderr.write("*** no Python with skops and the sklearn of shared fixtures is here: what skops dumps now is SKIPPED ***\n");

const folder = new TemporaryFolder();
afterAll(() => folder.remove());

describe.skipIf(shared === undefined)("models of this machine's sklearn", () => {
  test("mean as skops files what they mean as pickles", { timeout: 900_000 }, () => {
    if (shared === undefined) return;
    const done = spawnSync(python ?? "", ["-B", join(import.meta.dirname, "dump.py"), shared.folder, folder.path], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    expect(done.status, done.stderr).toBe(0);
    const files = readdirSync(folder.path);
    expect(files.length).toBeGreaterThan(300);
    const wrong: string[] = [];
    for (const file of files) {
      const label = file.slice(0, -".skops".length);
      const { root, report } = runGuest(new Uint8Array(readFileSync(join(folder.path, file))));
      const recorded = shared.expected[label];
      if (root === undefined) wrong.push(`${label}: ${JSON.stringify(report.artifacts.flatMap(({ findings }) => findings).slice(0, 2))}`);
      else expect([label, kept(root)]).toEqual([label, kept(runGuest(readFileSync(join(shared.folder, `${label}.pkl`))).root)]);
      if (root === undefined || recorded?.outputs === undefined || Object.hasOwn(KNOWN_FAILURES, `${shared.version} ${label}`)) continue;
      const difference = outputDifference(root, recorded);
      if (difference !== null) wrong.push(`${label}: ${difference}`);
    }
    expect(wrong).toEqual([]);
  });
});
