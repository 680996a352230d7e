/**
 * Uploads in a bucket, for workers on other machines. An upload goes to the bucket in parts of 8 MiB: what comes of a part
 * waits in a file without a name, so that two hundred slow clients cost no memory, and few parts are in memory at a time.
 * Who judges it fetches it into a file of its own, which is gone when it is judged.
 */
import { randomUUID } from "node:crypto";
import { createWriteStream, ftruncateSync, readSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { CornichonError, sentence } from "../../errors.js";
import { openScratchFile, type ScratchFile } from "../../host/scratch-file.js";
import { addressOf } from "../../objects/address.js";
import { Bucket, type Piece } from "../../objects/bucket.js";
import { PART_BYTES, Upload } from "../../objects/upload.js";
import { Gate } from "../work/gate.js";
import { isKey, type LocalFile, NotSpooled, type Spool, type Spooled, type Used } from "./disk.js";

/** Parts in memory at a time. */
const PARTS_AT_ONCE = 4;

/** What a bucket answers is the spool's failure. */
function kept<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof CornichonError) || error.code !== "input.unreadable") throw error;
    throw new CornichonError("service.storage", sentence`The upload could not be kept (${error.message}); try again later.`, {
      cause: error,
    });
  });
}

function scratch(): ScratchFile {
  const file = openScratchFile();
  if (file === null)
    throw new CornichonError("service.storage", sentence`No temporary file could be made; TMPDIR names the folder for it.`);
  return file;
}

/** A part as it comes, on disk until it is whole. */
class Coming {
  readonly #file = scratch();
  length = 0;

  /** Takes what fits. @returns how much that was */
  take(piece: Uint8Array): number {
    const length = Math.min(piece.length, PART_BYTES - this.length);
    for (let at = 0; at < length; ) at += writeSync(this.#file.fd, piece, at, length - at, this.length + at);
    this.length += length;
    return length;
  }

  /** All of it; the next part begins. */
  bytes(): Buffer {
    const bytes = Buffer.allocUnsafeSlow(this.length);
    for (let at = 0; at < bytes.length; ) at += readSync(this.#file.fd, bytes, at, bytes.length - at, at);
    ftruncateSync(this.#file.fd, 0);
    this.length = 0;
    return bytes;
  }

  close(): void {
    this.#file.close();
    this.#file.remove();
  }
}

class S3Spool implements Spool {
  readonly folder = null;
  readonly #bucket: Bucket;
  readonly #prefix: string;
  /** Whole ones that wait in this process's hands. */
  readonly #held = new Set<string>();
  readonly #parts = new Gate(PARTS_AT_ONCE, Number.POSITIVE_INFINITY);

  constructor(bucket: Bucket, prefix: string) {
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  #keyOf(key: string): string {
    if (!isKey(key)) throw new CornichonError("service.storage", sentence`An upload has a name that is none of the spool's.`);
    return this.#prefix + key;
  }

  async keep(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Spooled> {
    const key = randomUUID();
    const upload = new Upload(this.#bucket, this.#keyOf(key));
    const coming = new Coming();
    let bytes = 0;
    try {
      for await (const piece of source) {
        bytes += piece.length;
        if (bytes > maxBytes)
          throw new CornichonError("request.too-large", sentence`The upload is longer than ${maxBytes} bytes (--max-bytes).`, {
            args: { limit: maxBytes },
          });
        for (let at = 0; at < piece.length; ) {
          at += coming.take(piece.subarray(at));
          if (coming.length === PART_BYTES) await this.#send((part) => upload.add(part), coming);
        }
      }
      await this.#send((rest) => upload.end(rest), coming);
      this.#held.add(key);
      return { key, bytes };
    } catch (error) {
      await upload.abort().catch(() => undefined);
      throw error;
    } finally {
      coming.close();
    }
  }

  async #send(work: (bytes: Uint8Array) => Promise<void>, coming: Coming): Promise<void> {
    const leave = await this.#parts.enter();
    try {
      await kept(work(coming.bytes()));
    } finally {
      leave();
    }
  }

  async open(key: string): Promise<LocalFile> {
    const folder = await mkdtemp(join(tmpdir(), "cornichon-"));
    const release = (): Promise<void> => rm(folder, { recursive: true, force: true });
    try {
      const path = join(folder, key);
      await pipeline(this.#pieces(this.#keyOf(key)), createWriteStream(path, { flags: "wx", mode: 0o600 }));
      return { path, release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  async *#pieces(key: string): AsyncGenerator<Uint8Array> {
    for (let [at, size, etag]: [number, number, string | undefined] = [0, 1, undefined]; at < size; ) {
      const piece: Piece | null = await kept(this.#bucket.read(key, at, PART_BYTES, etag));
      if (piece === null) throw new NotSpooled();
      yield piece.bytes;
      [at, size, etag] = [at + piece.bytes.length, piece.size, piece.etag];
    }
  }

  letGo(key: string): void {
    this.#held.delete(key);
  }

  remove(key: string): Promise<void> {
    this.letGo(key);
    return kept(this.#bucket.remove(this.#keyOf(key)));
  }

  async sweep(before: number, used: Used): Promise<number> {
    let swept = 0;
    for await (const page of this.#bucket.pages(this.#prefix, "")) {
      const old = page.filter(({ modified }) => modified !== null && modified.getTime() < before);
      const keys = new Set(old.map(({ key }) => key.slice(this.#prefix.length)).filter((key) => isKey(key) && !this.#held.has(key)));
      const isUsed = await used(keys);
      for (const key of keys) {
        if (isUsed.has(key)) continue;
        await this.remove(key);
        swept++;
      }
    }
    for (const { key, upload } of await kept(this.#bucket.unfinished(this.#prefix, before)))
      if (isKey(key.slice(this.#prefix.length))) await kept(this.#bucket.abort(key, upload));
    return swept;
  }
}

/** A spool in a bucket, which is there. @throws CornichonError `usage`, `service.storage` */
export async function openS3Spool(place: string): Promise<Spool> {
  const { bucket: name, key } = addressOf(place);
  const bucket = await Bucket.open(name);
  const prefix = key === "" || key.endsWith("/") ? key : `${key}/`;
  // Nobody uploads to what is not there.
  await kept(bucket.pages(prefix, "").next());
  return new S3Spool(bucket, prefix);
}
