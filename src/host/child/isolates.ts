/**
 * The isolates of a child. Making one costs more than judging a small artifact, so small ones of the same run share one,
 * each in a fresh context of the snapshot; a long one has its own. Nothing but safe artifacts ever precede another: the
 * parent ends the child after all else. Even so a guest that fell to an artifact, and was not seen to, finds nothing of
 * the next: its context is gone, its hooks are dead, and what waits in the isolate's queues can only waste time, which is
 * bounded. An isolate in which anything ended otherwise than well is thrown away.
 */
import type ivm from "isolated-vm";

/** Longest artifact that shares. */
const SMALL_BYTES = 1024 * 1024;
/** Artifacts after which an isolate is replaced all the same. */
const MOST_JOBS = 50;

export class Isolates {
  readonly #make: () => ivm.Isolate;
  #kept: ivm.Isolate | null = null;
  #jobs = 0;

  constructor(make: () => ivm.Isolate) {
    this.#make = make;
  }

  /** Runs a job's work in an isolate; `work` says whether it ended well. */
  async run<T>(size: number, work: (isolate: ivm.Isolate) => Promise<T>, isWell: (result: T) => boolean): Promise<T> {
    const isSmall = size <= SMALL_BYTES;
    const isolate = isSmall ? this.#take() : this.#make();
    let well = false;
    try {
      const result = await work(isolate);
      well = isWell(result);
      return result;
    } finally {
      if (well && isSmall && this.#jobs < MOST_JOBS && !isolate.isDisposed) this.#kept = isolate;
      else if (!isolate.isDisposed) isolate.dispose();
    }
  }

  #take(): ivm.Isolate {
    const isolate = this.#kept ?? this.#make();
    this.#jobs = this.#kept === null ? 1 : this.#jobs + 1;
    this.#kept = null;
    return isolate;
  }
}
