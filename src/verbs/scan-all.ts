/**
 * Many artifacts judged in one run: paths and directories are expanded, children work side by side, results come in the
 * order of the input. What is no artifact in a directory is skipped and counted by kind, never listed as safe.
 */

import type { OpenArtifact } from "../artifact/source.js";
import type { TreeChoice } from "../artifact/tree-choice.js";
import type { MetFile } from "../artifact/walk.js";
import { DvcTrees } from "../beside/dvc-trees.js";
import { keptFindings } from "../beside/notes.js";
import { createHost } from "../host/index.js";
import type { Host, HostJob } from "../host/types.js";
import { isAddress } from "../objects/address.js";
import { Judgement } from "../report/judgement.js";
import { linkReport, withFinding } from "../report/scan-report.js";
import { Counts, type Summary } from "../report/summary.js";
import { Cache, type Found, type Look } from "./cache.js";
import { BATCH, type BatchOptions, type Candidate, candidates, type Given, TREE, type Walking, walkingOf } from "./candidates.js";
import { Changed } from "./changed.js";
import { CALLED, OBJECT, TEXT } from "./check-options.js";
import { inOrder } from "./in-order.js";
import { isFolder } from "./is-folder.js";
import { plainKind, type SkippedKind, skippedKind } from "./met.js";
import { type BucketPart, type MetObject, objectsAt } from "./met-objects.js";
import { jobFor } from "./options.js";
import { findingsWithin, isTooLong } from "./run.js";
import { SCANNING, type ScanOptions, scanArtifact, unreadable } from "./scan.js";

/**
 * How `scanAll` reads, what of directories it walks, and who is told of what it skips.
 * @example
 * ```ts
 * import { scanAll } from "cornichon";
 *
 * const paths: string[] = [];
 * const options = { jobs: 2, stdin: process.stdin, exclude: ["old*", "several"], skip: (path: string) => void paths.push(path) };
 * const summary = await scanAll(["."], options, () => undefined);
 * console.log(summary.dangerous, paths.includes("./factors.csv")); //=> 1 true
 * ```
 */
export interface ScanAllOptions extends Omit<ScanOptions, "pool">, BatchOptions, TreeChoice {
  /** Only files that git does not know to be the same as in this revision. */
  readonly changedSince?: string;
  /** Folder in which what was found is kept for the next run: the user's own, closed to all others. */
  readonly cache?: string;
  /** Which part of the buckets that are named is looked at. */
  readonly bucket?: BucketPart;
  /** Gets what is skipped, with its kind, in its turn. */
  readonly skip?: (path: string, kind: SkippedKind) => void;
}

const TAKES = {
  ...SCANNING,
  own: {
    ...BATCH,
    ...TREE,
    bucket: OBJECT,
    cache: TEXT,
    changedSince: TEXT,
    skip: CALLED,
  },
};

/** A judgement, or what the file is that is none. */
type Outcome = Judgement | SkippedKind;

const close = (outcome: Outcome): void => {
  if (typeof outcome !== "string") outcome.close();
};

const lookAt = async (artifact: OpenArtifact, look: Look): Promise<Found> => (await look.plainly(artifact)) ?? look.judge(artifact);

class Scan {
  readonly #host: Host;
  readonly #given: HostJob;
  readonly #signal: AbortSignal | undefined;
  readonly #cache: Cache | null;
  readonly #dvc: DvcTrees;

  constructor(host: Host, job: HostJob, cache: Cache | null, dvc: DvcTrees, signal: AbortSignal | undefined) {
    this.#dvc = dvc;
    this.#host = host;
    this.#given = job;
    this.#cache = cache;
    this.#signal = signal;
  }

  async judge(candidate: Candidate | MetObject): Promise<Outcome> {
    if (candidate.what === "skipped") return candidate.kind;
    if (candidate.what === "link") return new Judgement(linkReport(candidate));
    try {
      return await this.#file(candidate);
    } catch (error) {
      return unreadable(candidate.path, error);
    }
  }

