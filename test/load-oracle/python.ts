/**
 * Pythons with the loaders: joblib 1.1 and the newest. Named by CORNICHON_ORACLE_OLD and CORNICHON_ORACLE_NEW, else made
 * once with venv and pip in node_modules/.cache; where that does not go, the oracle is skipped, loudly.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/cli.js";

export interface OraclePython {
  readonly name: "old" | "new";
  readonly command: string;
}

const REQUIREMENTS: Readonly<Record<OraclePython["name"], readonly string[]>> = {
  old: ["joblib==1.1.1", "numpy<2", "scikit-learn<1.6", "scipy", "pandas"],
  new: ["joblib", "numpy", "scikit-learn", "scipy", "pandas"],
};

const works = (command: string): boolean => spawnSync(command, ["-c", "import numpy, joblib"]).status === 0;

function made(name: OraclePython["name"]): string | null {
  const folder = join(ROOT, "node_modules", ".cache", "load-oracle", name);
  const command = join(folder, "bin", "python");
  if (existsSync(command) && works(command)) return command;
  process.stderr.write(`load-oracle: making ${name} (${REQUIREMENTS[name].join(" ")})\n`);
  if (spawnSync("python3", ["-m", "venv", folder]).status !== 0) return null;
  const pip = spawnSync(command, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...REQUIREMENTS[name]]);
  return pip.status === 0 && works(command) ? command : null;
}

export function oraclePythons(): readonly OraclePython[] {
  const found: OraclePython[] = [];
  for (const name of ["old", "new"] as const) {
    const given = process.env[`CORNICHON_ORACLE_${name.toUpperCase()}`];
    const command = given ?? made(name);
    if (command !== null && works(command)) found.push({ name, command });
    else process.stderr.write(`\n*** load-oracle: no Python with joblib (${name}): SKIPPED ***\n\n`);
  }
  return found;
}
