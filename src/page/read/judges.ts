/**
 * The workers that judge: two at the most, so that a page of 500 files stays a page. A worker that met anything but what is
 * clean is ended and another takes its place, as the host does with its children.
 */
import type { HostJob } from "../../host/types.js";
import { type PageFile, Reading, type ReadOutcome, type ReadSinks } from "./reading.js";

const MOST = 2;

/** What a worker is to do; says whether it may be used again. */
type Work = (worker: Worker) => Promise<boolean>;

export class Judges {
  readonly #address: URL;
  readonly #idle: Worker[] = [];
  /** Somebody looks at it: it goes before what only waits in a list. */
  readonly #urgent: Work[] = [];
  readonly #queue: Work[] = [];
  #busy = 0;
  #next = 0;

  constructor(address: URL) {
    this.#address = address;
  }

  /** Reads one file when a worker is free. @throws CornichonError of sinks */
  read(given: PageFile, job: HostJob, sinks: ReadSinks = {}, { isUrgent = false } = {}): Promise<ReadOutcome> {
    return new Promise((resolve, reject) => {
      const run = async (worker: Worker): Promise<boolean> => {
        const reading = new Reading(job, given.file.size, sinks).run(worker, given);
        reading.then(resolve, reject);
        return reading.then(
          ({ after }) => after === "keep",
          () => false,
        );
      };
      (isUrgent ? this.#urgent : this.#queue).push(run);
      this.#start();
    });
  }

  #start(): void {
    while (this.#busy < MOST) {
      const next = this.#urgent.shift() ?? this.#queue[this.#next++];
      if (next === undefined) {
        this.#next = 0;
        this.#queue.length = 0;
        return;
      }
      this.#busy++;
      void this.#use(next);
    }
  }

  async #use(run: Work): Promise<void> {
    const worker = this.#idle.pop() ?? new Worker(this.#address, { type: "module" });
    const isClean = await run(worker);
    if (isClean) this.#idle.push(worker);
    else worker.terminate();
    this.#busy--;
    this.#start();
  }
}
