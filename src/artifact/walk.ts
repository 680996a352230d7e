/** Directories as `scan` walks them: sorted, regular files only, symbolic links not followed. */
import { readdirSync } from "node:fs";

export interface WalkedFile {
  /** The directory as given, `/`, the relative path. */
  readonly path: string;
}

/** Files below a directory, in order of their names. Without recursion: the depth is the disk's, not ours. */
export function* walk(directory: string): Generator<WalkedFile> {
  const stack = [directory.endsWith("/") && directory.length > 1 ? directory.slice(0, -1) : directory];
  for (let folder = stack.pop(); folder !== undefined; folder = stack.pop()) {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    const folders: string[] = [];
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isFile()) yield { path };
      else if (entry.isDirectory()) folders.push(path);
    }
    for (const one of folders.reverse()) stack.push(one);
  }
}

/** Endings of names that people give to artifacts: such a file counts as one whatever its bytes look like. */
const ENDINGS = /\.(?:pkl|pickle|pck|pcl|p|joblib|jl|job|sav|dill|dat|model|npy|npz|pt|pth|bin|ckpt|z|gz|bz2|xz|lzma|lz4|zip|tar)$/i;
const SURE_ENDINGS = /\.(?:pkl|pickle|joblib|npy|npz)(?:\.(?:z|gz|bz2|xz|lzma|lz4))?$/i;

/** True for names that say "artifact" beyond doubt. */
export const looksLikeArtifact = (path: string): boolean => SURE_ENDINGS.test(path);

/** True for names that artifacts often have. */
export const mayBeArtifact = (path: string): boolean => ENDINGS.test(path);
