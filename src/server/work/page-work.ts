/**
 * A worker's side of a page: its objects are judged in the order of their keys, by a child of its own, and what comes of them
 * goes to the spool as it comes. A store that cannot be listed is no finding here: the page is tried again.
 */
import { PassThrough } from "node:stream";
import { CornichonError, sentence } from "../../errors.js";
import { scanAll, VERSION } from "../../index.js";
import type { Reading } from "../options.js";
import type { Spool } from "../spool/disk.js";
import type { PageOptions, PageResult } from "./page.js";
import { PageWriter } from "./page-lines.js";
import { readingHash } from "./reading.js";

/** A scan of a bucket reads no standard input. */
export const NOBODY: AsyncIterable<Uint8Array> = (async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* [];
})();

const OTHER = sentence`The worker has another policy, other limits or another version than the scan: start it with the scan's own options, and scan again.`;

/** What a listing fails with is the store's, and passes. */
function passing(error: unknown): unknown {
  if (!(error instanceof CornichonError) || error.code !== "input.unreadable") return error;
  return new CornichonError("service.storage", error.message, { cause: error });
}

export class PageWork {
  readonly #reading: Reading;
  readonly #spool: Spool;

  constructor(reading: Reading, spool: Spool) {
    this.#reading = reading;
    this.#spool = spool;
  }

  /** Judges a page. @throws CornichonError `service.*`; the signal's reason */
  async judge({ page, asked }: PageOptions, signal: AbortSignal): Promise<PageResult> {
    const { deep } = asked;
    if (asked.version !== VERSION || asked.reading !== (await readingHash(this.#reading, { deep })))
      throw new CornichonError("service.failed", OTHER);
    const stream = new PassThrough();
    const kept = this.#spool.keep(stream, Number.MAX_SAFE_INTEGER);
    // It is waited for below, when all of it was written.
    kept.catch(() => undefined);
    try {
      await this.#write({ page, asked }, new PageWriter(stream, kept), signal);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error("The page was given up.");
      stream.destroy(failure);
      // What the spool failed at is why nothing could be written to it.
      await kept.catch((why: unknown) => {
        if (why !== failure) throw why;
      });
      throw passing(failure);
    }
    return kept;
  }

  async #write({ page, asked }: PageOptions, writer: PageWriter, signal: AbortSignal): Promise<void> {
    const { include, exclude, allFolders, deep } = asked;
    const { address, after, through } = page;
    let skipping: Promise<void> = Promise.resolve();
    const skip = (path: string, kind: string): void => {
      skipping = skipping.then(() => writer.skipped(path, kind));
      skipping.catch(() => undefined);
    };
    const bucket = { after, through };
    const options = { ...this.#reading, deep, include, exclude, allFolders, bucket, jobs: 1, stdin: NOBODY, skip, signal };
    await scanAll([address], options, async (judgement, path) => {
      await skipping;
      await writer.judged(judgement, path);
    });
    await skipping;
    await writer.end();
  }

  /** Takes away what came of a page that another has judged. */
  remove({ key }: PageResult): Promise<void> {
    return this.#spool.remove(key);
  }
}
