/**
 * Opens artifacts: a file, bytes in memory, or a stream (spooled to a file without a name). Only regular files are
 * opened, without waiting for anyone, and looked at before and after: what changed meanwhile was not judged.
 */
import { randomUUID } from "node:crypto";
import { type BigIntStats, close, closeSync, constants, fstatSync, openSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify, types } from "node:util";
import { type Shown, sentence, showText } from "../errors.js";
import { type ArtifactSource, HELD_BYTES } from "../host/types.js";
import { type BlockWitness, fileContent, memoryContent } from "./content.js";
import { codeOf, notReadable, unreadable } from "./failure.js";
import { systemPath } from "./path.js";

const closeAsync = promisify(close);

export interface OpenArtifact extends ArtifactSource {
  readonly witness: BlockWitness;
  /** Path as given, `-` for standard input and streams, empty for bytes. */
  readonly path: string;
  /** What the file was when it was opened; null for bytes and streams, which nobody meets again. */
  readonly facts: BigIntStats | null;
  /** Hex SHA-256 of all bytes. Runs beside the judgement; ask for it once. Stops with the signal's reason. */
  sha256(signal?: AbortSignal): Promise<string>;
  /** True when what was hashed, what was judged and what the file was when it was opened are not the same. Ask when both are done. */
  changed(): boolean;
  close(): Promise<void>;
}

/** An open descriptor of a regular file, with what it was when it was opened. */
export interface OpenFile {
  readonly fd: number;
  readonly facts: BigIntStats;
}

/** An artifact's own folder. */
export interface Beside {
  /** A regular file in it; throws when there is none. */
  open(name: string): OpenFile;
  /** The artifact is closed. */
  close(): void;
}

/** Bytes in memory. */
export function openBytes(bytes: Uint8Array, path = ""): OpenArtifact {
  const { witness, read, reread, sha256 } = memoryContent(bytes);
  return {
    path,
    facts: null,
    size: bytes.length,
    fd: null,
    read,
    reread,
    witness,
    sha256,
    changed: () => witness.differ,
    close: () => Promise.resolve(),
  };
}

const isOfSystem = (error: unknown): boolean => error instanceof Error && "syscall" in error;

/** What of a file may not change. A writer can set mtime back, not ctime; both have coarse ticks (see `content.ts`). */
const isSame = (a: BigIntStats, b: BigIntStats): boolean =>
  a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs && a.ino === b.ino && a.dev === b.dev;

/** An artifact over an open file, which it closes. `key` is given for companions. */
export function openArtifact({ fd, facts }: OpenFile, path: string, beside: Beside | null, key?: Uint8Array): OpenArtifact {
  const size = Number(facts.size);
  const content = fileContent(fd, size, key);
  const { witness } = content;
  const closing = new AbortController();
  const pending = new Set<Promise<unknown>>();
  // A read that is under way must end before its descriptor is given to somebody else.
  const guarded = <T>(work: Promise<T>): Promise<T> => {
    const told = work.catch((error: unknown) => {
      throw isOfSystem(error) ? unreadable(path, error) : error;
    });
    const ended: Promise<unknown> = told.catch(() => undefined).finally(() => pending.delete(ended));
    pending.add(ended);
    return told;
  };
  // By name: a pickle may ask for one file ten thousand times.
  const companions = new Map<string, OpenArtifact>();
  const companion = async (name: string): Promise<ArtifactSource | null> => {
    if (beside === null) return null;
    const known = companions.get(name);
    if (known !== undefined) return known;
    try {
      const found = openArtifact(beside.open(name), name, null, witness.key);
      companions.set(name, found);
      return found;
    } catch {
      return null;
    }
  };
  return {
    path,
    facts,
    size,
    // What is kept in memory is read from there.
    fd: size <= HELD_BYTES ? null : fd,
    witness,
    read: (offset, length) => guarded(content.read(offset, length)),
    reread: (offset, length) => guarded(content.reread(offset, length)),
    companion,
    sha256: (signal) => guarded(content.sha256(AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]))),
    changed: () =>
      witness.differ || !isSame(facts, fstatSync(fd, { bigint: true })) || [...companions.values()].some((one) => one.changed()),
    close: async () => {
      closing.abort();
      await Promise.all([...pending, ...Array.from(companions.values(), (one) => one.close())]);
      beside?.close();
      await closeAsync(fd);
    },
  };
}

