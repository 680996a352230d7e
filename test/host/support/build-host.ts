/**
 * Builds a host of its own for a test: the host's real source, with the child and the guest that the test wants. It
 * stands inside node_modules, so that the host finds isolated-vm as it does when it is installed.
 */
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { ArtifactSource, Host, HostJob, HostOptions } from "../../../src/host/index.js";
import { DEFAULT_OPTIONS } from "../../../src/verbs/options.js";

const root = resolve(import.meta.dirname, "..", "..", "..");

export interface BuiltHost {
  readonly folder: string;
  /** Module that exports `createHost`. */
  readonly module: string;
  createHost(options?: HostOptions): Host;
  remove(): void;
}

interface Entries {
  /** Entry file of the guest, relative to the repository. */
  readonly guest?: string;
  /** Entry file of the child. */
  readonly child?: string;
}

export async function buildHost({
  guest = "test/host/support/guest.ts",
  child = "src/host/child/main.ts",
}: Entries = {}): Promise<BuiltHost> {
  const folder = mkdtempSync(join(root, "node_modules", ".cornichon-test-"));
  const common = { absWorkingDir: root, bundle: true, logLevel: "error" } as const;
  await build({ ...common, entryPoints: [child], outfile: join(folder, "child.cjs"), platform: "node", format: "cjs", target: "node24" });
  await build({
    ...common,
    entryPoints: [guest],
    outfile: join(folder, "guest.js"),
    platform: "neutral",
    format: "iife",
    target: "es2024",
  });
  const hashes = Object.fromEntries(
    ["child.cjs", "guest.js"].map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]),
  );
  const module = join(folder, "host.mjs");
  const define = { CORNICHON_BUNDLES: JSON.stringify(JSON.stringify(hashes)) };
  await build({
    ...common,
    entryPoints: ["src/host/index.ts"],
    outfile: module,
    platform: "node",
    format: "esm",
    target: "node20",
    define,
  });
  const loaded: typeof import("../../../src/host/index.js") = await import(pathToFileURL(module).href);
  return { folder, module, createHost: loaded.createHost, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Bytes as an artifact that the child must ask for. */
export function inMemory(bytes: Uint8Array): ArtifactSource {
  return { size: bytes.length, fd: null, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Bytes as a file that a fresh child inherits; asking the parent for them fails. */
export function asFile(bytes: Uint8Array, folder: string): ArtifactSource & { readonly fd: number; close(): void } {
  const path = join(folder, `artifact-${Math.random().toString(36).slice(2)}`);
  writeFileSync(path, bytes);
  const fd = openSync(path, "r");
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const target = Buffer.alloc(length);
    return target.subarray(0, readSync(fd, target, 0, length, offset));
  };
  return { size: statSync(path).size, fd, read, close: () => closeSync(fd) };
}

const LIMITS: HostJob["limits"] = {
  maxBytes: 2 ** 32,
  maxDecoded: 2 ** 30,
  maxRatio: 1100,
  maxMemory: 128 * 2 ** 20,
  timeout: 3,
  maxOpcodes: 1e9,
  maxNodes: 1e8,
  maxMemo: 1e8,
  maxDepth: 100,
  maxDigits: 4300,
  maxElements: 2 ** 40,
  maxMembers: 100,
  maxStreams: 100,
  maxContainers: 3,
  maxFindings: 10,
  maxGlobals: 10,
  maxOutput: 2 ** 28,
  maxOutputRatio: 100,
};

/** A job in which `act` tells the test's guest what to do. */
export function job(act: string, verb: HostJob["verb"] = "scan", limits: Partial<HostJob["limits"]> = {}): HostJob {
  return {
    verb,
    policy: null,
    families: ["xgboost"],
    limits: { ...LIMITS, ...limits },
    options: { ...DEFAULT_OPTIONS, member: act },
  };
}
