/**
 * Folders that are not there yet, one below the other. Node's own way, `recursive`, never ends where a file system takes no
 * new folders and says that there is none, as /proc does.
 */
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

export interface FolderMaking {
  /** What the system's calls take for a path. */
  readonly system?: (path: string) => string | Buffer;
  readonly mode?: number;
}

const isThere = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "EEXIST";

/** Makes a folder and those above it; what is there stays as it is. Throws what the system says. */
export function makeFolders(path: string, { system = (one) => one, mode = 0o777 }: FolderMaking = {}): void {
  const missing: string[] = [];
  for (let at = path; statSync(system(at), { throwIfNoEntry: false }) === undefined; at = dirname(at)) {
    missing.unshift(at);
    if (dirname(at) === at) break;
  }
  for (const one of missing) {
    try {
      mkdirSync(system(one), { mode });
    } catch (error) {
      // Another run may be making it as well.
      if (!isThere(error)) throw error;
    }
  }
}
