/**
 * The files of a folder as they lay when their writers used them: joblib 0.8 and 0.9 put arrays into files beside the
 * pickle, and here the companions of `X.pkl` lie in `X.d/`. Such a file is copied with its companions into a temporary
 * folder of its own; the others stay where they are. Nothing is read here.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";

/** One file to judge. */
export interface LaidFile {
  /** Path below the folder, for the report. */
  readonly name: string;
  /** Where it lies, with its companions beside it. */
  readonly path: string;
}

const COMPANIONS = ".d";

/** `a/X.d` for `a/X.pkl`. */
const companionsOf = (path: string): string => join(dirname(path), `${basename(path, extname(path))}${COMPANIONS}`);

/** Files below `folder`, companions left out, in order of their names. */
function* artifacts(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && !entry.name.endsWith(COMPANIONS)) yield* artifacts(path);
  }
}

/** All files of `folder`; those with companions are laid out below `scratch`. */
export function layOut(folder: string, scratch: string): LaidFile[] {
  return [...artifacts(folder)].map((path, index) => {
    const name = relative(folder, path);
    const companions = companionsOf(path);
    if (!existsSync(companions)) return { name, path };
    const place = join(scratch, String(index));
    mkdirSync(place);
    for (const file of readdirSync(companions)) copyFileSync(join(companions, file), join(place, file));
    copyFileSync(path, join(place, basename(path)));
    return { name, path: join(place, basename(path)) };
  });
}
