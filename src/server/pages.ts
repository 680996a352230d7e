/**
 * A scan of a bucket by workers: whoever asks lists the keys, puts a job for each page of them into the database that workers
 * have as well, and makes one report of what they found, in the order of the keys. Who judges a page, how often, and when it
 * is given up is the table's business (`work/jobs.ts`), as of every other job; here pages are put and read alone.
 *
 * Pages stand in the table until the report is whole, so that a run which was killed finds what was judged. A page that
 * could not be judged, or of which nothing whole came back, has a line for each of its keys that says so: it is never clean.
 */
import { createReadStream } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { CornichonError, type Shown, sentence, showLines } from "../errors.js";
import { listFiles, VERSION } from "../index.js";
import { type Address, addressOf, addressText } from "../objects/address.js";
import { Bucket, type Listed } from "../objects/bucket.js";
import { Judgement } from "../report/judgement.js";
import { failedReport } from "../report/scan-report.js";
import type { Reading } from "./options.js";
import { openQueue } from "./queue/open.js";
import type { Queue, Told } from "./queue/queue.js";
import { type LocalFile, NotSpooled, type Spool } from "./spool/disk.js";
import { openSpool } from "./spool/open.js";
import { openDatabase } from "./store/database.js";
import { type Asked, jobOf, type PageOptions, type PageResult, pageIn, type Range } from "./work/page.js";
import { Damaged, type Met, metIn } from "./work/page-lines.js";
import { type Ended, PageRows } from "./work/page-rows.js";
import { NOBODY } from "./work/page-work.js";
import { readingHash } from "./work/reading.js";

/** Pages that wait for workers or for the report: with the most keys, a million. */
const AHEAD = 1000;
/** Bytes of the objects of a page, where they come to so many before its keys are. */
const PAGE_BYTES = 4 * 1024 ** 3;
const POLL_MS = 100;
/** How often a spool is asked for what it has, and how long is waited before the first time. */
const ATTEMPTS = 5;
const PAUSE_MS = 500;
/** How long pages of a run that was killed are kept for whoever goes on with it. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
/** After so long without a worker it is said. */
const ALONE_MS = 15_000;

/** What a scan by workers is told. */
export interface PagesOptions {
  readonly queue: string;
  readonly database: string;
  readonly spool: string;
  /** Keys of a page. */
  readonly keys: number;
  readonly reading: Reading;
  readonly asked: Pick<Asked, "deep" | "include" | "exclude" | "allFolders">;
  /** Told of what goes wrong and passes. */
  readonly told: Told;
  /** Told that no worker takes anything. */
  alone(): void;
}

/** Who gets what was found, in the order of the keys. */
export interface Taker {
  judged(judgement: Judgement, path: string): void | Promise<void>;
  skipped(path: string, kind: string): void;
}

/** A page of this scan. */
interface Page {
  readonly job: number;
  readonly options: PageOptions;
  /** The same as its row has it. */
  readonly text: string;
  /** Lines up to here stand in the report already. */
  readonly behind: string;
}

const isBehind = (key: string, other: string): boolean => Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;

/** Listed keys as ranges, each of so many keys or so many bytes. */
function* rangesOf(address: string, after: string, listed: readonly Listed[], keys: number): Generator<Range> {
  let [from, count, bytes] = [after, 0, 0];
  for (const [i, { key, size }] of listed.entries()) {
    count++;
    bytes += size;
    if (count < keys && bytes < PAGE_BYTES && i < listed.length - 1) continue;
    yield { address, after: from, through: key };
    [from, count, bytes] = [key, 0, 0];
  }
}

export class Pages {
  readonly #options: PagesOptions;
  readonly #rows: PageRows;
  readonly #spool: Spool;
  readonly #queue: Queue;
  readonly #asked: Asked;
  #jobs = 0;
  /** The page that is being put. */
  #putting: Promise<unknown> = Promise.resolve();
  /** All pages were taken away: no other is put. */
  #isForgotten = false;
  #isTaken = false;

  constructor(options: PagesOptions, rows: PageRows, spool: Spool, queue: Queue, asked: Asked) {
    this.#options = options;
    this.#rows = rows;
    this.#spool = spool;
    this.#queue = queue;
    this.#asked = asked;
  }

  /** True where pages of that scan stand in the table. */
  isKnown(scan: string): Promise<boolean> {
    return this.#rows.options(scan, 0).then((first) => first !== null);
  }

