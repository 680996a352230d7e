/**
 * A report that is written to a bucket, or that a run goes on with which was killed (`--resume`). For that it is written
 * beside its place (`FILE.part`, or an upload in parts), and how far it is stands in `FILE.progress`: written down after
 * what it speaks of, so that lines behind it, a torn one as well, are cut off and written again. The report is put in its
 * place when it is whole; its progress stays, and says to whoever asks again that all is done.
 */
import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import * as z from "zod";
import { systemPath } from "../artifact/path.js";
import { CornichonError, type Shown, sentence, showPath } from "../errors.js";
import { type Address, addressOf, addressText, isAddress } from "../objects/address.js";
import { Bucket } from "../objects/bucket.js";
import { PART_BYTES, Upload } from "../objects/upload.js";
import { AtomicFile } from "../output/atomic.js";
import { codeOf, insist } from "../output/failure.js";
import { writeAll } from "../output/patient.js";
import { type Output, settling } from "./output.js";

const PART = ".part";
const PROGRESS = ".progress";
/** How often it is written down how far a report is: a file's every second, an object's with what waits for its next part. */
const FILE_MS = 1000;
const OBJECT_MS = 20_000;
/** Text that waits to be written. */
const MOST_PENDING = 1024 * 1024;

/** How far a report is, in the words of the place where it is written. */
export const MARK = z.object({
  bytes: z.int().min(0),
  upload: z.string().nullable().default(null),
  parts: z.array(z.object({ number: z.int().min(1), etag: z.string() })).default([]),
  /** What waits for the next part. */
  tail: z.string().default(""),
});
export type Mark = z.infer<typeof MARK>;

/** Where a report is written. */
interface Place {
  readonly betweenMs: number;
  /** What was written down; null where nothing is. */
  progress(): Promise<string | null>;
  /** Goes on behind a mark. @returns false where that is not there any more */
  restore(mark: Mark): Promise<boolean>;
  append(bytes: Uint8Array): Promise<void>;
  mark(): Mark;
  save(progress: string): Promise<void>;
  finish(): Promise<void>;
  /** True where the whole report lies in its place. */
  isThere(mark: Mark): Promise<boolean>;
  discard(): Promise<void>;
}

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

