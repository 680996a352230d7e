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
  readFileSync,
  realpathSync,
  statSync,
} from "node:fs";
import { type CornichonError, sentence } from "../errors.js";
import { codeOf, notReadable, unreadable } from "./failure.js";
import { nameOf, systemPath } from "./path.js";
import { type OpenFile, openRegular } from "./source.js";

export interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "special";
}

const DESCRIPTORS = "/proc/self/fd";
/** Whether descriptors can be walked here. */
export const hasDescriptors = (): boolean => process.platform === "linux" && existsSync(DESCRIPTORS);

const FLAGS = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NONBLOCK ?? 0);
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

function kindOf(entry: Dirent<Buffer>): Entry["kind"] {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "special";
}

const SLASH = Buffer.from("/");

/** A directory, open until everyone who holds it has let go. */
export class Folder {
  /** As the user named it, and what follows. */
  readonly path: string;
  /** Where the system finds it where there are no descriptors. */
  readonly #disk: string;
  readonly #fd: number | null;
  readonly #above: Folder | null;
  readonly #facts: BigIntStats;
  #holders = 1;

  private constructor(path: string, disk: string, fd: number | null, above: Folder | null, facts: BigIntStats) {
    this.path = path;
    this.#disk = disk;
    this.#fd = fd;
    this.#above = above;
    this.#facts = facts;
  }

  /** A directory that the user named: its links are followed. @throws CornichonError `input.unreadable` */
  static open(path: string, byDescriptor = hasDescriptors()): Folder {
    const system = systemPath(path);
    try {
      if (!byDescriptor) return new Folder(path, path, null, null, statSync(system, { bigint: true }));
      return Folder.#opened(path, path, openSync(system, FLAGS), null);
    } catch (error) {
      throw unreadable(path, error);
    }
  }

  static #opened(path: string, disk: string, fd: number, above: Folder | null): Folder {
    return new Folder(path, disk, fd, above, fstatSync(fd, { bigint: true }));
  }

  /** For one more who needs it. */
  hold(): this {
    this.#holders++;
    return this;
  }

  letGo(): void {
    if (--this.#holders === 0 && this.#fd !== null) closeSync(this.#fd);
  }

  /** In the order of the bytes of their paths, the same on every machine. @throws CornichonError `input.unreadable` */
  entries(): Entry[] {
    const at = systemPath(this.#place);
    const found = this.#checked(() => readdirSync(at, { withFileTypes: true, encoding: "buffer" }));
    return found
      .map((entry) => ({ key: this.#sortKey(entry), name: nameOf(entry.name), kind: kindOf(entry) }))
      .sort((a, b) => a.key.compare(b.key))
      .map(({ name, kind }) => ({ name, kind }));
  }

  /** Where it really lies. @throws CornichonError `input.unreadable` */
  realPath(): string {
    return this.#real(systemPath(this.#place), this.path);
  }

  /** Where the file or folder of that name really lies, behind all links. @throws CornichonError `input.unreadable` */
  realPathOf(name: string): string {
    return this.#real(this.#at(name), `${this.path}/${name}`);
  }

  /** What stands behind a link of that name. @throws CornichonError `input.unreadable` */
  kindBehind(name: string): "file" | "folder" | "special" {
    try {
      const facts = statSync(this.#at(name));
      return facts.isFile() ? "file" : facts.isDirectory() ? "folder" : "special";
    } catch (error) {
      throw unreadable(`${this.path}/${name}`, error);
    }
  }

  /** What paths are ordered by: a folder's files come where its name and a `/` put them. */
  #sortKey(entry: Dirent<Buffer>): Buffer {
    const folder = entry.isDirectory() || (entry.isSymbolicLink() && this.#isFolderLink(nameOf(entry.name)));
    return folder ? Buffer.concat([entry.name, SLASH]) : entry.name;
  }

  #isFolderLink(name: string): boolean {
    try {
      return this.kindBehind(name) === "folder";
    } catch {
      return false;
    }
  }

  /** The same, under another name for messages and reports. It holds its own descriptor's folder. */
  shownAs(path: string): Folder {
    if (path === this.path) return this;
    const fd = this.#fd === null ? null : openSync(`${DESCRIPTORS}/${this.#fd}`, FLAGS);
    this.letGo();
    return new Folder(path, this.#disk, fd, this.#above, this.#facts);
  }

  #real(path: string | Buffer, shown: string): string {
    try {
      return nameOf(realpathSync.native(path, "buffer"));
    } catch (error) {
      throw unreadable(shown, error);
    }
  }

  /** A short text in it, null when there is none. */
  text(name: string, most: number): string | null {
    try {
      const { fd, facts } = this.openFile(name);
      try {
        return facts.size <= most ? readFileSync(fd, "utf8") : null;
      } finally {
        closeSync(fd);
      }
    } catch {
      return null;
    }
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
    const disk = `${this.#disk}/${name}`;
    try {
      if (this.#fd !== null) return Folder.#opened(path, disk, openSync(this.#at(name), FLAGS | NO_FOLLOW), this);
      const facts = lstatSync(this.#at(name), { bigint: true });
      if (facts.isDirectory()) return new Folder(path, disk, null, this, facts);
      throw replaced(path);
    } catch (error) {
      if (codeOf(error) === "ELOOP" || codeOf(error) === "ENOTDIR") throw replaced(path, error);
      throw unreadable(path, error);
    }
  }

  #at(name: string): string | Buffer {
    return systemPath(`${this.#place}/${name}`);
  }

  /** Where the system finds it now. */
  get #place(): string {
    return this.#fd === null ? this.#disk : `${DESCRIPTORS}/${this.#fd}`;
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
      const now = look(systemPath(folder.#disk), { bigint: true, throwIfNoEntry: false });
      if (now?.ino !== folder.#facts.ino || now.dev !== folder.#facts.dev || !now.isDirectory()) throw replaced(folder.path);
    }
  }
}

const replaced = (path: string, cause?: unknown): CornichonError =>
  notReadable(path, sentence`it was replaced while its folder was read`, cause);
