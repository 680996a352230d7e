/**
 * `copyreg._reconstructor(cls, base, state)`: protocol 0 and 1's NEWOBJ. Only (cls, object, None) for a class that may
 * be made without arguments, and an exact dict or list for subclasses of these.
 */
import { KIND, NONE, NOTHING, OBJECT } from "../../tape/handle.js";
import { type Checker, no } from "./answer.js";
import { copied } from "./builtins.js";
import { namedTuple } from "./cython.js";

export const reconstructor: Checker = (input) => {
  const { machine, tape, args } = input;
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 3) return no("reconstructor.arguments");
  const cls = tape.tupleItem(args, 0);
  const base = machine.entry(tape.tupleItem(args, 1))?.path;
  const state = tape.tupleItem(args, 2);
  machine.names.use(cls, "new");
  const facts = machine.names.facts(cls);
  if (facts !== null && facts.entry === null) return machine.placeholder(cls, NOTHING);
  const entry = facts?.entry;
  // Python 2 wrote sklearn's named tuples so.
  if (entry?.kind === "class" && entry.call === "namedtuple" && base === "builtins.tuple" && tape.kind(state) === KIND.TUPLE)
    return namedTuple({ ...input, callee: cls, args: state });
  if (entry?.kind !== "class" || entry.form === "call") return no("reconstructor.class");
  if (base === "builtins.object" && state === NONE) {
    machine.names.grant(cls);
    return machine.instance(cls, cls, NOTHING);
  }
  const dict = base === "builtins.dict" && entry.form === "dict-subclass" && tape.kind(state) === KIND.DICT;
  const list = base === "builtins.list" && entry.form === "list-subclass" && tape.kind(state) === KIND.LIST;
  if (!dict && !list) return no("reconstructor.base");
  const made = machine.instance(cls, cls, NOTHING);
  tape.setField(made, dict ? OBJECT.PAIRS : OBJECT.ITEMS, copied(input, state));
  return made;
};