class FilePlace implements Place {
  readonly betweenMs = FILE_MS;
  readonly #path: string;
  #fd: number | null = null;
  #bytes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  #open(bytes: number): number {
    return insist(this.#path, () => {
      const fd = openSync(systemPath(this.#path + PART), APPEND, 0o666);
      // What is shorter than it was written down to be is begun again.
      this.#bytes = fstatSync(fd).size < bytes ? 0 : bytes;
      ftruncateSync(fd, this.#bytes);
      this.#fd = fd;
      return fd;
    });
  }

  async progress(): Promise<string | null> {
    return insist(this.#path, () => {
      try {
        return readFileSync(systemPath(this.#path + PROGRESS), "utf8");
      } catch (error) {
        if (codeOf(error) === "ENOENT") return null;
        throw error;
      }
    });
  }

  async restore({ bytes }: Mark): Promise<boolean> {
    this.#open(bytes);
    return this.#bytes === bytes;
  }

  async append(bytes: Uint8Array): Promise<void> {
    const fd = this.#fd ?? this.#open(0);
    this.#insistAlone(fd);
    insist(this.#path, () => writeAll(fd, bytes));
    this.#bytes += bytes.length;
  }

  /** Lines of two runs in one file would be a report of neither. */
  #insistAlone(fd: number): void {
    if (insist(this.#path, () => fstatSync(fd).size) === this.#bytes) return;
    throw new CornichonError(
      "output.exists",
      sentence`${showPath(this.#path + PART)}: another run writes this report as well; end one of them, and run the other again`,
    );
  }

  mark(): Mark {
    return { bytes: this.#bytes, upload: null, parts: [], tail: "" };
  }

  async save(progress: string): Promise<void> {
    const fd = this.#fd ?? this.#open(0);
    insist(this.#path, () => fsyncSync(fd));
    const file = new AtomicFile(this.#path + PROGRESS);
    file.write(Buffer.from(progress));
    await file.commit();
  }

  async finish(): Promise<void> {
    const fd = this.#fd ?? this.#open(0);
    this.#insistAlone(fd);
    insist(this.#path, () => {
      renameSync(systemPath(this.#path + PART), systemPath(this.#path));
      closeSync(fd);
    });
  }

  async isThere({ bytes }: Mark): Promise<boolean> {
    return insist(this.#path, () => statSync(systemPath(this.#path), { throwIfNoEntry: false })?.size === bytes);
  }

  async discard(): Promise<void> {
    // What was written is gone on with.
  }
}

class ObjectPlace implements Place {
  readonly betweenMs = OBJECT_MS;
  readonly #bucket: Bucket;
  readonly #key: string;
  #upload: Upload;
  #tail: Buffer = Buffer.alloc(0);
  #bytes = 0;

  private constructor(bucket: Bucket, key: string) {
    this.#bucket = bucket;
    this.#key = key;
    this.#upload = new Upload(bucket, key);
  }

  static async at({ bucket, key }: Address): Promise<ObjectPlace> {
    return new ObjectPlace(await Bucket.open(bucket), key);
  }

  async progress(): Promise<string | null> {
    const key = this.#key + PROGRESS;
    const piece = await this.#bucket.read(key, 0, 2 * PART_BYTES);
    return piece === null ? null : Buffer.from(piece.bytes).toString();
  }

  async restore({ bytes, upload, parts, tail }: Mark): Promise<boolean> {
    this.#upload = new Upload(this.#bucket, this.#key, { upload, parts });
    this.#tail = Buffer.from(tail);
    this.#bytes = bytes;
    return true;
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#tail = Buffer.concat([this.#tail, bytes]);
    this.#bytes += bytes.length;
    for (; this.#tail.length >= PART_BYTES; this.#tail = this.#tail.subarray(PART_BYTES))
      await this.#upload.add(this.#tail.subarray(0, PART_BYTES));
  }

  mark(): Mark {
    const { upload, parts } = this.#upload.state;
    return { bytes: this.#bytes, upload, parts: [...parts], tail: this.#tail.toString() };
  }

  async save(progress: string): Promise<void> {
    await this.#bucket.put(this.#key + PROGRESS, Buffer.from(progress));
  }

  finish(): Promise<void> {
    return this.#upload.end(this.#tail);
  }

  async isThere({ bytes }: Mark): Promise<boolean> {
    return (await this.#bucket.facts(this.#key))?.size === bytes;
  }

  discard(): Promise<void> {
    return this.#upload.abort();
  }
}

async function placeAt(path: string): Promise<Place> {
  if (!isAddress(path)) return new FilePlace(path);
  const address = addressOf(path);
  if (address.key !== "" && !address.key.endsWith("/")) return ObjectPlace.at(address);
  throw new CornichonError("usage", sentence`--output ${showPath(addressText(address))} names no object; add a name behind it`);
}

/** What a bucket answers of a report is not of an input. */
function written<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof CornichonError) || error.code !== "input.unreadable") throw error;
    throw new CornichonError("output.exists", error.message, { cause: error });
  });
}

/** A report of which it is written down how far it is. */
export interface Kept {
  /** What is written down beside the place: all that it takes to go on. */
  standing(isWhole: boolean): object;
}

/** A report in a bucket, or beside its place. */
export class PlacedOutput implements Output {
  readonly #place: Place;
  #kept: Kept | null = null;
  #pending: Uint8Array[] = [];
  #length = 0;
  #saved = Date.now();
  #isEnded = false;

  private constructor(place: Place) {
    this.#place = place;
  }

  /** @throws CornichonError `usage` */
  static async at(path: string): Promise<PlacedOutput> {
    return new PlacedOutput(await written(placeAt(path)));
  }

  /** What was written down of a run before this one; null where nothing is. */
  progress(): Promise<string | null> {
    return written(this.#place.progress());
  }

  /** From here on it is written down how far it is. */
  keep(kept: Kept): void {
    this.#kept = kept;
  }

  restore(mark: Mark): Promise<boolean> {
    return written(this.#place.restore(mark));
  }

  isThere(mark: Mark): Promise<boolean> {
    return written(this.#place.isThere(mark));
  }

  /** Puts a report in its place that was whole when its run was killed. */
  finish(): Promise<void> {
    this.#isEnded = true;
    return written(this.#place.finish());
  }

  write(text: Shown): void {
    this.data(text);
  }

  data(piece: string | Uint8Array): void {
    const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
    this.#pending.push(bytes);
    this.#length += bytes.length;
  }

  async ready(): Promise<void> {
    const isDue = this.#kept !== null && Date.now() - this.#saved >= this.#place.betweenMs;
    if (!isDue && this.#length < MOST_PENDING) return;
    await (isDue ? this.checkpoint() : this.#flush());
  }

  /** Writes down how far it is. */
  async checkpoint(): Promise<void> {
    await this.#flush();
    await this.#save(false);
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#length = 0;
    await written(this.#place.append(bytes));
  }

  async #save(isWhole: boolean): Promise<void> {
    if (this.#kept === null) return;
    await written(this.#place.save(JSON.stringify({ ...this.#kept.standing(isWhole), mark: this.#place.mark() })));
    this.#saved = Date.now();
  }

  async #end(): Promise<void> {
    await this.#flush();
    await this.#save(true);
    await this.finish();
  }

  end(): Promise<void> {
    return settling(this.#end());
  }

  discard(): void {
    if (this.#isEnded || this.#kept !== null) return;
    this.#isEnded = true;
    settling(this.#place.discard().catch(() => undefined));
  }
}
