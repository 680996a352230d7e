/**
 * The guest's snapshots for Nodes that the package has none for, kept in the user's cache folder: without one every artifact
 * costs 2.5 times as much. The first run goes without and leaves a process behind that makes it (`keep-snapshot.ts`).
 * What stands in the cache is code, so it is used only from a folder that nobody else can write into, when its hash says
 * that it is whole and made of this very guest for this very Node. Anything else is as if there were none.
 */
import { spawn } from "node:child_process";
import { closeSync, existsSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { distFolder, GUEST, type OpenCode, openBundle, readBundle, snapshotSource, type UncheckedCode } from "./bundles.js";
import { sha256 } from "./crypto.js";
import { openPrivateFile, privateFolder } from "./private-folder.js";
import { binaryOf, type ChildRuntime } from "./runtime.js";

const HASH_BYTES = 32;
/** Ours have 2.4 MB. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface CachedSnapshot {
  readonly folder: string;
  /** File in the folder. */
  readonly name: string;
  /** What it is made of; part of what is hashed, so that no other file passes under this name. */
  readonly key: string;
}

/** What the process that makes one is told. */
export interface Errand extends CachedSnapshot {
  readonly node: string;
  readonly addon: string;
}

const absolute = (path: string | undefined): string | null => (path !== undefined && isAbsolute(path) ? path : null);

/** Where this system's users keep what can be made again; null for nowhere. */
function userCache(environment: NodeJS.ProcessEnv): string | null {
  if (process.platform === "win32") return absolute(environment["LOCALAPPDATA"]);
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return absolute(environment["XDG_CACHE_HOME"]) ?? join(homedir(), ".cache");
}

/** `CORNICHON_CACHE` is a folder, or `off`. A relative path would lie wherever the program happens to run: it is `off`, too. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string | null {
  const told = environment["CORNICHON_CACHE"];
  if (told !== undefined && told !== "") return absolute(told);
  try {
    const base = absolute(userCache(environment) ?? undefined);
    return base === null ? null : join(base, "cornichon");
  } catch {
    return null; // a user without a home
  }
}

const digest = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part).update("\0"), sha256()).digest();

/** Where the snapshot for that Node would stand. */
export function cachedSnapshot(runtime: ChildRuntime): CachedSnapshot | null {
  const folder = cacheFolder();
  if (folder === null) return null;
  const key = JSON.stringify([snapshotSource(), runtime.version, process.platform, process.arch, binaryOf(runtime)]);
  const name = `guest-${process.platform}-${process.arch}-node-${runtime.version}-${digest(key).toString("hex").slice(0, 16)}.snapshot`;
  return { folder, name, key };
}

/** The file of a snapshot: its hash, and its bytes. */
export const sealed = (key: string, snapshot: Uint8Array): Buffer => Buffer.concat([digest(key, snapshot), snapshot]);

/** The snapshot in a file's bytes; null when they are not whole, or were made of something else. */
export function unsealed(key: string, file: Buffer): Buffer | null {
  const snapshot = file.subarray(HASH_BYTES);
  return snapshot.length > 0 && digest(key, snapshot).equals(file.subarray(0, HASH_BYTES)) ? snapshot : null;
}

/** The snapshot that fits this Node, when it is there and sound; its file is the caller's to close. */
export function openCached(wanted: CachedSnapshot): OpenCode | null {
  const folder = privateFolder(wanted.folder);
  const file = folder === null ? null : openPrivateFile(join(folder, wanted.name), MOST_BYTES);
  if (file === null) return null;
  const snapshot = unsealed(wanted.key, file.bytes);
  if (snapshot !== null) return { fd: file.fd, offset: HASH_BYTES, length: snapshot.length };
  closeSync(file.fd);
  return null;
}

/** Whether it is there and sound. */
export function isCached(wanted: CachedSnapshot): boolean {
  const open = openCached(wanted);
  if (open !== null) closeSync(open.fd);
  return open !== null;
}

/** From the package, else from the cache (where it was checked), else null; its file is the caller's to close. */
export function snapshotFor(runtime: ChildRuntime): UncheckedCode | null {
  const shipped = runtime.snapshot === null ? null : openBundle(runtime.snapshot);
  if (shipped !== null) return shipped;
  const wanted = cachedSnapshot(runtime);
  const cached = wanted === null ? null : openCached(wanted);
  return cached === null ? null : { ...cached, check: () => undefined };
}

let asked = false;

/** Has the snapshot made, once a process, by another one that this one does not wait for. What fails there costs time only. */
export function makeSnapshotLater(runtime: ChildRuntime): void {
  if (asked) return;
  asked = true;
  try {
    leaveErrand(runtime);
  } catch {
    // Then there is none.
  }
}

function leaveErrand(runtime: ChildRuntime): void {
  const script = join(distFolder(), "keep-snapshot.js");
  const wanted = cachedSnapshot(runtime);
  if (wanted === null || !existsSync(script) || readBundle(GUEST) === null) return;
  const errand: Errand = { ...wanted, node: runtime.node, addon: runtime.addon };
  const maker = spawn(runtime.node, [script, JSON.stringify(errand)], { detached: true, env: {}, stdio: "ignore", windowsHide: true });
  maker.on("error", () => undefined);
  maker.unref();
}
