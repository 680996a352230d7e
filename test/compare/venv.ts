/** The virtual environment of the peers, under `node_modules/.cache`. They only scan; nothing is loaded. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/cli.js";

/** Versions as compared; typing_extensions is what fickling forgets to ask for. */
export const PACKAGES = [
  "picklescan==1.0.5",
  "modelscan==0.8.8",
  "fickling==0.1.12",
  "hayward==1.4.1",
  "modelaudit==0.2.54",
  "typing_extensions",
];

export const venv = join(ROOT, "node_modules", ".cache", "cornichon-compare");
export const python = join(venv, "bin", "python");

/** Installs them; false where python3 or the registry is missing. */
export function prepare(): boolean {
  if (existsSync(python) && spawnSync(python, ["-c", "import picklescan, modelscan, fickling, hayward, modelaudit"]).status === 0)
    return true;
  mkdirSync(join(venv, ".."), { recursive: true });
  if (spawnSync("python3", ["-m", "venv", venv]).status !== 0) return false;
  return (
    spawnSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PACKAGES], { stdio: "inherit" }).status === 0
  );
}
