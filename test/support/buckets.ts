/** A store for tests, with folders of fixtures as buckets. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { Bucket } from "../../src/objects/bucket.js";
import { ROOT, type Run } from "./cli.js";
import { type Part, startS3, storeEnvironment } from "./parts.js";

/** A store, and what commands need to find it. */
export interface Store {
  readonly part: Part;
  readonly folder: string;
  /** An empty bucket. */
  bucket(name: string): Promise<Bucket>;
  stop(): Promise<void>;
}

/** Starts a store; this process finds it as well. */
export async function startStore(): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), "cornichon-store-"));
  const part = await startS3(folder);
  Object.assign(process.env, storeEnvironment(part));
  return {
    part,
    folder,
    bucket: async (name) => {
      const client = new S3Client({ forcePathStyle: true });
      await client.send(new CreateBucketCommand({ Bucket: name }));
      return Bucket.open(name);
    },
    stop: async () => {
      await part.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Files below a folder, by their paths from it. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(folder, name)).isFile());
}

/** Work on each, several at a time. */
export async function each<T>(items: readonly T[], work: (item: T, i: number) => Promise<void>): Promise<void> {
  const left = [...items.entries()];
  const one = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: 8 }, one));
}

/** Puts the files of a folder into a bucket. */
export const putFolder = (bucket: Bucket, folder: string, prefix: string): Promise<void> =>
  each(filesBelow(folder), (name) => bucket.put(prefix + name, readFileSync(join(folder, name))));

/** The command, while this process goes on. */
export function running(args: readonly string[], cwd = ROOT) {
  const child = spawn(process.execPath, [join(ROOT, "dist", "cli.js"), ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (piece: Buffer) => out.push(piece));
  child.stderr.on("data", (piece: Buffer) => err.push(piece));
  const done = new Promise<Run>((resolve) =>
    child.once("close", (code) => resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() })),
  );
  return { child, done, said: () => Buffer.concat(err).toString() };
}

export const runs = (...args: readonly string[]): Promise<Run> => running(args).done;
