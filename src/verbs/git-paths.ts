/** Paths as git tells them, and as they really stand on the disk: both as bytes, shown as `nameOf` does. */
import { realpathSync } from "node:fs";
import { nameOf, systemPath } from "../artifact/path.js";

/** A list with a NUL behind each path. */
export function partsOf(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    found.push(nameOf(bytes.subarray(at, end < 0 ? bytes.length : end)));
    at = end < 0 ? bytes.length : end + 1;
  }
  return found;
}

export const realPath = (path: string): string => nameOf(realpathSync.native(systemPath(path), "buffer"));
