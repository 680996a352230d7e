/**
 * The rooms: the tree keeps the rules, and the gate that says so can see. A gate that reads nothing passes everything,
 * so each rule gets a canary: a tree of a few lines that breaks this rule, which the gate must name.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly Violation[];
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string; readonly comment: string }[] };
  };
}

function cruise(cwd: string): Cruise {
  const command = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruiser.mjs");
  const done = spawnSync(process.execPath, [command, "--config", ".dependency-cruiser.mjs", "--output-type", "json", "src", "sandbox"], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (!done.stdout.startsWith("{")) throw new Error(`the gate did not run: ${done.stderr}`);
  return JSON.parse(done.stdout); // our own tool's report
}

/** The rooms of a folder, as they stand on the disk. */
const roomsOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

/** Each room of the guest meets what only the door may know, and each of `src/` the command, or what its door hides. */
const guestCanaries = Object.fromEntries(
  roomsOf("sandbox").map((room) => [
    `guest-${room}-knows-its-own`,
    { [`sandbox/${room}/canary-room.ts`]: 'export { x } from "../run.js";\n' },
  ]),
);
const roomCanaries = Object.fromEntries(
  roomsOf("src").map((room) => [
    `${room}-knows-its-own`,
    { [`src/${room}/canary-room.ts`]: `export { x } from "../${room === "cli" ? "host" : "cli"}/leaf.js";\n` },
  ]),
);

/** For each rule, files (path → text) whose first one breaks it; a second form of the same breach has its own name behind a slash. */
const canaries: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...guestCanaries,
  ...roomCanaries,
  "sandbox-is-alone": { "sandbox/canary/fs.ts": 'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n' },
  "host-sees-the-edge-only": { "src/host/canary-guest.ts": 'export { x } from "../../sandbox/tape/leaf.js";\n' },
  "src-keeps-out-of-the-sandbox": {
    "src/report/canary.ts": 'import type { X } from "../../sandbox/tape/leaf.js";\nexport const x: X = 1;\n',
  },
  "child-is-its-own-room": { "src/host/child/canary.ts": 'export { x } from "../leaf.js";\n' },
  "nobody-imports-the-child": { "src/host/canary-child.ts": 'export { x } from "./child/leaf.js";\n' },
  "only-the-host-starts-processes": {
    "src/report/canary-spawn.ts": 'import { spawn } from "node:child_process";\nexport const s = spawn;\n',
  },
  "no-brotli-no-dns": { "src/report/canary-zlib.ts": 'import { gunzipSync } from "node:zlib";\nexport const g = gunzipSync;\n' },
  "numeric-imports-nothing": { "src/numeric/canary.ts": 'export { x } from "../neutral/leaf.js";\n' },
  "upgrades-know-no-model": { "src/upgrade/canary.ts": 'export { x } from "../models/leaf.js";\n' },
  "a-model-knows-no-other-model": { "src/models/canary-ridge.ts": 'export { x } from "./leaf.js";\n' },
  "model-parts-import-numeric": { "src/models/parts/canary.ts": 'export { x } from "../leaf.js";\n' },
  "model-parts-stand-on-their-ground": { "src/models/parts/columns/canary.ts": 'export { x } from "../linear/leaf.js";\n' },
  "model-parts-are-walled": { "src/models/parts/svm/canary.ts": 'export { x } from "../linear/leaf.js";\n' },
  "a-target-knows-no-other-target": { "src/targets/npz/canary.ts": 'export { x } from "../skops/leaf.js";\n' },
  "web-reaches-no-host": {
    "src/web/index.ts": 'export { x } from "../neutral/canary-web.js";\n',
    "src/neutral/canary-web.ts": 'export { x } from "../host/leaf.js";\n',
  },
  "web-reaches-no-table": {
    "src/web/canary-table.ts": 'export { x } from "../models/canary-rows.js";\n',
    "src/models/canary-rows.ts": 'export { x } from "./input/rule-table.js";\n',
    "src/models/input/rule-table.ts": "export const x = 1;\n",
  },
  "nobody-imports-an-edge": { "src/report/canary-edge.ts": 'export { x } from "../cli/leaf.js";\n' },
  "nobody-imports-tests": { "src/report/canary-test.ts": 'export { x } from "../../test/leaf.js";\n' },
  "no-development-packages": { "src/report/canary-dev.ts": 'import fc from "fast-check";\nexport const f = fc;\n' },
  "the-service-has-its-packages": { "src/server/canary-dev.ts": 'import fc from "fast-check";\nexport const f = fc;\n' },
  "no-cycles": {
    "src/report/canary-one.ts": 'export { two } from "./canary-two.js";\nexport const one = 1;\n',
    "src/report/canary-two.ts": 'import { one } from "./canary-one.js";\nexport const two = one + 1;\n',
  },
  "no-cycles/types": {
    "src/report/canary-left.ts": 'import type { Right } from "./canary-right.js";\nexport interface Left {\n  right: Right;\n}\n',
    "src/report/canary-right.ts": 'import type { Left } from "./canary-left.js";\nexport interface Right {\n  left: Left;\n}\n',
  },
  "nothing-unresolved": { "src/report/canary-lost.ts": 'export { x } from "./nowhere.js";\n' },
};

