/**
 * A service from its options to its end: what it needs is opened in an order in which what fails leaves nothing open, and
 * closed the other way round. Stopping takes no more requests and finishes those that run; queued jobs wait for the next start.
 */
import { codeOf } from "../artifact/failure.js";
import { CornichonError, sentence, showText } from "../errors.js";
import { LIMITS } from "../index.js";
import { isLoopback } from "./access.js";
import { appOf } from "./app.js";
import type { App } from "./context.js";
import { keysIn } from "./keys.js";
import { Metrics } from "./metrics.js";
import { Registry } from "./models/registry.js";
import type { ServeOptions } from "./options.js";
import { openQueue } from "./queue/open.js";
import type { Queue, Told } from "./queue/queue.js";
import { ABANDONED_MS } from "./spool/disk.js";
import { openSpool } from "./spool/open.js";
import { type Database, openDatabase } from "./store/database.js";
import { Store } from "./store/store.js";
import { Gate, PerClient } from "./work/gate.js";
import { Jobs } from "./work/jobs.js";
import { needed } from "./work/needed.js";
import { PageWork } from "./work/page-work.js";
import { Service } from "./work/service.js";
import { Tenants } from "./work/tenants.js";

/** A service that listens. */
export interface Serving {
  /** `http://127.0.0.1:8080` */
  readonly address: string;
  /** Resolves when its models are known: it listens before, and says that it is not ready. */
  readonly ready: Promise<void>;
  /** Ends it: what runs is finished first. */
  stop(): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** The queue that was named; null where jobs are done here. The database is closed where it cannot be had. */
async function openQueueOf({ queue = null }: ServeOptions, db: Database["db"], told: Told): Promise<Queue | null> {
  if (queue === null) return null;
  try {
    return await openQueue(queue, told);
  } catch (error) {
    await db.destroy().catch(() => undefined);
    throw error;
  }
}

/**
 * Starts a service.
 * @throws CornichonError `usage`, `service.*`
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { host, port, reading, jobs: children, maxQueue, retention } = options;
  const keys = options.keys === null ? null : keysIn(options.keys.text, options.keys.from);
  if (keys === null && !isLoopback(host))
    throw new CornichonError(
      "usage",
      sentence`${showText(host)} is reached from other machines: name a file of keys with --api-keys, or listen at 127.0.0.1`,
    );
  const spool = await openSpool(options.spool);
  // What goes wrong before there is a log is thrown.
  let log: App["log"] | null = null;
  const told = (error: unknown, what: string): void => void log?.error(error, what);
  const database = await openDatabase(options.database);
  const queue = await openQueueOf(options, database.db, told);
  const store = new Store(database);
  const gate = new Gate(children, maxQueue);
  const tenants = new Tenants(children);
  const metrics = new Metrics(gate, spool.folder);
  const judged: Metrics["judged"] = (artifacts) => metrics.judged(artifacts);
  const service = new Service({ reading, spool, store, gate, tenants, judged });
  let isStopping = false;
  const jobs = new Jobs({ db: database.db, service, pages: new PageWork(reading, spool), most: children, log: told, queue });
  const taking = { spool, maxBytes: reading.limits?.maxBytes ?? LIMITS.maxBytes.value, idleMs: options.idleTimeout * 1000 };
  const registry = options.models === null ? null : new Registry(options.models, reading, told);
  const app = await appOf({
    registry,
    context: { service, jobs, taking, clients: new PerClient(options.maxPerClient), mostJobs: Math.max(1, maxQueue) },
    keys,
    metrics,
    log: options.log,
    isStopping: () => isStopping,
  });
  log = app.log;
  const tidy = (): void => {
    const forget = retention === 0 ? Promise.resolve(0) : store.forget(Date.now() - retention * DAY_MS);
    Promise.all([forget, spool.sweep(Date.now() - HOUR_MS, (keys) => needed(database.db, keys))]).catch((error: unknown) =>
      app.log.error(error, "tidying failed"),
    );
  };
  const timer = setInterval(tidy, HOUR_MS);
  timer.unref();
  // What a service that was killed a moment ago had begun.
  const soon = setTimeout(tidy, ABANDONED_MS * 1.5);
  soon.unref();
  const closeAll = async (): Promise<void> => {
    clearInterval(timer);
    clearTimeout(soon);
    registry?.stop();
    await tenants.close();
    await store.close();
  };
  try {
    const address = await app.listen({ host, port });
    tidy();
    jobs.start();
    const ready = registry?.start() ?? Promise.resolve();
    // Who waits for it is told, and who has it stopped meanwhile does not.
    ready.catch(() => undefined);
    const stop = async (): Promise<void> => {
      isStopping = true;
      await Promise.all([app.close(), jobs.stop()]);
      await closeAll();
    };
    return { address, ready, stop };
  } catch (cause) {
    await app.close();
    await closeAll();
    if (cause instanceof CornichonError) throw cause;
    throw new CornichonError(
      "service.address",
      sentence`${showText(`${host}:${port}`)}: the service could not listen there (${showText(codeOf(cause) || String(cause))})`,
      { cause },
    );
  }
}
