/**
 * The others, installed apart in `.bench-peers`: of npm by `peers/package.json`, of pip by `peers/requirements.txt`, into a virtual
 * environment of the newest Python that is here (or `CORNICHON_PYTHON`). What cannot be installed is named, and rows that
 * need it are not measured.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../support/cli.js";

const HOME = join(ROOT, ".bench-peers");
const WANTED = join(ROOT, "test", "bench", "peers");
const VENV = join(HOME, "python");
const BIN = join(VENV, process.platform === "win32" ? "Scripts" : "bin");
const PYTHON = join(BIN, "python");
const MINUTES = 60_000;

/** A peer that a row needs is not on this machine. */
export class NotHere extends Error {}

const same = (a: string, b: string): boolean => existsSync(a) && readFileSync(a, "utf8") === readFileSync(b, "utf8");

function installNode(): void {
  const folder = join(HOME, "node");
  if (same(join(folder, "done.json"), join(WANTED, "package.json"))) return;
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(WANTED, "package.json"), join(folder, "package.json"));
  const options = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const done = spawnSync("npm", options, { cwd: folder, stdio: ["ignore", "ignore", "inherit"], timeout: 5 * MINUTES });
  if (done.status === 0) copyFileSync(join(WANTED, "package.json"), join(folder, "done.json"));
  else console.error("*** NOT HERE: npm could not install test/bench/peers/package.json");
}

/** Pythons that may be here, the newest that has wheels of all first. */
function pythons(): string[] {
  const kept = join(process.env["PYENV_ROOT"] ?? join(homedir(), ".pyenv"), "versions");
  const aside = existsSync(kept) ? readdirSync(kept).map((name) => join(kept, name, "bin", "python")) : [];
  return [process.env["CORNICHON_PYTHON"] ?? "", "python3.14", "python3.13", "python3.12", "python3", "python", ...aside.reverse()];
}

const FITS = "import sys, venv; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 14))";
const answers = (command: string, code: string): boolean => spawnSync(command, ["-c", code], { stdio: "ignore" }).status === 0;

function pip(names: readonly string[]): boolean {
  const options = ["--quiet", "--disable-pip-version-check", "--only-binary", ":all:", "--retries", "1", "--timeout", "15"];
  const done = spawnSync(PYTHON, ["-m", "pip", "install", ...options, ...names], {
    stdio: ["ignore", "ignore", "ignore"],
    timeout: 5 * MINUTES,
  });
  return done.status === 0;
}

function installPython(): void {
  const wanted = join(WANTED, "requirements.txt");
  const stamp = join(VENV, "done.txt");
  if (same(stamp, wanted)) return;
  const python = pythons().find((one) => one !== "" && answers(one, FITS));
  if (python === undefined) return console.error("*** NOT HERE: a Python of 3.12 to 3.14 with venv and pip");
  rmSync(VENV, { recursive: true, force: true });
  spawnSync(python, ["-m", "venv", VENV], { stdio: "inherit" });
  const lines = readFileSync(wanted, "utf8").split("\n");
  const names = lines.filter((line) => line !== "" && !line.startsWith("#"));
  const missing = pip(names) ? [] : names.filter((name) => !pip([name]));
  for (const name of missing) console.error(`*** NOT HERE: pip could not install ${name}`);
  if (missing.length === 0) copyFileSync(wanted, stamp);
}

/** Installs what is not there yet. */
export function installPeers(): void {
  installNode();
  installPython();
}

/** The peers' Python. @throws NotHere */
export function peerPython(): string {
  if (!existsSync(PYTHON)) throw new NotHere("Python");
  return PYTHON;
}

/** A command of a peer that pip installed. @throws NotHere */
export function peerTool(name: string): string {
  const path = join(BIN, name);
  if (!existsSync(path)) throw new NotHere(name);
  return path;
}

/** The file of a reader in JavaScript: one that npm installed, one within a wheel. @throws NotHere */
export function peerModule(name: "pickleparser" | "netron"): string {
  const lib = join(VENV, "lib");
  const version = existsSync(lib) ? readdirSync(lib)[0] : undefined;
  const places = {
    pickleparser: join(HOME, "node", "node_modules", "pickleparser", "dist", "index.js"),
    netron: join(lib, version ?? "", "site-packages", "netron", "python.js"),
  };
  if (!existsSync(places[name])) throw new NotHere(name);
  return places[name];
}

/** Runs a script in the peers' Python, one thread a library. @returns what it printed @throws NotHere, and where it fails */
export function runPython(script: string, args: readonly string[]): string {
  const done = spawnSync(peerPython(), ["-B", script, ...args], { encoding: "utf8", env: ONE_THREAD, maxBuffer: 2 ** 26 });
  if (done.status === 0) return done.stdout;
  const lacks = /ModuleNotFoundError: No module named '(\w+)'/.exec(done.stderr)?.[1];
  throw lacks === undefined ? new Error(`${args.join(" ")}: ${done.stderr.trim().split("\n").at(-1)}`) : new NotHere(lacks);
}

/** What keeps native libraries from more than a thread. */
export const ONE_THREAD = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

const VERSIONS = `
import platform
from importlib.metadata import version, PackageNotFoundError
def of(name):
    try: return version(name)
    except PackageNotFoundError: return None
found = {"Python": platform.python_version()} | {name: of(name) for name in ("numpy", "joblib", "scikit-learn", "picklescan", "hayward", "netron")}
print(", ".join(f"{name} {number}" for name, number in found.items() if number))
`;

/** The versions of what is compared with, one line. */
export function peerVersions(): string {
  if (!existsSync(PYTHON)) return "no Python";
  return spawnSync(PYTHON, ["-c", VERSIONS], { encoding: "utf8" }).stdout.trim();
}
