/** The built command, run for real. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const CLI = join(ROOT, "dist", "cli.js");

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `cornichon` with arguments, from the repository's root. */
export function cornichon(args: readonly string[], input?: Uint8Array): Run {
  const done = spawnSync(process.execPath, [CLI, ...args], { cwd: ROOT, input, maxBuffer: 2 ** 28 });
  return { code: done.status, out: done.stdout.toString(), err: done.stderr.toString() };
}

/** Runs a shell's commands in a folder; `$CORNICHON` is the command. What ends with a signal has 128 and its number as code. */
export function shell(folder: string, script: string): Run {
  const env = { ...process.env, CORNICHON: `${process.execPath} ${CLI}` };
  const done = spawnSync("bash", ["-c", script], { cwd: folder, env, maxBuffer: 2 ** 28, timeout: 60_000 });
  return { code: done.status, out: done.stdout.toString(), err: done.stderr.toString() };
}

/** A folder that goes away with the test. */
export function withFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-test-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
