/**
 * Which uploads somebody still needs: those of jobs that have not ended, and what came of pages. Rows are read once for all
 * uploads together, some at a time: asked one by one, a spool of ten thousand files would read ten thousand rows each.
 */
import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.js";
import { PAGES } from "./page.js";

/** Rows that are read at a time: one may have a thousand uploads. */
const AT_ONCE = 50;
/** Keys of a spool, wherever they stand in a row: one that is damaged keeps its uploads as well. */
const KEYS = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;

/** Rows behind an id that may name an upload. */
const rowsBehind = (db: Kysely<Tables>, after: string) =>
  db
    .selectFrom("jobs")
    .select(["id", "options", "report"])
    .where("id", ">", after)
    .where((where) => where.or([where("status", "in", ["queued", "running"]), where("tenant", "=", PAGES)]))
    .orderBy("id")
    .limit(AT_ONCE)
    .execute();

/** Those of some uploads that are needed. */
export async function needed(db: Kysely<Tables>, keys: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  if (keys.size === 0) return found;
  for (let after = ""; ; ) {
    const rows = await rowsBehind(db, after);
    for (const { options, report } of rows)
      for (const [key] of `${options} ${report ?? ""}`.matchAll(KEYS)) if (keys.has(key)) found.add(key);
    const last = rows.at(-1);
    if (last === undefined) return found;
    after = last.id;
  }
}
