/**
 * Node's own SQLite under kysely: no native package. It answers at once and in this thread, so what it is asked is short:
 * single rows by their key. The journal is written ahead (WAL), by which a killed service loses nothing that it confirmed.
 */
import { closeSync, openSync, statSync } from "node:fs";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { CornichonError, sentence, showPath } from "../../errors.js";

/** Statements that are kept ready. */
const PREPARED = 64;
/** How long another program may hold the file, and how often it is tried until then: SQLite's own wait would hold this thread. */
const BUSY_MS = 5000;
const BUSY_PAUSE_MS = 20;
/** SQLite's number for a file that another holds. */
const SQLITE_BUSY = 5;

const isBusy = (error: unknown): boolean => error instanceof Error && "errcode" in error && Number(error.errcode) % 256 === SQLITE_BUSY;

/** Which file a path leads to; null for none. */
function fileAt(path: string): string | null {
  if (path === ":memory:") return path;
  const facts = statSync(path, { bigint: true, throwIfNoEntry: false });
  return facts === undefined ? null : `${facts.dev} ${facts.ino}`;
}

type SqliteModule = typeof import("node:sqlite");

async function sqliteModule(): Promise<SqliteModule> {
  try {
    return await import("node:sqlite");
  } catch (cause) {
    throw new CornichonError(
      "service.storage",
      sentence`this Node has no SQLite: run the service with Node 24 or 26, or name a PostgreSQL database with --database`,
      { cause },
    );
  }
}

/** What SQLite takes as a value. */
type Bound = null | number | bigint | string | Uint8Array;
const isBound = (value: unknown): value is Bound =>
  value === null || typeof value === "number" || typeof value === "bigint" || typeof value === "string" || value instanceof Uint8Array;

class Connection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #file: string | null;
  readonly #ready = new Map<string, StatementSync>();
  /** Since when another holds it: who comes later waits no longer than who came first. */
  #busySince: number | null = null;

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
    this.#file = fileAt(path);
  }

  /** What is written to a file that has no name any more is lost when the service ends: nothing is accepted then. */
  #checkFile(): void {
    if (fileAt(this.#path) === this.#file) return;
    throw new CornichonError(
      "service.storage",
      sentence`${showPath(this.#path)} was removed or replaced while the service ran: start the service again.`,
    );
  }

  #prepared(text: string): StatementSync {
    const ready = this.#ready.get(text);
    if (ready !== undefined) return ready;
    const made = this.#database.prepare(text);
    const [oldest] = this.#ready.keys();
    if (this.#ready.size >= PREPARED && oldest !== undefined) this.#ready.delete(oldest);
    this.#ready.set(text, made);
    return made;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.#checkFile();
    for (;;) {
      try {
        const result = this.#once<R>(query);
        this.#busySince = null;
        return result;
      } catch (error) {
        this.#busySince ??= isBusy(error) ? Date.now() : null;
        if (!isBusy(error) || Date.now() - (this.#busySince ?? 0) > BUSY_MS) throw error;
        await wait(BUSY_PAUSE_MS);
      }
    }
  }

  #once<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const bound = parameters.map((value) => {
      if (!isBound(value)) throw new TypeError("A query was given what no column holds.");
      return value;
    });
    const statement = this.#prepared(sql);
    if (statement.columns().length > 0) {
      // The one cast here: kysely knows the columns by the query that it made.
      return { rows: statement.all(...bound) as R[] };
    }
    const { changes } = statement.run(...bound);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  /** Nothing here streams: kysely asks for it all the same. */
  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}

/** One connection: whoever asks for it waits for whoever has it. */
class SqliteDriver implements Driver {
  readonly #path: string;
  #database: DatabaseSync | null = null;
  #connection: Connection | null = null;
  #free: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async init(): Promise<void> {
    const { DatabaseSync } = await sqliteModule();
    try {
      // Who sent what is nobody else's to read; what SQLite puts beside it has the same mode.
      if (this.#path !== ":memory:") closeSync(openSync(this.#path, "a", 0o600));
      const database = new DatabaseSync(this.#path, { timeout: BUSY_MS });
      database.exec("pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on");
      this.#database = database;
      database.exec("pragma busy_timeout = 0");
      this.#connection = new Connection(database, this.#path);
    } catch (cause) {
      throw new CornichonError("service.storage", sentence`${showPath(this.#path)}: no SQLite database could be opened there`, { cause });
    }
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#free;
    let release = (): void => undefined;
    this.#free = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    this.#release = release;
    if (this.#connection === null) throw new Error("The database was closed.");
    return this.#connection;
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("commit"));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // SQLite ends it by itself where the disk is full: that there is none would be told in place of why.
    if (this.#database?.isTransaction !== true) return;
    await connection.executeQuery(CompiledQuery.raw("rollback"));
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  async destroy(): Promise<void> {
    this.#connection = null;
    this.#database?.close();
    this.#database = null;
  }
}

/** kysely over a file of SQLite, or `:memory:`. */
export const sqliteDialect = (path: string): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new SqliteDriver(path),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});
