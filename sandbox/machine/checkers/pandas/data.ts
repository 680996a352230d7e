/** Attributes that users give a frame: plain data, arrays, dates and what else pandas' and datetime's checkers made. */
import { type Handle, KIND, TAG, tagOf } from "../../../tape/handle.js";
import { eachItem } from "../../../tape/read.js";
import type { Machine } from "../../machine.js";
import { madeBy } from "./facts.js";

const COLLECTIONS = new Set<number>([KIND.DICT, KIND.LIST, KIND.TUPLE, KIND.SET, KIND.FROZENSET]);

/** Collections are looked at once in all. */
export function isData(machine: Machine, value: Handle): boolean {
  const { data, others } = madeBy(machine);
  const seen = new Set<Handle>([value]);
  for (const handle of seen) {
    if (data.has(handle)) continue;
    if (others.has(handle) || !isPart(machine, handle)) {
      for (const met of seen) others.add(met);
      return false;
    }
    if (!COLLECTIONS.has(machine.tape.kind(handle))) continue;
    eachItem(machine.tape, handle, (item) => {
      if (tagOf(item) === TAG.NODE || tagOf(item) === TAG.GLOBAL) seen.add(item);
    });
  }
  for (const met of seen) data.add(met);
  return true;
}

function isPart(machine: Machine, handle: Handle): boolean {
  if (tagOf(handle) === TAG.GLOBAL) return machine.entry(handle)?.kind === "reference";
  if (machine.tape.kind(handle) !== KIND.OBJECT) return true;
  return /^(?:pandas|datetime)\./.test(machine.classOf(handle)?.path ?? "");
}
