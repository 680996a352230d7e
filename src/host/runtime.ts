/**
 * Which Node runs the child, and which prebuilt isolated-vm it loads. The parent may be older (Node 20): then the
 * `node` package, when it is installed beside us, runs the child. There is no fall-back to reading in the parent.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CornichonError, sentence, showText } from "../errors.js";

/** Node's ABI by major version, for the majors that isolated-vm 7 has a prebuilt file for. */
const ABIS: Readonly<Record<string, string>> = { "24": "137", "26": "147" };

export interface ChildRuntime {
  /** Absolute path of the Node binary. */
  readonly node: string;
  /** Its major version. */
  readonly major: number;
  /** Name of the only snapshot that fits this binary; null when it may be built in a way of its own. */
  readonly snapshot: string | null;
  /** Absolute path of isolated-vm's prebuilt file. */
  readonly addon: string;
}

const require = createRequire(import.meta.url);

/** Folder of an installed package, null when it is not installed. */
function packageFolder(name: string): string | null {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    return null;
  }
}

function addonFor(abi: string): string {
  const folder = packageFolder("isolated-vm");
  const libc = process.platform !== "linux" ? "" : existsSync("/etc/alpine-release") ? ".musl" : ".glibc";
  const file =
    folder === null ? null : join(folder, "prebuilds", `${process.platform}-${process.arch}`, `isolated-vm.abi${abi}${libc}.node`);
  if (file !== null && existsSync(file)) return file;
  throw new CornichonError(
    "host.isolate-unavailable",
    sentence`isolated-vm has no prebuilt file for ${showText(process.platform)}-${showText(process.arch)} here; reinstall with npm on Linux, macOS or Windows of a supported kind.`,
  );
}

/** The `node` package's binary, when it is installed and of a major that works. */
function installedNode(): { node: string; version: string; major: string } | null {
  const folder = packageFolder("node");
  if (folder === null) return null;
  const parsed: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const version = typeof parsed === "object" && parsed !== null && "version" in parsed ? String(parsed.version) : "";
  const major = version.split(".")[0] ?? "";
  const node = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
  return ABIS[major] !== undefined && existsSync(node) ? { node, version, major } : null;
}

/** A snapshot serves one version on one platform: V8 checks little, and a foreign one ends the process. */
const snapshotFor = (version: string): string => `guest-${process.platform}-${process.arch}-node-${version}.snapshot`;

/** Node as nodejs.org builds it says where its source is; a distribution's own build may have another V8 inside. */
const isOfficial = (): boolean => process.release.sourceUrl !== undefined;

let chosen: ChildRuntime | null = null;

/** Chooses once a process. Throws `host.node-too-old` or `host.isolate-unavailable`. */
export function childRuntime(): ChildRuntime {
  chosen ??= choose();
  return chosen;
}

function choose(): ChildRuntime {
  const own = process.versions.node.split(".")[0] ?? "";
  if (ABIS[own] === process.versions.modules) {
    const snapshot = isOfficial() ? snapshotFor(process.versions.node) : null;
    return { node: process.execPath, major: Number(own), snapshot, addon: addonFor(process.versions.modules) };
  }
  const other = installedNode();
  const abi = ABIS[other?.major ?? ""];
  if (other === null || abi === undefined) {
    throw new CornichonError(
      "host.node-too-old",
      sentence`cornichon reads artifacts in a child process that needs Node 24 or 26; this is Node ${showText(process.versions.node)}. Install Node 24.22.1 or 26.12.1 (or newer), or add the npm package \`node\`.`,
    );
  }
  return { node: other.node, major: Number(other.major), snapshot: snapshotFor(other.version), addon: addonFor(abi) };
}
