/** What `scan` takes for buckets: `--shard`, `--resume` and `--queue`, with what cannot be had together, and where such a report goes. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { CornichonError, type Shown, sentence, showText } from "../errors.js";
import type { BucketPart } from "../index.js";
import { addressOf, isAddress } from "../objects/address.js";
import { MOST_SHARDS, shardOf } from "../objects/shard.js";
import type { ReportFormat } from "../report/writer.js";
import { isStandardOutput, type Output, openReport, refuseModel } from "./output.js";
import type { Resumed } from "./resume.js";
import { type Flags, textFlag } from "./shared.js";

/** Keys of a page: the most that a store lists at a time. */
const MOST_KEYS = 1000;

function pageKeys(text: string): number {
  const value = Number(text);
  if (!/^\d{1,4}$/.test(text) || value < 1 || value > MOST_KEYS)
    throw new InvalidArgumentError(`It is no whole number from 1 to ${MOST_KEYS}.`);
  return value;
}

export const withBucketOptions = (command: Command): Command =>
  command
    .option("--shard <i/n>", "of a bucket, the part of one of n machines: 3/200")
    .option("--resume", "of a bucket, go on where a run of the same --output was stopped (ndjson)")
    .option("--queue <url>", "of a bucket, let workers judge: redis://… or postgres://…, as they have it")
    .option("--database <url>", "with --queue, the workers' (default: --queue's, where that is PostgreSQL)")
    .option("--spool <place>", "with --queue, the workers': s3://bucket/prefix, or a folder that all have")
    .addOption(new Option("--page <keys>", `with --queue, keys that a worker takes at a time (default ${MOST_KEYS})`).argParser(pageKeys));

/** Where workers are met. */
export interface WorkersAsked {
  readonly queue: string;
  readonly database: string;
  readonly spool: string;
  /** Keys of a page. */
  readonly keys: number;
}

/** What was asked of a bucket. */
export interface BucketAsked {
  readonly address: string;
  readonly part: Pick<BucketPart, "shard">;
  readonly resume: boolean;
  /** Null where this command judges. */
  readonly workers: WorkersAsked | null;
}

const usage = (what: Shown): CornichonError => new CornichonError("usage", what);

/** Options that look at files and folders of this machine, or at a whole run. */
const NOT_OF_BUCKETS = ["cache", "changedSince", "gitignore"] as const;
const NOT_RESUMED = ["also", "baseline", "writeBaseline"] as const;

const isGiven = (flags: Flags, name: string): boolean => flags[name] !== undefined && flags[name] !== false;
const optionOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function refuse(flags: Flags, names: readonly string[], what: Shown): void {
  const given = names.find((name) => isGiven(flags, name));
  if (given !== undefined) throw usage(sentence`${showText(optionOf(given))} and ${what} cannot be had together`);
}

function shardAsked(text: string | undefined): Pick<BucketPart, "shard"> {
  if (text === undefined) return {};
  const shard = shardOf(text);
  if (shard === null) throw usage(sentence`--shard is i/n, with n up to ${MOST_SHARDS} and i from 1 to n, not ${showText(text)}`);
  return { shard };
}

function checkResumed(paths: readonly string[], flags: Flags, format: ReportFormat): void {
  if (paths.length !== 1) throw usage(sentence`--resume goes on with one bucket; name one address`);
  if (format !== "ndjson") throw usage(sentence`--resume goes on with lines: add --format ndjson`);
  if (isStandardOutput(textFlag(flags, "output"))) throw usage(sentence`--resume goes on with a report: name it with --output`);
  refuse(flags, NOT_RESUMED, sentence`--resume`);
}

const WORKERS = ["queue", "database", "spool", "page"] as const;

/** Who judges, null for this command. @throws CornichonError `usage` */
function workersAsked(paths: readonly string[], flags: Flags): WorkersAsked | null {
  const queue = textFlag(flags, "queue");
  if (queue === undefined) {
    const given = WORKERS.find((name) => isGiven(flags, name));
    if (given !== undefined) throw usage(sentence`${showText(optionOf(given))} is of workers: name their --queue`);
    return null;
  }
  if (paths.length !== 1) throw usage(sentence`workers judge one bucket at a time; name one address`);
  refuse(flags, ["shard"], sentence`--queue`);
  const database = textFlag(flags, "database") ?? (queue.startsWith("postgres") ? queue : undefined);
  if (database === undefined) throw usage(sentence`--queue needs the workers' --database`);
  const spool = textFlag(flags, "spool");
  if (spool === undefined) throw usage(sentence`--queue needs the workers' --spool`);
  return { queue, database, spool, keys: typeof flags["page"] === "number" ? flags["page"] : MOST_KEYS };
}

/** What was asked of a bucket; null where none was named. @throws CornichonError `usage` */
export function bucketAsked(paths: readonly string[], flags: Flags, format: ReportFormat): BucketAsked | null {
  const addresses = paths.filter(isAddress);
  const [address] = addresses;
  const resume = flags["resume"] === true;
  if (address === undefined) {
    const given = (["resume", "shard", ...WORKERS] as const).find((name) => isGiven(flags, name));
    if (given !== undefined) throw usage(sentence`${showText(optionOf(given))} is for buckets: name s3://bucket/prefix`);
    return null;
  }
  for (const one of addresses) addressOf(one);
  refuse(flags, NOT_OF_BUCKETS, sentence`a bucket`);
  if (resume) checkResumed(paths, flags, format);
  return { address, part: shardAsked(textFlag(flags, "shard")), resume, workers: workersAsked(paths, flags) };
}

/** What decides over the lines of a report and its exit code. */
interface Deciding {
  readonly failOn: string;
  readonly reading: { readonly policy: object; readonly limits: object; readonly py2Strings: string; readonly allowTrailing: boolean };
  readonly flags: Flags;
}

const ASKED_FLAGS = ["deep", "include", "exclude", "allFolders", "allowEmpty"] as const;

function askedOf({ address, part }: BucketAsked, { failOn, reading, flags }: Deciding): object {
  const { policy, limits, py2Strings, allowTrailing } = reading;
  const chosen = ASKED_FLAGS.map((name) => [name, flags[name] ?? null] as const);
  return { address, part, failOn, policy, limits, py2Strings, allowTrailing, flags: Object.fromEntries(chosen) };
}

/** A report's place, and what was done of it before. @throws CornichonError `usage`, `output.exists` */
export async function openScanReport(
  path: string | undefined,
  paths: readonly string[],
  bucket: BucketAsked | null,
  deciding: Deciding,
): Promise<{ readonly output: Output; readonly resumed: Resumed | null }> {
  const resume = bucket?.resume === true;
  if (path === undefined || (!isAddress(path) && !resume)) return { output: openReport(path, paths), resumed: null };
  if (!isAddress(path)) refuseModel(path);
  // Few ask for it, and what reads a report's standing is long.
  const { PlacedOutput } = await import("./placed-output.js");
  const output = await PlacedOutput.at(path);
  if (!resume) return { output, resumed: null };
  const { Resumed: Runs } = await import("./resume.js");
  return { output, resumed: await Runs.of(output, path, bucket.address, askedOf(bucket, deciding)) };
}
