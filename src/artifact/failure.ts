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

/** What kept a path from being read, `why` as a sentence's part. It has no verdict: nothing was judged. */
export const notReadable = (path: string, why: Shown, cause?: unknown): CornichonError =>
  new CornichonError("input.unreadable", sentence`${showPath(path)}: ${why}`, {
    args: { path, why },
    ...(cause === undefined ? {} : { cause }),
  });

/** True for what kept a path from being read. */
export const isUnreadable = (error: unknown): error is CornichonError =>
  error instanceof CornichonError && error.code === "input.unreadable";

/** An error of the system about a path. */
export function unreadable(path: string, error: unknown): CornichonError {
  if (isUnreadable(error)) return error;
  const code = codeOf(error);
  return notReadable(path, KNOWN[code] ?? (code === "" ? sentence`it could not be read` : showText(code)), error);
}
