/**
 * Uploads on disk, until they are judged: never whole in memory, closed to other users, under names of our own making. A
 * file is only there under its name when it is whole. What a killed service left is swept: whole uploads by age, and what
 * it had only begun as soon as nobody says any more that he is at it, which every service does of its own.
 */
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { codeOf } from "../../artifact/failure.js";
import { CornichonError, sentence, showText } from "../../errors.js";
import { makeFolders } from "../../host/make-folders.js";

/** An upload that is whole. */
export interface Spooled {
  readonly key: string;
  readonly bytes: number;
}

/** A file to read an upload from. */
export interface LocalFile {
  readonly path: string;
  /** Whoever is done with it. */
  release(): Promise<void>;
}

/** Where uploads lie. */
export interface Spool {
  /** Null where it is no folder. */
  readonly folder: string | null;
  /** Takes a stream to its end. @throws CornichonError `request.too-large`, `service.storage`; what the stream throws */
  keep(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Spooled>;
  /** @throws NotSpooled; CornichonError `service.storage` */
  open(key: string): Promise<LocalFile>;
  /** Nothing happens when it is gone already. */
  remove(key: string): Promise<void>;
  /** What was kept is no longer in the hands of who kept it: from now on it is a job's, or nobody's. */
  letGo(key: string): void;
  /** Removes what is older and in nobody's use; whoever keeps jobs says which of them are in one's. @returns how many */
  sweep(before: number, used: Used): Promise<number>;
}

/** Those of some keys that are in use. */
export type Used = (keys: ReadonlySet<string>) => Promise<ReadonlySet<string>>;

/** What is not in the spool any more: asking again helps nobody. */
export class NotSpooled extends CornichonError {
  constructor(cause?: unknown) {
    super("service.storage", sentence`An upload is not in the spool any more.`, cause === undefined ? {} : { cause });
  }
}

const KEY = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const PART = ".part";
/** How often a service says of what it has begun that it is at it, and when one that says nothing is gone. */
const TOUCH_MS = 10_000;
export const ABANDONED_MS = 60_000;

/** True for a key that a spool made: whatever else stands in a database is never made a path of. */
export const isKey = (text: string): boolean => KEY.test(text);

const isOfSystem = (error: unknown): boolean => error instanceof Error && "syscall" in error;

const noRoom = (cause: unknown): CornichonError =>
  new CornichonError("service.storage", sentence`The upload could not be kept (${showText(codeOf(cause))}); try again later.`, { cause });

/** Counts what goes through, and ends it beyond a length. */
function counted(maxBytes: number): { readonly stream: Transform; bytes(): number } {
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Uint8Array, _encoding, done): void {
      bytes += chunk.length;
      if (bytes <= maxBytes) done(null, chunk);
      else
        done(
          new CornichonError("request.too-large", sentence`The upload is longer than ${maxBytes} bytes (--max-bytes).`, {
            args: { limit: maxBytes },
          }),
        );
    },
  });
  return { stream, bytes: () => bytes };
}

export class DiskSpool implements Spool {
  readonly #folder: string;
  /** Files of uploads that are coming, and of whole ones that wait in somebody's hands: a form or a queue may be longer than an hour. */
  readonly #coming = new Set<string>();
  #touching: NodeJS.Timeout | null = null;

  get folder(): string {
    return this.#folder;
  }

  /** `folder` is there, and the user's own. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  #pathOf(key: string): string {
    if (!isKey(key)) throw new CornichonError("service.storage", sentence`An upload has a name that is none of the spool's.`);
    return join(this.#folder, key);
  }

  async keep(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Spooled> {
    const key = randomUUID();
    const path = this.#pathOf(key);
    const counter = counted(maxBytes);
    this.#begin(path + PART);
    try {
      makeFolders(this.#folder, { mode: 0o700 });
      await pipeline(source, counter.stream, createWriteStream(path + PART, { flags: "wx", mode: 0o600 }));
      await rename(path + PART, path);
      this.#coming.add(path);
      return { key, bytes: counter.bytes() };
    } catch (error) {
      await rm(path + PART, { force: true }).catch(() => undefined);
      throw isOfSystem(error) && codeOf(error) !== "ECONNRESET" ? noRoom(error) : error;
    } finally {
      this.#coming.delete(path + PART);
    }
  }

  #begin(path: string): void {
    this.#coming.add(path);
    this.#touching ??= setInterval(() => void this.#touch(), TOUCH_MS).unref();
  }

  /**
   * Whoever shares the spool sees that what comes is somebody's, however slowly. What is whole stays as it is: who reads it
   * takes a new time for a change.
   */
  async #touch(): Promise<void> {
    const now = new Date();
    const parts = [...this.#coming].filter((path) => path.endsWith(PART));
    await Promise.allSettled(parts.map((path) => utimes(path, now, now)));
    if (this.#coming.size > 0 || this.#touching === null) return;
    clearInterval(this.#touching);
    this.#touching = null;
  }

  async open(key: string): Promise<LocalFile> {
    const path = this.#pathOf(key);
    try {
      await stat(path);
    } catch (cause) {
      throw new NotSpooled(cause);
    }
    return { path, release: () => Promise.resolve() };
  }

  letGo(key: string): void {
    this.#coming.delete(this.#pathOf(key));
  }

  async remove(key: string): Promise<void> {
    this.letGo(key);
    await rm(this.#pathOf(key), { force: true });
  }

  async sweep(before: number, used: Used): Promise<number> {
    await this.#touch();
    const [parts, whole] = await this.#old(before);
    const isUsed = await used(whole);
    const swept = [...Array.from(parts, (key) => key + PART), ...[...whole].filter((key) => !isUsed.has(key))];
    for (const name of swept) await rm(join(this.#folder, name), { force: true });
    return swept.length;
  }

  /** Keys of what was begun and left, and of what is whole and older. */
  async #old(before: number): Promise<readonly [ReadonlySet<string>, ReadonlySet<string>]> {
    const all = [new Set<string>(), new Set<string>()] as const;
    const [parts, whole] = all;
    const abandoned = Math.max(before, Date.now() - ABANDONED_MS);
    for (const name of await readdir(this.#folder)) {
      const isPart = name.endsWith(PART);
      const key = isPart ? name.slice(0, -PART.length) : name;
      const path = join(this.#folder, name);
      if (!isKey(key) || this.#coming.has(path)) continue;
      const facts = await stat(path).catch(() => null);
      if (facts !== null && facts.mtimeMs < (isPart ? abandoned : before)) (isPart ? parts : whole).add(key);
    }
    return all;
  }
}
