/** `scan s3://… --queue`: workers judge pages of keys, and this command makes the one report of them. What speaks to a queue is loaded here alone. */
import { randomUUID } from "node:crypto";
import { sentence } from "../errors.js";
import type { ScanAllOptions, Summary } from "../index.js";
import type { Judgement } from "../report/judgement.js";
import { Counts } from "../report/summary.js";
import type { Pages } from "../server/pages.js";
import type { BucketAsked, WorkersAsked } from "./bucket-scan.js";
import { warning } from "./output.js";
import { passing } from "./passing.js";
import type { ScanProgress } from "./progress.js";
import type { Resumed } from "./resume.js";
import { beforeLeaving } from "./signals.js";

/** What a run takes of its own options: workers have those of judging. */
interface WorkersOptions
  extends Pick<ScanAllOptions, "policy" | "limits" | "py2Strings" | "allowTrailing" | "include" | "exclude" | "allFolders" | "deep"> {
  readonly skip: (path: string, kind: string) => void;
}

const alone = (): void =>
  warning(sentence`no worker has taken anything yet: start cornichon worker with the same --queue, --database and --spool`);

async function open({ queue, database, spool, keys }: WorkersAsked, options: WorkersOptions): Promise<Pages> {
  const { policy = {}, limits = {}, py2Strings = "latin1", allowTrailing = false } = options;
  const { include = [], exclude = [], allFolders = false, deep = false } = options;
  const { openPages } = await import("../server/pages.js");
  const reading = { policy, limits, py2Strings, allowTrailing };
  return openPages({ queue, database, spool, keys, reading, asked: { deep, include, exclude, allFolders }, told: passing(), alone });
}

/** A scan by workers. */
export class ByWorkers {
  readonly #address: string;
  readonly #pages: Pages;
  readonly #options: WorkersOptions;
  readonly #resumed: Resumed | null;
  readonly #scan: string;
  #isClosed = false;

  private constructor(address: string, pages: Pages, options: WorkersOptions, resumed: Resumed | null, scan: string) {
    this.#address = address;
    this.#pages = pages;
    this.#options = options;
    this.#resumed = resumed;
    this.#scan = scan;
  }

  /** Null where this command is to judge. @throws CornichonError `usage`, `service.storage` */
  static async of(bucket: BucketAsked | null, options: WorkersOptions, resumed: Resumed | null): Promise<ByWorkers | null> {
    if (bucket === null || bucket.workers === null) return null;
    const { address, workers } = bucket;
    const pages = await open(workers, options);
    try {
      const scan = resumed === null ? randomUUID() : await resumed.pages((name) => pages.isKnown(name));
      const byWorkers = new ByWorkers(address, pages, options, resumed, scan);
      // Pages that nobody comes back for are not left to workers.
      if (resumed === null) beforeLeaving(() => byWorkers.close(false));
      return byWorkers;
    } catch (error) {
      await pages.close();
      throw error;
    }
  }

  /** As `scanAll` does it. */
  async scanAll(
    take: (judgement: Judgement, path: string) => void | Promise<void>,
    watcher: Pick<ScanProgress, "begin" | "done">,
  ): Promise<Summary> {
    const counts = new Counts();
    await this.#pages.scan(this.#scan, this.#address, this.#resumed?.after ?? null, {
      judged: async (judgement, path) => {
        watcher.begin(path);
        counts.add(judgement);
        for (const [kind, count] of Object.entries(judgement.skippedMembers)) counts.skip(kind, count);
        await take(judgement, path);
        watcher.done(judgement.own.bytes ?? 0);
      },
      skipped: (path, kind) => {
        watcher.begin(path);
        counts.skip(kind);
        this.#options.skip(path, kind);
        watcher.done(0);
      },
    });
    return counts.summary();
  }

  /** Leaves nothing to workers, unless another run is to go on. `isWhole`: the report is in its place. */
  async close(isWhole: boolean): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    beforeLeaving(null);
    try {
      if (isWhole || this.#resumed === null) await this.#pages.forget(this.#scan);
    } finally {
      await this.#pages.close();
    }
  }
}
