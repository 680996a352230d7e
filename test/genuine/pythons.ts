/**
 * The Pythons that write: pyenv's, and environments with numpy, scipy, scikit-learn, pandas and joblib. The latter lie in
 * the folder that CORNICHON_ENVS names, else in `.envs` beside the repository or the folder that holds it; what is not
 * there is skipped, loudly.
 */
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "../support/cli.js";

export interface WritingPython {
  readonly name: string;
  readonly command: string;
}

/** Versions before these read pickles as ours, but nobody has their picklers any more. */
const TOO_OLD = /^(?:2\.[0-6]|3\.[0-5])\./;

function folders(folder: string): WritingPython[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, command: join(folder, name, "bin", "python") }))
    .filter(({ name, command }) => existsSync(command) && !TOO_OLD.test(name));
}

export const envsFolder = (): string => process.env["CORNICHON_ENVS"] ?? join(dirname(ROOT), ".envs");

/** All, or those that `only` names. */
export function writingPythons(only: readonly string[] | null): WritingPython[] {
  const envs = folders(envsFolder());
  const plain = folders(join(homedir(), ".pyenv", "versions")).map((python) => ({ ...python, name: `py${python.name}` }));
  if (envs.length === 0)
    process.stderr.write(`\n*** genuine: no environments in ${envsFolder()}: numpy, sklearn and joblib SKIPPED ***\n\n`);
  if (plain.length === 0) process.stderr.write("\n*** genuine: no Pythons of pyenv: SKIPPED ***\n\n");
  return [...envs, ...plain].filter(({ name }) => only === null || only.includes(name));
}
