/**
 * Pythons with scikit-learn: named, or the environments of the versions to hold (0.20, 0.24, 1.2, 1.5, 1.9), or the `python3` that
 * is here, or one that venv and pip make once with the newest scikit-learn.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { envsFolder } from "../genuine/pythons.js";
import { ROOT } from "../support/cli.js";

const ENVIRONMENTS = ["s0204", "b38", "s122", "a311", "c313"];

export const hasSklearn = (python: string): boolean => spawnSync(python, ["-c", "import sklearn"]).status === 0;

function made(): string[] {
  const folder = join(ROOT, "node_modules", ".cache", "options");
  const python = join(folder, "bin", "python");
  if (existsSync(python) && hasSklearn(python)) return [python];
  process.stderr.write("options: making an environment with scikit-learn and pandas\n");
  if (spawnSync("python3", ["-m", "venv", folder]).status !== 0) return [];
  const pip = spawnSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "scikit-learn", "pandas"]);
  return pip.status === 0 && hasSklearn(python) ? [python] : [];
}

/** Those that a text names, by commas or colons, else what is here. */
export function namedPythons(named: string | undefined): string[] {
  const text = named ?? process.env["CORNICHON_PYTHONS"] ?? "";
  if (text !== "") return text.split(/[,:]/).filter((path) => path !== "");
  const here = ENVIRONMENTS.map((name) => join(envsFolder(), name, "bin", "python")).filter((path) => existsSync(path));
  if (here.length > 0) return here;
  return hasSklearn("python3") ? ["python3"] : made();
}
