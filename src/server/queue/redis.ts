/**
 * A queue in Redis or Valkey, by BullMQ: what a killed worker held is told to another when its lock has run out. Names are
 * BullMQ's own ids, so one that waits is not added twice; what is over is removed at once, and Redis holds what waits alone.
 */
import { setTimeout as wait } from "node:timers/promises";
import { DelayedError, type Job, Queue as Names, Worker } from "bullmq";
import { Redis } from "ioredis";
import { CornichonError, sentence } from "../../errors.js";
import { HOLD_MS, type Queue, type Taken, type Told, unusable } from "./queue.js";

const NAME = "cornichon";
const CONNECT_MS = 10_000;
/** A name is told until its job is over: the job counts how often it was begun. */
const MOST_ATTEMPTS = 1_000_000;
const AGAIN_MS = 1000;
/** How long a Redis that does not answer is waited for by who ends: what it was not told is told again by others. */
const GONE_MS = 2000;

const JOB = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: MOST_ATTEMPTS,
  backoff: { type: "fixed", delay: AGAIN_MS },
} as const;

class RedisQueue implements Queue {
  readonly #connection: Redis;
  readonly #names: Names;
  readonly #url: string;
  readonly #told: Told;
  readonly #running = new Set<Promise<Taken>>();
  /** Connections of the worker's, of which BullMQ makes some itself. */
  readonly #clients: Redis[] = [];
  #worker: Worker | null = null;

  constructor(url: string, connection: Redis, told: Told) {
    this.#url = url;
    this.#told = told;
    this.#connection = connection;
    this.#names = new Names(NAME, { connection });
    this.#names.on("error", (error) => told(error, "the queue does not answer"));
  }

  async tell(ids: readonly string[]): Promise<void> {
    await this.#names.addBulk(ids.map((id) => ({ name: NAME, data: {}, opts: { ...JOB, jobId: id } })));
  }

  start(places: number, take: (id: string) => Promise<Taken>): void {
    const work = async (job: Job, token?: string): Promise<void> => {
      const taking = take(job.id ?? "");
      this.#running.add(taking);
      const taken = await taking.finally(() => this.#running.delete(taking));
      if (taken === "over") return;
      await job.moveToDelayed(Date.now() + taken.againMs, token);
      throw new DelayedError();
    };
    // A worker waits for Redis for as long as it is gone.
    const connection = new Redis(this.#url, { maxRetriesPerRequest: null });
    connection.on("error", (error) => this.#told(error, "the queue does not answer"));
    this.#clients.push(connection);
    const duplicate = connection.duplicate.bind(connection);
    connection.duplicate = (options) => {
      const client = duplicate(options);
      this.#clients.push(client);
      return client;
    };
    this.#worker = new Worker(NAME, work, {
      connection,
      concurrency: places,
      lockDuration: HOLD_MS,
      stalledInterval: HOLD_MS / 2,
      maxStalledCount: MOST_ATTEMPTS,
    });
    this.#worker.on("error", (error) => this.#told(error, "the queue could not be read"));
    this.#worker.once("closed", () => connection.disconnect());
  }

  async stop(): Promise<void> {
    const closing = Promise.allSettled([this.#worker?.close(), this.#names.close()]);
    await Promise.allSettled(this.#running);
    await Promise.race([closing, wait(GONE_MS, undefined, { ref: false })]);
    // What waits for an answer until now gets none: BullMQ would wait for a Redis that is gone for as long as it is.
    for (const client of [this.#connection, ...this.#clients]) client.disconnect();
  }
}

export async function openRedis(url: string, told: Told): Promise<Queue> {
  // A password with a character that stands for something in an address, most often. It is not told: it is in the address.
  if (!URL.canParse(url))
    throw new CornichonError(
      "usage",
      sentence`--queue is no address; characters of a password such as @ / # % are written as %40 %2F %23 %25`,
    );
  const connection = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    // Whoever tells does not wait for it: what was not told is told again.
    maxRetriesPerRequest: 1,
  });
  let why: unknown = null;
  connection.on("error", (error) => {
    why = error;
    told(error, "the queue does not answer");
  });
  try {
    await connection.connect();
  } catch (error) {
    connection.disconnect();
    unusable(url, why ?? error);
  }
  return new RedisQueue(url, connection, told);
}
