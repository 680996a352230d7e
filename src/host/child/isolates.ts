/**
 * The isolates of a child. Making one costs more than judging a small artifact, so small ones of the same run share one,
 * each in a fresh context of the snapshot; a long one has its own. Nothing but safe artifacts ever precede another in an
 * isolate: behind all else the parent has it thrown away. Even so a guest that fell to an artifact, and was not seen to, finds
 * nothing of the next: its context is gone, its hooks are dead, and what waits in the isolate's queues can only waste time,
 * which is bounded. An isolate in which anything ended otherwise than well is thrown away here.
 *
 * The first context is made before its artifact comes, and that of the next small one while the parent is busy between two.
 */
import type ivm from "isolated-vm";

/** Longest artifact that shares. */
const SMALL_BYTES = 1024 * 1024;
/** Artifacts after which an isolate is replaced all the same. */
const MOST_JOBS = 50;

/** An isolate, its context for the next artifact once there is one, and how many it had. */
interface Place<Room> {
  readonly isolate: ivm.Isolate;
  /** It is for small artifacts. */
  readonly isSmall: boolean;
  room: Room | null;
  jobs: number;
}

/** Makes a fresh context in an isolate, for a small artifact or any. */
type Furnish<Room> = (isolate: ivm.Isolate, isSmall: boolean) => Promise<Room>;

export class Isolates<Room> {
  readonly #make: () => ivm.Isolate;
  readonly #furnish: Furnish<Room>;
  #kept: Place<Room> | null = null;

  constructor(make: () => ivm.Isolate, furnish: Furnish<Room>) {
    this.#make = make;
    this.#furnish = furnish;
  }

  /** Runs a job's work in a context of its own; `isWell` says whether it ended well. */
  async run<T>(size: number, work: (room: Room) => Promise<T>, isWell: (result: T) => boolean): Promise<T> {
    const isSmall = size <= SMALL_BYTES;
    const place = this.#take(isSmall);
    let well = false;
    try {
      const room = place.room ?? (await this.#furnish(place.isolate, isSmall));
      place.room = null;
      place.jobs++;
      const result = await work(room);
      well = isWell(result);
      return result;
    } finally {
      if (well && isSmall && place.jobs < MOST_JOBS && !place.isolate.isDisposed) this.#kept = place;
      else if (!place.isolate.isDisposed) place.isolate.dispose();
    }
  }

  /** Makes the first isolate and its context, which wait for an artifact of that size. */
  async begin(size: number): Promise<void> {
    this.#kept = this.#place(size <= SMALL_BYTES);
    await this.makeReady();
  }

  /** Makes the context of the next artifact in the isolate that is kept. One that has none to give is thrown away. */
  async makeReady(): Promise<void> {
    const place = this.#kept;
    if (place === null) return;
    try {
      place.room ??= await this.#furnish(place.isolate, place.isSmall);
    } catch {
      this.#kept = null;
      if (!place.isolate.isDisposed) place.isolate.dispose();
    }
  }

  /** Throws away the one that is kept and makes another, for what comes behind an artifact that is not safe. */
  async renew(): Promise<void> {
    const place = this.#kept;
    if (place === null) return;
    this.#kept = this.#place(place.isSmall);
    if (!place.isolate.isDisposed) place.isolate.dispose();
    await this.makeReady();
  }

  #place(isSmall: boolean): Place<Room> {
    return { isolate: this.#make(), isSmall, room: null, jobs: 0 };
  }

  /** The one that is kept, when it is for artifacts of that kind. */
  #take(isSmall: boolean): Place<Room> {
    const kept = this.#kept;
    if (kept === null || kept.isSmall !== isSmall) return this.#place(isSmall);
    this.#kept = null;
    return kept;
  }
}
