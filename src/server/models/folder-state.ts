/**
 * When something in the folder of models changed, without opening a file. A look lists the tree, a call of the system a file:
 * with ten thousand files that takes a third of a second of a core, so it is done when the system tells of a change, and
 * beside that as seldom as keeps it below two hundredths of the time (for file systems of other machines, which tell nothing).
 *
 * What is being written is not looked at before it rests: a file counts when two looks a second apart find it the same.
 */
import { type FSWatcher, watch } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../../artifact/failure.js";
import { TOOL_FOLDERS } from "../../index.js";

/** How often it is asked whether to look. */
const LOOK_MS = 1000;
/** How much longer than a look the time between two is, where the system told of a change and where it did not. */
const TOLD_SHARE = 10;
const UNTOLD_SHARE = 50;
/** Folders that are watched. */
const MOST_WATCHED = 1000;
/** Calls of the system at a time. */
const AT_ONCE = 32;

/** What a file is, by its path below the folder. */
export type State = ReadonlyMap<string, string>;

interface Listed {
  readonly files: Map<string, string>;
  readonly folders: string[];
}

async function add(root: string, path: string, { files }: Listed): Promise<void> {
  const facts = await stat(join(root, path), { bigint: true }).catch(() => null);
  const state = facts === null ? "" : `${facts.dev} ${facts.ino} ${facts.size} ${facts.mtimeNs} ${facts.ctimeNs}`;
  files.set(path, state);
}

/** The tree as it is. Links are looked through, and no folder is entered by one. @throws where the folder cannot be read */
async function list(root: string): Promise<Listed> {
  const listed: Listed = { files: new Map(), folders: [""] };
  for (let i = 0; i < listed.folders.length; i++) {
    const folder = listed.folders[i] ?? "";
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
      // One that went away meanwhile, or that is closed to us, has no files; without the root nothing is known.
      if (folder === "" || !["ENOENT", "ENOTDIR", "EACCES"].includes(codeOf(error))) throw error;
      return [];
    });
    const paths = entries.map((entry) => ({ entry, path: folder === "" ? entry.name : `${folder}/${entry.name}` }));
    for (const { entry, path } of paths) if (entry.isDirectory() && !TOOL_FOLDERS.includes(entry.name)) listed.folders.push(path);
    const files = paths.filter(({ entry }) => !entry.isDirectory());
    for (let at = 0; at < files.length; at += AT_ONCE)
      await Promise.all(files.slice(at, at + AT_ONCE).map(({ path }) => add(root, path, listed)));
  }
  return listed;
}

/** A folder that is looked at again and again. */
export class FolderState {
  readonly #root: string;
  readonly #watchers = new Map<string, FSWatcher>();
  /** What was found at the last look, and since when it is so. */
  #found = new Map<string, { readonly state: string; readonly since: number }>();
  #told = true;
  #tookMs = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #isResting = true;

  constructor(root: string) {
    this.#root = root;
  }

  /** True when it is time to look again. */
  isDue(now = performance.now()): boolean {
    const share = this.#told || !this.#isResting ? TOLD_SHARE : UNTOLD_SHARE;
    return now - this.#lookedAt >= Math.max(LOOK_MS / 2, share * this.#tookMs);
  }

  /**
   * Looks. What changed less than a moment ago is as `before` has it, or is not there yet; with `isFirst` all counts.
   * @throws where the folder cannot be read
   */
  async look(before: State, isFirst: boolean): Promise<State> {
    const began = performance.now();
    this.#lookedAt = began;
    this.#told = false;
    const { files, folders } = await list(this.#root);
    this.#tookMs = performance.now() - began;
    this.#watch(folders);
    const found = new Map<string, { readonly state: string; readonly since: number }>();
    const resting = new Map<string, string>();
    this.#isResting = true;
    for (const [path, state] of files) {
      const known = this.#found.get(path);
      const since = known?.state === state ? known.since : began;
      found.set(path, { state, since });
      const was = before.get(path);
      if (isFirst || state === was || began - since >= LOOK_MS / 2) resting.set(path, state);
      else {
        this.#isResting = false;
        if (was !== undefined) resting.set(path, was);
      }
    }
    this.#found = found;
    return resting;
  }

  /** Where the system tells nothing, or no more of it, looks come by themselves. */
  #watch(folders: readonly string[]): void {
    const wanted = new Set(folders.slice(0, MOST_WATCHED));
    for (const [path, watcher] of this.#watchers) if (!wanted.has(path)) this.#drop(path, watcher);
    for (const path of wanted) {
      if (this.#watchers.has(path)) continue;
      try {
        const watcher = watch(join(this.#root, path), { persistent: false }, () => {
          this.#told = true;
        });
        watcher.on("error", () => this.#drop(path, watcher));
        this.#watchers.set(path, watcher);
      } catch {
        // None to be had: that folder is looked at now and then.
        return;
      }
    }
  }

  #drop(path: string, watcher: FSWatcher): void {
    watcher.close();
    this.#watchers.delete(path);
  }

  close(): void {
    for (const [path, watcher] of this.#watchers) this.#drop(path, watcher);
  }
}

/** How often a folder's keeper asks. */
export const ASK_MS = LOOK_MS / 2;
