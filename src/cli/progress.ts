/** How far a long command is, in one line of a terminal that is written over; nowhere else. */
import { isatty } from "node:tty";
import type { Shown } from "../errors.js";
import { writeAll } from "../output/atomic.js";
import type { Flags } from "./shared.js";

const BETWEEN_MS = 100;

export interface Progress {
  tell(text: Shown): void;
  /** Takes the line away. */
  end(): void;
}

const SILENT: Progress = { tell: () => undefined, end: () => undefined };

function write(text: string): void {
  try {
    writeAll(2, Buffer.from(text));
  } catch {
    // Nobody looks.
  }
}

/** None with --quiet, with CI set, or where standard error is no terminal. */
export function progressFor(flags: Flags): Progress {
  if (flags["quiet"] === true || process.env["CI"] !== undefined || !isatty(2)) return SILENT;
  let last = Date.now();
  let shown = false;
  return {
    tell: (text) => {
      if (Date.now() - last < BETWEEN_MS) return;
      last = Date.now();
      shown = true;
      write(`\r${text}\u001b[K`);
    },
    end: () => {
      if (shown) write("\r\u001b[K");
    },
  };
}
