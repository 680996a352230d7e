/**
 * Makes `src/migrate/defaults.json` from today's scikit-learn: `npx tsx scripts/migrate/make.ts PYTHON CATALOGUES`. The
 * policy's names go in, what that Python has of them comes out; `catalogue.py` says what.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultPolicy } from "../../src/policy/index.js";

const [python = "python3", catalogues = ""] = process.argv.slice(2);
const spellings: Record<string, [string, string][]> = {};
for (const [key, entry] of Object.entries(defaultPolicy().entries)) {
  const [module = "", name = ""] = key.split(" ");
  if (entry.kind !== "class" || !entry.path.startsWith("sklearn.")) continue;
  spellings[entry.path] = [...(spellings[entry.path] ?? []), [module, name]];
}
const done = spawnSync(python, ["-B", join(import.meta.dirname, "catalogue.py"), catalogues], {
  input: JSON.stringify(spellings),
  encoding: "utf8",
  maxBuffer: 1 << 28,
});
if (done.status !== 0) throw new Error(done.stderr);
const { version, classes } = JSON.parse(done.stdout);
const lines = Object.entries(classes).map(([path, entry]) => `${JSON.stringify(path)}: ${JSON.stringify(entry)}`);
const out = join(import.meta.dirname, "../../src/migrate/defaults.json");
writeFileSync(out, `{"version": ${JSON.stringify(version)}, "classes": {\n${lines.join(",\n")}\n}}\n`);
process.stdout.write(`${lines.length} classes of sklearn ${version}\n`);
