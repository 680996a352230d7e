/**
 * Work that was accepted and is told later. A job is a row before its client hears of it, and its uploads stay in the
 * spool until it has ended, so a service that is killed takes it up again when it starts. Whoever runs a job holds it by a
 * lease that has to be renewed: one that is not is taken up by another. A job that was begun too often is a failure.
 *
 * A job is an upload's, or a page of a bucket's keys (`page.ts`): the same rows, the same leases, the same attempts.
 *
 * Without a queue jobs are looked for in the table. A queue only carries their names, to here and to workers elsewhere: the
 * table says who holds a job and how it ended, so what a queue tells twice is done once, and what it lost is told again.
 */
import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import * as z from "zod";
import { CornichonError, type FailureCode, sentence, showWhole } from "../../errors.js";
import { jsonIn } from "../json-in.js";
import { problemOf, toldOf } from "../problem.js";
import type { Queue, Taken } from "../queue/queue.js";
import { reportOf } from "../report.js";
import { isKey } from "../spool/disk.js";
import type { Tables } from "../store/tables.js";
import { MOST_ATTEMPTS, pageIn, resultIn } from "./page.js";
import type { PageWork } from "./page-work.js";
import type { ScanAsked, Service, Upload } from "./service.js";

const LEASE_MS = 20_000;
const RENEW_MS = 5_000;
const DAY_MS = 24 * 60 * 60 * 1000;
const POLL_MS = 1000;
/** How often what waits is told to a queue again, how many at a time, and how long a job is left to it before. */
const TELL_MS = 5000;
const TOLD = 1000;
/** When a job that another holds is looked at again. */
const HELD_MS = 2000;
/** Nobody waits for a job, so nobody's leaving ends it. */
const NEVER = new AbortController().signal;
/** What passes: the job is tried again. */
const PASSING: ReadonlySet<FailureCode> = new Set(["service.busy", "service.storage", "host.closed", "host.isolate-unavailable"]);
/** What passes, and what nobody foresaw (a database that was started again): the job is tried again. */
const mayPass = (error: unknown): boolean => PASSING.has(toldOf(error).code) || !(error instanceof CornichonError);

export const JOB_STATUS = z.enum(["queued", "running", "done", "failed"]);

/** A job as its client sees it. */
export interface JobSeen {
  readonly status: z.infer<typeof JOB_STATUS>;
  readonly report?: object;
  readonly problem?: object;
}

const ROW = z.object({
  uploads: z.array(z.object({ name: z.string(), key: z.string().refine(isKey), bytes: z.int().min(0) })).min(1),
  deep: z.boolean(),
});

/** What a job came to, as it was kept. */
const objectIn = (text: string | null): object =>
  jsonIn(text ?? "", z.looseObject({})) ??
  problemOf(new CornichonError("service.storage", sentence`What the job found could not be read again; send the files once more.`));

interface Claimed {
  readonly id: string;
  readonly tenant: string;
  readonly options: string;
  readonly attempts: number;
}

interface Parts {
  readonly db: Kysely<Tables>;
  readonly service: Service;
  readonly pages: PageWork;
  /** How many are done at a time. */
  readonly most: number;
  readonly log: (error: unknown, what: string) => void;
  readonly queue?: Queue | null;
}

export class Jobs {
  readonly #db: Kysely<Tables>;
  readonly #service: Service;
  readonly #most: number;
  readonly #log: (error: unknown, what: string) => void;
  readonly #running = new Set<Promise<void>>();
  #isStopping = false;
  #timer: NodeJS.Timeout | null = null;
  #looking = false;
  /** When each tenant had its last turn, while several wait. */
  readonly #turns = new Map<string, number>();
  #turn = 0;
  readonly #queue: Queue | null;
  readonly #pages: PageWork;
  /** Ends pages, which may take long: another begins them again. */
  readonly #ending = new AbortController();

  constructor({ db, service, pages, most, log, queue = null }: Parts) {
    this.#queue = queue;
    this.#db = db;
    this.#service = service;
    this.#pages = pages;
    this.#most = most;
    this.#log = log;
  }

  /** Begins to take up what is queued, also what another left behind. */
  start(): void {
    if (this.#queue === null) {
      this.#timer = setInterval(() => this.#look(), POLL_MS);
      this.#look();
    } else {
      const queue = this.#queue;
      this.#timer = setInterval(() => this.#tellAgain(queue), TELL_MS);
      queue.start(this.#most, (id) => this.#take(id));
      this.#tellAgain(queue);
    }
    this.#timer.unref();
  }

  /** Tells of all that waits: a queue that was lost knows nothing of it. */
  #tellAgain(queue: Queue): void {
    this.#waiting()
      .then((ids) => queue.tell(ids))
      .catch((error: unknown) => this.#log(error, "what waits could not be told to the queue"));
  }

  async #waiting(): Promise<readonly string[]> {
    const rows = await this.#takeable(Date.now()).select("id").orderBy("at").limit(TOLD).execute();
    return rows.map(({ id }) => id);
  }

