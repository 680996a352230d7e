/**
 * How much is done at a time, and how much may wait for it. What is over that is refused at once, with a word when to try
 * again: a queue that grows without end answers nobody. Those who wait are let in by turns, whoever sends many after whoever
 * sends few: a thousand of one do not keep one of another waiting.
 */
import { CornichonError, sentence } from "../../errors.js";

/** Takes a place back. */
export type Leave = () => void;

export class Gate {
  readonly #places: number;
  readonly #mostWaiting: number;
  /** By whose they are, whose turn is next first. */
  readonly #waiting = new Map<string, Set<() => void>>();
  #waitingCount = 0;
  #taken = 0;

  constructor(places: number, mostWaiting: number) {
    this.#places = places;
    this.#mostWaiting = mostWaiting;
  }

  get waiting(): number {
    return this.#waitingCount;
  }

  get running(): number {
    return this.#taken;
  }

  /** Waits for a place. @throws CornichonError `service.busy`; the signal's reason */
  async enter(signal?: AbortSignal, whose = ""): Promise<Leave> {
    signal?.throwIfAborted();
    if (this.#taken >= this.#places) await this.#turn(signal, whose);
    else this.#taken++;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#next();
    };
  }

  /** A place goes from hand to hand: of those of one, nobody who comes later is before who waits. */
  #next(): void {
    const [[whose, all] = []] = this.#waiting;
    const [first] = all ?? [];
    if (whose === undefined || all === undefined || first === undefined) {
      this.#taken--;
      return;
    }
    first();
    if (this.#waiting.delete(whose) && all.size > 0) this.#waiting.set(whose, all);
  }

  #wait(whose: string, enter: () => void): void {
    const all = this.#waiting.get(whose) ?? new Set();
    this.#waiting.set(whose, all.add(enter));
    this.#waitingCount++;
  }

  #leave(whose: string, enter: () => void): void {
    const all = this.#waiting.get(whose);
    if (all?.delete(enter) === true) this.#waitingCount--;
    if (all?.size === 0) this.#waiting.delete(whose);
  }

  #turn(signal: AbortSignal | undefined, whose: string): Promise<void> {
    if (this.#waitingCount >= this.#mostWaiting)
      throw new CornichonError("service.busy", sentence`${this.#waitingCount} requests wait already (--max-queue); try again later.`, {
        args: { limit: this.#mostWaiting },
      });
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#leave(whose, enter);
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
      this.#wait(whose, enter);
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
