/**
 * Files that the user names beside the artifact: policies, metadata, expectations, X. They may be pipes (`<(…)`), so
 * they are opened without waiting, and a writer that takes its time leaves the program able to hear a signal. Endless
 * ones (`/dev/zero`) end at a limit.
 */
import { closeSync, constants, openSync, readSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { isStandardInput, systemPath } from "../artifact/path.js";
import { CornichonError, type Shown, sentence, showPath } from "../errors.js";

const PIECE = 1024 * 1024;
const WAIT_MS = 5;

/** Up to `PIECE` bytes; null while there are none yet, empty at the end. */
function nextPiece(fd: number): Buffer | null {
  const piece = Buffer.allocUnsafe(PIECE);
  try {
    return piece.subarray(0, readSync(fd, piece, 0, PIECE, null));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return null;
    throw error;
  }
}

async function readAll(fd: number, path: string, limit: number, signal: AbortSignal): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let total = 0; ; ) {
    const piece = nextPiece(fd);
    if (piece === null) await delay(WAIT_MS, undefined, { signal });
    else if (piece.length === 0) return Buffer.concat(pieces);
    else pieces.push(piece.length < PIECE / 2 ? Buffer.from(piece) : piece);
    total += piece?.length ?? 0;
    if (total > limit) throw new CornichonError("input.unreadable", sentence`${showPath(path)}: it is too long (limit ${limit} bytes)`);
  }
}

const WHY: Readonly<Record<string, Shown>> = {
  ENOENT: sentence`there is no such file`,
  EISDIR: sentence`it is a directory`,
  EACCES: sentence`permission denied`,
};

const whyOf = (cause: unknown): Shown =>
  (cause instanceof Error && "code" in cause ? WHY[String(cause.code)] : undefined) ?? sentence`it could not be read`;

/** Descriptor of standard input. Node makes a pipe there one that does not wait, once somebody has asked for the stream. */
const standardInput = (): number => process.stdin.fd;

/** All bytes of a file or of standard input. @throws CornichonError `input.unreadable` */
export async function readGiven(path: string, limit: number, signal: AbortSignal): Promise<Buffer> {
  let fd = 0;
  try {
    fd = isStandardInput(path) ? standardInput() : openSync(systemPath(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    return await readAll(fd, path, limit, signal);
  } catch (cause) {
    if (cause instanceof CornichonError) throw cause;
    throw new CornichonError("input.unreadable", sentence`${showPath(path)}: ${whyOf(cause)}`, { cause });
  } finally {
    if (fd > 0) closeSync(fd);
  }
}
