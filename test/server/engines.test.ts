/**
 * The ten lines that docs/scale.md has for Spark and Ray, run as they stand there where `npm run python-engines` (or
 * CORNICHON_ENGINES_PYTHON) has them: what their shards report is what one scan does. Only the number of shards is another.
 */
import { execFile, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bucket } from "../../src/objects/bucket.js";
import { putFolder, runs, type Store, startStore } from "../support/buckets.js";
import { ROOT } from "../support/cli.js";
import { lacking } from "../support/parts.js";

const PYTHON = process.env["CORNICHON_ENGINES_PYTHON"] ?? join(ROOT, ".python-engines", "bin", "python");
const SHARDS = 3;

/** The lines of a heading's code. */
function linesOf(heading: string): string {
  const text = readFileSync(join(ROOT, "docs", "scale.md"), "utf8");
  const [, code = ""] = new RegExp(`^## ${heading}\\n[\\s\\S]*?\`\`\`python\\n([\\s\\S]*?)\`\`\``, "m").exec(text) ?? [];
  return code.replaceAll("20", String(SHARDS)).replaceAll("21", String(SHARDS + 1));
}

/** What stands around the lines in a program of theirs. */
const PROGRAMS = {
  Spark: (lines: string) =>
    `from pyspark.sql import SparkSession\nspark = SparkSession.builder.master("local[2]").getOrCreate()\n${lines}\nprint(sorted(codes))\nspark.stop()\n`,
  Ray: (lines: string) => `import ray\nray.init(num_cpus=4, include_dashboard=False)\n${lines}\nprint(codes)\n`,
};

/** True where an engine is installed, with the Java that Spark needs; else it is said that its test is skipped. */
function isHere(engine: keyof typeof PROGRAMS): boolean {
  const isInstalled = spawnSync(PYTHON, ["-c", engine === "Spark" ? "import pyspark" : "import ray"]).status === 0;
  const here = isInstalled && (engine !== "Spark" || spawnSync("java", ["-version"]).status === 0);
  if (!here) process.stderr.write(`skipped: ${engine} is not installed (npm run python-engines makes it; Spark needs a Java)\n`);
  return here;
}

describe.skipIf(lacking("s3") !== "")("engines", { timeout: 240_000 }, () => {
  let store: Store;
  let reports: Bucket;
  let path: string;
  beforeAll(async () => {
    store = await startStore();
    await putFolder(await store.bucket("bucket"), join(ROOT, "fixtures", "containers"), "models/");
    reports = await store.bucket("reports");
    const bin = join(store.folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "cornichon"), `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "dist", "cli.js")}" "$@"\n`);
    chmodSync(join(bin, "cornichon"), 0o755);
    path = [bin, process.env["PATH"]].join(delimiter);
  }, 120_000);
  afterAll(() => store.stop());

  async function report(shard: number): Promise<string> {
    const piece = await reports.read(`part-${shard}.ndjson`, 0, 4 * 1024 * 1024);
    return Buffer.from(piece?.bytes ?? []).toString();
  }

  for (const engine of ["Spark", "Ray"] as const)
    test.skipIf(!isHere(engine))(`${engine}'s shards report what one scan does`, async () => {
      const lines = linesOf(engine);
      expect(lines.split("\n").length).toBeLessThan(12);
      const program = join(store.folder, "program.py");
      writeFileSync(program, PROGRAMS[engine](lines));
      const env = { ...process.env, PATH: path };
      const { stdout } = await promisify(execFile)(PYTHON, ["-B", program], { cwd: store.folder, env, maxBuffer: 2 ** 24 });
      expect(stdout).toContain(engine === "Spark" ? "(1, " : "[");
      const whole = await runs("scan", "s3://bucket/models", "--format", "ndjson");
      const parts = await Promise.all(Array.from({ length: SHARDS }, (_, i) => report(i + 1)));
      expect(parts.join("").split("\n").sort().join("\n").trim()).toBe(whole.out.split("\n").sort().join("\n").trim());
      for (let shard = 1; shard <= SHARDS; shard++)
        for (const name of [`part-${shard}.ndjson`, `part-${shard}.ndjson.progress`]) await reports.remove(name);
    });
});
