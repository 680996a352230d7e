/**
 * A bucket as `scan` walks it: objects in the order of their keys, as files below a folder. `s3://bucket/key` of an object
 * is a file that was named; else it is the folder of that name. The first request for each object is made while those
 * before it are judged: a store answers in milliseconds, and a child waits for none of them.
 */
import { basename } from "node:path";
import { hasArtifactEnding } from "../../sandbox/wire/endings.js";
import { isUnreadable } from "../artifact/failure.js";
import type { OpenArtifact } from "../artifact/source.js";
import type { LeftOut, TreeFilter } from "../artifact/tree-filter.js";
import type { MetOther } from "../artifact/walk.js";
import { type Address, addressOf, addressText } from "../objects/address.js";
import { Bucket, type Listed } from "../objects/bucket.js";
import { ListedNames } from "../objects/listed-names.js";
import { openObject } from "../objects/object.js";
import { isInShard, type Shard } from "../objects/shard.js";

/** Objects that are asked for before it is their turn: with the longest that are kept whole, 64 MiB. */
const AHEAD = 16;

/**
 * Which part of a bucket is looked at.
 * @see ScanAllOptions
 */
export interface BucketPart {
  /** Of so many machines, the keys of this one. */
  readonly shard?: Shard;
  /** Only keys behind this one, empty for all. With it a listing that fails ends the run, for it would not be whole. */
  readonly after?: string;
  /** Only keys up to this one. */
  readonly through?: string;
}

/** An object that may be an artifact. */
export interface MetObject {
  readonly what: "file" | "given";
  readonly path: string;
  readonly named: boolean;
  /** @throws CornichonError `input.unreadable` */
  open(): Promise<OpenArtifact>;
}

/** How a bucket is walked. */
export interface BucketWalk {
  readonly filter: TreeFilter;
  readonly part: BucketPart;
  readonly signal: AbortSignal | undefined;
  /** True for names that are listed and nothing else. */
  readonly isListing?: boolean;
}

/** Why an object is left out by its name, as a file of a folder would be. */
function leftOut(path: string, filter: TreeFilter): LeftOut | null {
  const names = path.split("/");
  for (const [i, name] of names.slice(0, -1).entries()) {
    const left = filter.folder(names.slice(0, i + 1).join("/"), name, []);
    if (left !== null) return left;
  }
  return filter.file(path, []);
}

const isBehind = (key: string, last: string | undefined): boolean =>
  last !== undefined && Buffer.compare(Buffer.from(key), Buffer.from(last)) > 0;

/** What keys begin with: that of a folder ends with a `/`. */
const folderOf = ({ key }: Address): string => (key === "" || key.endsWith("/") ? key : `${key}/`);

class Objects {
  readonly #bucket: Bucket;
  readonly #names = new ListedNames();
  readonly #walk: BucketWalk;

  constructor(bucket: Bucket, walk: BucketWalk) {
    this.#bucket = bucket;
    this.#walk = walk;
  }

  async *all(address: Address): AsyncGenerator<MetObject | MetOther> {
    const given = await this.#given(address);
    if (given !== null) return yield given;
    const prefix = folderOf(address);
    const { part, signal } = this.#walk;
    for await (const page of this.#bucket.pages(prefix, part.after ?? "", signal)) {
      this.#names.add(page.map(({ key }) => key));
      for (const listed of page) {
        if (isBehind(listed.key, part.through)) return;
        if (part.shard === undefined || isInShard(listed.key, part.shard)) yield this.#met(listed, prefix);
      }
    }
  }

  /** The object of that very key. */
  async #given({ key }: Address): Promise<MetObject | null> {
    if (key === "" || key.endsWith("/")) return null;
    const facts = await this.#bucket.facts(key);
    return facts === null ? null : { ...this.#file({ key, size: facts.size }, true), what: "given" };
  }

  #met({ key, size }: Listed, prefix: string): MetObject | MetOther {
    const left = leftOut(key.slice(prefix.length), this.#walk.filter);
    if (left !== null) return { what: "skipped", path: this.#bucket.textOf(key), kind: left };
    return this.#file({ key, size }, hasArtifactEnding(basename(key)));
  }

  #file({ key, size }: Pick<Listed, "key" | "size">, named: boolean): MetObject {
    const path = this.#bucket.textOf(key);
    const open = (): Promise<OpenArtifact> => openObject(this.#bucket, { key, size, named }, this.#names);
    return { what: "file", path, named, open };
  }
}

/** Begins to open what comes, some ahead of whoever takes it. */
async function* ahead(met: AsyncGenerator<MetObject | MetOther>): AsyncGenerator<MetObject | MetOther> {
  const waiting: (MetObject | MetOther)[] = [];
  try {
    for await (const one of met) {
      waiting.push(one.what === "skipped" ? one : begun(one));
      const first = waiting.length > AHEAD ? waiting.shift() : undefined;
      if (first !== undefined) yield first;
    }
  } catch (error) {
    // What was listed before is told before.
    yield* waiting.splice(0);
    throw error;
  }
  yield* waiting;
}

function begun(met: MetObject): MetObject {
  const opening = met.open();
  opening.catch(() => undefined);
  return { ...met, open: () => opening };
}

const cannot = (path: string, error: unknown): MetObject => ({
  what: "file",
  path,
  named: true,
  open: () => Promise.reject(error),
});

/** What is in a bucket, in the order of its keys. A bucket that cannot be listed is met as well, so that it gets its line. */
export async function* objectsAt(path: string, walk: BucketWalk): AsyncGenerator<MetObject | MetOther> {
  const address = addressOf(path);
  const bucket = await Bucket.open(address.bucket);
  try {
    const all = new Objects(bucket, walk).all(address);
    yield* walk.isListing === true ? all : ahead(all);
  } catch (error) {
    if (!isUnreadable(error) || walk.part.after !== undefined) throw error;
    yield cannot(addressText(address), error);
  }
}
