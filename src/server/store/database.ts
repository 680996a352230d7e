/** Which database: a file of SQLite by default, PostgreSQL by its address. A password is never told in a message. */
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type Dialect, Kysely, PostgresDialect } from "kysely";
import { CornichonError, sentence, showPath, showText } from "../../errors.js";
import { makeFolders } from "../../host/make-folders.js";
import { openPool } from "../postgres-pool.js";
import { type DatabaseKind, migrated } from "./migrations.js";
import { sqliteDialect } from "./sqlite.js";
import type { Tables } from "./tables.js";

/** An open database with today's tables. */
export interface Database {
  readonly kind: DatabaseKind;
  readonly db: Kysely<Tables>;
}

/** Connections to PostgreSQL. */
const CONNECTIONS = 10;
/** PostgreSQL's number of the type `bigint`, which pg gives as text unless told otherwise. */
const INT8 = 20;

/** Where the user's programs keep what they know (XDG; on Windows and macOS their own folders). */
export function stateFolder(): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === "win32") return join(LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "cornichon");
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "cornichon");
  return join(XDG_STATE_HOME === undefined || XDG_STATE_HOME === "" ? join(homedir(), ".local", "state") : XDG_STATE_HOME, "cornichon");
}

const isPostgres = (url: string): boolean => /^postgres(?:ql)?:\/\//.test(url);

async function postgresDialect(url: string): Promise<Dialect> {
  const { default: pg } = await import("pg");
  const types = {
    getTypeParser: (oid: number, format?: "text" | "binary") => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)),
  };
  // Whoever asks next is told, or gets a new one.
  return new PostgresDialect({ pool: await openPool({ connectionString: url, max: CONNECTIONS, types }, () => undefined) });
}

function sqlitePath(url: string): string {
  const path = url.slice("sqlite:".length);
  if (path === ":memory:") return path;
  const whole = resolve(path);
  try {
    makeFolders(dirname(whole), { mode: 0o700 });
  } catch (cause) {
    throw new CornichonError("service.storage", sentence`${showPath(whole)}: the folder for the database could not be made`, { cause });
  }
  return whole;
}

/**
 * Opens a database, and makes what it lacks.
 * @throws CornichonError `usage` for an address that is none, `service.storage`
 */
export async function openDatabase(url: string | null): Promise<Database> {
  const address = url ?? `sqlite:${join(stateFolder(), "service.sqlite")}`;
  const kind: DatabaseKind | null = isPostgres(address) ? "postgres" : address.startsWith("sqlite:") ? "sqlite" : null;
  if (kind === null)
    throw new CornichonError("usage", sentence`--database is sqlite:FILE or postgres://…, not ${showText(scheme(address))}`);
  const dialect = kind === "postgres" ? await postgresDialect(address) : sqliteDialect(sqlitePath(address));
  const db = new Kysely<Tables>({ dialect });
  try {
    await migrated(db, kind);
  } catch (cause) {
    await db.destroy().catch(() => undefined);
    if (cause instanceof CornichonError) throw cause;
    throw new CornichonError("service.storage", sentence`the database (${showText(kind)}) could not be used: ${showText(why(cause))}`, {
      cause,
    });
  }
  return { kind, db };
}

const scheme = (url: string): string => /^[\w+.-]*:/.exec(url)?.[0] ?? "a path";
const why = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
