/**
 * An object that is written piece by piece and is there when it is whole: what is short goes in one request, what is long
 * in parts of 8 MiB, of which the store makes one object at the end. An upload that was begun can be gone on with by
 * whoever knows its parts.
 */
import type { Bucket, Part } from "./bucket.js";

/** Bytes of a part: 10,000 of them are the most, so an object has up to 80 GB. */
export const PART_BYTES = 8 * 1024 * 1024;

/** How far an upload is. */
export interface Uploaded {
  /** Null before the first part. */
  readonly upload: string | null;
  readonly parts: readonly Part[];
}

export class Upload {
  readonly key: string;
  readonly #bucket: Bucket;
  readonly #parts: Part[];
  #upload: string | null;

  constructor(bucket: Bucket, key: string, { upload, parts }: Uploaded = { upload: null, parts: [] }) {
    this.#bucket = bucket;
    this.key = key;
    this.#upload = upload;
    this.#parts = [...parts];
  }

  get state(): Uploaded {
    return { upload: this.#upload, parts: [...this.#parts] };
  }

  /** Adds a part; all but the last have at least 5 MiB. @throws CornichonError `input.unreadable` */
  async add(bytes: Uint8Array): Promise<void> {
    this.#upload ??= await this.#bucket.begin(this.key);
    this.#parts.push(await this.#bucket.part(this.key, this.#upload, this.#parts.length + 1, bytes));
  }

  /** Puts the object in its place, with what is left of it. */
  async end(rest: Uint8Array): Promise<void> {
    if (this.#upload === null) return this.#bucket.put(this.key, rest);
    if (rest.length > 0) await this.add(rest);
    await this.#bucket.complete(this.key, this.#upload, this.#parts);
  }

  /** Takes back what was uploaded. */
  async abort(): Promise<void> {
    if (this.#upload !== null) await this.#bucket.abort(this.key, this.#upload);
    this.#upload = null;
  }
}
