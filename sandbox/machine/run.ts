/**
 * Runs a stream to its end, alternating between the fast loop (the two dozen opcodes that make up nearly all of every
 * file, wholly inside the window) with its runs of one kind, and `step` (everything else, and every case at a boundary).
 */

import { OP } from "../opcode/table.js";
import { withinBudget } from "./budget.js";
import { runFast } from "./fast.js";
import type { StreamResult } from "./result.js";
import { RUN, runMet } from "./runs.js";
import { step } from "./step.js";
import { NO_FRAME, type Stream } from "./stream.js";

export function runToEnd(s: Stream): StreamResult {
  let alive = true;
  while (alive && !s.stopped) {
    // What follows a POP is judged by `step`.
    if (s.popped === null && s.cursor.need(1)) runOn(s);
    alive = withinBudget(s) && step(s) && !s.raised;
  }
  return {
    end: s.stopped ? "stop" : "broken",
    root: s.root,
    protocol: s.protocol,
    next: s.stopped ? s.cursor.offset : s.opOffset,
    frameEnd: s.stopped ? s.frameEnd : NO_FRAME,
    recognised: s.recognised,
  };
}

/** What is common, for as long as it comes. The end of a long list is left to `step`: to enter the fast loop for it costs more. */
function runOn(s: Stream): void {
  let met = runFast(s);
  while (met !== RUN.NONE && runMet(s, met) && s.cursor.bytes[s.cursor.pos] !== OP.APPENDS) met = runFast(s);
}
