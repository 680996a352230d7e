/** What was made of today's sklearn, skops and onnx: where names are defined, what is trusted, what an ONNX file has; made again by the makers. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TARGET_PYTHON } from "../support/python-target.js";
import { FIXTURES } from "../support/shared.js";

const ROOT = join(FIXTURES, "..");

/** What a maker prints. */
function made(script: string, input = ""): string {
  const args = ["-B", join(ROOT, "scripts", "targets", script)];
  return spawnSync(TARGET_PYTHON ?? "", args, { input, encoding: "utf8", maxBuffer: 2 ** 26 }).stdout;
}

const kept = (...path: string[]): string => readFileSync(join(ROOT, "src", "targets", ...path), "utf8");

test.skipIf(TARGET_PYTHON === null)(
  "names stand where today's Python defines them",
  () => {
    const candidates = spawnSync(process.execPath, ["--import", "tsx", join(ROOT, "scripts", "targets", "candidates.ts")], {
      cwd: ROOT,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    expect(JSON.parse(made("names.py", candidates.stdout))).toEqual(JSON.parse(kept("parts", "python", "names.json")));
  },
  60_000,
);

test.skipIf(TARGET_PYTHON === null)(
  "what skops trusts is what it says",
  () => {
    expect(JSON.parse(made("trusted.py"))).toEqual(JSON.parse(kept("skops", "trusted.json")));
  },
  60_000,
);

test.skipIf(TARGET_PYTHON === null)("what tests decode ONNX files by is what onnx has", () => {
  expect(JSON.parse(made("onnx_descriptor.py"))).toEqual(JSON.parse(readFileSync(join(ROOT, "test", "support", "onnx-ml.json"), "utf8")));
});
