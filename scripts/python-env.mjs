/**
 * Makes `.python-env`, a virtual environment with the readers that tests hold targets against (`python-env.txt`): sklearn, skops,
 * onnx and onnxruntime. Left as it is where it has these very versions. Ends with 1 where no Python of 3.12 or newer with venv and
 * pip is here (scipy 1.18 has none for older ones, and splines are written as it stores them), or where they cannot be fetched; nothing is left then, and the tests that need it are skipped. `npm run python-env`.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
/** With `--clients` the service's clients, in an environment of their own: they want other versions than the readers. */
const NAME = process.argv.includes("--clients") ? "python-clients" : "python-env";
const WANTED = join(HERE, `${NAME}.txt`);
const FOLDER = join(dirname(HERE), `.${NAME}`);
const STAMP = join(FOLDER, `${NAME}.txt`);
const PYTHON = join(FOLDER, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
/** Whoever fetches is given so long. */
const MINUTES = 60_000;
const FITS = "import sys; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 14))";

const run = (command, args, timeout = MINUTES) =>
  spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"], timeout }).status === 0;
const fits = (command) => spawnSync(command, ["-c", FITS], { stdio: "ignore", timeout: MINUTES }).status === 0;

const isMade = () => existsSync(STAMP) && readFileSync(STAMP, "utf8") === readFileSync(WANTED, "utf8");

/** Pythons that pyenv keeps aside. */
function kept() {
  const folder = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, "bin", "python")) : [];
}

/** Named, or whichever is here. */
const python = () =>
  [process.env.CORNICHON_PYTHON, "python3", "python", "python3.13", "python3.12", ...kept()].find((one) => one && fits(one));

function made(command) {
  rmSync(FOLDER, { recursive: true, force: true });
  const options = ["--quiet", "--disable-pip-version-check", "--only-binary", ":all:", "--retries", "1", "--timeout", "15"];
  if (!run(command, ["-m", "venv", FOLDER])) return false;
  if (!run(PYTHON, ["-m", "pip", "install", ...options, "--requirement", WANTED], 4 * MINUTES)) return false;
  copyFileSync(WANTED, STAMP);
  return true;
}

function main() {
  if (isMade()) return;
  const command = python();
  if (command !== undefined && made(command)) return;
  rmSync(FOLDER, { recursive: true, force: true });
  console.error(command === undefined ? `${NAME}: no Python of 3.12 to 3.14 is here` : `${NAME}: ${command} could not make it`);
  process.exitCode = 1;
}

main();
