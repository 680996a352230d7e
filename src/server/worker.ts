/** A worker: it takes jobs of the services that share its queue, its database and its spool, and listens to nobody else. */
import type { WorkerOptions } from "./options.js";
import { openQueue } from "./queue/open.js";
import { openSpool } from "./spool/open.js";
import { openDatabase } from "./store/database.js";
import { Store } from "./store/store.js";
import { Gate } from "./work/gate.js";
import { Jobs } from "./work/jobs.js";
import { needed } from "./work/needed.js";
import { PageWork } from "./work/page-work.js";
import { Service } from "./work/service.js";
import { Tenants } from "./work/tenants.js";

const HOUR_MS = 60 * 60 * 1000;

/** Starts a worker. @returns what ends it, when what runs is done. @throws CornichonError `usage`, `service.storage` */
export async function work({ queue: url, database: address, spool: place, reading, jobs: children, told }: WorkerOptions) {
  const spool = await openSpool(place);
  const database = await openDatabase(address);
  const store = new Store(database);
  const tenants = new Tenants(children);
  // A job has several uploads: they wait for each other, and nobody else asks.
  const gate = new Gate(children, Number.POSITIVE_INFINITY);
  const service = new Service({ reading, spool, store, gate, tenants });
  const closeAll = async (): Promise<void> => {
    await tenants.close();
    await store.close();
  };
  try {
    const queue = await openQueue(url, told);
    const jobs = new Jobs({ db: database.db, service, pages: new PageWork(reading, spool), most: children, log: told, queue });
    jobs.start();
    // What a killed worker had put into the spool is nobody's, and there may be no service to sweep it.
    const sweep = (): void =>
      void spool
        .sweep(Date.now() - HOUR_MS, (keys) => needed(database.db, keys))
        .catch((error: unknown) => told(error, "the spool could not be swept"));
    const timer = setInterval(sweep, HOUR_MS);
    sweep();
    return async (): Promise<void> => {
      clearInterval(timer);
      await jobs.stop();
      await closeAll();
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
