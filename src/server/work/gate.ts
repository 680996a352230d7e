/**
 * How much is done at a time, and how much may wait for it. What is over that is refused at once, with a word when to try
 * again: a queue that grows without end answers nobody.
 */
import { CornichonError, sentence } from "../../errors.js";

/** Takes a place back. */
export type Leave = () => void;

export class Gate {
  readonly #places: number;
  readonly #mostWaiting: number;
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(places: number, mostWaiting: number) {
    this.#places = places;
    this.#mostWaiting = mostWaiting;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  get running(): number {
    return this.#taken;
  }

  /** Waits for a place. @throws CornichonError `service.busy`; the signal's reason */
  async enter(signal?: AbortSignal): Promise<Leave> {
    signal?.throwIfAborted();
    if (this.#taken >= this.#places) await this.#turn(signal);
    else this.#taken++;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#next();
    };
  }

  /** A place goes from hand to hand: nobody who comes later is before who waits. */
  #next(): void {
    const [first] = this.#waiting;
    if (first === undefined) this.#taken--;
    else first();
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting.size >= this.#mostWaiting)
      throw new CornichonError("service.busy", sentence`${this.#waiting.size} requests wait already (--max-queue); try again later.`, {
        args: { limit: this.#mostWaiting },
      });
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(enter);
        signal?.removeEventListener("abort", abort);
      };
      const enter = (): void => {
        leave();
        resolve();
      };
      const abort = (): void => {
        leave();
        reject(signal?.reason);
      };
      this.#waiting.add(enter);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }
}

/** How many requests of each client are under way. */
export class PerClient {
  readonly #most: number;
  readonly #counts = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws CornichonError `request.too-many` */
  enter(client: string): Leave {
    const count = this.#counts.get(client) ?? 0;
    if (count >= this.#most)
      throw new CornichonError(
        "request.too-many",
        sentence`${count} requests of this client are under way (--max-per-client); wait for one.`,
        {
          args: { limit: this.#most },
        },
      );
    this.#counts.set(client, count + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = (this.#counts.get(client) ?? 1) - 1;
      if (left === 0) this.#counts.delete(client);
      else this.#counts.set(client, left);
    };
  }
}
