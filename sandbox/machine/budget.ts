/**
 * The budgets that all streams of a machine share: opcodes, values on the tape, memo entries. They are looked at between
 * the fast loop's runs, so never more than a window too late, and always before the STOP without which nothing is
 * `safe`: what passes a budget is stopped there, whichever loop ran it.
 */
import { MOST_WORDS } from "../tape/tape.js";
import type { OptionName } from "../wire/words.js";
import type { Stream } from "./stream.js";

/**
 * Items that checkers may read and copy: a pickler writes the arguments and the state of each call anew, so they are no
 * more than a few times the bytes so far. What makes one large value the argument of many calls is stopped here.
 */
export const FREE_WORK = 10_000_000;
const WORK_PER_BYTE = 16;

/** True when the next instruction may run; else the stream is stopped, with a finding. */
export function withinBudget(s: Stream): boolean {
  const { machine, tape, memo } = s;
  const { maxOpcodes, maxNodes, maxMemo } = machine.limits;
  machine.memoEntries += memo.count - s.memoCounted;
  s.memoCounted = memo.count;
  if (machine.opcodes >= maxOpcodes) return stopped(s, "limit.opcodes", { limit: maxOpcodes, option: "--max-opcodes" });
  if (tape.values > maxNodes) return stopped(s, "limit.nodes", { limit: maxNodes, option: "--max-nodes" });
  if (machine.memoEntries > maxMemo) return stopped(s, "limit.memo", { limit: maxMemo, option: "--max-memo" });
  const mostWork = FREE_WORK + WORK_PER_BYTE * s.cursor.offset;
  if (tape.work > mostWork) return stopped(s, "limit.work", { limit: mostWork, option: "" });
  return !tape.full || stopped(s, "limit.nodes", { limit: MOST_WORDS, option: "" });
}

function stopped(
  s: Stream,
  code: "limit.opcodes" | "limit.nodes" | "limit.memo" | "limit.work",
  args: { readonly limit: number; readonly option: OptionName },
): false {
  s.opOffset = s.cursor.offset;
  s.opName = "";
  return s.broken(code, args);
}