  /** A judgement with what DVC keeps of the file elsewhere than beside it: that is not of its bytes, so no cache has it. */
  async #kept(judgement: Judgement, artifact: OpenArtifact, job: HostJob): Promise<Judgement> {
    const kept = this.#dvc.of(artifact.path);
    if (kept === null) return judgement;
    const found = await findingsWithin({ job, signal: this.#signal }, (signal) => keptFindings({ source: artifact, signal }, kept));
    const { own, members, skippedMembers } = judgement;
    return new Judgement(found.reduce(withFinding, own), members, skippedMembers);
  }

  async #file(candidate: Given | MetFile | MetObject): Promise<Outcome> {
    if (candidate.what === "file" && this.#cache?.holds(candidate.path) === true) return "folder";
    const artifact = await candidate.open();
    try {
      const job = jobOnTheWay(this.#given, candidate);
      const look: Look = {
        plainly: async (opened) => (candidate.what === "given" ? null : plainKind(opened, candidate.named)),
        judge: (opened) => scanArtifact({ host: this.#host, artifact: opened, job, signal: this.#signal }),
      };
      const cache = isTooLong(artifact, job) ? null : this.#cache;
      const outcome = await (cache === null ? lookAt(artifact, look) : cache.through(artifact, job.options.way, look));
      if (typeof outcome === "string") return skippedKind(candidate.path, outcome);
      return isTooLong(artifact, job) ? outcome : await this.#kept(outcome, artifact, job);
    } finally {
      await artifact.close();
    }
  }
}

/** The directories among what was named. */
const foldersOf = (paths: readonly string[]): readonly string[] => paths.filter(isFolder);

/** A job for what was given, or for what was met. */
export function jobOnTheWay(job: HostJob, candidate: Given | MetFile | MetObject): HostJob {
  if (candidate.what === "given") return job;
  return { ...job, options: { ...job.options, way: candidate.named ? "met-named" : "met" } };
}

/** What a run over paths and addresses meets, in the order in which they were named. */
export async function* allMet(
  paths: readonly string[],
  options: ScanAllOptions,
  maxBytes: number,
  walking: Walking & { readonly isListing?: boolean },
): AsyncGenerator<Candidate | MetObject> {
  const { filter, isListing = false } = walking;
  const { bucket = {}, signal } = options;
  for (const path of paths) {
    if (isAddress(path)) yield* objectsAt(path, { filter, part: bucket, signal, isListing });
    else yield* candidates([path], options, maxBytes, walking);
  }
}

/** Told of every file that is looked at, of those that are skipped as well. */
export interface Watcher {
  /** How many files a directory holds, before the first of them is looked at; directories are listed twice for it. */
  found?(files: number): void;
  begin(path: string): void;
  done(bytes: number): void;
}

/**
 * Judges files, directories and standard input; `take` gets each artifact in order, with its lines: its own first, then
 * its members', and the path as it was met. They are only there until it returns (or its promise resolves), and nothing but counts is kept of them.
 * @example
 * ```ts
 * import { scanAll } from "cornichon";
 *
 * const refused: string[] = [];
 * const summary = await scanAll(["several", "evil.pkl"], { jobs: 2, stdin: process.stdin }, ({ own }) => {
 *   if (own.verdict !== "safe") refused.push(own.path);
 * });
 * console.log(refused); //=> [ 'evil.pkl' ]
 * console.log(summary.safe, summary.dangerous); //=> 4 1
 * ```
 */
export async function scanAll(
  paths: readonly string[],
  options: ScanAllOptions,
  take: (judgement: Judgement, path: string) => void | Promise<void>,
  watcher?: Watcher,
): Promise<Summary> {
  const job = await jobFor("scan", options, TAKES);
  const { changedSince, signal } = options;
  const changed = changedSince === undefined ? null : await Changed.since(changedSince, paths, signal);
  const counted = watcher?.found === undefined ? {} : { counted: (files: number): void => watcher.found?.(files) };
  const walking = { ...(await walkingOf(paths, options, changed)), ...counted };
  const cache = options.cache === undefined ? null : new Cache(options.cache, job, options.policy);
  const host = createHost({ jobs: options.jobs });
  const scan = new Scan(host, job, cache, new DvcTrees(foldersOf(paths)), options.signal);
  const counts = new Counts();
  const tell = async ({ path, outcome }: { path: string; outcome: Outcome }): Promise<void> => {
    if (typeof outcome === "string") {
      counts.skip(outcome);
      watcher?.done(0);
      return options.skip?.(path, outcome);
    }
    try {
      counts.add(outcome);
      for (const [kind, count] of Object.entries(outcome.skippedMembers)) counts.skip(kind, count);
      await take(outcome, path);
    } finally {
      watcher?.done(outcome.own.bytes ?? 0);
      outcome.close();
    }
  };
  try {
    await inOrder(
      allMet(paths, options, job.limits.maxBytes, walking),
      options.jobs,
      async (candidate) => {
        watcher?.begin(candidate.path);
        return { path: candidate.path, outcome: await scan.judge(candidate) };
      },
      tell,
      ({ outcome }) => close(outcome),
    );
  } finally {
    await host.close();
    cache?.close();
  }
  return counts.summary();
}
