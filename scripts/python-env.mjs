/**
 * Makes `.python-env`, a virtual environment with the readers that tests hold targets against (`python-env.txt`): sklearn, skops,
 * onnx and onnxruntime, and `.s3-env` with a store that speaks S3 (`s3-env.txt`). Each is left as it is where it has these very
 * versions. Ends with 1 where no Python of 3.12 or newer with venv and pip is here (scipy 1.18 has none for older ones, and
 * splines are written as it stores them), or where they cannot be fetched; nothing is left then, and the tests that need it are
 * skipped. `npm run python-env`.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
/** With `--clients` the service's clients, with `--engines` Spark and Ray, in environments of their own: they want other versions than the readers. */
const OTHERS = { "--clients": "python-clients", "--engines": "python-engines" };
const others = Object.entries(OTHERS).flatMap(([flag, name]) => (process.argv.includes(flag) ? [name] : []));
const ENVIRONMENTS = others.length > 0 ? others : ["python-env", "s3-env"];
/** Whoever fetches is given so long. */
const MINUTES = 60_000;
const FITS = "import sys; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 14))";

const run = (command, args, timeout = MINUTES) =>
  spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"], timeout }).status === 0;
const fits = (command) => spawnSync(command, ["-c", FITS], { stdio: "ignore", timeout: MINUTES }).status === 0;

/** Where an environment stands, and what it is made of. */
function placesOf(name) {
  const folder = join(dirname(HERE), `.${name}`);
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  return { name, folder, python, wanted: join(HERE, `${name}.txt`), stamp: join(folder, `${name}.txt`) };
}

const isMade = ({ stamp, wanted }) => existsSync(stamp) && readFileSync(stamp, "utf8") === readFileSync(wanted, "utf8");

/** Pythons that pyenv keeps aside. */
function kept() {
  const folder = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, "bin", "python")) : [];
}

/** Named, or whichever is here. */
const python = () =>
  [process.env.CORNICHON_PYTHON, "python3", "python", "python3.13", "python3.12", ...kept()].find((one) => one && fits(one));

function made(command, { folder, python, wanted, stamp }) {
  rmSync(folder, { recursive: true, force: true });
  const options = ["--quiet", "--disable-pip-version-check", "--only-binary", ":all:", "--retries", "1", "--timeout", "15"];
  if (!run(command, ["-m", "venv", folder])) return false;
  if (!run(python, ["-m", "pip", "install", ...options, "--requirement", wanted], 4 * MINUTES)) return false;
  copyFileSync(wanted, stamp);
  return true;
}

function make(places) {
  if (isMade(places)) return;
  const command = python();
  if (command !== undefined && made(command, places)) return;
  rmSync(places.folder, { recursive: true, force: true });
  console.error(
    command === undefined ? `${places.name}: no Python of 3.12 to 3.14 is here` : `${places.name}: ${command} could not make it`,
  );
  process.exitCode = 1;
}

for (const name of ENVIRONMENTS) make(placesOf(name));
