/**
 * What native code takes on trust in the value that a machine made, wherever it stood: a pickle, an array of objects, a torch
 * stream, a skops file. Whoever reads a value for a verdict judges this of it.
 */
import { judgeConsistency } from "../consistency/index.js";
import type { Source } from "../container/source.js";
import type { Machine } from "../machine/index.js";
import { judgeBoosters } from "../native/index.js";

/** `source` has the bytes that no value holds. */
export function judgeHeld(machine: Machine, source: Source): void {
  judgeConsistency(machine, source);
  judgeBoosters(machine, source);
}
