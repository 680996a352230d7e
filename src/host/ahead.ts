/**
 * A child that was started before anyone asked, so that it boots while the program still loads. Kept apart from the front
 * door, so that it loads next to nothing.
 */
import { type BigIntStats, fstatSync } from "node:fs";
import type { FirstArtifact } from "./child-process.js";
import { type Child, forget, startChild } from "./children.js";

interface Ahead {
  readonly child: Child;
  /** The file whose descriptor it inherited; null when it has none, and is for what is kept in memory. */
  readonly file: BigIntStats | null;
}

let ahead: Ahead | null = null;

/**
 * Starts a child for an artifact that is about to come. It keeps no program alive; a failure shows when it is used.
 * A descriptor is a regular file's own, and the caller's to close.
 */
export function startAhead(maxMemory: number, first: FirstArtifact): void {
  if (ahead !== null) return;
  const child = startChild(first, maxMemory);
  ahead = { child, file: first.fd === null ? null : fstatSync(first.fd, { bigint: true }) };
  child.setIdle(true);
}

/** Whether a descriptor is of the very file that a child inherited; a path may name another by now. */
function isOf(fd: number, file: BigIntStats): boolean {
  const { dev, ino } = fstatSync(fd, { bigint: true });
  return dev === file.dev && ino === file.ino;
}

/** The child that was started ahead, when it fits: one that can read some file is for that file alone. */
export function takeAhead(maxMemory: number, fd: number | null): Child | null {
  if (ahead === null || ahead.child.dead || ahead.child.maxMemory !== maxMemory) return null;
  const { child, file } = ahead;
  const fits = fd === null || file === null ? fd === file : isOf(fd, file);
  if (!fits) return null;
  ahead = null;
  return child;
}

/** Ends it where nobody took it. */
export async function endAhead(): Promise<void> {
  const child = ahead?.child;
  ahead = null;
  if (child === undefined) return;
  forget(child);
  await child.kill();
}
