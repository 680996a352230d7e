/**
 * Directories as a walk opens them. On Linux by descriptor: what was opened stays what it is, whoever renames it or puts
 * a link in its place, and there is no longest path (`/proc/self/fd/N/name` is `openat` for those who have none). Where
 * there is no such folder, by path: before and after each opening every directory on the way must still be the one that
 * was listed. That leaves a gap between two looks; descriptors leave none.
 */
import {
  type BigIntStats,
  closeSync,
  constants,
  type Dirent,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  statSync,
} from "node:fs";
import { type CornichonError, sentence } from "../errors.js";
import { codeOf, notReadable, unreadable } from "./failure.js";
import { nameOf, systemPath } from "./path.js";
import { type OpenFile, openRegular } from "./source.js";

export interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder" | "other";
}

const DESCRIPTORS = "/proc/self/fd";
/** Whether descriptors can be walked here. */
export const hasDescriptors = (): boolean => process.platform === "linux" && existsSync(DESCRIPTORS);

const FLAGS = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NONBLOCK ?? 0);
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

const kindOf = (entry: Dirent<Buffer>): Entry["kind"] => (entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other");

/** A directory, open until everyone who holds it has let go. */
export class Folder {
  /** As the user named it, and what follows. */
  readonly path: string;
  readonly #fd: number | null;
  readonly #above: Folder | null;
  readonly #facts: BigIntStats;
  #holders = 1;

  private constructor(path: string, fd: number | null, above: Folder | null, facts: BigIntStats) {
    this.path = path;
    this.#fd = fd;
    this.#above = above;
    this.#facts = facts;
  }

  /** A directory that the user named: its links are followed. @throws CornichonError `input.unreadable` */
  static open(path: string, byDescriptor = hasDescriptors()): Folder {
    const system = systemPath(path);
    try {
      if (!byDescriptor) return new Folder(path, null, null, statSync(system, { bigint: true }));
      return Folder.#opened(path, openSync(system, FLAGS), null);
    } catch (error) {
      throw unreadable(path, error);
    }
  }

  static #opened(path: string, fd: number, above: Folder | null): Folder {
    return new Folder(path, fd, above, fstatSync(fd, { bigint: true }));
  }

  /** For one more who needs it. */
  hold(): this {
    this.#holders++;
    return this;
  }

  letGo(): void {
    if (--this.#holders === 0 && this.#fd !== null) closeSync(this.#fd);
  }

  /** In order of their names. @throws CornichonError `input.unreadable` */
  entries(): Entry[] {
    const at = this.#fd === null ? systemPath(this.path) : `${DESCRIPTORS}/${this.#fd}`;
    const found = this.#checked(() => readdirSync(at, { withFileTypes: true, encoding: "buffer" }));
    return found
      .map((entry) => ({ name: nameOf(entry.name), kind: kindOf(entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** A regular file in it, never through a link. @throws CornichonError `input.unreadable` */
  openFile(name: string): OpenFile {
    return this.#checked(
      () => openRegular(this.#at(name), `${this.path}/${name}`, false),
      ({ fd }) => closeSync(fd),
    );
  }

  /** A directory in it, never through a link. @throws CornichonError `input.unreadable` */
  openFolder(name: string): Folder {
    const path = `${this.path}/${name}`;
    try {
      if (this.#fd !== null) return Folder.#opened(path, openSync(this.#at(name), FLAGS | NO_FOLLOW), this);
      const facts = lstatSync(this.#at(name), { bigint: true });
      if (facts.isDirectory()) return new Folder(path, null, this, facts);
      throw replaced(path);
    } catch (error) {
      if (codeOf(error) === "ELOOP" || codeOf(error) === "ENOTDIR") throw replaced(path, error);
      throw unreadable(path, error);
    }
  }

  #at(name: string): string | Buffer {
    return systemPath(`${this.#fd === null ? this.path : `${DESCRIPTORS}/${this.#fd}`}/${name}`);
  }

  /** Without descriptors: nobody may have put something else in the place of any directory on the way. */
  #checked<T>(work: () => T, undo: (made: T) => void = () => undefined): T {
    this.#check();
    let made: T;
    try {
      made = work();
    } catch (error) {
      throw unreadable(this.path, error);
    }
    try {
      this.#check();
    } catch (error) {
      undo(made);
      throw error;
    }
    return made;
  }

  #check(): void {
    if (this.#fd !== null) return;
    for (let folder: Folder | null = this; folder !== null; folder = folder.#above) {
      const look = folder.#above === null ? statSync : lstatSync;
      const now = look(systemPath(folder.path), { bigint: true, throwIfNoEntry: false });
      if (now?.ino !== folder.#facts.ino || now.dev !== folder.#facts.dev || !now.isDirectory()) throw replaced(folder.path);
    }
  }
}

const replaced = (path: string, cause?: unknown): CornichonError =>
  notReadable(path, sentence`it was replaced while its folder was read`, cause);