  /** Scans what is at an address, behind a key where one is named. @throws CornichonError `input.unreadable`, `service.*` */
  async scan(scan: string, address: string, after: string | null, taker: Taker): Promise<void> {
    for await (const key of this.#rows.forgetBefore(Date.now() - KEPT_MS)) await this.#spool.remove(key);
    const pages = this.#pages(scan, addressOf(address), after ?? "");
    const waiting: Page[] = [];
    let failure: unknown = null;
    for (let isMore = true; isMore || waiting.length > 0; ) {
      if (isMore && waiting.length < AHEAD) {
        // What was listed before a listing failed is told before.
        const { value, done } = await pages.next().catch((error: unknown) => {
          failure = error;
          return { value: undefined, done: true } as const;
        });
        if (done === true) isMore = false;
        else waiting.push(value);
      } else {
        const first = waiting.shift();
        if (first !== undefined) await this.#take(scan, first, taker);
      }
    }
    if (failure !== null) await this.#unlisted(address, failure, after, taker);
  }

  /** A bucket that cannot be listed has its line, unless this run goes on with another: it would not be whole. */
  async #unlisted(address: string, failure: unknown, after: string | null, taker: Taker): Promise<void> {
    if (!(failure instanceof CornichonError) || failure.code !== "input.unreadable" || after !== null) throw failure;
    const path = addressText(addressOf(address));
    await taker.judged(unjudged(path, showLines(String(failure.args["why"] ?? ""))), path);
  }

  /** Pages in their order, each put into the table before it is given. */
  async *#pages(scan: string, address: Address, after: string): AsyncGenerator<Page> {
    let last = after;
    for await (const page of this.#kept(scan)) {
      const { through } = page.options.page;
      if (isBehind(through, last)) yield { ...page, behind: last };
      if (isBehind(through, last)) last = through;
    }
    for await (const range of this.#listed(address, last)) yield await this.#put(scan, range);
  }

  /** Pages that a run before put. */
  async *#kept(scan: string): AsyncGenerator<Omit<Page, "behind">> {
    for (;;) {
      const text = await this.#rows.options(scan, this.#jobs);
      if (text === null) return;
      const options = pageIn(text);
      if (options === null || JSON.stringify(options.asked) !== JSON.stringify(this.#asked)) throw this.#foreign();
      yield { job: this.#jobs++, options, text };
    }
  }

  async *#listed({ bucket: name, key }: Address, after: string): AsyncGenerator<Range> {
    const bucket = await Bucket.open(name);
    if (key !== "" && !key.endsWith("/") && (await bucket.facts(key)) !== null) {
      if (after === "") yield { address: bucket.textOf(key), after, through: key };
      return;
    }
    const prefix = key === "" || key.endsWith("/") ? key : `${key}/`;
    let last = after;
    for await (const listed of bucket.pages(prefix, after)) {
      yield* rangesOf(bucket.textOf(prefix), last, listed, this.#options.keys);
      last = listed.at(-1)?.key ?? last;
    }
  }

  async #put(scan: string, page: Range): Promise<Page> {
    const options = { page, asked: this.#asked };
    const text = JSON.stringify(options);
    const job = this.#jobs++;
    await this.#putRow(scan, job, text);
    return { job, options, text, behind: page.after };
  }

  async #putRow(scan: string, job: number, text: string): Promise<void> {
    // Whoever leaves goes on with nothing: the process ends.
    if (this.#isForgotten) await new Promise<never>(() => undefined);
    const putting = this.#rows.put(scan, job, text);
    this.#putting = putting.catch(() => undefined);
    await putting;
    await this.#tell(scan, job);
  }

  /** Where it cannot be told, workers find it in the table. */
  async #tell(scan: string, job: number): Promise<void> {
    await this.#queue.tell([jobOf(scan, job)]).catch((error: unknown) => this.#options.told(error, "the queue could not be told"));
  }

  async #ended(scan: string, { job, text }: Page): Promise<Ended> {
    const since = Date.now();
    let isTold = false;
    for (;;) {
      const seen = await this.#rows.see(scan, job);
      if (seen === null) {
        // A database that was set back: the page is put once more.
        await this.#putRow(scan, job, text);
      } else if (seen.options !== text) throw this.#foreign();
      else if (seen.ended !== null) return seen.ended;
      this.#isTaken ||= seen?.isTaken === true;
      if (!this.#isTaken && !isTold && Date.now() - since > ALONE_MS) {
        isTold = true;
        this.#options.alone();
      }
      await wait(POLL_MS);
    }
  }

