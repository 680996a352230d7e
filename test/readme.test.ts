/** What the README, the list of fixtures and the public API say is what is there. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as api from "../src/index.js";
import { ROOT } from "./support/cli.js";

const check = (script: string): number | null =>
  spawnSync(process.execPath, [join(ROOT, "scripts", script), "--check"], { cwd: ROOT }).status;

test("generated parts of the README are fresh (node scripts/readme.mjs)", () => {
  expect(check("readme.mjs")).toBe(0);
});

test("the list of fixtures is fresh (node scripts/fixtures.mjs)", () => {
  expect(check("fixtures.mjs")).toBe(0);
});

test("exported names", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "CornichonError",
      "FAILURES",
      "LIMITS",
      "LIMIT_NAMES",
      "NamedFile",
      "TARGETS",
      "TOOL_FOLDERS",
      "VERSION",
      "answerCsv",
      "answerJson",
      "answerLines",
      "arrayOf",
      "artifactText",
      "close",
      "coefficients",
      "convert",
      "convertAll",
      "createPool",
      "csvInput",
      "diff",
      "diffMarkdown",
      "diffText",
      "inspect",
      "jsonInput",
      "limitOption",
      "limitText",
      "listFiles",
      "load",
      "manifest",
      "manifestChanges",
      "modelClasses",
      "parseLimit",
      "policyOf",
      "predict",
      "readDocument",
      "resultCsv",
      "resultJson",
      "resultNpy",
      "sarif",
      "scan",
      "scanAll",
      "schemaOf",
      "showText",
      "summaryText",
      "targetClasses",
      "upgradeRules",
      "verify",
    ]
  `);
});
