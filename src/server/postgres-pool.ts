/**
 * Connections to PostgreSQL, of the store and of the queue. A server that is started again ends them: one that rests is
 * told of by the pool, but one that somebody holds between two questions (a transaction) tells of itself, and what nobody
 * hears ends the process. Who holds it is told by the next question.
 */
import type pg from "pg";

/** A pool of that many; `lost` hears of connections that were ended while nobody had them. */
export async function openPool(config: pg.PoolConfig, lost: (error: Error) => void): Promise<pg.Pool> {
  const { default: postgres } = await import("pg");
  const pool = new postgres.Pool(config);
  pool.on("error", lost);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}
