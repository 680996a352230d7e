/**
 * The one door for outputs: files that appear whole or not at all. Each is written to a new file of the target's folder,
 * flushed to disk, and renamed at the end over a regular file or where nothing was; the mode of what it replaces is kept,
 * and owner and group where the system lets us (access lists and other names of the same file are not). What is
 * unfinished is removed when it fails and when the process ends.
 *
 * What is no regular file (`target.ts`) is never removed or renamed over: it is given the whole text at the end.
 */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  write,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { systemPath } from "../artifact/path.js";
import { sentence } from "../errors.js";
import { asOwn, codeOf, failed, insist } from "./failure.js";
import { patientTwin, writeAll, writePatiently } from "./patient.js";
import { Spool } from "./spool.js";
import { isWrittenInto, type Target, targetOf } from "./target.js";

const writeAsync = promisify(write);
const open = new Set<AtomicFile>();
let hooked = false;

function hook(): void {
  if (hooked) return;
  hooked = true;
  process.once("exit", () => {
    for (const file of open) file.discard();
  });
}

const NEW = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
const INTO = constants.O_WRONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** What waits to be put in its place. */
interface Draft {
  write(bytes: Uint8Array): void;
  /** The same beside other work. */
  writeBeside(bytes: Uint8Array): Promise<void>;
  /** Writes over what was written; null where that is not to be had. */
  readonly amend: ((offset: number, bytes: Uint8Array) => void) | null;
  /** At once where it can; what is kept is gone when it is done. */
  commit(): void | Promise<void>;
  discard(): void;
}

/** True when the system let us. */
function allowed(change: () => void): boolean {
  try {
    change();
    return true;
  } catch {
    return false;
  }
}

/** Gives a new file the owner and the mode of the one that it replaces. */
function keepFacts(fd: number, old: Stats): void {
  const own = fstatSync(fd);
  const isGroupKept = own.gid === old.gid || allowed(() => fchownSync(fd, own.uid, old.gid));
  if (own.uid !== old.uid) allowed(() => fchownSync(fd, old.uid, isGroupKept ? old.gid : own.gid));
  // Another group gets no more than everybody: it was not the one that was meant.
  const mode = isGroupKept ? old.mode & 0o777 : (old.mode & 0o707) | ((old.mode & 0o007) << 3);
  allowed(() => fchmodSync(fd, mode));
}

const PLACE = 64 * 1024;
/** So many bytes later the disk is given what was written: it works while the rest comes, and the end need not wait for gigabytes. */
const FLUSHED = 64 * 1024 * 1024;

/** A new file beside the target. */
class FileDraft implements Draft {
  readonly #path: string;
  readonly #target: string;
  readonly #temporary: string;
  readonly #fd: number;
  /** Short pieces wait for each other. */
  readonly #place = Buffer.allocUnsafe(PLACE);
  #used = 0;
  /** Bytes since the disk was last told. */
  #unflushed = 0;
  #atDisk = false;

  constructor(path: string, target: Target & { readonly kind: "file" }) {
    this.#path = path;
    this.#target = target.path;
    // Its name is short: there is room for it wherever there is room for the target's.
    this.#temporary = join(dirname(target.path), `.cornichon-${randomUUID()}.tmp`);
    // Who may not read the old file may not read the new one while it is written.
    this.#fd = openSync(systemPath(this.#temporary), NEW, target.facts === null ? 0o666 : 0o600);
  }

