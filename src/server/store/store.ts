/**
 * Results, the audit log and jobs, as the service asks for them. What comes back from a database is not believed: others
 * write to it as well, so a row that is not what was put there counts as none, and the log says so.
 */
import { setImmediate } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import * as z from "zod";
import { showWhole } from "../../errors.js";
import { type ArtifactReport, VERSION } from "../../index.js";
import { jsonIn } from "../json-in.js";
import type { Database } from "./database.js";
import type { Tables } from "./tables.js";

/** What is known of an artifact under one policy. */
export interface KnownResult {
  readonly artifacts: readonly ArtifactReport[];
}

/** A line of the audit log. */
export interface AuditLine {
  readonly id: number;
  readonly at: string;
  readonly who: string;
  readonly verb: string;
  readonly name: string;
  readonly sha256: string | null;
  readonly verdict: string;
  readonly codes: readonly string[];
  readonly policy: string;
}

/** Who had what judged, and how it ended. */
export interface Judged {
  readonly tenant: string;
  readonly verb: string;
  readonly name: string;
  readonly policy: string;
  readonly artifacts: readonly ArtifactReport[];
}

/** Lines of the log that are read at a time. */
const PAGE = 1000;

/** Rows that are forgotten at a time. */
const FORGOTTEN_AT_ONCE = 1000;
/** Jobs that nobody waits for, as a condition. */
const ENDED = sql<boolean>`status in ('done', 'failed')`;

const codesOf = (artifacts: readonly ArtifactReport[]): readonly string[] => [
  ...new Set(artifacts.flatMap(({ findings }) => findings.map(({ code }) => code))),
];

const CODES = z.array(z.string());
/** As much of a report as makes it one; the rest is as it was written. */
const ARTIFACTS = z
  .array(z.looseObject({ path: z.string(), verdict: z.string(), findings: z.array(z.looseObject({ code: z.string() })) }))
  .min(1);

/** An artifact's report as it was written by `keep`. */
const isReports = (value: unknown): value is readonly ArtifactReport[] => ARTIFACTS.safeParse(value).success;

function reportsIn(text: string): readonly ArtifactReport[] | null {
  const value = jsonIn(text, z.unknown());
  return isReports(value) ? value : null;
}

export class Store {
  readonly #db: Kysely<Tables>;

  constructor({ db }: Pick<Database, "db">) {
    this.#db = db;
  }

  /** Keeps what was found and that it was asked, in one go: neither is there without the other. */
  // A name may hold what no column takes (NUL), or what a terminal obeys.
  async keep({ tenant, verb, name, policy, artifacts }: Judged, at = Date.now()): Promise<void> {
    const [own] = artifacts;
    if (own === undefined) return;
    const { sha256, verdict } = own;
    await this.#db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto("audit")
        .values({ at, tenant, verb, name: showWhole(name), sha256, verdict, codes: JSON.stringify(codesOf(artifacts)), policy })
        .execute();
      if (sha256 === null || verb !== "scan") return;
      const report = JSON.stringify(artifacts);
      await transaction
        .insertInto("results")
        .values({ tenant, sha256, policy, version: VERSION, verdict, report, at })
        .onConflict((conflict) => conflict.columns(["tenant", "sha256", "policy", "version"]).doUpdateSet({ verdict, report, at }))
        .execute();
    });
  }

  /** The last report of an artifact; null when there is none, `damaged` is told of a row that is no report. */
  async result(tenant: string, sha256: string, policy: string, damaged: () => void): Promise<KnownResult | null> {
    const row = await this.#db
      .selectFrom("results")
      .select("report")
      .where("tenant", "=", tenant)
      .where("sha256", "=", sha256)
      .where("policy", "=", policy)
      .where("version", "=", VERSION)
      .executeTakeFirst();
    if (row === undefined) return null;
    const artifacts = reportsIn(row.report);
    if (artifacts === null || artifacts[0]?.sha256 !== sha256) {
      damaged();
      return null;
    }
    return { artifacts };
  }

  /** The tenant's lines of the log from a time on, oldest first, page by page; `damaged` is told of a row that is no line. */
  async *audit(tenant: string, since: number, damaged: (id: number) => void): AsyncGenerator<AuditLine> {
    let after = { at: since, id: -1 };
    for (;;) {
      const { at, id } = after;
      const rows = await this.#db
        .selectFrom("audit")
        .selectAll()
        .where("tenant", "=", tenant)
        .where((where) => where.or([where("at", ">", at), where.and([where("at", "=", at), where("id", ">", id)])]))
        .orderBy("at")
        .orderBy("id")
        .limit(PAGE)
        .execute();
      for (const row of rows) {
        const codes = jsonIn(row.codes, CODES);
        const at = new Date(row.at);
        if (codes === null || Number.isNaN(at.getTime())) damaged(row.id);
        else yield { ...row, at: at.toISOString(), who: row.tenant, codes };
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return;
      after = last;
    }
  }

  /** Forgets what is older, of jobs those that ended. @returns how many rows went */
  async forget(before: number): Promise<number> {
    let count = 0;
    for (const table of ["results", "audit", "jobs"] as const)
      for (let until: number | null = before; until !== null; ) {
        until = await this.#cut(table, before);
        count += await this.#forgetUntil(table, until ?? before - 1);
        // SQLite answers in this thread: others have their turn between.
        await setImmediate();
      }
    return count;
  }

  /** The time up to which about so many rows go at once; null where no more are left than that. */
  async #cut(table: "results" | "audit" | "jobs", before: number): Promise<number | null> {
    const row = await this.#db
      .selectFrom(table)
      .select("at")
      .where("at", "<", before)
      .$if(table === "jobs", (rows) => rows.where(ENDED))
      .orderBy("at")
      .offset(FORGOTTEN_AT_ONCE - 1)
      .limit(1)
      .executeTakeFirst();
    return row?.at ?? null;
  }

  async #forgetUntil(table: "results" | "audit" | "jobs", until: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom(table)
      .where("at", "<=", until)
      .$if(table === "jobs", (rows) => rows.where(ENDED))
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** How many jobs of a tenant's wait or are under way; no more than `most` are counted. */
  async jobsUnderWay(tenant: string, most: number): Promise<number> {
    const rows = await this.#db
      .selectFrom("jobs")
      .select("id")
      .where("tenant", "=", tenant)
      .where("status", "in", ["queued", "running"])
      .limit(most)
      .execute();
    return rows.length;
  }

  /** Throws when the database does not answer. */
  async ping(): Promise<void> {
    await this.#db.selectFrom("jobs").select("id").limit(1).execute();
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }
}
