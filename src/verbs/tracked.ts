/**
 * `--gitignore`, as git means it: a file that git keeps is no ignored file, whatever `.gitignore` says. Else whoever sends a
 * model hides it by one line beside it. Where the folder is in no repository `.gitignore` alone counts; a repository that git
 * refuses to read, or that no git is there for, is an error: nobody knows what it keeps.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { systemPath } from "../artifact/path.js";
import { CornichonError, sentence, showPath, showText } from "../errors.js";
import { Git, GitFailure } from "../host/git.js";
import { partsOf, realPath } from "./git-paths.js";
import { isFolder } from "./is-folder.js";

const NO_REPOSITORY = /not a git repository/i;

function isInRepository(folder: string): boolean {
  for (let at = folder, below = ""; at !== below; below = at, at = dirname(at)) if (existsSync(systemPath(join(at, ".git")))) return true;
  return false;
}

async function filesOf(folder: string, signal: AbortSignal | undefined): Promise<readonly string[]> {
  try {
    return partsOf(await new Git(folder, signal).ask("ls-files", "-z", "--recurse-submodules"));
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    const isNone = error.said === null ? !isInRepository(folder) : NO_REPOSITORY.test(error.said);
    if (isNone) return [];
    const why = error.said === null ? sentence`git could not be run` : showText(error.said);
    throw new CornichonError("usage", sentence`--gitignore: git does not read the repository of ${showPath(folder)} (${why})`);
  }
}

export class Tracked {
  /** Real paths of files and links that git keeps, and of the folders that they lie in. */
  readonly #paths = new Set<string>();

  private constructor() {}

  /** @throws CornichonError `usage` */
  static async below(paths: readonly string[], signal?: AbortSignal): Promise<Tracked> {
    const tracked = new Tracked();
    for (const path of new Set(paths)) {
      if (!isFolder(path)) continue;
      const top = realPath(path);
      for (const file of await filesOf(top, signal)) tracked.#add(top === "/" ? "" : top, file);
    }
    return tracked;
  }

  #add(top: string, file: string): void {
    for (let end = file.length; end > 0; end = file.lastIndexOf("/", end - 1)) {
      const path = `${top}/${file.slice(0, end)}`;
      if (this.#paths.has(path)) return;
      this.#paths.add(path);
    }
  }

  has(path: string): boolean {
    return this.#paths.has(path);
  }
}