  /** Jobs that nobody holds. */
  #takeable(now: number) {
    return this.#db.selectFrom("jobs").where((where) =>
      where.or([
        where("status", "=", "queued"),
        // A lease of tomorrow was given by nobody.
        where.and([where("status", "=", "running"), where.or([where("leased", "<", now), where("leased", ">", now + DAY_MS)])]),
      ]),
    );
  }

  /**
   * Does the job whose turn it is. A name that was told says that there is work; queues tell the oldest first, by which a
   * thousand jobs of one tenant would keep all others waiting. It is told again while the job of that name is not over.
   */
  async #take(id: string): Promise<Taken> {
    const claimed = await this.#claim();
    const isOver = claimed !== null && (await this.#run(claimed));
    if (claimed?.id === id) return isOver ? "over" : { againMs: HELD_MS };
    const row = await this.#db.selectFrom("jobs").select("status").where("id", "=", id).executeTakeFirst();
    return row?.status === "queued" || row?.status === "running" ? { againMs: isOver ? 0 : HELD_MS } : "over";
  }

  /** Keeps a job. @returns its id */
  async add(uploads: readonly Upload[], { deep = false }: ScanAsked): Promise<string> {
    const id = randomUUID();
    const options = JSON.stringify({ deep, uploads: uploads.map(({ name, spooled: { key, bytes } }) => ({ name, key, bytes })) });
    const { tenant = "", name = "" } = uploads[0] ?? {};
    try {
      await this.#db
        .insertInto("jobs")
        .values({ id, tenant, status: "queued", name: showWhole(name), options, report: null, attempts: 0, at: Date.now(), leased: null })
        .execute();
    } catch (error) {
      // Nobody was told of it: nobody would ever take them away.
      await Promise.all(uploads.map(({ spooled: { key } }) => this.#service.spool.remove(key)));
      throw error;
    }
    for (const { spooled } of uploads) this.#service.spool.letGo(spooled.key);
    // Where it cannot be told it is told again: the job is kept.
    if (this.#queue === null) setImmediate(() => this.#look());
    else await this.#queue.tell([id]).catch((error: unknown) => this.#log(error, "the queue could not be told"));
    return id;
  }

  /** A job of the tenant's; null when there is none. */
  async see(tenant: string, id: string): Promise<JobSeen | null> {
    const row = await this.#db
      .selectFrom("jobs")
      .select(["status", "report"])
      .where("id", "=", id)
      .where("tenant", "=", tenant)
      .executeTakeFirst();
    const status = JOB_STATUS.safeParse(row?.status);
    if (row === undefined || !status.success) return null;
    if (status.data === "done") return { status: "done", report: objectIn(row.report) };
    return status.data === "failed" ? { status: "failed", problem: objectIn(row.report) } : { status: status.data };
  }

  /** Takes up what there is room for. */
  #look(): void {
    if (this.#looking || this.#isStopping) return;
    this.#looking = true;
    this.#fill()
      .catch((error: unknown) => this.#log(error, "the queue could not be read"))
      .finally(() => {
        this.#looking = false;
      });
  }

  async #fill(): Promise<void> {
    while (this.#running.size < this.#most && !this.#isStopping) {
      const claimed = await this.#claim();
      if (claimed === null) return;
      const work: Promise<void> = this.#run(claimed)
        .then(() => undefined)
        .catch((error: unknown) => this.#log(error, "a job could not be ended"))
        .finally(() => {
          this.#running.delete(work);
          this.#look();
        });
      this.#running.add(work);
    }
  }

  /** The oldest job of whose turn it is that nobody holds, now held here; null when there is none. Of two that see it only one gets it. */
  async #claim(): Promise<Claimed | null> {
    const now = Date.now();
    for (;;) {
      const tenant = await this.#nextTenant(now);
      if (tenant === undefined) return null;
      const row = await this.#takeable(now)
        .select(["id", "tenant", "options", "attempts", "leased"])
        .where("tenant", "=", tenant)
        .orderBy("at")
        .limit(1)
        .executeTakeFirst();
      // Another was faster: somebody else may wait.
      if (row === undefined) continue;
      const taken = await this.#db
        .updateTable("jobs")
        .set({ status: "running", leased: now + LEASE_MS, attempts: row.attempts + 1 })
        .where("id", "=", row.id)
        .where("attempts", "=", row.attempts)
        .where("status", "in", ["queued", "running"])
        .executeTakeFirst();
      if (taken.numUpdatedRows === 1n) return { ...row, attempts: row.attempts + 1 };
    }
  }

  /** Whose turn it is: of those who wait the one whose last turn is longest ago, so that a thousand jobs of one keep no other's waiting. */
  async #nextTenant(now: number): Promise<string | undefined> {
    const rows = await this.#takeable(now)
      .select(({ fn }) => ["tenant", fn.min("at").as("first")])
      .groupBy("tenant")
      .orderBy("first")
      .execute();
    const turnOf = (tenant: string): number => this.#turns.get(tenant) ?? 0;
    const next = rows.reduce<string | undefined>(
      (best, { tenant }) => (best === undefined || turnOf(tenant) < turnOf(best) ? tenant : best),
      undefined,
    );
    if (rows.length <= 1) this.#turns.clear();
    if (next !== undefined) this.#turns.set(next, ++this.#turn);
    return next;
  }

  /** @returns false where it is to be taken up again */
  async #run(claimed: Claimed): Promise<boolean> {
    const { id, attempts } = claimed;
    const renew = setInterval(() => {
      this.#held(id, attempts)
        .set({ leased: Date.now() + LEASE_MS })
        .execute()
        .catch(() => undefined);
    }, RENEW_MS);
    renew.unref();
    try {
      await this.#end(claimed, "done", await this.#report(claimed));
      return true;
    } catch (error) {
      if (this.#ending.signal.aborted && error === this.#ending.signal.reason) return await this.#giveBack(claimed);
      if (!(error instanceof CornichonError)) this.#log(error, "a job failed");
      if (mayPass(error) && attempts < MOST_ATTEMPTS) {
        // It is taken up again when the next look finds it.
        await this.#held(id, attempts).set({ status: "queued", leased: null }).execute();
        return false;
      }
      await this.#end(claimed, "failed", problemOf(toldOf(error)));
      return true;
    } finally {
      clearInterval(renew);
    }
  }

  /** A page that is left because this worker ends was not begun: its end says nothing of the page. */
  async #giveBack({ id, attempts }: Claimed): Promise<false> {
    await this.#held(id, attempts)
      .set({ status: "queued", leased: null, attempts: attempts - 1 })
      .execute();
    return false;
  }

  #held(id: string, attempts: number) {
    return this.#db.updateTable("jobs").where("id", "=", id).where("attempts", "=", attempts).where("status", "=", "running");
  }

  async #end(claimed: Claimed, status: "done" | "failed", report: object): Promise<void> {
    try {
      await this.#keepEnd(claimed, status, report);
    } finally {
      const result = resultIn(JSON.stringify(report));
      if (result !== null) this.#service.spool.letGo(result.key);
    }
  }

  async #keepEnd({ id, options, attempts }: Claimed, status: "done" | "failed", report: object): Promise<void> {
    const { numUpdatedRows } = await this.#held(id, attempts)
      .set({ status, report: JSON.stringify(report), leased: null, at: Date.now() })
      .executeTakeFirst();
    // Who lost the lease has not ended it, and whoever has it needs the uploads.
    if (numUpdatedRows === 1n) await Promise.all(keysIn(options).map((key) => this.#service.spool.remove(key)));
    else await this.#drop(report);
  }

  /** What came of a page that another holds is nobody's. */
  async #drop(report: object): Promise<void> {
    const result = resultIn(JSON.stringify(report));
    if (result !== null) await this.#pages.remove(result);
  }

  async #report({ tenant, options, attempts }: Claimed): Promise<object> {
    const page = pageIn(options);
    const asked = jsonIn(options, ROW);
    if (asked === null && page === null) throw new CornichonError("service.failed", sentence`The job's row cannot be read.`);
    // A row may say anything: of a number that none of ours has it was not begun too seldom.
    if (!(attempts >= 1 && attempts <= MOST_ATTEMPTS))
      throw new CornichonError("service.failed", sentence`The job was begun ${MOST_ATTEMPTS} times and never came to its end.`);
    if (page !== null) return this.#pages.judge(page, this.#ending.signal);
    const { deep, uploads } = asked ?? { deep: false, uploads: [] };
    const all = await Promise.all(
      uploads.map(({ name, key, bytes }) => this.#service.scan({ tenant, name, spooled: { key, bytes } }, { deep }, NEVER)),
    );
    return reportOf(all.flat());
  }

  /** Stops taking up jobs, and waits for those that run. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#ending.abort(new Error("The worker ends."));
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all([this.#queue?.stop(), ...this.#running]);
  }
}

/** Keys of a job's uploads, as far as they can be read. */
const keysIn = (options: string): readonly string[] => jsonIn(options, ROW)?.uploads.map(({ key }) => key) ?? [];