  #foreign(): CornichonError {
    return new CornichonError(
      "service.storage",
      sentence`The pages of this scan were changed by another run, or by somebody else; wait for it, or name another --output to begin again.`,
    );
  }

  async #take(scan: string, page: Page, taker: Taker): Promise<void> {
    const ended = await this.#ended(scan, page);
    this.#isTaken = true;
    if (ended.result === null) return this.#failed(page, ended.why, taker);
    const local = await this.#fetched(ended.result);
    try {
      const damage = local === null ? "it is not in the spool" : await damageOf(local.path, page.options.page);
      if (damage !== null) {
        await this.#spool.remove(ended.result.key);
        return await this.#damaged(scan, page, showLines(damage), taker);
      }
      if (local !== null) await handOn(local.path, page, taker);
    } finally {
      await local?.release();
    }
  }

  /** A page of which nothing whole came back is judged again, as often as any other. */
  async #damaged(scan: string, page: Page, damage: Shown, taker: Taker): Promise<void> {
    if (!(await this.#rows.again(scan, page.job)))
      return this.#failed(page, sentence`what workers found of its page was damaged (${damage})`, taker);
    await this.#tell(scan, page.job);
    return this.#take(scan, page, taker);
  }

  /** What came of a page, null where it is gone. A spool that does not answer is asked again. */
  async #fetched({ key }: PageResult): Promise<LocalFile | null> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#spool.open(key);
      } catch (error) {
        if (error instanceof NotSpooled) return null;
        if (attempt >= ATTEMPTS) throw error;
        this.#options.told(error, "what a worker found could not be fetched");
      }
      await wait(PAUSE_MS * 2 ** attempt);
    }
  }

  /** A line for each key of a page that has no judgements. */
  async #failed({ options: { page, asked }, behind }: Page, why: Shown, taker: Taker): Promise<void> {
    const { address, after, through } = page;
    const { include, exclude, allFolders } = asked;
    const bucket = { after: isBehind(behind, after) ? behind : after, through };
    for await (const path of listFiles([address], { include, exclude, allFolders, bucket, jobs: 1, stdin: NOBODY }))
      await taker.judged(unjudged(path, why), path);
  }

  /** Takes all pages of a scan away, with what came of them. */
  async forget(scan: string): Promise<void> {
    this.#isForgotten = true;
    await this.#putting;
    for await (const key of this.#rows.forget(scan, this.#jobs)) await this.#spool.remove(key);
  }

  async close(): Promise<void> {
    await this.#queue.stop();
    await this.#rows.close();
  }
}

/** The line of what was not judged. */
const unjudged = (path: string, why: Shown): Judgement =>
  new Judgement(failedReport(path, { code: "artifact.unreadable", offset: 0, args: { why } }));

const keyOf = (path: string, address: string): string => path.slice(addressText({ ...addressOf(address), key: "" }).length);

/** True for paths of a page in their order, each once. */
function inOrder({ address, after, through }: Range): (path: string) => boolean {
  const root = addressOf(address);
  const [begin, isOne] = [addressText(root), root.key !== "" && !root.key.endsWith("/")];
  let last = after;
  return (path) => {
    const key = keyOf(path, address);
    const isOwn = isOne ? path === begin : path.startsWith(begin);
    if (!isOwn || (last !== "" && !isBehind(key, last)) || isBehind(key, through)) return false;
    last = key;
    return true;
  };
}

/** Why what came of a page is not whole, null where it is: of one that is not, nothing is handed on. */
async function damageOf(path: string, page: Range): Promise<string | null> {
  try {
    for await (const met of metIn(createReadStream(path), inOrder(page))) if ("judgement" in met) met.judgement.close();
    return null;
  } catch (error) {
    if (error instanceof Damaged) return error.message;
    throw error;
  }
}

async function handOn(path: string, { options: { page }, behind }: Page, taker: Taker): Promise<void> {
  for await (const met of metIn(createReadStream(path), inOrder(page))) await taken(met, behind, page, taker);
}

/** Hands on what stands behind what the report has. */
async function taken(met: Met, behind: string, { address }: Range, taker: Taker): Promise<void> {
  const isNew = behind === "" || isBehind(keyOf(met.path, address), behind);
  if ("kind" in met) {
    if (isNew) taker.skipped(met.path, met.kind);
    return;
  }
  try {
    if (isNew) await taker.judged(met.judgement, met.path);
  } finally {
    met.judgement.close();
  }
}

/** Opens what pages need. @throws CornichonError `usage`, `service.storage` */
export async function openPages(options: PagesOptions): Promise<Pages> {
  const { queue: url, database, spool: place, reading, asked, told } = options;
  const spool = await openSpool(place);
  const rows = new PageRows(await openDatabase(database), told);
  try {
    const { deep, include, exclude, allFolders } = asked;
    // In the order in which a row has it: rows are compared as text.
    const whole: Asked = { version: VERSION, reading: await readingHash(reading, asked), deep, include, exclude, allFolders };
    return new Pages(options, rows, spool, await openQueue(url, told), whole);
  } catch (error) {
    await rows.close();
    throw error;
  }
}
