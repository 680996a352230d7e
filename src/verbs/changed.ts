/**
 * `--changed-since`: which files git knows to be the same as in a revision. Everything else is looked at: what differs, what
 * is untracked or ignored, what lies in a submodule or outside of the repository, what git was told not to look at, what
 * lies below attributes that changed (they decide how files are checked out), and a pickle whose companion changed.
 */
import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isStandardInput, nameOf, systemPath } from "../artifact/path.js";
import { CornichonError, type Shown, sentence, showPath, showText } from "../errors.js";
import { Git, GitFailure } from "../host/git.js";
import { partsOf, realPath } from "./git-paths.js";

const usage = (what: Shown): CornichonError => new CornichonError("usage", sentence`--changed-since: ${what}`);

const ATTRIBUTES = /(?:^|\/)\.gitattributes$/;
/** An array of joblib 0.9 beside its pickle. */
const COMPANION = /^(.*)_\d+\.npy(?:\.z)?$/s;
const SUBMODULE = "160000";

const line = (bytes: Buffer): string => nameOf(bytes).replace(/\n$/, "");

/** Files of a working tree that may differ. */
class Repository {
  readonly top: string;
  /** Files, and folders of which everything counts, without a `/` at their ends; the top is the empty text. */
  readonly #paths = new Set<string>();

  private constructor(top: string) {
    this.top = top;
  }

  /** @throws CornichonError `usage`, GitFailure */
  static async read(top: string, rev: string, signal: AbortSignal | undefined): Promise<Repository> {
    const git = new Git(top, signal);
    await git.withoutFilters();
    const commit = line(
      await git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", `${rev}^{commit}`).catch(() => {
        throw usage(sentence`git knows no commit ${showText(rev)} in ${showPath(top)} (a shallow clone must fetch it first)`);
      }),
    );
    // In a shallow clone, or between histories that have nothing in common, all that differs from the revision itself.
    const base = await git.ask("merge-base", commit, "HEAD").then(line, () => commit);
    const repository = new Repository(top);
    const options = ["-z", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty"];
    for (const path of partsOf(await git.ask("diff", ...options, base, "--"))) repository.#add(path);
    for (const path of partsOf(await git.ask("ls-files", "-z", "--others", "--directory"))) repository.#add(path);
    for (const entry of partsOf(await git.ask("ls-files", "-z", "--stage", "-v"))) repository.#addUnseen(entry);
    return repository;
  }

  #add(path: string): void {
    this.#paths.add(path.replace(/\/$/, ""));
    if (ATTRIBUTES.test(path)) this.#paths.add(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
    const pickle = COMPANION.exec(path)?.[1];
    if (pickle !== undefined) this.#paths.add(pickle);
  }

  /** `H 100644 <hash> 0\t<path>`: a small letter or S is a file that git was told to take for unchanged. */
  #addUnseen(entry: string): void {
    const tab = entry.indexOf("\t");
    const [tag = "", mode, , stage] = entry.slice(0, tab).split(" ");
    if (tag !== "H" || mode === SUBMODULE || stage !== "0") this.#add(entry.slice(tab + 1));
  }

  /** `path`: a real one. Null where it does not lie in here. */
  differs(path: string): boolean | null {
    const root = this.top.endsWith("/") ? this.top : `${this.top}/`;
    if (!path.startsWith(root)) return null;
    const names = path.slice(root.length).split("/");
    return names.some((_, i) => this.#paths.has(names.slice(0, i).join("/"))) || this.#paths.has(names.join("/"));
  }
}

function folderOf(path: string): string {
  try {
    return statSync(systemPath(path)).isDirectory() ? path : dirname(path);
  } catch {
    return dirname(path);
  }
}

export class Changed {
  readonly #repositories: readonly Repository[];
  readonly #folders = new Map<string, string>();

  private constructor(repositories: readonly Repository[]) {
    this.#repositories = repositories;
  }

  /** @throws CornichonError `usage` where there is no repository, no such revision, or no git */
  static async since(rev: string, paths: readonly string[], signal?: AbortSignal): Promise<Changed> {
    if (rev === "" || rev.startsWith("-") || rev.includes("\0")) throw usage(sentence`${showText(JSON.stringify(rev))} is no revision`);
    const found = new Map<string, Repository>();
    for (const folder of new Set(paths.filter((path) => !isStandardInput(path)).map(folderOf))) {
      const top = await topOf(folder, signal);
      if (!found.has(top)) found.set(top, await insist(top, () => Repository.read(top, rev, signal)));
    }
    return new Changed([...found.values()]);
  }

  /** True for what git does not know to be unchanged, by the path that was met or by the one that a link stands for. */
  has(path: string): boolean {
    if (isStandardInput(path)) return true;
    try {
      const own = join(this.#folder(dirname(resolve(path))), basename(path));
      return this.#differs(own) || this.#differs(realPath(path));
    } catch {
      return true;
    }
  }

  #folder(path: string): string {
    const known = this.#folders.get(path) ?? realPath(path);
    this.#folders.set(path, known);
    return known;
  }

  #differs(path: string): boolean {
    const said = this.#repositories.map((repository) => repository.differs(path)).filter((one) => one !== null);
    return said.length === 0 || said.some((one) => one);
  }
}

async function topOf(folder: string, signal: AbortSignal | undefined): Promise<string> {
  const top = await insist(folder, () => new Git(resolve(folder), signal).ask("rev-parse", "--show-toplevel"));
  return realPath(line(top));
}

/** What git refused, in words. */
async function insist<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    if (error.said === null) throw usage(sentence`git could not be run`);
    throw usage(sentence`${showPath(folder)} is in no repository that git reads (${showText(error.said)})`);
  }
}
