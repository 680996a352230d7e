/**
 * Pages in the table of jobs, as whoever asked for a scan puts and reads them. A database that is started again is waited
 * for: what was put is there, and whatever is put twice is one row.
 */
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { CornichonError, type Shown, sentence, showLines, showText } from "../../errors.js";
import { jsonIn } from "../json-in.js";
import { toldOf } from "../problem.js";
import type { Told } from "../queue/queue.js";
import type { Database } from "../store/database.js";
import { jobOf, MOST_ATTEMPTS, PAGES, type PageResult, resultIn } from "./page.js";

/** How long a database that does not answer is waited for. */
const PATIENCE_MS = 5 * 60_000;
const PAUSE_MS = 500;
/** Rows that are taken away at a time. */
const AT_ONCE = 500;

const PROBLEM = z.looseObject({ detail: z.string().max(4096) });

/** How a page ended. */
export type Ended = { readonly result: PageResult } | { readonly result: null; readonly why: Shown };

/** A page's row. */
export interface Seen {
  readonly options: string;
  /** Null while it waits or is judged. */
  readonly ended: Ended | null;
  readonly isTaken: boolean;
}

/** Why a page failed, as a sentence's part. */
function whyOf(report: string | null): Shown {
  const detail = jsonIn(report ?? "", PROBLEM)?.detail;
  return detail === undefined ? sentence`its row says nothing that can be read` : showLines(detail.replace(/\.$/, ""));
}

function endedOf(status: string, report: string | null): Ended | null {
  if (status === "queued" || status === "running") return null;
  const result = status === "done" ? resultIn(report ?? "") : null;
  return result === null ? { result, why: sentence`workers could not judge its page: ${whyOf(report)}` } : { result };
}

function* keysOf(rows: readonly { readonly report: string | null }[]): Generator<string> {
  for (const { report } of rows) {
    const result = resultIn(report ?? "");
    if (result !== null) yield result.key;
  }
}

export class PageRows {
  readonly #database: Database;
  readonly #told: Told;

  constructor(database: Database, told: Told) {
    this.#database = database;
    this.#told = told;
  }

  /** Asks until there is an answer. */
  async #patient<T>(ask: () => Promise<T>): Promise<T> {
    for (const since = Date.now(); ; await wait(PAUSE_MS)) {
      try {
        return await ask();
      } catch (error) {
        if (toldOf(error).code !== "service.storage" || Date.now() - since > PATIENCE_MS) throw failed(error);
        this.#told(error, "the database does not answer");
      }
    }
  }

  async put(scan: string, job: number, options: string): Promise<void> {
    const [now, id] = [Date.now(), jobOf(scan, job)];
    const row = { id, tenant: PAGES, status: "queued", name: "", options, report: null, attempts: 0, at: now, leased: null };
    await this.#patient(() =>
      this.#database.db
        .insertInto("jobs")
        .values(row)
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute(),
    );
  }

  #row(scan: string, job: number) {
    return this.#database.db
      .selectFrom("jobs")
      .select(["options", "status", "report", "attempts"])
      .where("id", "=", jobOf(scan, job))
      .where("tenant", "=", PAGES)
      .executeTakeFirst();
  }

  /** A page's options as they stand there; null where there is no such page. */
  async options(scan: string, job: number): Promise<string | null> {
    return (await this.#patient(() => this.#row(scan, job)))?.options ?? null;
  }

  async see(scan: string, job: number): Promise<Seen | null> {
    const row = await this.#patient(() => this.#row(scan, job));
    if (row === undefined) return null;
    const { options, status, report, attempts } = row;
    return { options, ended: endedOf(status, report), isTaken: attempts > 0 };
  }

  /** Has a page judged again of which nothing whole came back. @returns false where it was begun too often already */
  async again(scan: string, job: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#patient(() =>
      this.#database.db
        .updateTable("jobs")
        .set({ status: "queued", report: null, leased: null })
        .where("id", "=", jobOf(scan, job))
        .where("tenant", "=", PAGES)
        .where("status", "=", "done")
        .where("attempts", "<", MOST_ATTEMPTS)
        .executeTakeFirst(),
    );
    return numUpdatedRows === 1n;
  }

  /** Takes the first so many pages of a scan away. @returns what came of them, in the spool */
  async *forget(scan: string, count: number): AsyncGenerator<string> {
    for (let at = 0; at < count; at += AT_ONCE) {
      const ids = Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, i) => jobOf(scan, at + i));
      const rows = await this.#patient(() =>
        this.#database.db.deleteFrom("jobs").where("id", "in", ids).where("tenant", "=", PAGES).returning("report").execute(),
      );
      yield* keysOf(rows);
    }
  }

  /** Takes pages away that nobody came back for. @returns what came of them, in the spool */
  async *forgetBefore(time: number): AsyncGenerator<string> {
    const rows = await this.#patient(() =>
      this.#database.db.deleteFrom("jobs").where("tenant", "=", PAGES).where("at", "<", time).returning("report").execute(),
    );
    yield* keysOf(rows);
  }

  async close(): Promise<void> {
    await this.#database.db.destroy();
  }
}

function failed(error: unknown): unknown {
  if (error instanceof CornichonError || toldOf(error).code !== "service.storage") return error;
  const why = error instanceof Error ? error.message : String(error);
  return new CornichonError("service.storage", sentence`The database could not be used: ${showText(why)}.`, { cause: error });
}
