/**
 * Files that appear whole or not at all: written to a new file of the target's folder, flushed to disk, renamed at the
 * end. What is unfinished is removed when it fails, on abort and when the process ends.
 *
 * A pipe or device in the target's place (`/dev/null`, a shell's `>(…)`) is never renamed over: it is given the whole
 * text at the end. Symbolic links, directories and inputs are refused.
 */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { systemPath } from "../artifact/path.js";
import { CornichonError, type Shown, sentence, showPath, showText } from "../errors.js";

const open = new Set<AtomicFile>();
let hooked = false;

function hook(): void {
  if (hooked) return;
  hooked = true;
  process.once("exit", () => {
    for (const file of open) file.discard();
  });
}

const codeOf = (error: unknown): Shown => showText(error instanceof Error && "code" in error ? String(error.code) : "unknown");

const failed = (path: string, what: Shown, cause?: unknown): CornichonError =>
  new CornichonError("output.exists", sentence`${showPath(path)}: ${what}`, cause === undefined ? {} : { cause });

/** Runs a call of the system; what it says becomes our own failure. */
function insist<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CornichonError) throw error;
    throw failed(path, sentence`the output could not be written (${codeOf(error)})`, error);
  }
}

const wait = new Int32Array(new SharedArrayBuffer(4));

/** Writes all of it, waiting where a pipe is full. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at, bytes.length - at);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(wait, 0, 0, 2);
    }
  }
}

/** What stands where the output goes, undefined when nothing does. */
function facts(path: string, look: typeof statSync | typeof lstatSync): Stats | undefined {
  return insist(path, () => look(systemPath(path), { throwIfNoEntry: false }));
}

/** True for a pipe or a device; false where a file may be put. @throws CornichonError `output.exists` */
function isSpecial(path: string): boolean {
  const own = facts(path, lstatSync);
  const behind = own?.isSymbolicLink() === true ? facts(path, statSync) : own;
  if (behind?.isFIFO() === true || behind?.isCharacterDevice() === true) return true;
  if (own?.isSymbolicLink() === true) throw failed(path, sentence`the output is a symbolic link; name the file that it stands for`);
  if (own !== undefined && !own.isFile()) throw failed(path, sentence`the output is no file`);
  return false;
}

const NEW = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
const PIECE = 1024 * 1024;

export class AtomicFile {
  readonly path: string;
  readonly #special: boolean;
  readonly #temporary: string;
  readonly #fd: number;

  /** @throws CornichonError `output.exists` */
  constructor(path: string) {
    this.path = path;
    this.#special = isSpecial(path);
    // Its name is short: there is room for it wherever there is room for the target's.
    this.#temporary = join(this.#special ? tmpdir() : dirname(path), `.cornichon-${randomUUID()}.tmp`);
    this.#fd = insist(path, () => openSync(systemPath(this.#temporary), NEW, this.#special ? 0o600 : 0o644));
    open.add(this);
    hook();
  }

  write(bytes: Uint8Array): void {
    insist(this.path, () => writeAll(this.#fd, bytes));
  }

  /** Puts the file in its place, or what was written into the pipe or device. */
  commit(): void {
    if (this.#special) insist(this.path, () => this.#copy());
    else {
      insist(this.path, () => fsyncSync(this.#fd));
      // Looked at again: it may have become a device or a link meanwhile.
      if (isSpecial(this.path)) throw failed(this.path, sentence`the output was replaced while it was written`);
      insist(this.path, () => renameSync(systemPath(this.#temporary), systemPath(this.path)));
      open.delete(this);
      closeSync(this.#fd);
    }
    this.discard();
  }

  #copy(): void {
    const target = openSync(systemPath(this.path), constants.O_WRONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const piece = Buffer.allocUnsafe(PIECE);
      for (let at = 0, got = PIECE; got > 0; at += got) {
        got = readSync(this.#fd, piece, 0, PIECE, at);
        writeAll(target, piece.subarray(0, got));
      }
    } finally {
      closeSync(target);
    }
  }

  discard(): void {
    if (!open.delete(this)) return;
    closeSync(this.#fd);
    rmSync(systemPath(this.#temporary), { force: true });
  }
}

/** All that a file is known by: its path, and where it lies on the disk. Hard links share the latter. */
function identities(path: string): string[] {
  const named = resolve(path);
  try {
    const { dev, ino } = statSync(systemPath(path), { bigint: true });
    return [named, `${dev}:${ino}`];
  } catch {
    return [named];
  }
}

/** Files that no output may replace. */
export class Inputs {
  readonly #known: Set<string>;

  constructor(paths: Iterable<string>) {
    this.#known = new Set([...paths].flatMap(identities));
  }

  /** @throws CornichonError `output.exists` when the output is one of them, by whatever name */
  refuse(output: string): void {
    if (facts(output, statSync)?.isCharacterDevice() === true) return;
    if (identities(output).some((one) => this.#known.has(one)))
      throw failed(output, sentence`the output is the input; choose another name`);
  }
}
