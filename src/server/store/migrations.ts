/**
 * The tables, step by step: one more change is one more entry at the end, and none is ever changed. Both databases take
 * the same steps; kysely remembers which were made, and holds a lock while it makes them.
 */
import { type Kysely, sql } from "kysely";
import { type Migration, type MigrationProvider, Migrator } from "kysely/migration";
import type { Tables } from "./tables.js";

/** How the two databases name what they have both. */
export type DatabaseKind = "sqlite" | "postgres";

const first = (kind: DatabaseKind): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const whole = kind === "postgres" ? sql`bigint` : sql`integer`;
    const counted = kind === "postgres" ? sql`bigint generated always as identity` : sql`integer`;
    await db.schema
      .createTable("results")
      .addColumn("tenant", "text", (column) => column.notNull())
      .addColumn("sha256", "text", (column) => column.notNull())
      .addColumn("policy", "text", (column) => column.notNull())
      .addColumn("version", "text", (column) => column.notNull())
      .addColumn("verdict", "text", (column) => column.notNull())
      .addColumn("report", "text", (column) => column.notNull())
      .addColumn("at", whole, (column) => column.notNull())
      .addPrimaryKeyConstraint("results_key", ["tenant", "sha256", "policy", "version"])
      .execute();
    await db.schema.createIndex("results_at").on("results").column("at").execute();
    await db.schema
      .createTable("audit")
      .addColumn("id", counted, (column) => column.primaryKey())
      .addColumn("at", whole, (column) => column.notNull())
      .addColumn("tenant", "text", (column) => column.notNull())
      .addColumn("verb", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("sha256", "text")
      .addColumn("verdict", "text", (column) => column.notNull())
      .addColumn("codes", "text", (column) => column.notNull())
      .addColumn("policy", "text", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("audit_at").on("audit").columns(["tenant", "at", "id"]).execute();
    await db.schema
      .createTable("jobs")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("tenant", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("options", "text", (column) => column.notNull())
      .addColumn("report", "text")
      .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
      .addColumn("at", whole, (column) => column.notNull())
      .addColumn("leased", whole)
      .execute();
    await db.schema.createIndex("jobs_status").on("jobs").columns(["status", "at"]).execute();
  },
});

/** Old lines of the log are looked for over all tenants. */
const second: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.createIndex("audit_age").on("audit").column("at").execute();
  },
};

/** Brings a database to today's tables. */
export async function migrated(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const provider: MigrationProvider = { getMigrations: async () => ({ "0001-first": first(kind), "0002-age": second }) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw error;
}
