/**
 * A bucket, as far as it is read and written here: pages of keys, ranges of objects, uploads in parts. Amazon's SDK finds
 * credentials, region and address (`AWS_…`, its files, the machine's role) as it does for every program; it takes a tenth
 * of a second to load, so nothing loads it but whoever opens a bucket. Its own five attempts stand behind each request; a
 * body that breaks off is asked for again here.
 *
 * Keys are listed in the order of their bytes, from any key on. Stores that list in another order (Amazon's directory
 * buckets) are refused: what was listed twice or never would not be seen.
 */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { addAbortSignal, Readable } from "node:stream";

import { CornichonError, type Shown, sentence, showPath } from "../errors.js";
import { addressText } from "./address.js";
import { isGone, statusOf, whyNot } from "./failure.js";
import type { S3Client } from "./sdk.js";

/** Keys of a page: the most that a store gives. */
const PAGE = 1000;
const ATTEMPTS = 5;
const CONNECT_MS = 10_000;
const SILENT_MS = 60_000;
/** How often a body that broke off is asked for again, and how long is waited before the first time. */
const BODY_ATTEMPTS = 4;
const PAUSE_MS = 100;

/** How long a range may take, 8 MiB at the most. */
const READ_MS = 5 * 60_000;

type Sdk = typeof import("./sdk.js");

/** An object as a listing tells of it. */
export interface Listed {
  readonly key: string;
  readonly size: number;
  readonly modified: Date | null;
}

/** Bytes of an object, with what it is known by. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** Changes whenever the object does. */
  readonly etag: string;
  /** Bytes of all of it. */
  readonly size: number;
}

/** A part of an upload. */
export interface Part {
  readonly number: number;
  readonly etag: string;
}

/** Bytes that are asked for, and until when. */
interface Stretch {
  readonly offset: number;
  readonly length: number;
  readonly signal: AbortSignal;
}

/** A body to its end, and never more than was asked for: a store may answer whatever it likes. */
async function bytesOf(body: Readable, most: number, signal: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of addAbortSignal(signal, body)) {
    if (!(piece instanceof Uint8Array)) throw new TypeError("A body is bytes.");
    length += piece.length;
    if (length > most) throw new Error("The body is longer than what was asked for.");
    pieces.push(piece);
  }
  return Buffer.concat(pieces, length);
}

const isCustom = (): boolean => (process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"] ?? "") !== "";

/** The region, where neither a file nor the machine can tell it. */
function region(): { readonly region?: string } {
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_PROFILE, AWS_CONFIG_FILE } = process.env;
  const named = AWS_REGION ?? AWS_DEFAULT_REGION;
  if (named !== undefined && named !== "") return { region: named };
  const isConfigured = AWS_PROFILE !== undefined || existsSync(AWS_CONFIG_FILE ?? join(homedir(), ".aws", "config"));
  return isConfigured && !isCustom() ? {} : { region: "us-east-1" };
}

const sameBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const opened = new Map<string, Promise<Bucket>>();

export class Bucket {
  readonly name: string;
  readonly #sdk: Sdk;
  readonly #client: S3Client;

