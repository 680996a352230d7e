/**
 * The files that run what is hostile: the child, the guest's bundle, its V8 snapshots and what makes those. They are found
 * beside this module (in `dist/`) and hashed before every use; the hashes are baked in when the package is built. Run from
 * source (tests), the hashes come from `dist/bundles.json` instead.
 */
import { closeSync, existsSync, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CornichonError, sentence, showText } from "../errors.js";
import { sha256 } from "./crypto.js";

/** Hex SHA-256 by file name. */
export type BundleHashes = Readonly<Record<string, string>>;

/** Put in place of this name by the build: JSON, because an object would be a module that every other one imports. */
declare const CORNICHON_BUNDLES: string | undefined;

/** The child's own text, put in place of this name by the build. */
declare const CORNICHON_CHILD: string | undefined;

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

/** The same before it was checked, which throws `host.bundle-changed`: nobody may be told to run it sooner. */
export interface UncheckedCode extends OpenCode {
  check(): void;
}

/** Bytes of a bundled file, checked. Null when the build made none of that name (a snapshot for another V8). */
export function readBundle(name: string): Buffer | null {
  const expected = hashes()[name];
  if (expected === undefined) return null;
  const fd = openOwn(name);
  try {
    return checked(name, fd, expected);
  } finally {
    closeSync(fd);
  }
}

/** Holds the child's file against its text, which stands in here: no hash need be loaded before the child can start. @throws CornichonError `host.bundle-changed` */
export function checkChild(): void {
  const text = typeof CORNICHON_CHILD === "undefined" ? null : CORNICHON_CHILD;
  if (text === null) readBundle(CHILD);
  else if (!orMissing(CHILD, () => readFileSync(join(distFolder(), CHILD))).equals(Buffer.from(text))) throw changed(CHILD);
}

/** The same as a file that stays open, which is the caller's to close, and is not checked yet. */
export function openBundle(name: string): UncheckedCode | null {
  const expected = hashes()[name];
  if (expected === undefined) return null;
  const fd = openOwn(name);
  return { fd, offset: 0, length: fstatSync(fd).size, check: () => void checked(name, fd, expected) };
}

function checked(name: string, fd: number, expected: string): Buffer {
  const bytes = orMissing(name, () => readFileSync(fd));
  if (sha256().update(bytes).digest("hex") === expected) return bytes;
  throw changed(name);
}

const changed = (name: string): CornichonError =>
  new CornichonError(
    "host.bundle-changed",
    sentence`cornichon's own file ${showText(name)} is not the one that was built; install the package again.`,
  );

const openOwn = (name: string): number => orMissing(name, () => openSync(join(distFolder(), name), "r"));

function orMissing<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
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
