/** What is forgotten, when, and what is not: in both databases, in zones far from UTC. */
import { randomUUID } from "node:crypto";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Insertable } from "kysely";
import { expect, test } from "vitest";
import * as z from "zod";
import { scan } from "../../src/index.js";
import { LOCAL } from "../../src/server/keys.js";
import { DiskSpool } from "../../src/server/spool/disk.js";
import { type Database, openDatabase } from "../../src/server/store/database.js";
import { Store } from "../../src/server/store/store.js";
import type { Tables } from "../../src/server/store/tables.js";
import { needed } from "../../src/server/work/needed.js";
import { PAGES } from "../../src/server/work/page.js";
import { lacking, startPostgres } from "../support/parts.js";
import { inFolder, jsonOf, startIn } from "../support/service.js";

const DAY_MS = 24 * 60 * 60 * 1000;
/** The hour that comes twice in New York, and a day that Kiritimati has half a day before. */
const CUTS = [Date.UTC(2026, 10, 1, 5, 30), Date.UTC(2026, 11, 31, 23, 59, 59, 999)];
const ROWS = 2500;
const JOB = z.looseObject({ status: z.string() });

/** Puts a job there, one that ended long ago unless it is said to be another. */
async function add({ db }: Database, row: Partial<Insertable<Tables["jobs"]>>) {
  const ended = { tenant: "one", status: "done", name: "", options: "{}", report: null, attempts: 1, at: 1, leased: null };
  await db
    .insertInto("jobs")
    .values({ id: randomUUID(), ...ended, ...row })
    .execute();
}

/** Rows of each table, oldest first. */
const counts = async ({ db }: Database): Promise<readonly number[]> => [
  (await db.selectFrom("results").select("at").execute()).length,
  (await db.selectFrom("audit").select("at").execute()).length,
  (await db.selectFrom("jobs").select("at").execute()).length,
];

async function expectForgotten(database: Database, cut: number): Promise<void> {
  const store = new Store(database);
  const keep = async (pickle: string, at: number): Promise<void> => {
    const { artifacts } = await scan(Buffer.from(pickle));
    await store.keep({ tenant: "one", verb: "scan", name: "", policy: "p", artifacts }, at);
  };
  await database.db
    .insertInto("audit")
    .values(
      // Some hundreds of one moment: more than go at a time.
      Array.from({ length: ROWS }, (_, i) => ({
        at: cut - 1 - Math.floor(i / 1600),
        tenant: "two",
        verb: "scan",
        name: "",
        sha256: null,
        verdict: "safe",
        codes: "[]",
        policy: "p",
      })),
    )
    .execute();
  await keep("N.", cut - 1);
  await keep("I1\n.", cut);
  for (const status of ["done", "failed", "queued", "running"])
    for (const at of [cut - 400 * DAY_MS, cut]) await add(database, { status, at });
  expect(await counts(database)).toEqual([2, ROWS + 2, 8]);
  expect(await store.forget(cut)).toBe(1 + ROWS + 1 + 2);
  expect(await counts(database)).toEqual([1, 1, 6]);
  expect(
    (await database.db.selectFrom("jobs").select("status").where("at", "<", cut).execute()).map(({ status }) => status).toSorted(),
  ).toEqual(["queued", "running"]);
  for (const table of ["results", "audit", "jobs"] as const) await database.db.deleteFrom(table).execute();
}

/** Work in a zone of the clock's. */
async function inZone(name: string, work: () => Promise<void>): Promise<void> {
  const zone = process.env["TZ"];
  process.env["TZ"] = name;
  try {
    await work();
  } finally {
    if (zone === undefined) Reflect.deleteProperty(process.env, "TZ");
    else process.env["TZ"] = zone;
  }
}

const ZONES = ["Pacific/Kiritimati", "America/New_York", "UTC"];

test("SQLite forgets to the millisecond, and no job that has not ended", { timeout: 60_000 }, async () => {
  for (const zone of ZONES)
    await inZone(zone, () =>
      inFolder(async (folder) => {
        const database = await openDatabase(`sqlite:${join(folder, "db.sqlite")}`);
        for (const cut of CUTS) await expectForgotten(database, cut);
        await database.db.destroy();
      }),
    );
});

test.skipIf(lacking("postgres") !== "")("so does PostgreSQL", { timeout: 120_000 }, async () => {
  await inFolder(async (folder) => {
    const postgres = await startPostgres(folder);
    try {
      for (const zone of ZONES)
        await inZone(zone, async () => {
          const database = await openDatabase(postgres.url);
          for (const cut of CUTS) await expectForgotten(database, cut);
          await database.db.destroy();
        });
    } finally {
      await postgres.stop();
    }
  });
});

test("a job that waited for longer than things are kept is told to its client", { timeout: 60_000 }, async () => {
  await inFolder(async (folder) => {
    const database = await openDatabase(`sqlite:${join(folder, "service.sqlite")}`);
    const [id, key] = [randomUUID(), randomUUID()];
    mkdirSync(join(folder, "spool"));
    writeFileSync(join(folder, "spool", key), "N.");
    const options = JSON.stringify({ deep: false, uploads: [{ name: "a.pkl", key, bytes: 2 }] });
    await add(database, { id, tenant: LOCAL, status: "queued", attempts: 0, options, at: Date.now() - 10 * DAY_MS });
    const second = await startIn(folder, { retention: 1 });
    const status = async (): Promise<string> => JOB.parse(await jsonOf(second.ask(`/v1/jobs/${id}`))).status;
    while ((await status()) !== "done") await new Promise((resolve) => setImmediate(resolve));
    await new Store(database).forget(Date.now() - DAY_MS);
    expect(await status()).toBe("done");
    await second.stop();
    await database.db.destroy();
  });
});

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

test("an upload that waits for its turn is nobody's to sweep, however old it is, until it is let go", async () => {
  await inFolder(async (folder) => {
    const spool = new DiskSpool(folder);
    const nobody = async (): Promise<ReadonlySet<string>> => new Set();
    const soon = Date.now() + DAY_MS;
    const keys = [(await spool.keep(bytes("a"), 9)).key, (await spool.keep(bytes("b"), 9)).key];
    const timesOf = (key = "") => statSync(join(folder, key), { bigint: true }).ctimeNs;
    const times = keys.map(timesOf);
    expect(await spool.sweep(soon, nobody)).toBe(0);
    // Who reads it takes a new time for a change (input.changed).
    expect(keys.map(timesOf)).toEqual(times);
    for (const key of keys) spool.letGo(key);
    // One is a job's.
    expect(await spool.sweep(soon, async (all) => new Set([...all].filter((key) => key === keys[0])))).toBe(1);
    expect(await spool.sweep(soon, nobody)).toBe(1);
  });
});

test("what jobs and pages need is found in one reading of the rows", async () => {
  const database = await openDatabase("sqlite::memory:");
  const keys = Array.from({ length: 300 }, () => randomUUID());
  const [queued = "", ended = "", page = ""] = keys;
  await add(database, { status: "queued", options: JSON.stringify({ uploads: [{ key: queued }] }) });
  await add(database, { options: JSON.stringify({ uploads: [{ key: ended }] }) });
  await add(database, { tenant: PAGES, report: JSON.stringify({ key: page, bytes: 1 }) });
  for (let i = 0; i < 120; i++) await add(database, { status: "running" });
  expect([...(await needed(database.db, new Set(keys)))].toSorted()).toEqual([queued, page].toSorted());
  await database.db.destroy();
});
