/** Short texts of a folder, read as companions are: regular files only, never through a link. */
import { closeSync, readSync } from "node:fs";
import { isUnreadable } from "../artifact/failure.js";
import type { Folder } from "../artifact/folder.js";

/** Longest file that is read. */
export const MAX_BESIDE = 1024 * 1024;

/** A short file of the folder; null where there is none that can be read. */
export function textIn(folder: Folder, name: string): string | null {
  try {
    const { fd, facts } = folder.openFile(name);
    try {
      if (facts.size > MAX_BESIDE) return null;
      const bytes = Buffer.alloc(Number(facts.size));
      return bytes.toString("utf8", 0, readSync(fd, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (isUnreadable(error)) return null;
    throw error;
  }
}
