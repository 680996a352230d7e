/**
 * Files that appear whole or not at all: written to a new file of the target's folder, flushed to disk, renamed at the
 * end. What is unfinished is removed when it fails, on abort and when the process ends.
 */
import { randomUUID } from "node:crypto";
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { CornichonError } from "../errors.js";

const open = new Set<AtomicFile>();
let hooked = false;

function hook(): void {
  if (hooked) return;
  hooked = true;
  process.once("exit", () => {
    for (const file of open) file.discard();
  });
}

export class AtomicFile {
  readonly path: string;
  readonly #temporary: string;
  readonly #fd: number;

  constructor(path: string) {
    this.path = path;
    this.#temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
    try {
      this.#fd = openSync(this.#temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0), 0o644);
    } catch (cause) {
      throw new CornichonError(
        "output.exists",
        `${path}: the output could not be created (${cause instanceof Error && "code" in cause ? String(cause.code) : "unknown"})`,
        { cause },
      );
    }
    open.add(this);
    hook();
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at, bytes.length - at);
  }

  /** Puts the file in its place. */
  commit(): void {
    fsyncSync(this.#fd);
    closeSync(this.#fd);
    open.delete(this);
    renameSync(this.#temporary, this.path);
  }

  discard(): void {
    if (!open.delete(this)) return;
    closeSync(this.#fd);
    rmSync(this.#temporary, { force: true });
  }
}

/** Throws when output and input are one file. */
export function refuseSameFile(input: string, output: string): void {
  const same = (): boolean => {
    if (resolve(input) === resolve(output)) return true;
    const a = statSync(input, { throwIfNoEntry: false });
    const b = statSync(output, { throwIfNoEntry: false });
    return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
  };
  if (same()) throw new CornichonError("output.exists", `${output}: the output is the input; choose another name`);
}
