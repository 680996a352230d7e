/**
 * Children that several calls share. A call of its own starts a child and ends it, which takes longer than a short
 * artifact takes to judge; a program that judges many, one at a time as they come, keeps a pool. A pool is for one tenant:
 * a child that read an artifact of one is never given that of another.
 */
import { createHost } from "../host/index.js";
import type { Host } from "../host/types.js";
import type { Kind } from "./check-options.js";

/**
 * How many children a pool has.
 * @see createPool
 */
export interface PoolOptions {
  /** Children at a time, one unless told otherwise; further calls wait for one. */
  readonly children?: number;
}

/**
 * Children that several calls share.
 * @see createPool
 */
export interface Pool {
  /** Ends its children at once; calls that run on it fail with `host.closed`, and so do later ones. */
  close(): Promise<void>;
}

const hosts = new WeakMap<object, Host>();

/**
 * Makes a pool of children for `scan`, `convert`, `inspect`, `load` and what is made of them. Nothing is started before the
 * first call; idle children keep no program alive.
 * @example
 * ```ts
 * import { createPool, scan } from "cornichon";
 *
 * const pool = createPool({ children: 2 });
 * const paths = ["model.pkl", "model.joblib", "evil.pkl"];
 * const results = await Promise.all(paths.map((path) => scan(path, { pool })));
 * console.log(results.map(({ verdict }) => verdict)); //=> [ 'safe', 'safe', 'dangerous' ]
 * await pool.close();
 * ```
 */
export function createPool({ children = 1 }: PoolOptions = {}): Pool {
  const host = createHost({ jobs: children });
  const pool: Pool = { close: () => host.close() };
  hosts.set(pool, host);
  return pool;
}

const isPool = (value: unknown): value is Pool => typeof value === "object" && value !== null && hosts.has(value);

/** The option of a verb. */
export const POOL: Kind = { words: "what createPool gave", fits: isPool };

/** Runs work on the pool's children, or on one of its own that is ended behind it. */
export async function onHost<T>(pool: Pool | undefined, work: (host: Host, isOwn: boolean) => Promise<T>): Promise<T> {
  const shared = pool === undefined ? undefined : hosts.get(pool);
  if (shared !== undefined) return work(shared, false);
  const host = createHost();
  try {
    return await work(host, true);
  } finally {
    host.leave();
  }
}
