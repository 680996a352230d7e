import { statSync } from "node:fs";
import { isStandardInput, systemPath } from "../artifact/path.js";

/** True for a directory, links followed: what the user names is meant. */
export function isFolder(path: string): boolean {
  if (isStandardInput(path)) return false;
  try {
    return statSync(systemPath(path)).isDirectory();
  } catch {
    // What cannot be looked at cannot be opened either, and is told then.
    return false;
  }
}
