/**
 * Who is told that there is work, on any machine. A queue carries names of jobs and nothing else: what is to be done, by whom
 * it is held and how it ended stands in the database, so a queue may tell twice, late, or lose what it was told (whoever
 * added a job tells it again), and no job is lost or counted twice.
 */
import { CornichonError, sentence, showText } from "../../errors.js";

/** What became of a name that was told: it is over, or is to be told again in so many milliseconds. */
export type Taken = "over" | { readonly againMs: number };

export interface Queue {
  /** Tells that there is work; what waits already is not told twice. */
  tell(ids: readonly string[]): Promise<void>;
  /** Takes up what is told, so many at a time. */
  start(places: number, take: (id: string) => Promise<Taken>): void;
  /** Takes no more, and waits for what runs. */
  stop(): Promise<void>;
}

/** Told of what goes wrong where nobody waits for it. */
export type Told = (error: unknown, what: string) => void;

/** Seconds after which what its worker no longer speaks of is told to another. */
export const HOLD_MS = 20_000;

export const scheme = (url: string): string => /^[\w+.-]*:/.exec(url)?.[0] ?? "a path";

/** An address without what nobody should read. */
function shownAddress(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return scheme(url);
  }
}

/** @throws CornichonError `service.storage` always */
export function unusable(url: string, cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new CornichonError("service.storage", sentence`the queue ${showText(shownAddress(url))} could not be used: ${showText(why)}`, {
    cause,
  });
}