const ruleOf = (canary: string): string => canary.replace(/\/.*/, "");

/** What the canaries import. */
const LEAVES = [
  "sandbox/tape",
  "sandbox/machine",
  "sandbox/container",
  "src/host",
  "src/host/child",
  "src/report",
  "src/neutral",
  "src/models",
  "src/models/parts/linear",
  "src/targets/skops",
  "src/cli",
  "test",
];

describe("the rooms", () => {
  let nest = "";
  let found: readonly Violation[] = [];
  let rules: Cruise["summary"]["ruleSetUsed"]["forbidden"] = [];

  function plant(path: string, text: string): void {
    mkdirSync(join(nest, dirname(path)), { recursive: true });
    writeFileSync(join(nest, path), text);
  }

  beforeAll(() => {
    nest = mkdtempSync(join(tmpdir(), "cornichon-rooms-"));
    for (const name of [".dependency-cruiser.mjs", "tsconfig.json", "package.json"]) copyFileSync(join(root, name), join(nest, name));
    symlinkSync(join(root, "node_modules"), join(nest, "node_modules"), "junction");
    plant("sandbox/run.ts", "export const x = 1;\n");
    for (const folder of LEAVES) plant(`${folder}/leaf.ts`, "export const x = 1;\nexport type X = 1;\n");
    plant("src/report/leaf.json", "{}\n");
    plant("sandbox/canary/data.ts", 'export { default } from "../../src/report/leaf.json" with { type: "json" };\n');
    for (const files of Object.values(canaries)) for (const [path, text] of Object.entries(files)) plant(path, text);
    const { summary } = cruise(nest);
    found = summary.violations;
    rules = summary.ruleSetUsed.forbidden;
  });

  afterAll(() => rmSync(nest, { recursive: true, force: true }));

  test("every rule has its canary", () => {
    expect([...new Set(Object.keys(canaries).map(ruleOf))].sort()).toEqual(rules.map((rule) => rule.name).sort());
  });

  test("three files stand beside the rooms of src", () => {
    const loose = readdirSync(join(root, "src")).filter((name) => name.endsWith(".ts"));
    expect(loose.sort()).toEqual(["errors.ts", "index.ts", "version.ts"]);
  });

  test("rules name rooms that there are", () => {
    const named = readFileSync(join(root, ".dependency-cruiser.mjs"), "utf8").matchAll(/\b(src|sandbox)\/\(?([a-z|]+)/g);
    for (const [, folder = "", rooms = ""] of named)
      for (const room of rooms.split("|")) expect([...roomsOf(folder), "errors", "version", "index", "main"]).toContain(room);
  });

  test.each(Object.keys(canaries))("%s catches its canary", (name) => {
    const culprit = Object.keys(canaries[name] ?? {})[0];
    expect(found.some((violation) => violation.rule.name === ruleOf(name) && violation.from === culprit)).toBe(true);
  });

  test("data is an import like any other", () => {
    const leads = found.filter(({ rule, from }) => rule.name === "sandbox-is-alone" && from === "sandbox/canary/data.ts");
    expect(leads.map(({ to }) => to)).toEqual(["src/report/leaf.json"]);
  });

  test("every rule says why", () => {
    for (const rule of rules) expect(rule.comment, rule.name).toMatch(/^.{20,}[.)]$/);
  });

  test("the tree keeps them", () => {
    const { modules, summary } = cruise(root);
    expect(modules.filter((module) => module.source.startsWith("sandbox/")).length).toBeGreaterThan(30);
    expect(summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`)).toEqual([]);
  }, 90_000);
});
