/**
 * Many objects in a store on this machine, judged by one scan, by two workers through Redis and through PostgreSQL, and in two
 * shards: how long each takes, and that all give the same report. Beside it what a page costs in Redis, without a worker.
 * `npm run bench:pages [-- OBJECTS]`; it needs redis-server, PostgreSQL and the store of `npm run python-env`.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { openRedis } from "../../src/server/queue/redis.js";
import { each, filesBelow, running, runs, startStore } from "../support/buckets.js";
import { ROOT } from "../support/cli.js";
import { lacking, startPostgres, startRedis, until } from "../support/parts.js";

const OBJECTS = Number(process.argv[2] ?? 10_000);
const PAGES = 10_000;
const MODELS = join(ROOT, "fixtures", "models", "1.9.1");
const SMALL = 16 * 1024;

if (lacking("redis", "postgres", "s3") !== "") process.exit(1);

const folder = mkdtempSync(join(tmpdir(), "cornichon-pages-"));
const [store, redis, postgres] = [await startStore(), await startRedis(folder), await startPostgres(folder)];

const number = (value: number): string => Math.round(value).toLocaleString("en");
const say = (name: string, text: string): void => void process.stdout.write(`${name.padEnd(24)} ${text}\n`);
const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);
const sortedLines = (text: string): string => text.split("\n").sort().join("\n");

/** Small models, as many as were asked for, under names of many folders. */
async function fill(): Promise<void> {
  const [bucket] = [await store.bucket("models"), await store.bucket("spool")];
  const models = filesBelow(MODELS).filter((name) => /\.(?:pkl|joblib)$/.test(name) && statSync(join(MODELS, name)).size <= SMALL);
  const bytes = models.map((name) => readFileSync(join(MODELS, name)));
  await each(Array.from({ length: OBJECTS }), (_, i) => {
    const which = i % models.length;
    return bucket.put(`in/${i % 100}/${i}-${models[which] ?? ""}`, bytes[which] ?? new Uint8Array(0));
  });
}

/** What it takes, and the report's hash. */
async function measured(name: string, work: () => Promise<string>): Promise<void> {
  const began = performance.now();
  const report = await work();
  const seconds = (performance.now() - began) / 1000;
  const lines = report.split("\n").length - 1;
  say(
    name,
    `${seconds.toFixed(1)} s, ${number(lines / seconds)} files/s, ${number(lines)} lines, ${digest(sortedLines(report))} sorted, ${digest(report)}`,
  );
}

const scan = async (...args: readonly string[]): Promise<string> =>
  (await runs("scan", "s3://models/in", "--format", "ndjson", "--fail-on", "never", ...args)).out;

async function byWorkers(queue: string): Promise<string> {
  const place = ["--queue", queue, "--database", postgres.url, "--spool", "s3://spool"];
  const workers = [1, 2].map(() => running(["worker", ...place, "--jobs", "1"]));
  await until(() => workers.every(({ said }) => said().includes("working")));
  const report = await scan(...place);
  for (const { child } of workers) child.kill("SIGTERM");
  await Promise.all(workers.map(({ done }) => done));
  return report;
}

/** Bytes of Redis for a page that waits. */
async function redisBytes(): Promise<number> {
  const client = new Redis(redis.url);
  const used = async (): Promise<number> => Number(/used_memory:(\d+)/.exec(await client.info("memory"))?.[1]);
  await client.flushall();
  const before = await used();
  const queue = await openRedis(redis.url, () => undefined);
  const scan = randomUUID();
  for (let at = 0; at < PAGES; at += 1000) await queue.tell(Array.from({ length: 1000 }, (_, i) => `${scan}-${at + i}`));
  const after = await used();
  await queue.stop();
  client.disconnect();
  return (after - before) / PAGES;
}

try {
  await fill();
  await measured("one scan", () => scan("--jobs", "2"));
  await measured("two workers, Redis", () => byWorkers(redis.url));
  await measured("two workers, PostgreSQL", () => byWorkers(postgres.url));
  await measured("two shards at once", async () =>
    (await Promise.all([scan("--shard", "1/2", "--jobs", "1"), scan("--shard", "2/2", "--jobs", "1")])).join(""),
  );
  const bytes = await redisBytes();
  say(
    "a page in Redis",
    `${number(bytes)} bytes of ${number(PAGES)} that wait; ten million files are ${((bytes * 10_000) / 1e6).toFixed(1)} MB`,
  );
} finally {
  await Promise.all([store.stop(), redis.stop(), postgres.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
