/**
 * Which plain collections hold a reference, directly or further down. Instances are borders: their own state is judged
 * for itself. Collections that hold one directly were noted as they were filled; from there the answer spreads to
 * whatever contains them, along edges gathered in one walk over the instances' states. No recursion, linear.
 */
import { ARRAY, type Handle, KIND, NOTHING, OBJECT, TAG, tagOf } from "../tape/handle.js";
import { eachItem } from "../tape/read.js";
import type { ClassEntry } from "../wire/policy.js";
import type { Machine } from "./machine.js";

/** `OrderedDict` and its like are plain data: what they hold is nobody's state. */
const isPlainCollection = (entry: ClassEntry): boolean => entry.path.startsWith("collections.");

export function holdersOf(machine: Machine): ReadonlySet<Handle> {
  const found = new Set<Handle>(machine.holders);
  if (found.size === 0) return found;
  const parents = parentsOf(machine);
  // A Set grows while it is walked: this is a breadth-first walk upwards.
  for (const holder of found) for (const parent of parents.get(holder) ?? []) found.add(parent);
  return found;
}

/** child → collections that contain it, for all plain collections below any instance's state or items. */
function parentsOf(machine: Machine): Map<Handle, Handle[]> {
  const { tape } = machine;
  const parents = new Map<Handle, Handle[]>();
  const seen = new Set<Handle>();
  for (const instance of machine.instances) {
    for (const field of [OBJECT.STATE, OBJECT.ITEMS, OBJECT.PAIRS, OBJECT.ARGS]) {
      const root = tape.field(instance, field);
      if (root !== NOTHING) seen.add(root);
    }
  }
  for (const holder of seen) {
    each(machine, holder, (child) => {
      if (tagOf(child) !== TAG.NODE || !isCollection(machine, child)) return;
      const known = parents.get(child);
      if (known === undefined) parents.set(child, [holder]);
      else if (known[known.length - 1] !== holder) known.push(holder);
      seen.add(child);
    });
  }
  return parents;
}

function isCollection(machine: Machine, handle: Handle): boolean {
  const kind = machine.tape.kind(handle);
  if (kind === KIND.OBJECT) {
    const entry = machine.classOf(handle);
    return entry !== null && isPlainCollection(entry);
  }
  return (
    kind === KIND.LIST || kind === KIND.DICT || kind === KIND.TUPLE || kind === KIND.SET || kind === KIND.FROZENSET || kind === KIND.NDARRAY
  );
}

/** Values directly inside a collection; for an array its object list, for an OrderedDict its pairs. */
function each(machine: Machine, holder: Handle, visit: (child: Handle) => void): void {
  const { tape } = machine;
  const kind = tape.kind(holder);
  if (kind === KIND.NDARRAY) visit(tape.field(holder, ARRAY.DATA));
  else if (kind === KIND.OBJECT) {
    for (const field of [OBJECT.STATE, OBJECT.ITEMS, OBJECT.PAIRS])
      if (tape.field(holder, field) !== NOTHING) visit(tape.field(holder, field));
  } else if (kind === KIND.LIST || kind === KIND.DICT || kind === KIND.TUPLE || kind === KIND.SET || kind === KIND.FROZENSET)
    eachItem(tape, holder, visit);
}
