/** Why a file could not be opened or read, in words. The system's own message may hold the raw name: it is never shown. */
import { CornichonError, type Shown, sentence, showPath, showText } from "../errors.js";

const KNOWN: Readonly<Record<string, Shown>> = {
  ENOENT: sentence`there is no such file`,
  EACCES: sentence`permission denied`,
  EPERM: sentence`permission denied`,
  EISDIR: sentence`it is a directory`,
  ENOTDIR: sentence`a part of its path is no directory`,
  ELOOP: sentence`it is a symbolic link, or its links go in circles`,
  ENXIO: sentence`it is no regular file`,
  ENAMETOOLONG: sentence`its name is too long`,
  EMFILE: sentence`too many files are open`,
  ENFILE: sentence`too many files are open`,
  EIO: sentence`the disk could not read it`,
};

/** The system's code of an error, empty when it has none. */
export const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

/** What kept a path from being read. `verdict` is no part of it: nothing was judged. */
export class Unreadable extends CornichonError {
  readonly why: Shown;

  constructor(path: string, why: Shown, cause?: unknown) {
    super("input.unreadable", sentence`${showPath(path)}: ${why}`, cause === undefined ? {} : { cause });
    this.why = why;
  }
}

/** An error of the system about a path. */
export function unreadable(path: string, error: unknown): Unreadable {
  if (error instanceof Unreadable) return error;
  const code = codeOf(error);
  return new Unreadable(path, KNOWN[code] ?? (code === "" ? sentence`it could not be read` : showText(code)), error);
}
