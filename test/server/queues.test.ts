/** Jobs by Redis and by PostgreSQL, with uploads in a bucket: workers, Redis and PostgreSQL are killed, and every job ends once. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Bucket } from "../../src/objects/bucket.js";
import { openPool } from "../../src/server/postgres-pool.js";
import { each, running, type Store, startStore } from "../support/buckets.js";
import { ROOT } from "../support/cli.js";
import { lacking, type Part, startPostgres, startRedis, until } from "../support/parts.js";
import { startIn, type TestService } from "../support/service.js";

const JOB = z.object({
  status: z.string(),
  problem: z.object({ code: z.string() }).optional(),
  report: z.object({ artifacts: z.array(z.object({ path: z.string(), verdict: z.string() })) }).optional(),
});

const SAFE = readFileSync(join(ROOT, "fixtures/seed/1.9.1/ridge.pkl"));
const EVIL = readFileSync(join(ROOT, "fixtures/hostile/dangerous--build-after-p2.pkl"));

describe.skipIf(lacking("redis", "postgres", "s3") !== "")("queues", { timeout: 240_000 }, () => {
  let store: Store;
  let spool: Bucket;
  let folder: string;
  let redis: Part;
  let postgres: Part;
  let counted = 0;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "cornichon-queues-"));
    [store, redis, postgres] = [await startStore(), await startRedis(folder), await startPostgres(folder)];
    spool = await store.bucket("spool");
  }, 120_000);
  afterAll(async () => {
    await Promise.all([store.stop(), redis.stop(), postgres.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** A database of its own for each test. */
  async function database(): Promise<string> {
    const name = `service${++counted}`;
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    return postgres.url.replace(/postgres$/, name);
  }

  async function asked(url: string, text: string): Promise<readonly object[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<object>(text)).rows;
    } finally {
      await client.end();
    }
  }

  async function spooled(): Promise<number> {
    let count = 0;
    for await (const page of spool.pages("", "")) count += page.length;
    return count;
  }

  /** Sends so many files, every third of them dangerous. @returns the jobs' addresses of those that were taken */
  async function send(service: TestService, count: number): Promise<readonly string[]> {
    const taken: string[] = [];
    await each(Array.from({ length: count }), async (_, i) => {
      const init = { method: "POST", body: new Uint8Array(i % 3 === 0 ? EVIL : SAFE), headers: { prefer: "respond-async" } };
      const answer = await service.ask(`/v1/scan?name=${i % 3 === 0 ? "evil" : "safe"}-${i}.pkl`, init);
      if (answer.status === 202) taken.push(answer.headers.get("location") ?? "");
    });
    return taken;
  }

  /** The job when it has ended. A service whose database is gone is asked again. */
  async function ended(service: TestService, path: string) {
    for (;;) {
      const answer = await service.ask(path);
      const job = JOB.parse(answer.ok ? await answer.json() : { status: "queued" });
      if (job.status === "done" || job.status === "failed") return job;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async function expectAllEnded(service: TestService, paths: readonly string[]): Promise<void> {
    await each(paths, async (path) => {
      const { status, report } = await ended(service, path);
      const artifacts = report?.artifacts ?? [];
      expect([status, artifacts.length]).toEqual(["done", 1]);
      for (const { path: name, verdict } of artifacts) expect(verdict).toBe(name.startsWith("evil") ? "dangerous" : "safe");
    });
    await until(async () => (await spooled()) === 0);
  }

  const worker = (queue: string, url: string) => {
    const started = running(["worker", "--queue", queue, "--database", url, "--spool", "s3://spool", "--jobs", "1"]);
    return { ...started, isUp: until(() => started.said().includes("working") || started.child.exitCode !== null) };
  };

  /** A service in this process; without a queue it does its jobs itself. */
  async function withService(url: string, queue: string | null, work: (service: TestService) => Promise<void>): Promise<void> {
    const place = mkdtempSync(join(folder, "service-"));
    const service = await startIn(place, { database: url, queue, spool: "s3://spool", jobs: 1 });
    try {
      await work(service);
    } finally {
      await service.stop();
    }
  }

  async function withQueue(
    queueOf: (url: string) => string,
    work: (service: TestService, queue: string, url: string) => Promise<void>,
  ): Promise<void> {
    const url = await database();
    await withService(url, queueOf(url), (service) => work(service, queueOf(url), url));
  }

  for (const [name, queueOf] of [
    ["Redis", () => redis.url],
    ["PostgreSQL", (url: string) => url],
  ] as const) {
    test(`${name}: what a killed worker held is done by another, once`, async () => {
      await withQueue(queueOf, async (service, queue, url) => {
        const [first, second] = [worker(queue, url), worker(queue, url)];
        await Promise.all([first.isUp, second.isUp]);
        const paths = await send(service, 100);
        expect(paths).toHaveLength(100);
        first.child.kill("SIGKILL");
        await expectAllEnded(service, paths);
        second.child.kill("SIGTERM");
        expect(await second.done).toMatchObject({ code: 0 });
        const lines = (await (await service.ask("/v1/audit")).text()).trim().split("\n");
        // One that was killed while it judged may have said so already: the job has one report all the same.
        expect(lines.length).toBeGreaterThanOrEqual(100);
        expect(lines.length).toBeLessThanOrEqual(102);
      });
    });
  }

  test("Redis is killed and started again: nothing that was taken is lost", async () => {
    await withQueue(
      () => redis.url,
      async (service) => {
        const before = await send(service, 20);
        await redis.kill();
        const meanwhile = await send(service, 5);
        await redis.again();
        expect([before.length, meanwhile.length]).toEqual([20, 5]);
        await expectAllEnded(service, [...before, ...meanwhile]);
      },
    );
  });

  test("PostgreSQL is killed and started again: nothing that was taken is lost", async () => {
    await withQueue(
      (url) => url,
      async (service) => {
        const before = await send(service, 20);
        await postgres.kill();
        expect(await send(service, 3)).toEqual([]);
        await postgres.again();
        expect(before).toHaveLength(20);
        await expectAllEnded(service, before);
      },
    );
  });

  test("a job that kills its worker three times has failed, says so, and leaves nothing", async () => {
    const url = await database();
    const place = ["--queue", url, "--database", url, "--spool", "s3://spool", "--jobs", "1"];
    // It takes as long as it may.
    const slow = readFileSync(join(ROOT, "fixtures/hostile/limit--endless-pairs-of-one-hash.pkl"));
    const first = running(["serve", "--port", "0", ...place]);
    await until(() => first.said().includes("listening on"));
    const [, address = ""] = /listening on (\S+)/.exec(first.said()) ?? [];
    const init = { method: "POST", body: new Uint8Array(slow), headers: { prefer: "respond-async" } };
    const path = (await fetch(`${address}/v1/scan?name=slow.pkl`, init)).headers.get("location") ?? "";
    for (const [i, begun] of [first, null, null].entries()) {
      const one = begun ?? worker(url, url);
      await until(async () => (await asked(url, `select id from jobs where attempts = ${i + 1} and leased is not null`)).length > 0);
      one.child.kill("SIGKILL");
      await one.done;
      await asked(url, "update jobs set leased = 0");
      await asked(url, "update cornichon_queue set available = now()");
    }
    await withService(url, null, async (service) => {
      expect(await ended(service, path)).toMatchObject({ status: "failed", problem: { code: "service.failed" } });
      const { problem } = z.object({ problem: z.object({ detail: z.string() }) }).parse(await (await service.ask(path)).json());
      expect(problem.detail).toContain("begun 3 times");
      await until(async () => (await spooled()) === 0);
    });
  });

  test("PostgreSQL alone: jobs are done by the service, and none is lost when it is killed and started again", async () => {
    await withService(await database(), null, async (service) => {
      const before = await send(service, 20);
      await postgres.kill();
      expect(await send(service, 3)).toEqual([]);
      await postgres.again();
      expect(before).toHaveLength(20);
      await expectAllEnded(service, [...before, ...(await send(service, 5))]);
      const lines = (await (await service.ask("/v1/audit")).text()).trim().split("\n");
      expect(lines.length).toBeGreaterThanOrEqual(25);
      const { sha256 } = z.object({ sha256: z.string() }).parse(JSON.parse(lines[0] ?? ""));
      expect((await service.ask(`/v1/artifacts/${sha256}`)).status).toBe(200);
    });
  });

  test("a connection that is ended between two questions is told by the next one, and ends nobody", async () => {
    const url = await database();
    const pool = await openPool({ connectionString: url, max: 1 }, () => undefined);
    const client = await pool.connect();
    await client.query("begin");
    const ended = new Promise((resolve) => client.once("end", resolve));
    await asked(url, "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction'");
    await ended;
    await expect(client.query("select 1")).rejects.toThrow();
    client.release(true);
    await pool.end();
  });

  test("a queue that is none, or that nobody answers at, is told without its password", async () => {
    const url = await database();
    const place = (): string => mkdtempSync(join(folder, "service-"));
    await expect(startIn(place(), { database: url, queue: "amqp://secret@x" })).rejects.toMatchObject({ code: "usage" });
    await expect(startIn(place(), { database: url, queue: "redis://u:secret@127.0.0.1:1" })).rejects.toMatchObject({
      code: "service.storage",
      message: expect.not.stringContaining("secret"),
    });
    await expect(startIn(place(), { database: url, spool: "s3://none" })).rejects.toMatchObject({ code: "service.storage" });
  });
});