  write(bytes: Uint8Array): void {
    if (this.#used + bytes.length > PLACE) this.#flush();
    this.#tellDisk(bytes.length);
    if (bytes.length > PLACE) return writeAll(this.#fd, bytes);
    this.#place.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  async writeBeside(bytes: Uint8Array): Promise<void> {
    if (bytes.length <= PLACE) return this.write(bytes);
    this.#flush();
    this.#tellDisk(bytes.length);
    for (let at = 0; at < bytes.length; ) at += (await writeAsync(this.#fd, bytes, at)).bytesWritten;
  }

  readonly amend = (offset: number, bytes: Uint8Array): void => {
    this.#flush();
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#fd, bytes, at, bytes.length - at, offset + at);
  };

  /** Whether it went well is asked at the end. */
  #tellDisk(bytes: number): void {
    this.#unflushed += bytes;
    if (this.#unflushed < FLUSHED || this.#atDisk) return;
    this.#atDisk = true;
    fdatasync(this.#fd, () => {
      this.#atDisk = false;
      this.#unflushed = 0;
    });
  }

  #flush(): void {
    writeAll(this.#fd, this.#place.subarray(0, this.#used));
    this.#used = 0;
  }

  commit(): void {
    this.#flush();
    // Looked at again: it may have become a device or a link meanwhile.
    const target = targetOf(this.#path);
    if (target.kind !== "file" || target.path !== this.#target)
      throw failed(this.#path, sentence`the output was replaced while it was written`);
    if (target.facts !== null) keepFacts(this.#fd, target.facts);
    fsyncSync(this.#fd);
    renameSync(systemPath(this.#temporary), systemPath(target.path));
    closeSync(this.#fd);
  }

  discard(): void {
    closeSync(this.#fd);
    rmSync(systemPath(this.#temporary), { force: true });
  }
}

/** All of a text, kept until it is whole, for what is written into. */
class StreamDraft implements Draft {
  readonly #target: Exclude<Target, { readonly kind: "file" }>;
  readonly #waiting = new Spool();
  readonly amend = null;

  writeBeside(bytes: Uint8Array): Promise<void> {
    return Promise.resolve(this.write(bytes));
  }

  constructor(target: Exclude<Target, { readonly kind: "file" }>) {
    this.#target = target;
  }

  write(bytes: Uint8Array): void {
    this.#waiting.write(bytes);
  }

  async commit(): Promise<void> {
    try {
      await this.#give();
    } finally {
      this.discard();
    }
  }

  async #give(): Promise<void> {
    const own = this.#target.kind === "descriptor" ? this.#target.fd : null;
    const fd = this.#target.kind === "descriptor" ? patientTwin(this.#target.fd) : await openInto(this.#target.path);
    try {
      for (const piece of this.#waiting.pieces()) await writePatiently(fd, piece);
    } finally {
      if (fd !== own) closeSync(fd);
    }
  }

  discard(): void {
    this.#waiting.close();
  }
}

/** How long the reader of a pipe may take to come. */
const READER_MS = 5000;
const LOOK_MS = 20;

/** Opens what is written into, when a pipe has its reader. It may have become a file meanwhile. */
async function openInto(path: string): Promise<number> {
  const end = Date.now() + READER_MS;
  for (;;) {
    try {
      return openNow(path);
    } catch (error) {
      if (codeOf(error) !== "ENXIO" || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}

function openNow(path: string): number {
  const fd = openSync(systemPath(path), INTO);
  if (isWrittenInto(fstatSync(fd))) return fd;
  closeSync(fd);
  throw failed(path, sentence`the output was replaced while it was written`);
}

export class AtomicFile {
  readonly path: string;
  readonly #draft: Draft;

  /** @throws CornichonError `output.exists` */
  constructor(path: string) {
    this.path = path;
    const target = targetOf(path);
    this.#draft = insist(path, () => (target.kind === "file" ? new FileDraft(path, target) : new StreamDraft(target)));
    open.add(this);
    hook();
  }

  write(bytes: Uint8Array): void {
    insist(this.path, () => this.#draft.write(bytes));
  }

  /**
   * Writes while others compute: a disk that is slow keeps nobody waiting. The bytes stay as they are, and nothing else is written,
   * until the promise resolves.
   * @throws CornichonError `output.exists`
   */
  async writeBeside(bytes: Uint8Array): Promise<void> {
    try {
      await this.#draft.writeBeside(bytes);
    } catch (error) {
      throw asOwn(this.path, error);
    }
  }

  /** False for what is given its bytes in their order, at the end. */
  get isAmendable(): boolean {
    return this.#draft.amend !== null;
  }

  /** Writes over bytes that were written before. @throws CornichonError `output.exists` */
  amend(offset: number, bytes: Uint8Array): void {
    insist(this.path, () => this.#draft.amend?.(offset, bytes));
  }

  /**
   * Puts the file in its place before it returns; what is written into has it when the promise resolves.
   * @throws CornichonError `output.exists`
   */
  commit(): Promise<void> {
    const done = this.#tried(() => this.#draft.commit());
    // From here on it is the draft's own to clean up.
    open.delete(this);
    return Promise.resolve(done).catch((error: unknown) => {
      throw asOwn(this.path, error);
    });
  }

  #tried<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.discard();
      throw asOwn(this.path, error);
    }
  }

  discard(): void {
    if (open.delete(this)) this.#draft.discard();
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
    if (insist(output, () => statSync(systemPath(output), { throwIfNoEntry: false }))?.isCharacterDevice() === true) return;
    if (this.has(output)) throw failed(output, sentence`the output is the input; choose another name`);
  }

  /** True for one of them, by whatever name. */
  has(path: string): boolean {
    return identities(path).some((one) => this.#known.has(one));
  }
}
