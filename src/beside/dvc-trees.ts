/**
 * What DVC keeps of the files of directories that are walked, elsewhere than beside them: `dvc.lock` in the directory that was
 * named, and the `.dvc` files of folders. Each is read once, from the directory on, through no link. What is recorded of a
 * folder as a whole can only be checked by hashing all of it, which nobody waits for: it is told that nobody checks it.
 */
import { Folder } from "../artifact/folder.js";
import { type DvcRecord, dvcLock, isDvcFolder } from "./dvc.js";
import { textIn } from "./text-in.js";

/** What is kept of a file, and which file keeps it: its own record, or one of a folder that it is in. */
export interface DvcKept {
  readonly file: string;
  readonly record: DvcRecord | "folder";
}

/** Folders whose `.dvc` files are remembered. */
const MOST_FOLDERS = 10_000;

/** The folders above a path, the outermost first. */
function* foldersOf(path: string): Generator<string> {
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) yield path.slice(0, at);
}

class DvcTree {
  readonly prefix: string;
  readonly #root: string;
  #lock: ReadonlyMap<string, DvcRecord | "folder"> | null = null;
  readonly #folders = new Map<string, boolean>();

  constructor(root: string) {
    this.#root = root;
    this.prefix = root.endsWith("/") ? root : `${root}/`;
  }

  of(path: string): DvcKept | null {
    this.#lock ??= dvcLock(this.#text([], "dvc.lock"), this.#text([], "dvc.yaml"));
    const record = this.#lock.get(path);
    if (record !== undefined) return { file: "dvc.lock", record };
    for (const folder of foldersOf(path)) {
      if (this.#lock.get(folder) === "folder") return { file: "dvc.lock", record: "folder" };
      if (this.#isRecorded(folder)) return { file: `${folder}.dvc`, record: "folder" };
    }
    return null;
  }

  #isRecorded(folder: string): boolean {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    if (this.#folders.size >= MOST_FOLDERS) this.#folders.clear();
    const names = folder.split("/");
    const name = names.pop() ?? "";
    const recorded = isDvcFolder(this.#text(names, `${name}.dvc`), name);
    this.#folders.set(folder, recorded);
    return recorded;
  }

  /** A short file below the directory; empty where there is none that can be read. */
  #text(folders: readonly string[], name: string): string {
    let folder: Folder | null = null;
    try {
      folder = Folder.open(this.#root);
      for (const one of folders) {
        const next: Folder = folder.openFolder(one);
        folder.letGo();
        folder = next;
      }
      return textIn(folder, name) ?? "";
    } catch {
      // A folder behind a link, or one that went away: DVC keeps nothing there.
      return "";
    } finally {
      folder?.letGo();
    }
  }
}

export class DvcTrees {
  readonly #trees: readonly DvcTree[];

  /** @param roots directories as they were named */
  constructor(roots: readonly string[]) {
    this.#trees = roots.map((root) => new DvcTree(root.replace(/(?<=.)\/+$/, "")));
  }

  /** What is kept of a file that was met; null where nothing is. */
  of(path: string): DvcKept | null {
    for (const tree of this.#trees) {
      const kept = path.startsWith(tree.prefix) ? tree.of(path.slice(tree.prefix.length)) : null;
      if (kept !== null) return kept;
    }
    return null;
  }
}
