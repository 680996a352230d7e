/**
 * A snapshot for each Node that is at hand: a snapshot serves exactly the Node that made it. At hand is the `node` package's,
 * and for a release those that `scripts/nodes.mjs` fetched. Every other Node makes its own when it first runs
 * (`src/host/keep-snapshot.ts`).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { releaseNodes } from "../nodes.mjs";
import { addonFor } from "./addons.mjs";

const require = createRequire(import.meta.url);
const CHILDREN = new Set(["24", "26"]);

/** The Node that will run the child here: the `node` package's, else the one that runs this. */
function childNode() {
  try {
    return join(dirname(require.resolve("node/package.json")), "bin", process.platform === "win32" ? "node.exe" : "node");
  } catch {
    return process.execPath;
  }
}

function factsOf(node) {
  const told = spawnSync(node, ["-p", "JSON.stringify([process.versions.node, process.versions.modules])"], { encoding: "utf8" });
  if (told.status !== 0) throw new Error(`${node} does not run: ${told.error ?? told.stderr}`);
  const [version, abi] = JSON.parse(told.stdout);
  return { node, version, abi };
}

function make(folder, { node, version, abi }) {
  const addon = addonFor(folder, abi);
  const script = join(folder, "make-snapshot.cjs");
  const made = spawnSync(node, ["--permission", "--allow-addons", `--allow-fs-read=${script}`, `--allow-fs-read=${addon}`, script, addon], {
    input: readFileSync(join(folder, "guest.js")),
    maxBuffer: 2 ** 26,
  });
  if (made.status !== 0 || made.stdout.length === 0) throw new Error(`no snapshot for Node ${version}: ${made.stderr}`);
  const name = `guest-${process.platform}-${process.arch}-node-${version}.snapshot`;
  writeFileSync(join(folder, name), made.stdout);
  return name;
}

/** Names of the snapshots that were made in the folder. */
export function buildSnapshots(folder, forRelease) {
  const nodes = [childNode(), ...(forRelease ? releaseNodes() : [])].filter((node) => existsSync(node)).map(factsOf);
  const fitting = new Map(nodes.filter(({ version }) => CHILDREN.has(version.split(".")[0])).map((facts) => [facts.version, facts]));
  return [...fitting.values()].map((facts) => make(folder, facts));
}
