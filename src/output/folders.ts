/**
 * Folders for outputs that keep their relative paths: made one below the other as they are needed. One that is there is
 * taken if it is a folder itself; a symbolic link is refused, wherever it leads, so that nothing is written outside the
 * folder that the user named. (Who can write there may put a link in its place between the look and the writing.)
 */
import { lstatSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { systemPath } from "../artifact/path.js";
import { CornichonError, type Shown, sentence, showPath, showText } from "../errors.js";
import { makeFolders } from "../host/make-folders.js";

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "unknown");

const failed = (path: string, what: Shown, cause?: unknown): CornichonError =>
  new CornichonError("output.exists", sentence`${showPath(path)}: ${what}`, cause === undefined ? {} : { cause });

/** The folder that the user named, links and all. @throws CornichonError `output.exists` */
export function makeFolder(path: string): void {
  try {
    makeFolders(path, { system: systemPath });
  } catch (cause) {
    throw failed(path, sentence`the folder could not be made (${showText(codeOf(cause))})`, cause);
  }
  if (!statSync(systemPath(path)).isDirectory()) throw failed(path, sentence`it is no folder`);
}

function makeOne(path: string): void {
  try {
    mkdirSync(systemPath(path));
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw failed(path, sentence`the folder could not be made (${showText(codeOf(cause))})`, cause);
    const facts = lstatSync(systemPath(path), { throwIfNoEntry: false });
    if (facts?.isSymbolicLink() === true) throw failed(path, sentence`it is a symbolic link; outputs go through none below their folder`);
    if (facts?.isDirectory() !== true) throw failed(path, sentence`it is in the place of a folder that an output needs`);
  }
}

/** The folders of a relative path, `/` between them, below one that is there. @throws CornichonError `output.exists` */
export function makeBelow(folder: string, below: string): void {
  let at = folder;
  for (const name of below.split("/").filter((part) => part !== "")) {
    at = join(at, name);
    makeOne(at);
  }
}
