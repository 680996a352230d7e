/**
 * Which of n machines judges a key: by a hash of the key, not by its place in the listing. A page's keys are others as soon
 * as somebody puts an object before it, so machines that list at different times would judge a key twice or never; its hash
 * stays. Each machine lists all keys for that, which is one request for a thousand.
 */
import { createHash } from "node:crypto";

/** One of so many, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Most machines. */
export const MOST_SHARDS = 100_000;

const HASH_BYTES = 6;

/** True for a key that this one judges. */
export const isInShard = (key: string, { index, count }: Shard): boolean =>
  createHash("sha256").update(key).digest().readUIntBE(0, HASH_BYTES) % count === index - 1;

/** `3/200` as a shard, null for what is none. */
export function shardOf(text: string): Shard | null {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index >= 1 && shard.index <= shard.count && shard.count <= MOST_SHARDS ? shard : null;
}
