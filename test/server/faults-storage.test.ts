/** A spool and a database that are full, locked, gone or poisoned: nothing is accepted that could be lost, and all is well when they are back. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/server/store/database.js";
import { inFolder, jsonOf, startIn, type TestService, withService } from "../support/service.js";

const EVIL = Buffer.from("cos\nsystem\n(S'echo'\ntR.", "latin1");

/** What a scan is answered, as a status, a code and when to try again. */
async function scanned({ ask }: TestService, body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  const response = await ask("/v1/scan", { method: "POST", body, headers });
  const told: unknown = await response.json();
  const code = typeof told === "object" && told !== null && "code" in told ? told.code : null;
  return { status: response.status, code, again: response.headers.get("retry-after") };
}

const FULL = { status: 503, code: "service.storage", again: "5" };
const DONE = { status: 200, code: null, again: null };

/** A small file system of its own; false where nobody may mount one. */
function mountSmall(folder: string): boolean {
  mkdirSync(folder);
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]).status === 0;
}

test("a full spool: 503 with a time to try again, nothing stays, and small files go on", async ({ skip }) => {
  await inFolder(async (folder) => {
    const spool = join(folder, "small");
    if (!mountSmall(spool)) skip("no file system may be mounted here");
    try {
      const service = await startIn(folder, { spool });
      try {
        expect(await scanned(service, Buffer.alloc(200_000))).toEqual(FULL);
        expect(await scanned(service, Buffer.alloc(200_000), { prefer: "respond-async" })).toEqual(FULL);
        expect(readdirSync(spool)).toEqual([]);
        expect(await scanned(service, EVIL)).toEqual(DONE);
        expect(readdirSync(spool)).toEqual([]);
      } finally {
        await service.stop();
      }
    } finally {
      spawnSync("umount", [spool]);
    }
  });
});

test("a spool that is removed is made again; one that cannot be is told", async () => {
  await withService({}, async (service) => {
    const spool = join(service.folder, "spool");
    rmdirSync(spool);
    expect(await scanned(service, EVIL)).toEqual(DONE);
    expect(service.spooled()).toEqual([]);
    rmdirSync(spool);
    writeFileSync(spool, "a file stands there");
    expect(await scanned(service, EVIL)).toEqual(FULL);
    rmSync(spool);
    expect(await scanned(service, EVIL)).toEqual(DONE);
  });
});

test("a locked database: the service answers meanwhile, and what waited for it is kept when it is free", async () => {
  await withService({}, async (service) => {
    const { DatabaseSync } = await import("node:sqlite");
    const other = new DatabaseSync(join(service.folder, "service.sqlite"));
    other.exec("begin immediate");
    const waiting = scanned(service, EVIL);
    const job = scanned(service, EVIL, { prefer: "respond-async" });
    // It is not held up by the one that waits.
    for (let i = 0; i < 20; i++) expect((await service.ask("/health/live")).status).toBe(200);
    other.exec("commit");
    other.close();
    expect(await waiting).toEqual(DONE);
    expect((await job).status).toBe(202);
  });
});

test("a database that stays locked: 503, nothing is accepted, nothing stays in the spool", async () => {
  await withService({}, async (service) => {
    const { DatabaseSync } = await import("node:sqlite");
    const other = new DatabaseSync(join(service.folder, "service.sqlite"));
    other.exec("begin immediate");
    expect(await scanned(service, EVIL, { prefer: "respond-async" })).toEqual(FULL);
    expect(service.spooled()).toEqual([]);
    other.exec("rollback");
    other.close();
    expect(await scanned(service, EVIL)).toEqual(DONE);
  });
});

test("a database that is removed under the service: it says so, and accepts nothing that would be lost", async () => {
  await withService({}, async (service) => {
    expect(await scanned(service, EVIL)).toEqual(DONE);
    rmSync(join(service.folder, "service.sqlite"));
    expect(await scanned(service, EVIL)).toEqual(FULL);
    expect(await scanned(service, EVIL, { prefer: "respond-async" })).toEqual(FULL);
    expect((await service.ask("/health/ready")).status).toBe(503);
    expect((await service.ask("/health/live")).status).toBe(200);
    expect(service.spooled()).toEqual([]);
    expect(existsSync(join(service.folder, "service.sqlite"))).toBe(false);
  });
});

test("poisoned rows: paths that lead elsewhere, statuses that are none, reports that are none", async () => {
  await withService({}, async (service) => {
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(join(service.folder, "service.sqlite"), { timeout: 5000 });
    const insert = database.prepare("insert into jobs values (?, 'local', ?, 'x', ?, ?, 0, 99999999999999, null)");
    const upload = (key: string): string => JSON.stringify({ deep: false, uploads: [{ name: "a", key, bytes: 1 }] });
    insert.run("path", "queued", upload("../service.sqlite"), null);
    insert.run("gone", "queued", upload("00000000-0000-0000-0000-000000000000"), null);
    insert.run("proto", "queued", '{"__proto__":{"deep":true},"uploads":[]}', null);
    insert.run("status", "sleeping", "{}", null);
    insert.run("report", "done", "{}", "[1,2");
    database.close();
    const see = async (id: string): Promise<unknown> => jsonOf(service.ask(`/v1/jobs/${id}`));
    for (const id of ["path", "gone", "proto"])
      await expect.poll(() => see(id), { timeout: 15_000 }).toMatchObject({ status: "failed", problem: { code: expect.any(String) } });
    expect(await see("status")).toMatchObject({ status: 404 });
    expect(await see("report")).toMatchObject({ status: "done", report: { code: "service.storage" } });
    expect(existsSync(join(service.folder, "service.sqlite"))).toBe(true);
    expect(await scanned(service, EVIL)).toEqual(DONE);
  });
});

test("a full database says that it is full, and takes rows again when there is room", async () => {
  await inFolder(async (folder) => {
    const { db } = await openDatabase(`sqlite:${join(folder, "small.sqlite")}`);
    const fill = (rows: number): Promise<void> =>
      db.transaction().execute(async (within) => {
        for (let i = 0; i < rows; i++) await sql`insert into full_up values (${"x".repeat(3000)})`.execute(within);
      });
    try {
      await sql`create table full_up (text text)`.execute(db);
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
      await sql.raw(`pragma max_page_count = ${(rows[0]?.page_count ?? 0) + 20}`).execute(db);
      await fill(3);
      await expect(fill(1000)).rejects.toThrow("full");
      await fill(3);
      expect((await sql`select * from full_up`.execute(db)).rows).toHaveLength(6);
    } finally {
      await db.destroy();
    }
  });
});

test("a new database is nobody else's to read", async () => {
  await inFolder(async (folder) => {
    const service = await startIn(folder);
    try {
      await service.ask("/v1/scan", { method: "POST", body: "N." });
      const modes = readdirSync(folder)
        .filter((name) => name.startsWith("service.sqlite"))
        .map((name) => statSync(join(folder, name)).mode & 0o777);
      expect(modes.length).toBeGreaterThan(1);
      expect(new Set(modes)).toEqual(new Set([0o600]));
    } finally {
      await service.stop();
    }
  });
});
