/**
 * The one line of a terminal that is written over. Whoever prints anything else takes it away first; it comes back with
 * the next that is told.
 */
import type { Shown } from "../errors.js";
import { writeAll } from "../output/patient.js";

let isDrawn = false;

function write(text: string): void {
  try {
    writeAll(2, Buffer.from(text));
  } catch {
    // Nobody looks.
  }
}

/** Draws it in place of the one before. It must fit the terminal: a line that breaks could not be taken away. */
export function drawLine(text: Shown): void {
  isDrawn = true;
  write(`\r${text}\u001b[K`);
}

export function clearLine(): void {
  if (!isDrawn) return;
  isDrawn = false;
  write("\r\u001b[K");
}
