/** `scan s3://… --queue`: pages of keys judged by workers, and one report of them, whoever is killed meanwhile. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { showWhole } from "../../src/errors.js";
import type { Bucket } from "../../src/objects/bucket.js";
import { openRedis } from "../../src/server/queue/redis.js";
import { readingHash } from "../../src/server/work/reading.js";
import { VERSION } from "../../src/version.js";
import { each, filesBelow, putFolder, running, runs, type Store, startStore } from "../support/buckets.js";
import { ROOT, type Run } from "../support/cli.js";
import { lacking, type Part, startPostgres, startRedis, until } from "../support/parts.js";

const lines = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");
const CONTAINERS = join(ROOT, "fixtures", "containers");
const HOSTILE = join(ROOT, "fixtures", "hostile");
const MODELS = join(ROOT, "fixtures", "models", "1.9.1");
const SMALL = 8192;

describe.skipIf(lacking("redis", "postgres", "s3") !== "")("pages", { timeout: 240_000 }, () => {
  let store: Store;
  let models: Bucket;
  let spool: Bucket;
  let folder: string;
  let redis: Part;
  let postgres: Part;
  /** One scan of all. */
  let whole: Run;
  let counted = 0;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "cornichon-pages-"));
    [store, redis, postgres] = [await startStore(), await startRedis(folder), await startPostgres(folder)];
    [models, spool] = [await store.bucket("models"), await store.bucket("spool")];
    await putFolder(models, CONTAINERS, "in/containers/");
    const hostile = filesBelow(HOSTILE).filter((_, i) => i % 80 === 0);
    await each(hostile, (name) => models.put(`in/hostile/${name}`, readFileSync(join(HOSTILE, name))));
    const small = filesBelow(MODELS).filter((name) => statSync(join(MODELS, name)).size < SMALL);
    await each(small.slice(0, 70), (name) => models.put(`in/models/${name}`, readFileSync(join(MODELS, name))));
    await models.put("in/text.txt", Buffer.from("no model"));
    await models.put("in/odd/a b+c%41\u{202e}é.pkl", readFileSync(join(HOSTILE, hostile[0] ?? "")));
    await models.put("in/node_modules/left-out.pkl", Buffer.from("left out"));
    whole = await runs("scan", "s3://models/in", "--format", "ndjson");
  }, 120_000);
  afterAll(async () => {
    await Promise.all([store.stop(), redis.stop(), postgres.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  async function asked(url: string, text: string): Promise<readonly object[]> {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query<object>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** A database of its own for each test. */
  async function database(): Promise<string> {
    const name = `pages${++counted}`;
    await asked(postgres.url, `create database ${name}`);
    return postgres.url.replace(/postgres$/, name);
  }

  interface Line {
    readonly queue: string;
    readonly url: string;
  }

  const parts = ({ queue, url }: Line): readonly string[] => ["--queue", queue, "--database", url, "--spool", "s3://spool"];
  const scanning = (line: Line, ...args: readonly string[]) => ["scan", "s3://models/in", ...parts(line), "--page", "20", ...args];
  const worker = (line: Line) => running(["worker", ...parts(line), "--jobs", "1"]);

  async function left(url: string): Promise<readonly [rows: number, objects: number]> {
    let objects = 0;
    for await (const page of spool.pages("", "")) objects += page.length;
    return [(await asked(url, "select id from jobs")).length, objects];
  }

  /** Waits until so many pages were judged. */
  const judged = (url: string, count: number): Promise<void> =>
    until(async () => {
      const rows = await asked(url, "select id from jobs where status = 'done'").catch(() => []);
      return rows.length >= count;
    });

  /** What a killed worker held comes back at once, where PostgreSQL is the queue. */
  async function comeBack(url: string): Promise<void> {
    await asked(url, "update jobs set leased = 0 where status = 'running'");
    await asked(url, "update cornichon_queue set available = now()").catch(() => []);
  }

  async function stopped(...workers: readonly ReturnType<typeof worker>[]): Promise<void> {
    for (const { child } of workers) child.kill("SIGTERM");
    for (const { done } of workers) expect(await done).toMatchObject({ code: 0 });
  }

  for (const [name, queueOf] of [
    ["Redis", () => redis.url],
    ["PostgreSQL", (url: string) => url],
  ] as const) {
    test(`${name}: two workers, of which one is killed, give the report of one scan, and leave nothing`, async () => {
      const url = await database();
      const line = { queue: queueOf(url), url };
      expect(lines(whole.out).length).toBeGreaterThan(100);
      const [first, second] = [worker(line), worker(line)];
      const scan = running(scanning(line, "--format", "ndjson"));
      await judged(url, 2);
      first.child.kill("SIGKILL");
      const { code, out, err } = await scan.done;
      expect([code, out, err]).toEqual([whole.code, whole.out, whole.err]);
      if (name === "PostgreSQL") {
        const json = await runs(...scanning(line, "--format", "json"));
        expect(json.out).toBe((await runs("scan", "s3://models/in", "--format", "json")).out);
      }
      await stopped(second);
      expect(await left(url)).toEqual([0, 0]);
    });
  }

  test("the command is killed and goes on: no line twice, none missing, what was judged is not judged again", async () => {
    const url = await database();
    const line = { queue: url, url };
    const report = join(folder, "killed.ndjson");
    const args = ["--format", "ndjson", "--output", report, "--resume"];
    const one = worker(line);
    const killed = running(scanning(line, ...args));
    // It is written down how far it is in the middle of a page.
    await until(() => existsSync(`${report}.progress`) && JSON.parse(readFileSync(`${report}.progress`, "utf8")).after !== "");
    killed.child.kill("SIGKILL");
    await killed.done;
    expect(existsSync(report)).toBe(false);
    // No worker is left when it goes on: what was judged is all that there is.
    await judged(url, (await asked(url, "select id from jobs")).length);
    one.child.kill("SIGTERM");
    await one.done;
    const { code } = await runs(...scanning(line, ...args));
    expect([code, readFileSync(report, "utf8")]).toEqual([whole.code, whole.out]);
    const again = await runs(...scanning(line, ...args));
    expect(again).toMatchObject({ code: whole.code, out: "" });
    expect(again.err).toContain("is whole already");
    expect(await left(url)).toEqual([0, 0]);
  });

  test("Redis and PostgreSQL are killed and started again meanwhile", async () => {
    const url = await database();
    const line = { queue: redis.url, url };
    const one = worker(line);
    const scan = running(scanning(line, "--format", "ndjson"));
    await judged(url, 2);
    await redis.kill();
    await postgres.kill();
    await redis.again();
    await postgres.again();
    const { code, out } = await scan.done;
    expect([code, out]).toEqual([whole.code, whole.out]);
    await stopped(one);
    expect(await left(url)).toEqual([0, 0]);
  });

  test("a page that kills its worker three times has a line for each key, and is never clean", async () => {
    const url = await database();
    const line = { queue: url, url };
    const keys = (await runs("scan", "s3://models/in", "--list-files")).out;
    const scan = running(["scan", "s3://models/in", ...parts(line), "--format", "ndjson", "--fail-on", "never"]);
    for (let begun = 1; begun <= 3; begun++) {
      const one = worker(line);
      // Before a worker has made it, there is no table.
      await until(
        async () => (await asked(url, `select id from jobs where attempts = ${begun} and leased is not null`).catch(() => [])).length > 0,
      );
      one.child.kill("SIGKILL");
      await one.done;
      await comeBack(url);
    }
    const last = worker(line);
    const { out } = await scan.done;
    const found = lines(out).map((text) => JSON.parse(text));
    expect(found.map(({ path }) => showWhole(path))).toEqual(lines(keys));
    for (const { verdict, findings } of found) {
      expect([verdict, findings.length, findings[0].code]).toEqual(["malformed", 1, "artifact.unreadable"]);
      expect(findings[0].message).toContain("begun 3 times");
    }
    await stopped(last);
    expect(await left(url)).toEqual([0, 0]);
  });

  /** A row of the table as somebody else might write it. */
  async function plant(url: string, row: Readonly<Record<string, string | number | null>>): Promise<void> {
    const all = {
      id: `planted-${++counted}`,
      tenant: "pages of scans",
      status: "queued",
      name: "",
      report: null,
      attempts: 0,
      at: 0,
      leased: null,
      ...row,
    };
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    await client.connect();
    const names = Object.keys(all);
    await client.query(
      `insert into jobs (${names.join(", ")}) values (${names.map((_, i) => `$${i + 1}`).join(", ")})`,
      Object.values(all),
    );
    await client.end();
  }

  const page = (own: object, asked: object = {}): string =>
    JSON.stringify({
      page: { address: "s3://models/in/", after: "", through: "in/z", ...own },
      asked: { version: VERSION, reading: "", deep: false, include: [], exclude: [], allFolders: false, ...asked },
    });

  test("rows and names that others wrote end by name, and the worker goes on", async () => {
    const url = await database();
    const line = { queue: redis.url, url };
    const one = worker(line);
    await until(() => one.said().includes("working"));
    const reading = await readingHash({ policy: {}, limits: {} }, {});
    const planted = [
      "",
      "null",
      "[]",
      '{"__proto__":{"page":{}}}',
      '{"page":{"__proto__":{"address":"s3://models/in/"},"after":"","through":"x"},"asked":{}}',
      page({ through: 5 }),
      page({ through: "" }),
      page({ through: "x".repeat(5000) }),
      page({ address: "/etc/" }),
      page({ address: "file:///etc/passwd" }),
      page({ address: "s3://../x" }),
      page({ more: 1 }),
      page({}, { version: "0.0.0" }),
      page({}, { reading: "of others" }),
      page({}, { reading, include: ["*".repeat(300)] }),
      page({}, { reading, exclude: Array.from({ length: 2000 }, () => "x") }),
      page({ address: "s3://of-nobody/" }, { reading }),
      '{"uploads":[{"name":"x","key":"../../etc/passwd","bytes":1}],"deep":false}',
      `{"uploads":${"[".repeat(100_000)}`,
    ];
    for (const options of planted) await plant(url, { options });
    for (const attempts of [-2_000_000_000, 4, 2_000_000_000]) await plant(url, { options: page({}, { reading }), attempts });
    await plant(url, { options: page({}, { version: "0.0.0" }), status: "running", leased: Date.now() * 1000 });
    const queue = await openRedis(redis.url, () => undefined);
    await queue.tell(["__proto__", "constructor", "x".repeat(100_000), "no-such-job", "';drop table jobs;--"]);
    await queue.stop();
    await until(async () => (await asked(url, "select id from jobs where status <> 'failed'")).length === 0);
    const whys = (await asked(url, "select report from jobs")).map((row) => JSON.stringify(row));
    expect(whys).toHaveLength(planted.length + 4);
    for (const why of whys) expect(why).toMatch(/service\.(?:failed|storage)|usage/);
    const { code, out } = await runs(...scanning(line, "--format", "ndjson"));
    expect([code, out]).toEqual([whole.code, whole.out]);
    await stopped(one);
  });

  test("what came of a page is believed by nobody: it is judged again, and what stays damaged is never clean", async () => {
    const url = await database();
    const line = { queue: url, url };
    const scan = running(["scan", "s3://models/in", ...parts(line), "--page", "150", "--format", "ndjson", "--fail-on", "never"]);
    await until(async () => (await asked(url, "select id from jobs").catch(() => [])).length >= 2);
    const [first, second] = ["0d5a9ef0-0000-4000-8000-000000000001", "0d5a9ef0-0000-4000-8000-000000000002"];
    // Of another bucket, and without its end.
    await spool.put(first, Buffer.from('{"path":"s3://others/in/a","kind":"text"}\n{"met":1}\n'));
    await spool.put(second, Buffer.from('{"path":"s3://models/in/models/z","kind":"text"}\n'));
    const done = (which: string, key: string, attempts: number) =>
      asked(
        url,
        `update jobs set status = 'done', attempts = ${attempts}, report = '{"key":"${key}","bytes":1}' where id like '%-${which}'`,
      );
    await done("1", second, 3);
    await done("0", first, 1);
    const one = worker(line);
    const { out } = await scan.done;
    const found = lines(out).map((text) => JSON.parse(text));
    const unread = found.filter(({ findings }) => findings[0]?.code === "artifact.unreadable");
    expect(unread.length).toBeGreaterThan(10);
    for (const { verdict, findings } of unread)
      expect([verdict, findings[0].message]).toEqual(["malformed", expect.stringContaining("damaged")]);
    // The first page was judged after all.
    const good = lines(whole.out).slice(0, 100);
    expect(lines(out).slice(0, 100)).toEqual(good);
    expect(new Set(found.map(({ path }) => path)).size).toBe(new Set(lines(whole.out).map((text) => JSON.parse(text).path)).size + 1);
    await stopped(one);
    expect(await left(url)).toEqual([0, 0]);
  });

  test("a worker that is told to end gives its page back, however often; what nobody came back for goes", async () => {
    const url = await database();
    const line = { queue: url, url };
    const scan = running(["scan", "s3://models/in", ...parts(line), "--format", "ndjson"]);
    for (let ended = 0; ended < 4; ended++) {
      const one = worker(line);
      await until(async () => (await asked(url, "select id from jobs where leased is not null").catch(() => [])).length > 0);
      await stopped(one);
      expect(await asked(url, "select attempts, status from jobs")).toEqual([{ attempts: 0, status: "queued" }]);
      await comeBack(url);
    }
    const key = "0d5a9ef0-0000-4000-8000-000000000003";
    await spool.put(key, Buffer.from("of a run that was killed"));
    await plant(url, { options: "", status: "done", report: `{"key":"${key}","bytes":1}` });
    const last = worker(line);
    const { code, out } = await scan.done;
    expect([code, out]).toEqual([whole.code, whole.out]);
    await runs(...scanning(line, "--format", "ndjson"));
    await stopped(last);
    expect(await left(url)).toEqual([0, 0]);
  });

  test("a scan that is told to end takes its pages back, without --resume", async () => {
    const url = await database();
    const line = { queue: url, url };
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const scan = running(["scan", "s3://models/in", ...parts(line), "--format", "ndjson"]);
      await until(async () => (await asked(url, "select id from jobs").catch(() => [])).length > 0);
      scan.child.kill(signal);
      const { code, out } = await scan.done;
      expect([code, out]).toEqual([signal === "SIGINT" ? 130 : 143, ""]);
      expect(await left(url)).toEqual([0, 0]);
    }
  });
});
