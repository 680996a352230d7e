/**
 * The host: children that read artifacts, and nothing else. A child serves one tenant, gets a fresh context for each
 * artifact, and a fresh isolate behind whatever was not safe (`child/isolates.ts`); it is replaced after any limit and after
 * 200 artifacts. Once a child had to be replaced the next one boots while others still judge, so that no verdict waits for it.
 */
import { CornichonError, sentence } from "../errors.js";
import { endAhead, takeAhead } from "./ahead.js";
import type { FirstArtifact } from "./child-process.js";
import { type Child, forget, startChild } from "./children.js";
import { JobRun } from "./job.js";
import type { ArtifactSource, Host, HostJob, JobOutcome, JobSinks } from "./types.js";

export type { ArtifactSource, Host, HostJob } from "./types.js";

/** Artifacts after which a child is replaced all the same. */
const JOBS_PER_CHILD = 200;

/** How many children, and how long they live. */
export interface HostOptions {
  /** Children at a time; one unless told otherwise. */
  readonly jobs?: number;
  /** Each child runs one artifact and ends: nothing is kept warm. */
  readonly oneShot?: boolean;
}

/** A child that is worn so far has its successor started. */
const NEARLY_WORN = JOBS_PER_CHILD - 10;

const hostClosed = (): CornichonError => new CornichonError("host.closed", sentence`The host was closed.`);

/** A child that is started before its artifact is known. */
const NOTHING_YET: FirstArtifact = { size: 0, fd: null };

class ChildHost implements Host {
  readonly #jobs: number;
  readonly #oneShot: boolean;
  readonly #idle: Child[] = [];
  readonly #busy = new Set<Child>();
  /** It boots, or waits, for artifacts that need no descriptor. */
  #spare: Child | null = null;
  /** A child was replaced, or soon will be. */
  #needsSpare = false;
  #waiting: (() => void)[] = [];
  #running = 0;
  #closed = false;

  constructor(options: HostOptions) {
    this.#jobs = Math.max(1, options.jobs ?? 1);
    this.#oneShot = options.oneShot === true;
  }

  async run(source: ArtifactSource, job: HostJob, sinks: JobSinks, signal?: AbortSignal): Promise<JobOutcome> {
    signal?.throwIfAborted();
    while (this.#running >= this.#jobs) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
    try {
      if (this.#closed) throw hostClosed();
      signal?.throwIfAborted();
      return await this.#runOn(source, job, sinks, signal);
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async #runOn(source: ArtifactSource, job: HostJob, sinks: JobSinks, signal?: AbortSignal): Promise<JobOutcome> {
    const { maxMemory } = job.limits;
    const idle = await this.#takeIdle(maxMemory);
    // A running child cannot be given a descriptor: only a fresh one reads the file by itself.
    const inherited = idle === null && source.fd !== null;
    const child = idle ?? takeAhead(maxMemory, source.fd) ?? this.#takeSpare(source, maxMemory) ?? startChild(source, maxMemory);
    child.setIdle(false);
    this.#busy.add(child);
    this.#keepSpare(maxMemory);
    let outcome: JobOutcome | null = null;
    try {
      outcome = await this.#finished(new JobRun(child, source, job, sinks, this.#oneShot).run(inherited, signal));
      return outcome;
    } finally {
      this.#busy.delete(child);
      await this.#release(child, outcome);
    }
  }

  /** What a job came to. A child that was ended says nothing of the artifact. */
  async #finished(run: Promise<JobOutcome>): Promise<JobOutcome> {
    const outcome = await run.catch((error: unknown) => {
      throw this.#closed ? hostClosed() : error;
    });
    if (this.#closed) throw hostClosed();
    return outcome;
  }

  /** An idle child of that size, if there is one; others make room. */
  async #takeIdle(maxMemory: number): Promise<Child | null> {
    for (let child = this.#idle.pop(); child !== undefined; child = this.#idle.pop()) {
      if (!child.dead && child.maxMemory === maxMemory) return child;
      forget(child);
      await child.kill();
    }
    return null;
  }

  /** The one that was started for it. One of another size makes room. */
  #takeSpare(source: ArtifactSource, maxMemory: number): Child | null {
    const child = this.#spare;
    if (child === null || source.fd !== null) return null;
    this.#spare = null;
    if (!child.dead && child.maxMemory === maxMemory) return child;
    forget(child);
    void child.kill();
    return null;
  }

  #keepSpare(maxMemory: number): void {
    if (!this.#needsSpare || this.#spare !== null || this.#oneShot || this.#closed) return;
    this.#needsSpare = false;
    this.#spare = startChild(NOTHING_YET, maxMemory);
    this.#spare.setIdle(true);
  }

  /** Back to the pool, or ended. */
  async #release(child: Child, outcome: JobOutcome | null): Promise<void> {
    child.jobs++;
    child.helpLaterOnes();
    const after = outcome?.after ?? "end";
    const stays = !this.#closed && !this.#oneShot && !child.dead && after !== "end" && child.jobs < JOBS_PER_CHILD;
    this.#needsSpare ||= child.jobs === NEARLY_WORN || (!stays && child.jobs < JOBS_PER_CHILD);
    if (stays) {
      child.goOn(after);
      child.setIdle(true);
      this.#idle.push(child);
      return;
    }
    forget(child);
    await child.kill();
  }

  leave(): void {
    for (const child of this.#taken()) child.leave();
  }

  async close(): Promise<void> {
    await Promise.all(this.#taken().map((child) => child.kill()));
  }

  /** Closes the host: its children, which are the caller's to end. */
  #taken(): Child[] {
    this.#closed = true;
    hosts.delete(this);
    const children = [...this.#idle.splice(0), ...this.#busy, ...(this.#spare === null ? [] : [this.#spare])];
    this.#spare = null;
    for (const child of children) forget(child);
    for (const wake of this.#waiting.splice(0)) wake();
    return children;
  }
}

const hosts = new Set<Host>();

/** A host. Nothing is spawned before the first job. */
export function createHost(options: HostOptions = {}): Host {
  const host = new ChildHost(options);
  hosts.add(host);
  return host;
}

/**
 * Ends every child at once. Jobs that run fail with `host.closed`; later ones get new children.
 * @example
 * ```ts
 * import { close, scan } from "cornichon";
 *
 * console.log((await scan("model.joblib")).verdict); //=> safe
 * await close(); // idle children keep no program alive: this is for those who want them gone now
 * ```
 */
export async function closeAll(): Promise<void> {
  await endAhead();
  await Promise.all(Array.from(hosts, (host) => host.close()));
}
