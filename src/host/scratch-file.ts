/**
 * A temporary file for what a child decodes and may want to read again. It has no name any more once it is open, where
 * the platform lets us; the child gets the descriptor and could not open it by itself.
 */
import { closeSync, constants, openSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An open file, and how to be rid of it. */
export interface ScratchFile {
  readonly fd: number;
  /** Closes our descriptor; the child keeps its own. */
  close(): void;
  /** Where it still has one, its name is to be removed. */
  readonly hasName: boolean;
  /** Removes the name, where it still has one. */
  remove(): void;
}

function unlinked(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}

let made = 0;

/** Of no other process, and of this one once; a file that stands there already is not opened. */
const ownName = (): string => `cornichon-${process.pid}-${process.hrtime.bigint().toString(36)}-${made++}`;

/** Null where no temporary file can be made: the child then keeps everything in memory, under its limit. */
export function openScratchFile(): ScratchFile | null {
  const path = join(tmpdir(), ownName());
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0), 0o600);
  } catch {
    return null;
  }
  const nameless = unlinked(path);
  return { fd, hasName: !nameless, close: () => closeSync(fd), remove: () => void (nameless || unlinked(path)) };
}
