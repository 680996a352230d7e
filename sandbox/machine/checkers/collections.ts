/**
 * `collections`: OrderedDict, defaultdict, Counter, deque; and `functools.partial` as an inert value. Their items come
 * by the constructor (Python 2) or by SETITEMS and APPENDS afterwards.
 */
import { type Handle, KIND, NONE, NOTHING, OBJECT } from "../../tape/handle.js";
import { itemsOf, itemsSoFar } from "../../tape/read.js";
import { type Checker, no } from "./answer.js";
import { copied, inert, noteCopy } from "./builtins.js";

/** Types that a defaultdict may name as its factory. */
const FACTORIES = new Set([
  "builtins.list",
  "builtins.dict",
  "builtins.set",
  "builtins.int",
  "builtins.float",
  "builtins.str",
  "builtins.bool",
  "builtins.tuple",
  "builtins.frozenset",
  "collections.OrderedDict",
]);

/** `OrderedDict()`, or of an exact list of pairs. */
export const orderedDict: Checker = (input) => {
  const { tape, args, stream } = input;
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) > 1) return no("ordered-dict.arguments");
  const made = input.machine.instance(input.callee, input.callee, NOTHING);
  if (tape.count(args) === 0) return made;
  const from = tape.tupleItem(args, 0);
  if (tape.kind(from) === KIND.DICT) return withPairs(input, made, copied(input, from));
  if (tape.kind(from) !== KIND.LIST && tape.kind(from) !== KIND.TUPLE) return no("ordered-dict.pairs");
  const dict = tape.collection(KIND.DICT);
  for (const pair of itemsSoFar(tape, from)) {
    if ((tape.kind(pair) !== KIND.LIST && tape.kind(pair) !== KIND.TUPLE) || tape.count(pair) !== 2) return no("ordered-dict.pairs");
    const items = itemsSoFar(tape, pair);
    if (!stream.checkKey(items[0] ?? NONE)) return { why: "call.key-unhashable", malformed: true };
    tape.extend(dict, items, 0, 2);
  }
  noteCopy(input, dict);
  return withPairs(input, made, dict);
};

/** Counter() or of an exact dict. */
export const counter: Checker = (input) => {
  const { tape, args } = input;
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) > 1) return no("counter.arguments");
  const made = input.machine.instance(input.callee, input.callee, NOTHING);
  if (tape.count(args) === 0) return made;
  const from = tape.tupleItem(args, 0);
  return tape.kind(from) === KIND.DICT ? withPairs(input, made, copied(input, from)) : no("counter.items");
};

function withPairs(input: Parameters<Checker>[0], made: Handle, dict: Handle): Handle {
  input.tape.setField(made, OBJECT.PAIRS, dict);
  return made;
}

/** `defaultdict(factory)`: the factory is a listed builtin type, None, or absent. */
export const defaultDict: Checker = (input) => {
  const { tape, args, machine } = input;
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) > 2) return no("defaultdict.arguments");
  const factory = tape.count(args) > 0 ? tape.tupleItem(args, 0) : NONE;
  if (factory !== NONE && !FACTORIES.has(machine.entry(factory)?.path ?? "")) return no("defaultdict.factory");
  if (factory !== NONE) machine.names.use(factory, "reference");
  const items = itemsOf(tape, args);
  const kept = tape.tuple(items, 0, Math.min(1, items.length));
  const made = machine.instance(input.callee, input.callee, kept);
  if (tape.count(args) < 2) return made;
  const from = tape.tupleItem(args, 1);
  return tape.kind(from) === KIND.DICT ? withPairs(input, made, copied(input, from)) : no("defaultdict.items");
};

/** `deque([], maxlen)`; its items come by APPENDS. */
export const deque: Checker = (input) => {
  const { tape, args } = input;
  const n = tape.kind(args) === KIND.TUPLE ? tape.count(args) : 3;
  if (n > 2) return no("deque.arguments");
  if (n > 0 && tape.kind(tape.tupleItem(args, 0)) !== KIND.LIST && tape.kind(tape.tupleItem(args, 0)) !== KIND.TUPLE)
    return no("deque.items");
  if (n === 2 && tape.tupleItem(args, 1) !== NONE && tape.intValue(tape.tupleItem(args, 1)) === null) return no("deque.length");
  const made = inert(input);
  if (n > 0 && tape.count(tape.tupleItem(args, 0)) > 0) {
    const list = tape.collection(KIND.LIST);
    const items = itemsSoFar(tape, tape.tupleItem(args, 0));
    tape.extend(list, items, 0, items.length);
    noteCopy(input, list);
    tape.setField(made, OBJECT.ITEMS, list);
  }
  return made;
};