  private constructor(name: string, sdk: Sdk) {
    this.name = name;
    this.#sdk = sdk;
    this.#client = new sdk.S3Client({
      ...region(),
      forcePathStyle: isCustom(),
      followRegionRedirects: true,
      maxAttempts: ATTEMPTS,
      // Stores that are not Amazon's know nothing of its newer checksums.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENT_MS },
    });
  }

  /** Whoever opens it again gets the same one, with its connections. */
  static open(name: string): Promise<Bucket> {
    // It is bundled: which Node its next versions will want is nothing that a user could act on.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
    const known = opened.get(name) ?? import("./sdk.js").then((sdk) => new Bucket(name, sdk));
    opened.set(name, known);
    return known;
  }

  textOf(key: string): string {
    return addressText({ bucket: this.name, key });
  }

  /** A failure about an object, as it is told. */
  #failed(key: string, error: unknown): CornichonError {
    if (error instanceof CornichonError) return error;
    const why = whyNot(error);
    const path = this.textOf(key);
    return new CornichonError("input.unreadable", sentence`${showPath(path)}: ${why}`, { args: { path, why }, cause: error });
  }

  /**
   * Keys that begin with `prefix` and come after `after`, page by page.
   * @throws CornichonError `input.unreadable`
   */
  async *pages(prefix: string, after: string, signal?: AbortSignal): AsyncGenerator<readonly Listed[]> {
    for (let from = after; ; ) {
      const { listed, more } = await this.#page(prefix, from, signal);
      for (const { key } of listed) {
        if (from !== "" && sameBytes(key, from) <= 0) throw this.#failed(prefix, this.#disorder(prefix));
        from = key;
      }
      if (listed.length > 0) yield listed;
      if (!more || listed.length === 0) return;
    }
  }

  #disorder(prefix: string): CornichonError {
    return this.#odd(prefix, sentence`the store does not list keys in the order of their bytes; copy them to a general purpose bucket`);
  }

  /** What a store does that none should. */
  #odd(key: string, why: Shown): CornichonError {
    const path = this.textOf(key);
    return new CornichonError("input.unreadable", sentence`${showPath(path)}: ${why}`, { args: { path, why } });
  }

  async #page(
    prefix: string,
    after: string,
    signal?: AbortSignal,
  ): Promise<{ readonly listed: readonly Listed[]; readonly more: boolean }> {
    try {
      const command = new this.#sdk.ListObjectsV2Command({
        Bucket: this.name,
        Prefix: prefix,
        MaxKeys: PAGE,
        EncodingType: "url",
        ...(after === "" ? {} : { StartAfter: after }),
      });
      const { Contents = [], IsTruncated = false } = await this.#client.send(command, signal === undefined ? {} : { abortSignal: signal });
      // A form's way of writing: a blank is a plus.
      const named = (key = ""): string => decodeURIComponent(key.replaceAll("+", " "));
      return {
        listed: Contents.map(({ Key, Size = 0, LastModified }) => ({ key: named(Key), size: Size, modified: LastModified ?? null })),
        more: IsTruncated,
      };
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#failed(prefix, error);
    }
  }

  /**
   * Up to `length` bytes of an object from `offset` on; null where it is not there, or not that of `etag` any more.
   * `patience`: milliseconds for all of it, however slowly it comes.
   * @throws CornichonError `input.unreadable`
   */
  async read(key: string, offset: number, length: number, etag?: string, patience = READ_MS): Promise<Piece | null> {
    for (let attempt = 1; ; attempt++) {
      const signal = AbortSignal.timeout(patience);
      try {
        return await this.#read(key, { offset, length, signal }, etag);
      } catch (error) {
        // 412: it is another one. 416: it is shorter than that, or empty.
        if (isGone(error) || statusOf(error) === 412) return null;
        if (statusOf(error) === 416) return offset === 0 && etag === undefined ? await this.#empty(key) : null;
        if (signal.aborted) throw this.#failed(key, signal.reason);
        if (error instanceof CornichonError || statusOf(error) !== null || attempt >= BODY_ATTEMPTS) throw this.#failed(key, error);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** attempt));
    }
  }

  async #read(key: string, { offset, length, signal }: Stretch, etag?: string): Promise<Piece> {
    const command = new this.#sdk.GetObjectCommand({
      Bucket: this.name,
      Key: key,
      Range: `bytes=${offset}-${offset + length - 1}`,
      ...(etag === undefined ? {} : { IfMatch: etag }),
    });
    const { Body, ETag = "", ContentRange, ContentLength } = await this.#client.send(command, { abortSignal: signal });
    const [, from, size] = /^bytes (\d+)-\d+\/(\d+)$/.exec(ContentRange ?? "") ?? [];
    // Without a range it is the whole object, which is what was asked for where it is short.
    const isAsked = from === undefined ? offset === 0 && (ContentLength ?? 0) <= length : Number(from) === offset;
    if (Body instanceof Readable && !isAsked) Body.destroy();
    if (!isAsked)
      throw this.#odd(key, sentence`the store does not give the range of an object that it is asked for; copy it to another store`);
    const bytes = Body instanceof Readable ? await bytesOf(Body, length, signal) : new Uint8Array(0);
    if (ContentLength !== undefined && bytes.length !== ContentLength) throw new Error("The body is not as long as it was said to be.");
    return { bytes, etag: ETag, size: size === undefined ? bytes.length : Number(size) };
  }

  /** An object without a byte has no range. */
  async #empty(key: string): Promise<Piece | null> {
    const facts = await this.facts(key);
    return facts === null ? null : { bytes: new Uint8Array(0), ...facts };
  }

  /** What an object is known by, null where there is none. @throws CornichonError `input.unreadable` */
  async facts(key: string): Promise<Omit<Piece, "bytes"> | null> {
    try {
      const { ETag = "", ContentLength = 0 } = await this.#client.send(new this.#sdk.HeadObjectCommand({ Bucket: this.name, Key: key }));
      return { etag: ETag, size: ContentLength };
    } catch (error) {
      // Who may not list a bucket is told 403 of what is not there.
      if (isGone(error) || statusOf(error) === 403) return null;
      throw this.#failed(key, error);
    }
  }

  /** Writes an object in one go. @throws CornichonError `input.unreadable`, as everything that follows */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#told(key, () => this.#client.send(new this.#sdk.PutObjectCommand({ Bucket: this.name, Key: key, Body: bytes })));
  }

  /** Nothing happens when it is gone already. */
  async remove(key: string): Promise<void> {
    await this.#told(key, () => this.#client.send(new this.#sdk.DeleteObjectCommand({ Bucket: this.name, Key: key })));
  }

  /** Begins an upload in parts. @returns its id */
  async begin(key: string): Promise<string> {
    const command = new this.#sdk.CreateMultipartUploadCommand({ Bucket: this.name, Key: key });
    const { UploadId = "" } = await this.#told(key, () => this.#client.send(command));
    return UploadId;
  }

  async part(key: string, upload: string, number: number, bytes: Uint8Array): Promise<Part> {
    const command = new this.#sdk.UploadPartCommand({ Bucket: this.name, Key: key, UploadId: upload, PartNumber: number, Body: bytes });
    const { ETag = "" } = await this.#told(key, () => this.#client.send(command));
    return { number, etag: ETag };
  }

  async complete(key: string, upload: string, parts: readonly Part[]): Promise<void> {
    const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
    const command = new this.#sdk.CompleteMultipartUploadCommand({
      Bucket: this.name,
      Key: key,
      UploadId: upload,
      MultipartUpload: { Parts },
    });
    await this.#told(key, () => this.#client.send(command));
  }

  async abort(key: string, upload: string): Promise<void> {
    const command = new this.#sdk.AbortMultipartUploadCommand({ Bucket: this.name, Key: key, UploadId: upload });
    await this.#told(key, () => this.#client.send(command));
  }

  /** Uploads that were begun before a time and never ended. */
  async unfinished(prefix: string, before: number): Promise<readonly { readonly key: string; readonly upload: string }[]> {
    const command = new this.#sdk.ListMultipartUploadsCommand({ Bucket: this.name, Prefix: prefix });
    const { Uploads = [] } = await this.#told(prefix, () => this.#client.send(command));
    const isOld = (begun: Date | undefined): boolean => begun !== undefined && begun.getTime() < before;
    return Uploads.filter(({ Initiated }) => isOld(Initiated)).map(({ Key = "", UploadId = "" }) => ({ key: Key, upload: UploadId }));
  }

  async #told<T>(key: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw this.#failed(key, error);
    }
  }
}
