/**
 * The three files that run what is hostile: the child, the guest's bundle and its V8 snapshot. They are found beside
 * this module (in `dist/`) and hashed before every use; the hashes are baked in when the package is built. Run from
 * source (tests), the hashes come from `dist/bundles.json` instead.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CornichonError, sentence, showText } from "../errors.js";

/** Hex SHA-256 by file name. */
export type BundleHashes = Readonly<Record<string, string>>;

/** Put in place of this name by the build. */
declare const CORNICHON_BUNDLES: BundleHashes | undefined;

/** The folder of the built files. */
export function distFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return existsSync(join(here, "child.cjs")) ? here : join(here, "..", "..", "dist");
}

function hashes(): BundleHashes {
  if (typeof CORNICHON_BUNDLES !== "undefined") return CORNICHON_BUNDLES;
  return JSON.parse(readFileSync(join(distFolder(), "bundles.json"), "utf8")) as BundleHashes; // our own build's file
}

/** Bytes of a bundled file, checked. Null when the build made none of that name (a snapshot for another V8). */
export function readBundle(name: string): Buffer | null {
  const expected = hashes()[name];
  if (expected === undefined) return null;
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(distFolder(), name));
  } catch (cause) {
    throw new CornichonError(
      "host.bundle-changed",
      sentence`cornichon's own file ${showText(name)} is missing; install the package again.`,
      { cause },
    );
  }
  if (createHash("sha256").update(bytes).digest("hex") !== expected) {
    throw new CornichonError(
      "host.bundle-changed",
      sentence`cornichon's own file ${showText(name)} is not the one that was built; install the package again.`,
    );
  }
  return bytes;
}