const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

const whatElse = (facts: BigIntStats): Shown =>
  facts.isDirectory()
    ? sentence`it is a directory`
    : facts.isFIFO()
      ? sentence`it is a pipe, and no regular file; as standard input (-) it can be read`
      : sentence`it is no regular file`;

/** Opens a regular file, without waiting for a pipe's other end. `shown` is its path for messages. @throws CornichonError `input.unreadable` */
export function openRegular(path: string | Buffer, shown: string, follow: boolean): OpenFile {
  let fd: number;
  try {
    fd = openSync(path, follow ? READ : READ | NO_FOLLOW);
  } catch (error) {
    throw unreadable(shown, error);
  }
  const facts = fstatSync(fd, { bigint: true });
  if (facts.isFile()) return { fd, facts };
  closeSync(fd);
  throw notReadable(shown, whatElse(facts));
}

/** A file that the user named: its symbolic links are followed, those of its companions are not. @throws CornichonError `input.unreadable` */
export function openPath(path: string): OpenArtifact {
  const open = (name: string): OpenFile => openRegular(systemPath(join(dirname(path), name)), name, false);
  return openArtifact(openRegular(systemPath(path), path, true), path, { open, close: () => undefined });
}

/** A file that is called something else, and has nothing beside it. @throws CornichonError `input.unreadable` */
export const openNamed = (path: string, name: string): OpenArtifact => openArtifact(openRegular(systemPath(path), name, false), name, null);

/** A new file without a name: a descriptor to write to it, and one that can only read, for a child. */
function spoolFile(): { readonly writing: number; readonly reading: number } {
  const name = join(tmpdir(), `cornichon-${randomUUID()}`);
  const writing = openSync(name, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW, 0o600);
  try {
    return { writing, reading: openSync(name, constants.O_RDONLY | NO_FOLLOW) };
  } catch (error) {
    closeSync(writing);
    throw error;
  } finally {
    unlinkSync(name);
  }
}

function spoolFor(path: string): ReturnType<typeof spoolFile> {
  try {
    return spoolFile();
  } catch (error) {
    throw notReadable(path, sentence`no temporary file could be made for it (${showText(codeOf(error))})`, error);
  }
}

/** A piece of a stream that is no bytes: the program's mistake, and nothing of the artifact's. */
class NoBytes extends TypeError {}

/** Any view of a buffer, or a buffer, as bytes; null for what is neither. */
export function bytesIn(value: unknown): Uint8Array | null {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return types.isAnyArrayBuffer(value) ? new Uint8Array(value) : null;
}

/** Pieces of a stream; the signal ends the waiting for the next one. @throws NoBytes */
async function* pieces(stream: AsyncIterable<unknown>, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const iterator = stream[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal?.throwIfAborted();
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  try {
    for (;;) {
      const { value, done } = await Promise.race([iterator.next(), aborted]);
      if (done === true) return;
      const bytes = bytesIn(value);
      if (bytes === null) throw new NoBytes(`A stream gave a piece that is ${typeof value} and no bytes: open it without an encoding.`);
      yield bytes;
    }
  } finally {
    // It may wait for a piece that never comes: nobody waits for it.
    iterator.return?.()?.catch(() => undefined);
  }
}

/** A stream, written to a file without a name, at most `maxBytes`. One byte more is kept, so that the limit shows. */
export async function openStream(
  stream: AsyncIterable<unknown>,
  path: string,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<OpenArtifact> {
  const { writing, reading } = spoolFor(path);
  try {
    let total = 0;
    for await (const chunk of pieces(stream, signal)) {
      for (let at = 0; at < chunk.length; ) at += writeSync(writing, chunk, at, chunk.length - at);
      total += chunk.length;
      if (total > maxBytes) break;
    }
  } catch (error) {
    closeSync(reading);
    signal?.throwIfAborted();
    throw error instanceof NoBytes ? error : unreadable(path, error);
  } finally {
    closeSync(writing);
  }
  return { ...openArtifact({ fd: reading, facts: fstatSync(reading, { bigint: true }) }, path, null), facts: null };
}
