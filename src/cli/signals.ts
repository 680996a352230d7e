/**
 * Signals that end a command: at once, with no word, with the code that a shell gives what a signal ended. Leaving
 * removes unfinished files and ends children; there is nothing that it would have to wait for, but for what was left to
 * other machines, which is taken back first, for a moment, and until a second signal.
 */
import { setTimeout as wait } from "node:timers/promises";
import { clearLine } from "./live-line.js";

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type Stop = keyof typeof SIGNALS;
const isStop = (name: string): name is Stop => Object.hasOwn(SIGNALS, name);
const STOPS = Object.keys(SIGNALS).filter(isStop);

const FAREWELL_MS = 5000;
let farewell: (() => Promise<void>) | null = null;

/** Names what is done before a signal ends the command; null for nothing. */
export function beforeLeaving(work: (() => Promise<void>) | null): void {
  farewell = work;
}

function leave(name: Stop): void {
  clearLine();
  const work = farewell;
  farewell = null;
  const exit = (): never => process.exit(SIGNALS[name]);
  if (work === null) exit();
  else Promise.race([work(), wait(FAREWELL_MS)]).then(exit, exit);
}

/** Runs work that leaves the thread free now and then; else no signal would be heard, and the system's way is the better one. */
export async function hearingSignals<T>(work: () => Promise<T>): Promise<T> {
  for (const name of STOPS) process.on(name, leave);
  try {
    return await work();
  } finally {
    for (const name of STOPS) process.off(name, leave);
  }
}
