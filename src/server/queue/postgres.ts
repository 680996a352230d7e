/**
 * A queue in PostgreSQL: a table, of which each worker locks the oldest rows that nobody else has locked (SKIP LOCKED) and
 * puts them off while it works. A row that was put off by a worker that died comes back by itself.
 */
import { Kysely, PostgresDialect, sql } from "kysely";
import { openPool } from "../postgres-pool.js";
import { HOLD_MS, type Queue, type Taken, type Told, unusable } from "./queue.js";

const CONNECTIONS = 4;
/** How often the table is looked at where it was empty. */
const POLL_MS = 500;
const RENEW_MS = HOLD_MS / 4;

interface Row {
  id: string;
  added: Date;
  /** From when on it may be taken. */
  available: Date;
}

interface Tables {
  cornichon_queue: Row;
}

const later = (ms: number) => sql<Date>`now() + make_interval(secs => ${ms / 1000})`;

class PostgresQueue implements Queue {
  readonly #db: Kysely<Tables>;
  readonly #told: Told;
  readonly #running = new Set<Promise<void>>();
  #places = 0;
  #take: (id: string) => Promise<Taken> = async () => "over";
  #timer: NodeJS.Timeout | null = null;
  #isLooking = false;
  #isStopping = false;

  constructor(db: Kysely<Tables>, told: Told) {
    this.#db = db;
    this.#told = told;
  }

  async tell(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#db
      .insertInto("cornichon_queue")
      .values(ids.map((id) => ({ id, added: sql<Date>`now()`, available: sql<Date>`now()` })))
      .onConflict((conflict) => conflict.column("id").doNothing())
      .execute();
    this.#look();
  }

  start(places: number, take: (id: string) => Promise<Taken>): void {
    this.#places = places;
    this.#take = take;
    this.#timer = setInterval(() => this.#look(), POLL_MS);
    this.#look();
  }

  #look(): void {
    if (this.#isLooking || this.#isStopping || this.#running.size >= this.#places) return;
    this.#isLooking = true;
    this.#fill()
      .catch((error: unknown) => this.#told(error, "the queue could not be read"))
      .finally(() => {
        this.#isLooking = false;
      });
  }

  async #fill(): Promise<void> {
    for (let room = this.#places - this.#running.size; room > 0 && !this.#isStopping; room = this.#places - this.#running.size) {
      const ids = await this.#claim(room);
      if (ids.length === 0) return;
      for (const id of ids) this.#begin(id);
    }
  }

  async #claim(most: number): Promise<readonly string[]> {
    const rows = await this.#db
      .updateTable("cornichon_queue")
      .set({ available: later(HOLD_MS) })
      .where("id", "in", (from) =>
        from
          .selectFrom("cornichon_queue")
          .select("id")
          .where("available", "<=", sql<Date>`now()`)
          .orderBy("available")
          .limit(most)
          .forUpdate()
          .skipLocked(),
      )
      .returning("id")
      .execute();
    return rows.map(({ id }) => id);
  }

  #begin(id: string): void {
    const work: Promise<void> = this.#work(id)
      .catch((error: unknown) => this.#told(error, "a job of the queue could not be ended"))
      .finally(() => {
        this.#running.delete(work);
        this.#look();
      });
    this.#running.add(work);
  }

  async #work(id: string): Promise<void> {
    const renew = setInterval(() => void this.#putOff(id, HOLD_MS).catch(() => undefined), RENEW_MS);
    try {
      const taken = await this.#take(id);
      if (taken === "over") await this.#db.deleteFrom("cornichon_queue").where("id", "=", id).execute();
      else await this.#putOff(id, taken.againMs);
    } finally {
      clearInterval(renew);
    }
  }

  async #putOff(id: string, ms: number): Promise<void> {
    await this.#db
      .updateTable("cornichon_queue")
      .set({ available: later(ms) })
      .where("id", "=", id)
      .execute();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all(this.#running);
    await this.#db.destroy();
  }
}

/** Two that make it at once: one of them may fail at what the other made. */
async function makeTable(db: Kysely<Tables>): Promise<void> {
  await sql`create table if not exists cornichon_queue (id text primary key, added timestamptz not null, available timestamptz not null)`.execute(
    db,
  );
  await sql`create index if not exists cornichon_queue_available on cornichon_queue (available)`.execute(db);
}

export async function openPostgres(url: string, told: Told): Promise<Queue> {
  const pool = await openPool({ connectionString: url, max: CONNECTIONS }, (error) => told(error, "the queue does not answer"));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await makeTable(db).catch(() => makeTable(db));
  } catch (cause) {
    await db.destroy().catch(() => undefined);
    unusable(url, cause);
  }
  return new PostgresQueue(db, told);
}
