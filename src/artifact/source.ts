/**
 * Opens artifacts: a path, bytes in memory, or a stream (spooled to a file without a name). Only regular files are
 * opened, without waiting for anyone, and looked at before and after: what changed meanwhile was not judged.
 */
import { createHash, randomUUID } from "node:crypto";
import {
  close,
  closeSync,
  constants,
  fstatSync,
  open as openCallback,
  openSync,
  read as readCallback,
  readSync,
  type Stats,
  unlinkSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { CornichonError } from "../errors.js";
import type { ArtifactSource } from "../host/types.js";

const openAsync = promisify(openCallback);
const closeAsync = promisify(close);
const readAsync = promisify(readCallback);

/** What `scan`, `convert`, `load` … take: a path, bytes, or a stream of bytes. */
export type Input = string | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

export interface OpenArtifact extends ArtifactSource {
  /** Path as given, `-` for standard input and streams, empty for bytes. */
  readonly path: string;
  /** Hex SHA-256 of all bytes. Runs beside the judgement; ask for it once. */
  sha256(): Promise<string>;
  /** True when the file is not what it was when it was opened. */
  changed(): boolean;
  close(): Promise<void>;
}

const HASH_CHUNK = 256 * 1024;

/** Hashes a descriptor through one buffer: a fresh one a read would pile up faster than it is collected. */
async function hashDescriptor(fd: number, size: number, stopped: () => boolean): Promise<string> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(Math.min(HASH_CHUNK, Math.max(1, size)));
  for (let at = 0; at < size && !stopped(); ) {
    const { bytesRead } = await readAsync(fd, buffer, 0, Math.min(buffer.length, size - at), at);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash.digest("hex");
}

async function hashAll(size: number, read: (offset: number, length: number) => Promise<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; at < size; ) {
    const piece = await read(at, Math.min(HASH_CHUNK, size - at));
    if (piece.length === 0) break;
    hash.update(piece);
    at += piece.length;
  }
  return hash.digest("hex");
}

/** Bytes in memory. */
export function openBytes(bytes: Uint8Array, path = ""): OpenArtifact {
  const read = (offset: number, length: number): Promise<Uint8Array> => Promise.resolve(bytes.subarray(offset, offset + length));
  return {
    path,
    size: bytes.length,
    fd: null,
    read,
    sha256: () => hashAll(bytes.length, read),
    changed: () => false,
    close: () => Promise.resolve(),
  };
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EISDIR: "it is a directory",
    ELOOP: "it is a symbolic link",
    ENXIO: "it is no regular file",
  };
  return known[code] ?? (code === "" ? String(error) : code);
}

function overDescriptor(fd: number, path: string, first: Stats): OpenArtifact {
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const buffer = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await readAsync(fd, buffer, done, length - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return buffer.subarray(0, done);
  };
  const changed = (): boolean => {
    const now = fstatSync(fd);
    return now.size !== first.size || now.mtimeMs !== first.mtimeMs || now.ino !== first.ino;
  };
  let closing = false;
  let hashing: Promise<string> | null = null;
  const sha256 = (): Promise<string> => {
    hashing ??= hashDescriptor(fd, first.size, () => closing);
    return hashing;
  };
  // A read that is under way must end before its descriptor is given to somebody else.
  const end = async (): Promise<void> => {
    closing = true;
    await hashing?.catch(() => undefined);
    await closeAsync(fd);
  };
  const opened: OpenArtifact[] = [];
  const companion = async (name: string): Promise<ArtifactSource | null> => {
    if (path === "" || path === "-") return null;
    try {
      const found = await openPath(join(dirname(path), name), false);
      opened.push(found);
      return found;
    } catch {
      return null;
    }
  };
  const closeAll = async (): Promise<void> => {
    await Promise.all([end(), ...opened.map((one) => one.close())]);
  };
  return { path, size: first.size, fd, read, companion, sha256, changed, close: closeAll };
}

/** A file of that path. Symbolic links named by the user are followed; those met in a walk are not (`follow`). */
export async function openPath(path: string, follow = true): Promise<OpenArtifact> {
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (follow ? 0 : (constants.O_NOFOLLOW ?? 0));
  let fd: number;
  try {
    fd = await openAsync(path, flags);
  } catch (cause) {
    throw new CornichonError("input.unreadable", `${path}: ${reason(cause)}`, { cause });
  }
  const first = fstatSync(fd);
  if (first.isFile()) return overDescriptor(fd, path, first);
  await closeAsync(fd);
  throw new CornichonError("input.unreadable", `${path}: ${first.isDirectory() ? "it is a directory" : "it is no regular file"}`);
}

/** A stream, written to a file without a name, at most `maxBytes`. One byte more is kept, so that the limit shows. */
export async function openStream(stream: AsyncIterable<Uint8Array>, path: string, maxBytes: number): Promise<OpenArtifact> {
  const name = join(tmpdir(), `cornichon-${randomUUID()}`);
  const fd = openSync(name, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0), 0o600);
  try {
    unlinkSync(name);
    let total = 0;
    for await (const chunk of stream) {
      for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at, chunk.length - at);
      total += chunk.length;
      if (total > maxBytes) break;
    }
  } catch (cause) {
    closeSync(fd);
    throw new CornichonError("input.unreadable", `${path}: it could not be read`, { cause });
  }
  return overDescriptor(fd, path, fstatSync(fd));
}

/** Opens whatever the library takes. */
export function openInput(input: Input, maxBytes: number): Promise<OpenArtifact> {
  if (typeof input === "string") return openPath(input);
  if (input instanceof Uint8Array) return Promise.resolve(openBytes(input));
  return openStream(input, "-", maxBytes);
}

/** The first bytes of an open artifact. */
export function firstBytes(artifact: OpenArtifact, length: number): Uint8Array {
  const buffer = Buffer.alloc(Math.min(length, artifact.size));
  if (artifact.fd !== null) return buffer.subarray(0, readSync(artifact.fd, buffer, 0, buffer.length, 0));
  return buffer;
}
