/** Why an output could not be written, in words that say what to do; the system's own code stands behind them. */
import { CornichonError, type Shown, sentence, showPath, showText } from "../errors.js";

/** The system's word for what went wrong, "" where it is not of the system. */
export const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

const WORDS: Readonly<Record<string, Shown>> = {
  ENOSPC: sentence`the disk is full`,
  EDQUOT: sentence`your share of the disk is used up`,
  EFBIG: sentence`it is longer than a file may be here`,
  EROFS: sentence`the file system is read-only`,
  EACCES: sentence`permission denied`,
  EPERM: sentence`permission denied`,
  ENOENT: sentence`there is no such folder; make it first`,
  ENOTDIR: sentence`a part of its path is no folder`,
  EISDIR: sentence`it is a folder; name a file in it`,
  ENAMETOOLONG: sentence`its name is too long`,
  ELOOP: sentence`its links go in circles`,
  ENXIO: sentence`nobody reads from it; start its reader first`,
  EPIPE: sentence`its reader went away`,
  ECONNRESET: sentence`its reader went away`,
  EBADF: sentence`no descriptor of that number is open for writing`,
  EIO: sentence`the disk or device failed`,
};

/** What happened, by the system's code. */
export function whyNot(error: unknown): Shown {
  const code = codeOf(error);
  const words = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  const named = code === "" ? sentence`unknown` : showText(code);
  return words === undefined ? sentence` (${named})` : sentence`: ${words} (${named})`;
}

export const failed = (path: string, what: Shown, cause?: unknown): CornichonError =>
  new CornichonError("output.exists", sentence`${showPath(path)}: ${what}`, cause === undefined ? {} : { cause });

/** Runs a call of the system; what it says becomes our own failure. */
export function insist<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asOwn(path, error);
  }
}

/** The same failure as one of ours. */
export const asOwn = (path: string, error: unknown): CornichonError =>
  error instanceof CornichonError ? error : failed(path, sentence`the output could not be written${whyNot(error)}`, error);
