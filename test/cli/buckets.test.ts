/** `scan s3://…` against a store that speaks S3: the same lines as of a folder, in shards, and after a kill. */
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bucket } from "../../src/objects/bucket.js";
import { each, filesBelow, putFolder, running, runs, type Store, startStore } from "../support/buckets.js";
import { ROOT } from "../support/cli.js";
import { lacking, until } from "../support/parts.js";

const lines = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");
const FOLDER = join(ROOT, "fixtures", "containers");
const HOSTILE = join(ROOT, "fixtures", "hostile");

describe.skipIf(lacking("s3") !== "")("buckets", { timeout: 180_000 }, () => {
  let store: Store;
  let models: Bucket;
  beforeAll(async () => {
    store = await startStore();
    models = await store.bucket("models");
    await putFolder(models, FOLDER, "in/containers/");
    const hostile = filesBelow(HOSTILE).filter((_, i) => i % 40 === 0);
    await each(hostile, (name) => models.put(`in/hostile/${name}`, readFileSync(join(HOSTILE, name))));
    await models.put("in/odd/a b+c%41\u{202e}é.pkl", readFileSync(join(HOSTILE, hostile[0] ?? "")));
  });
  afterAll(() => store.stop());
  const place = (name: string): string => join(store.folder, name);
  const scan = (...args: readonly string[]) => runs("scan", "s3://models/in", "--format", "ndjson", ...args);

  test("an object has the line that its file has, its companions as well", async () => {
    const [bucket, folder] = await Promise.all([
      runs("scan", "s3://models/in/containers", "--format", "ndjson"),
      runs("scan", FOLDER, "--format", "ndjson"),
    ]);
    expect(lines(folder.out).length).toBeGreaterThan(10);
    expect(bucket.out.replaceAll("s3://models/in/containers/", `${FOLDER}/`)).toBe(folder.out);
    expect(bucket.code).toBe(folder.code);
  });

  test("shards together give each line of a scan once", async () => {
    const whole = await scan();
    const parts = await Promise.all([scan("--shard", "1/3"), scan("--shard", "2/3"), scan("--shard", "3/3")]);
    expect(parts.every(({ out }) => lines(out).length > 5)).toBe(true);
    expect(parts.flatMap(({ out }) => lines(out)).sort()).toEqual([...lines(whole.out)].sort());
    expect(Math.min(...parts.map(({ code }) => code ?? 0))).toBe(whole.code);
  });

  test("a scan that was killed goes on: no line twice, none missing, a torn one written again", async () => {
    const whole = await scan();
    const report = place("killed.ndjson");
    const args = ["--format", "ndjson", "--output", report, "--resume", "--jobs", "1"];
    const killed = running(["scan", "s3://models/in", ...args]);
    await until(() => existsSync(`${report}.progress`) || killed.child.exitCode !== null);
    killed.child.kill("SIGKILL");
    await killed.done;
    expect(existsSync(report)).toBe(false);
    appendFileSync(`${report}.part`, '{"path":"s3://mod');
    const { code } = await runs("scan", "s3://models/in", ...args);
    expect(code).toBe(whole.code);
    expect(readFileSync(report, "utf8")).toBe(whole.out);
    const again = await runs("scan", "s3://models/in", ...args);
    expect(again).toMatchObject({ code: whole.code, out: "" });
    expect(again.err).toContain("is whole already");
    const other = await runs("scan", "s3://models/in", ...args, "--deep");
    expect(other.code).toBe(2);
    expect(other.err).toContain("is of a scan that asked something else");
    rmSync(report);
    await runs("scan", "s3://models/in", ...args);
    expect(readFileSync(report, "utf8")).toBe(whole.out);
    expect(
      readdirSync(store.folder)
        .filter((name) => name.startsWith("killed"))
        .sort(),
    ).toEqual(["killed.ndjson", "killed.ndjson.progress"]);
  });

  test("two runs of one report: the one that comes first ends, and nothing of two runs stands in one file", async () => {
    const whole = await scan();
    const report = place("twice.ndjson");
    const args = ["scan", "s3://models/in", "--format", "ndjson", "--output", report, "--resume", "--jobs", "1"];
    const first = running(args);
    await until(() => existsSync(`${report}.progress`) || first.child.exitCode !== null);
    const codes = await Promise.all([first.done, runs(...args)]);
    const failed = codes.filter(({ code }) => code !== whole.code);
    for (const { code, err } of failed) expect([code, err]).toEqual([2, expect.stringContaining("another run writes this report")]);
    if (failed.length > 0) await runs(...args);
    expect(readFileSync(report, "utf8")).toBe(whole.out);
  });

  test("a report goes to a bucket, resumed as well", async () => {
    const whole = await scan();
    for (const resume of [[], ["--resume"], ["--resume"]]) {
      const { code, err } = await scan("--output", "s3://models/out/report.ndjson", ...resume);
      expect([code, err.replace(/^note:.*\n/, "")]).toEqual([whole.code, ""]);
      const written = await models.read("out/report.ndjson", 0, 4 * 1024 * 1024);
      expect(Buffer.from(written?.bytes ?? []).toString()).toBe(whole.out);
    }
  });

  test("what cannot be had is told in a sentence, with what to do", async () => {
    const none = await runs("scan", "s3://none/x");
    expect([none.code, none.out]).toEqual([2, expect.stringContaining("s3://none/x")]);
    expect(none.out).toContain("there is no such bucket");
    const denied = await runs("scan", "s3://models/in", "--output", "s3://none/x", "--format", "ndjson");
    expect([denied.code, denied.err]).toEqual([2, expect.stringContaining("s3://none/x: there is no such bucket")]);
    for (const [args, said] of [
      [["scan", "s3://models/in", "--shard", "4/3"], "--shard is i/n"],
      [["scan", "fixtures", "--shard", "1/3"], "--shard is for buckets"],
      [["scan", "fixtures", "--queue", "redis://x"], "--queue is for buckets"],
      [["scan", "s3://models/in", "--page", "20"], "--page is of workers: name their --queue"],
      [["scan", "s3://models/in", "--queue", "redis://x"], "--queue needs the workers' --database"],
      [["scan", "s3://models/in", "--queue", "postgres://x"], "--queue needs the workers' --spool"],
      [["scan", "s3://models/in", "--queue", "postgres://x", "--spool", "s3://y", "--shard", "1/2"], "--shard and --queue"],
      [["scan", "s3://models/in", "s3://models/out", "--queue", "postgres://x", "--spool", "s3://y"], "one bucket at a time"],
      [["scan", "s3://models/in", "--queue", "postgres://x", "--spool", "s3://y", "--page", "1001"], "no whole number from 1 to 1000"],
      [["scan", "s3://models/in", "--resume"], "--format ndjson"],
      [["scan", "s3://models/in", "--resume", "--format", "ndjson"], "name it with --output"],
      [["scan", "s3://models/in", "--changed-since", "main"], "--changed-since and a bucket"],
      [["scan", "s3://"], "is no address of a bucket"],
      [["scan", "s3://models/in", "--output", "s3://models/"], "names no object"],
    ] as const) {
      const { code, err } = await runs(...args);
      expect([code, err]).toEqual([2, expect.stringContaining(said)]);
    }
  });

  test("the client of S3 is loaded by whoever opens a bucket, and by nobody else", () => {
    const dist = join(ROOT, "dist");
    const seen = new Set<string>();
    const walk = ["cli.js", "index.js"];
    for (let name = walk.pop(); name !== undefined; name = walk.pop()) {
      if (seen.has(name)) continue;
      seen.add(name);
      const text = readFileSync(join(dist, name), "utf8");
      expect([name, text.includes("ListDirectoryBuckets")]).toEqual([name, false]);
      for (const [, next = ""] of text.matchAll(/^(?:import|export)\b[^;]*?"\.\/([\w.-]+\.js)";/gm)) walk.push(next);
    }
    expect(seen.size).toBeGreaterThan(3);
  });
});
