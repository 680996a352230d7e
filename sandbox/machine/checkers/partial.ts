/** `functools.partial(function)`: kept as an inert value, of a listed function and never of a class. Its state says the rest. */
import { KIND, OBJECT_FLAG } from "../../tape/handle.js";
import { type Checker, no } from "./answer.js";

export const partial: Checker = ({ machine, tape, callee, args }) => {
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 1) return no("partial.arguments");
  const target = tape.tupleItem(args, 0);
  const entry = machine.entry(target);
  if (entry?.kind !== "reference" || (entry.what !== "function" && entry.what !== "ufunc")) return no("partial.function");
  machine.names.use(target, "reference");
  return machine.instance(callee, callee, args, OBJECT_FLAG.PARTIAL | OBJECT_FLAG.CALLED);
};
