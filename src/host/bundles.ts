/**
 * The files that run what is hostile: the child, the guest's bundle, its V8 snapshots and what makes those. They are found
 * beside this module (in `dist/`) and hashed before every use; the hashes are baked in when the package is built. Run from
 * source (tests), the hashes come from `dist/bundles.json` instead.
 */
import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CornichonError, sentence, showText } from "../errors.js";

/** Hex SHA-256 by file name. */
export type BundleHashes = Readonly<Record<string, string>>;

/** Put in place of this name by the build: JSON, because an object would be a module that every other one imports. */
declare const CORNICHON_BUNDLES: string | undefined;

const isBuilt = typeof CORNICHON_BUNDLES !== "undefined";

/** The child; it alone is run by its path. */
export const CHILD = "child.cjs";
/** The guest: its policy and its code. */
export const GUEST = "guest.js";
/** Makes a snapshot of the guest. */
export const MAKER = "make-snapshot.cjs";

/**
 * Null in a CommonJS bundle of somebody else, where a module does not know where it stands (bundlers leave `import.meta`
 * empty there, whatever its type says).
 */
function ownFolder(): string | null {
  const url: string | undefined = import.meta.url;
  return url?.startsWith("file:") === true ? dirname(fileURLToPath(url)) : null;
}

let found: string | null = null;

/** The folder of the built files. Throws `host.bundle-changed` in a bundle of somebody else, which has none beside it. */
export function distFolder(): string {
  found ??= findDist();
  return found;
}

function findDist(): string {
  const here = ownFolder();
  const dist = here === null || isBuilt ? here : join(here, "..", "..", "dist");
  if (dist !== null && existsSync(join(dist, CHILD))) return dist;
  throw new CornichonError(
    "host.bundle-changed",
    sentence`cornichon does not find its own files beside it: mark cornichon as external in your bundler (esbuild: --external:cornichon), or install the package again.`,
  );
}

function hashes(): BundleHashes {
  const json = isBuilt ? CORNICHON_BUNDLES : readFileSync(join(distFolder(), "bundles.json"), "utf8");
  return JSON.parse(json) as BundleHashes; // our own build's
}

/** Code in an open file, as it was checked: a child reads it by itself, so that it need not wait for a busy parent to send it. */
export interface OpenCode {
  readonly fd: number;
  /** Where it begins in the file, and its bytes. */
  readonly offset: number;
  readonly length: number;
}

/** Bytes of a bundled file, checked. Null when the build made none of that name (a snapshot for another V8). */
export function readBundle(name: string): Buffer | null {
  const open = openChecked(name);
  if (open === null) return null;
  closeSync(open.fd);
  return open.bytes;
}

/** The same as a file that stays open: it is the caller's to close. */
export function openBundle(name: string): OpenCode | null {
  const open = openChecked(name);
  return open === null ? null : { fd: open.fd, offset: 0, length: open.bytes.length };
}

/** A file of ours, with all that it holds. */
interface Opened {
  readonly fd: number;
  readonly bytes: Buffer;
}

function openChecked(name: string): Opened | null {
  const expected = hashes()[name];
  if (expected === undefined) return null;
  const open = openOwn(name);
  if (createHash("sha256").update(open.bytes).digest("hex") === expected) return open;
  closeSync(open.fd);
  throw new CornichonError(
    "host.bundle-changed",
    sentence`cornichon's own file ${showText(name)} is not the one that was built; install the package again.`,
  );
}

function openOwn(name: string): Opened {
  let fd: number | null = null;
  try {
    fd = openSync(join(distFolder(), name), "r");
    return { fd, bytes: readFileSync(fd) };
  } catch (cause) {
    if (fd !== null) closeSync(fd);
    if (cause instanceof CornichonError) throw cause;
    throw new CornichonError(
      "host.bundle-changed",
      sentence`cornichon's own file ${showText(name)} is missing; install the package again.`,
      { cause },
    );
  }
}

/** What a snapshot is made of: the guest, and how it is warmed up. */
export const snapshotSource = (): string => [GUEST, MAKER].map((name) => hashes()[name] ?? "").join(" ");

/** Which build of the guest judges here. */
export const guestBuild = (): string => hashes()[GUEST] ?? "";
