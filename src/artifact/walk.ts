/**
 * Directories as `scan` walks them: in the order of their paths, each real file once. Symbolic links are followed while
 * they stay inside the root: what a link stands for is opened from the root, folder by folder and never through a link, so
 * nobody can move it outside meanwhile. What cannot be opened is met as well, so that it gets its line, and the walk goes
 * on. What is left out is told, with its kind.
 */
import { hasArtifactEnding } from "../../sandbox/wire/endings.js";
import { type Shown, sentence } from "../errors.js";
import { notReadable } from "./failure.js";
import { type Entry, Folder } from "./folder.js";
import { type OpenArtifact, openArtifact } from "./source.js";
import { type Ignored, ignoredBy, type LeftOut, TreeFilter } from "./tree-filter.js";

/** Each directory on the way is open while the walk is below it. */
const MOST_DEEP = 256;
/** Longest `.gitignore` that is read. */
const IGNORE_BYTES = 100_000;

/** What stands for itself in Hugging Face's cache, and its repository. */
const BLOB = /^(.+)\/blobs\/[^/]+$/s;

/** A file that may be an artifact. */
export interface MetFile {
  readonly what: "file";
  /** The directory as given, `/`, the relative path. */
  readonly path: string;
  /** Its name, or that of a link to it, says that it is an artifact. */
  readonly named: boolean;
  /** Only good until the walk goes on. @throws CornichonError `input.unreadable` */
  open(): OpenArtifact;
}

/** A link that leads out of the root, or any link where none is followed. */
export interface MetLink {
  readonly what: "link";
  readonly path: string;
  readonly code: "tree.link-outside" | "tree.link";
  /** The repository folder in Hugging Face's cache that the link and what it stands for are both in. */
  readonly repository?: string;
}

/** What is not looked at: left out by its name, a second name of a file, or no file at all. */
export interface MetOther {
  readonly what: "skipped";
  readonly path: string;
  readonly kind: LeftOut | "link" | "special";
}

export type Met = MetFile | MetLink | MetOther;

export interface WalkOptions {
  readonly filter?: TreeFilter;
  /** Links are followed inside the root. */
  readonly follow?: boolean;
  readonly byDescriptor?: boolean;
  /** True for the real path of what no `.gitignore` leaves out. */
  readonly tracked?: (path: string) => boolean;
  /** Told how many will be met, before the first is: for whoever says how far it is. Folders are listed twice for it. */
  readonly counted?: (met: number) => void;
}

/** A directory that is being walked. */
interface Level {
  readonly folder: Folder;
  /** Its path below the root, as the walk came to it; empty for the root. */
  readonly path: string;
  readonly entries: readonly Entry[];
  readonly ignored: readonly Ignored[];
  /** Behind a link into what the walk leaves out: its files may have been met behind another. */
  readonly followed: boolean;
  at: number;
}

/** What a link stands for, as a path below the root. */
interface Target {
  readonly path: string;
  readonly kind: "file" | "folder" | "special";
}

const below = (path: string, name: string): string => (path === "" ? name : `${path}/${name}`);

class Walk {
  readonly #filter: TreeFilter;
  readonly #follow: boolean;
  readonly #counted: WalkOptions["counted"];
  readonly #levels: Level[] = [];
  readonly #root: Folder;
  readonly #real: string;
  readonly #tracked: (path: string) => boolean;
  /** Paths below the root of what was met behind links. */
  readonly #behindLinks = new Set<string>();
  /** Links that say of a file what it is, where its own name does not: it is met there. By path of the file. */
  readonly #names = new Map<string, string>();

  /** @throws CornichonError `input.unreadable` */
  constructor(root: string, { filter = new TreeFilter(), follow = true, byDescriptor, tracked = () => false, counted }: WalkOptions) {
    this.#filter = filter;
    this.#follow = follow;
    this.#counted = counted;
    this.#root = Folder.open(root, byDescriptor);
    this.#real = this.#root.realPath();
    this.#tracked = tracked;
  }

  *run(): Generator<Met> {
    this.#root.hold();
    try {
      if (this.#follow || this.#counted !== undefined) {
        const count = this.#surveyed();
        this.#counted?.(count);
      }
      this.#behindLinks.clear();
      yield* this.#all();
    } finally {
      this.#root.letGo();
      this.#root.letGo();
    }
  }

