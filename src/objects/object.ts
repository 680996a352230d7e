/**
 * An object as an artifact. The first request gives its beginning, its length and its ETag, and every other one asks for the
 * bytes of that ETag alone: what is overwritten or deleted while it is judged has no mixed verdict but the finding of a file
 * that changed. Up to 4 MiB are read at once and kept; of longer ones a few pieces of 4 MiB are, so that the guest and the
 * hash, who read one behind the other, ask for each only once. What is long and bears no name of a model is begun with
 * 128 KiB: mostly it is none.
 */
import { remoteContent } from "../artifact/content.js";
import { notReadable } from "../artifact/failure.js";
import { type OpenArtifact, openBytes } from "../artifact/source.js";
import { sentence } from "../errors.js";
import { type ArtifactSource, BLOCK_BYTES, HELD_BYTES } from "../host/types.js";
import type { Bucket, Piece } from "./bucket.js";

/** Pieces of a long object that are kept. */
const KEPT = 3;

/** Names beside an object. */
export interface Beside {
  /** False where it is known that there is no such object; true where it has to be asked for. */
  mayHave(key: string): boolean;
  /** There was none. */
  lacks(key: string): void;
}

/** What is asked for first. */
export interface Wanted {
  readonly key: string;
  /** As the listing had it. */
  readonly size: number;
  /** Its name says that it is an artifact. */
  readonly named: boolean;
}

/** Bytes of a long object, in pieces that are kept for a while. */
class Pieces {
  readonly #bucket: Bucket;
  readonly #key: string;
  readonly #head: Piece;
  readonly #kept = new Map<number, Promise<Uint8Array | null>>();
  /** It is not there any more, or is another one. */
  isOther = false;

  constructor(bucket: Bucket, key: string, head: Piece) {
    this.#bucket = bucket;
    this.#key = key;
    this.#head = head;
  }

  /** Fills `target` with bytes at `offset`; fewer only at the end, or where it changed. */
  readonly fill = async (offset: number, target: Buffer): Promise<number> => {
    const end = Math.min(offset + target.length, this.#head.size);
    let at = offset;
    while (at < end) {
      const [start, bytes] = await this.#pieceAt(at, end);
      if (bytes === null || bytes.length <= at - start) {
        this.isOther = true;
        break;
      }
      const part = bytes.subarray(at - start, Math.min(bytes.length, end - start));
      target.set(part, at - offset);
      at += part.length;
    }
    return at - offset;
  };

  async #pieceAt(at: number, end: number): Promise<readonly [number, Uint8Array | null]> {
    const { bytes } = this.#head;
    if (end <= bytes.length) return [0, bytes];
    const number = Math.floor(at / HELD_BYTES);
    return [number * HELD_BYTES, await this.#piece(number)];
  }

  #piece(number: number): Promise<Uint8Array | null> {
    const known = this.#kept.get(number);
    if (known !== undefined) return known;
    const asked = this.#bucket.read(this.#key, number * HELD_BYTES, HELD_BYTES, this.#head.etag).then((piece) => piece?.bytes ?? null);
    asked.catch(() => undefined);
    this.#kept.set(number, asked);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return asked;
  }
}

/** A long object as a source of bytes. */
function remote(bucket: Bucket, key: string, head: Piece, tagKey?: Uint8Array) {
  const pieces = new Pieces(bucket, key, head);
  const content = remoteContent(pieces.fill, head.size, tagKey);
  return { ...content, size: head.size, fd: null, changed: () => content.witness.differ || pieces.isOther };
}

type Remote = ReturnType<typeof remote>;

/** The objects of an artifact's own folder, each opened once. */
function companions(bucket: Bucket, key: string, beside: Beside, tagKey: Uint8Array) {
  const folder = key.slice(0, key.lastIndexOf("/") + 1);
  const opened = new Map<string, Promise<Remote | null>>();
  const all: Remote[] = [];
  const open = async (name: string): Promise<Remote | null> => {
    const other = folder + name;
    if (!beside.mayHave(other)) return null;
    const head = await bucket.read(other, 0, BLOCK_BYTES);
    if (head === null) {
      beside.lacks(other);
      return null;
    }
    const source = remote(bucket, other, head, tagKey);
    all.push(source);
    return source;
  };
  const companion = (name: string): Promise<ArtifactSource | null> => {
    const known = opened.get(name) ?? open(name);
    opened.set(name, known);
    return known;
  };
  return { companion, changed: () => all.some((one) => one.changed()) };
}

/** Opens an object. @throws CornichonError `input.unreadable`, of one that was deleted since it was listed as well */
export async function openObject(bucket: Bucket, { key, size, named }: Wanted, beside: Beside): Promise<OpenArtifact> {
  const path = bucket.textOf(key);
  const head = await bucket.read(key, 0, named || size <= HELD_BYTES ? HELD_BYTES : BLOCK_BYTES);
  if (head === null) throw notReadable(path, sentence`it was deleted after the bucket was listed`);
  if (head.bytes.length === head.size) {
    const whole = openBytes(head.bytes, path);
    const { companion, changed } = companions(bucket, key, beside, whole.witness.key);
    return { ...whole, companion, changed: () => whole.changed() || changed() };
  }
  const source = remote(bucket, key, head);
  const { companion, changed } = companions(bucket, key, beside, source.witness.key);
  return { ...source, path, facts: null, companion, changed: () => source.changed() || changed(), close: () => Promise.resolve() };
}
