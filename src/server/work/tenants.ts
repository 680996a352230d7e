/**
 * A pool of children a tenant: what one sent is never read by a child that read another's. Pools that nobody used for a
 * while are ended, the longest unused first where there are many.
 */
import { createPool, type Pool } from "../../index.js";

/** Pools that may be idle at a time. */
const MOST_IDLE = 8;
/** An idle pool's children are of no more use. */
const IDLE_MS = 60_000;

interface Kept {
  readonly pool: Pool;
  using: number;
  timer: NodeJS.Timeout | null;
}

export class Tenants {
  readonly #children: number;
  /** The longest unused first. */
  readonly #kept = new Map<string, Kept>();

  constructor(children: number) {
    this.#children = children;
  }

  /** Does work on the tenant's pool. */
  async use<T>(tenant: string, work: (pool: Pool) => Promise<T>): Promise<T> {
    const kept = this.#take(tenant);
    try {
      return await work(kept.pool);
    } finally {
      kept.using--;
      if (kept.using === 0) this.#rest(tenant, kept);
    }
  }

  #take(tenant: string): Kept {
    const kept = this.#kept.get(tenant) ?? { pool: createPool({ children: this.#children }), using: 0, timer: null };
    if (kept.timer !== null) clearTimeout(kept.timer);
    kept.timer = null;
    kept.using++;
    this.#kept.delete(tenant);
    this.#kept.set(tenant, kept);
    return kept;
  }

  #rest(tenant: string, kept: Kept): void {
    // Closed meanwhile.
    if (this.#kept.get(tenant) !== kept) return;
    kept.timer = setTimeout(() => this.#end(tenant, kept), IDLE_MS);
    kept.timer.unref();
    const idle = [...this.#kept].filter(([, { using }]) => using === 0);
    for (const [name, one] of idle.slice(0, Math.max(0, idle.length - MOST_IDLE))) this.#end(name, one);
  }

  #end(tenant: string, kept: Kept): void {
    if (kept.timer !== null) clearTimeout(kept.timer);
    this.#kept.delete(tenant);
    kept.pool.close().catch(() => undefined);
  }

  /** Ends all children at once. */
  async close(): Promise<void> {
    const all = [...this.#kept.values()];
    this.#kept.clear();
    for (const { timer } of all) if (timer !== null) clearTimeout(timer);
    await Promise.all(all.map(({ pool }) => pool.close()));
  }
}
