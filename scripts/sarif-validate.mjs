/**
 * Holds SARIF against the rules of GitHub's code scanning, with Microsoft's multitool where it is installed
 * (`npm install --no-save @microsoft/sarif-multitool-linux@5.7.0`, or -darwin, -win32; a binary of 96 MB, so it is no
 * dependency). Without arguments the fixtures are scanned; else the files that are named are validated. Ends with 1 when
 * a rule is broken, with 2 when the multitool is not there.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PLATFORM = { linux: "linux", darwin: "darwin", win32: "win32" }[process.platform];
const tool = join(
  root,
  "node_modules",
  "@microsoft",
  `sarif-multitool-${PLATFORM}`,
  `Sarif.Multitool${process.platform === "win32" ? ".exe" : ""}`,
);

/** Of the hostile fixtures one in so many: each of them ends its child. */
const EACH = 40;

/** A log of what the fixtures have: safe ones, hostile ones, archives, what is missing. */
function scanned(folder) {
  const file = join(folder, "fixtures.sarif");
  const hostile = readdirSync(join(root, "fixtures", "hostile")).filter((name, i) => i % EACH === 0 || name.includes("zip-in-zip"));
  const paths = [...hostile.map((name) => `fixtures/hostile/${name}`), "fixtures/seed", "fixtures/missing"];
  const args = ["scan", ...paths, "--timeout", "5", "--format", "sarif", "--output", file];
  spawnSync(process.execPath, [join(root, "dist", "cli.js"), ...args], { cwd: root, stdio: "inherit" });
  return file;
}

/** Broken rules by name, counted; null when the tool itself failed. */
function broken(file, folder) {
  const report = join(folder, "report.sarif");
  // The tool takes .NET's ICU, which slim images do not have; no rule needs it.
  const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" };
  const args = ["validate", file, "--rule-kind", "Sarif;Ghas", "--output", report, "--log", "ForceOverwrite", "--quiet"];
  spawnSync(tool, args, { env, stdio: "inherit" });
  if (!existsSync(report)) return null;
  const counts = {};
  for (const { level = "warning", ruleId } of JSON.parse(readFileSync(report, "utf8").replace(/^\ufeff/, "")).runs[0].results ?? [])
    counts[`${level} ${ruleId}`] = (counts[`${level} ${ruleId}`] ?? 0) + 1;
  return counts;
}

if (!existsSync(tool)) {
  console.error(`the multitool is not installed: npm install --no-save @microsoft/sarif-multitool-${PLATFORM}@5.7.0`);
  process.exit(2);
}
chmodSync(tool, 0o755);
const folder = mkdtempSync(join(tmpdir(), "cornichon-sarif-"));
try {
  const files = process.argv.length > 2 ? process.argv.slice(2).map((name) => resolve(name)) : [scanned(folder)];
  for (const file of files) {
    const counts = broken(file, folder);
    const results = JSON.parse(readFileSync(file, "utf8")).runs[0].results.length;
    console.log(`${file}: ${results} results; ${counts === null ? "the multitool failed" : JSON.stringify(counts)}`);
    if (counts === null || Object.keys(counts).some((name) => name.startsWith("error"))) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
