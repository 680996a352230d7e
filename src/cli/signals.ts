/**
 * Signals that end a command: at once, with no word, with the code that a shell gives what a signal ended. Leaving
 * removes unfinished files and ends children; there is nothing that it would have to wait for.
 */
import { clearLine } from "./live-line.js";

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type Stop = keyof typeof SIGNALS;
const isStop = (name: string): name is Stop => Object.hasOwn(SIGNALS, name);
const STOPS = Object.keys(SIGNALS).filter(isStop);

function leave(name: Stop): void {
  clearLine();
  process.exit(SIGNALS[name]);
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