  /** Walks once without looking at anything; returns how many will be met. */
  #surveyed(): number {
    let count = 0;
    for (const met of this.#all()) {
      this.#survey(met);
      count++;
    }
    return count;
  }

  /** Names of links are known before the files that they stand for are met. */
  #survey(met: Met): void {
    if (met.what === "skipped" && met.kind === "link" && hasArtifactEnding(met.path)) {
      const target = this.#target;
      if (target?.kind === "file" && !hasArtifactEnding(target.path) && !this.#names.has(target.path))
        this.#names.set(target.path, met.path);
    }
  }

  /** What the link that was met last stands for, where the walk comes there by itself. */
  #target: Target | null = null;

  *#all(): Generator<Met> {
    try {
      yield* this.#enter(() => this.#root.hold(), this.#root.path, "", [], false);
      for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
        const entry = level.entries[level.at++];
        if (entry === undefined) this.#levels.pop()?.folder.letGo();
        else yield* this.#entry(level, entry);
      }
    } finally {
      for (const { folder } of this.#levels.splice(0)) folder.letGo();
    }
  }

  /** Opens and lists a directory; what cannot be is met. */
  *#enter(open: () => Folder, shown: string, path: string, ignored: readonly Ignored[], followed: boolean): Generator<Met> {
    if (this.#levels.length >= MOST_DEEP) return yield tooDeep(shown);
    let folder: Folder | null = null;
    try {
      folder = open();
      const entries = folder.entries();
      this.#levels.push({ folder, path, entries, ignored: this.#ignored(folder, path, ignored), followed, at: 0 });
    } catch (error) {
      folder?.letGo();
      yield cannot(shown, error);
    }
  }

  #ignored(folder: Folder, path: string, ignored: readonly Ignored[]): readonly Ignored[] {
    const text = this.#filter.gitignore ? folder.text(".gitignore", IGNORE_BYTES) : null;
    return text === null ? ignored : [...ignored, ignoredBy(text, path === "" ? "" : `${path}/`)];
  }

  *#entry(level: Level, { name, kind }: Entry): Generator<Met> {
    const { folder } = level;
    const shown = `${folder.path.replace(/\/+$/, "")}/${name}`;
    const path = below(level.path, name);
    if (kind === "special") return yield { what: "skipped", path: shown, kind };
    if (kind === "link") return yield* this.#link(level, name, shown, path);
    const ignored = this.#ignoredFor(level, name, path);
    const left = kind === "folder" ? this.#filter.folder(path, name, ignored) : this.#filter.file(path, ignored);
    if (left !== null) return yield { what: "skipped", path: shown, kind: left };
    if (level.followed && this.#isSecond(folder, name)) return yield { what: "skipped", path: shown, kind: "link" };
    if (kind === "folder") return yield* this.#enter(() => folder.openFolder(name), shown, path, level.ignored, level.followed);
    if (this.#names.has(path)) return yield { what: "skipped", path: shown, kind: "link" };
    yield file(folder, name, shown);
  }

  /** What `.gitignore` files say of an entry: nothing of what git keeps. */
  #ignoredFor({ folder, ignored, followed }: Level, name: string, path: string): readonly Ignored[] {
    if (ignored.length === 0 || this.#isTracked(path)) return [];
    return followed && this.#isTrackedBehind(folder, name) ? [] : ignored;
  }

  #isTracked(path: string): boolean {
    return this.#tracked(`${this.#real === "/" ? "" : this.#real}/${path}`);
  }

  #isTrackedBehind(folder: Folder, name: string): boolean {
    try {
      return this.#tracked(folder.realPathOf(name));
    } catch {
      // It cannot be looked at: opening it says why.
      return true;
    }
  }

  /** True for what was already met behind a link. */
  #isSecond(folder: Folder, name: string): boolean {
    try {
      const real = this.#inside(folder.realPathOf(name));
      if (real === null || this.#behindLinks.has(real)) return true;
      this.#behindLinks.add(real);
      return false;
    } catch {
      // It cannot be looked at: opening it says why.
      return false;
    }
  }

  *#link(level: Level, name: string, shown: string, path: string): Generator<Met> {
    if (!this.#follow) return yield { what: "link", path: shown, code: "tree.link" };
    this.#target = null;
    let target: Target | null;
    try {
      target = this.#targetOf(level.folder, name);
    } catch (error) {
      return yield cannot(shown, error);
    }
    if (target === null) return yield { what: "link", path: shown, code: "tree.link-outside", ...this.#repositoryOf(level.folder, name) };
    if (target.kind === "special") return yield { what: "skipped", path: shown, kind: "special" };
    const ignored = this.#ignoredFor(level, name, path);
    const left = target.kind === "folder" ? this.#filter.folder(path, name, ignored) : this.#filter.file(path, ignored);
    if (left !== null) return yield { what: "skipped", path: shown, kind: left };
    if (this.#names.get(target.path) === shown) return yield this.#fileBehind(target, shown);
    const reached = this.#isReached(target);
    if (reached) this.#target = target;
    if (reached || this.#behindLinks.has(target.path)) {
      return yield { what: "skipped", path: shown, kind: "link" };
    }
    this.#behindLinks.add(target.path);
    if (target.kind === "folder") return yield* this.#enter(() => this.#openFolder(target.path, shown), shown, path, level.ignored, true);
    yield this.#fileBehind(target, shown);
  }

  /** Null for what lies outside the root. @throws CornichonError `input.unreadable` for a link to nothing */
  #targetOf(folder: Folder, name: string): Target | null {
    const path = this.#inside(folder.realPathOf(name));
    return path === null ? null : { path, kind: folder.kindBehind(name) };
  }

  /** A snapshot in Hugging Face's cache is links into the blobs of its repository. */
  #repositoryOf(folder: Folder, name: string): Pick<MetLink, "repository"> {
    try {
      const repository = BLOB.exec(folder.realPathOf(name))?.[1];
      return repository !== undefined && this.#real.startsWith(`${repository}/snapshots/`) ? { repository } : {};
    } catch {
      // It went away meanwhile: there is nothing to advise.
      return {};
    }
  }

  /** A real path as one below the root, null for one that is not. */
  #inside(real: string): string | null {
    if (real === this.#real) return "";
    const root = this.#real.endsWith("/") ? this.#real : `${this.#real}/`;
    return real.startsWith(root) ? real.slice(root.length) : null;
  }

  /** True when the walk comes there by itself; what is left out on the way is met behind the link. */
  #isReached({ path, kind }: Target): boolean {
    const names = path.split("/").filter((name) => name !== "");
    const folders = kind === "file" ? names.slice(0, -1) : names;
    if (folders.length >= MOST_DEEP) return false;
    let ignored = this.#ignoredAt("", []);
    for (const [i, name] of folders.entries()) {
      const at = folders.slice(0, i + 1).join("/");
      if (this.#filter.folder(at, name, this.#isTracked(at) ? [] : ignored) !== null) return false;
      ignored = this.#ignoredAt(at, ignored);
    }
    return kind !== "file" || this.#filter.file(path, this.#isTracked(path) ? [] : ignored) === null;
  }

  /** What is left out below a folder of the root that no link leads to. */
  #ignoredAt(path: string, ignored: readonly Ignored[]): readonly Ignored[] {
    if (!this.#filter.gitignore) return ignored;
    let folder: Folder;
    try {
      folder = this.#openFolder(path, path);
    } catch {
      // The walk cannot look into it either.
      return ignored;
    }
    try {
      return this.#ignored(folder, path, ignored);
    } finally {
      folder.letGo();
    }
  }

  /** Opens a folder below the root by its real path, without any link. @throws CornichonError `input.unreadable` */
  #openFolder(path: string, shown: string): Folder {
    let folder = this.#root.hold();
    for (const name of path.split("/").filter((part) => part !== "")) {
      try {
        const next = folder.openFolder(name);
        folder.letGo();
        folder = next;
      } catch (error) {
        folder.letGo();
        throw error;
      }
    }
    return folder.shownAs(shown);
  }

  #fileBehind({ path }: Target, shown: string): MetFile {
    const at = path.lastIndexOf("/");
    const open = (): OpenArtifact => {
      const folder = this.#openFolder(path.slice(0, Math.max(0, at)), shown.slice(0, shown.lastIndexOf("/")));
      try {
        return file(folder, path.slice(at + 1), shown).open();
      } finally {
        folder.letGo();
      }
    };
    return { what: "file", path: shown, named: hasArtifactEnding(shown), open };
  }
}

const cannot = (path: string, error: unknown): MetFile => ({
  what: "file",
  path,
  named: true,
  open: () => {
    throw error;
  },
});

function file(folder: Folder, name: string, path: string): MetFile {
  const open = (): OpenArtifact => {
    const opened = folder.openFile(name);
    folder.hold();
    return openArtifact(opened, path, { open: (other) => folder.openFile(other), close: () => folder.letGo() });
  };
  return { what: "file", path, named: hasArtifactEnding(path), open };
}

const why: Shown = sentence`more than ${MOST_DEEP} directories lie above it; name it on the command line`;
const tooDeep = (path: string): MetFile => cannot(path, notReadable(path, why));

/** What is below a directory, in the order of its paths. Without recursion: the depth is the disk's, not ours. */
export function* walk(directory: string, options: WalkOptions = {}): Generator<Met> {
  const root = directory.endsWith("/") && directory.length > 1 ? directory.replace(/\/+$/, "") || "/" : directory;
  let started: Walk;
  try {
    started = new Walk(root, options);
  } catch (error) {
    options.counted?.(1);
    return yield cannot(root, error);
  }
  yield* started.run();
}
