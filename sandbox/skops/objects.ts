/**
 * Loaders of instances: `cls.__new__(cls)` with a state, `cls(*args)`, and what skops makes by `__reduce__` (trees, losses). A
 * state goes through the machine's BUILD, with the checks that a pickle's has.
 */
import { stepBuild } from "../machine/build.js";
import { tupleOf } from "../machine/collections.js";
import { stepNewobj, stepReduce } from "../machine/construct.js";
import { type Handle, KIND, NONE } from "../tape/handle.js";
import type { PolicyEntry } from "../wire/policy.js";
import { NO_TOKEN, TOKEN, type Token } from "./json-tape.js";
import type { Loader, SkopsReader, Steps } from "./reader.js";

/** States of classes that cython makes by `newObj(cls)`, a function of the module that the class is in. */
const BY_NEW_OBJ: ReadonlySet<string | undefined> = new Set(["tuple-binary-tree", "tuple-metric"]);

/** Losses of cython: skops before 0.11 makes them without their numbers. */
const isLoss = (entry: PolicyEntry | null): boolean => entry?.kind === "class" && entry.state === "tuple-numbers";

/** The instance without its state, on the stack. */
function instance(r: SkopsReader, node: Token): boolean {
  const token = r.named(node);
  const entry = r.machine.entry(token);
  if (entry?.kind === "class" && BY_NEW_OBJ.has(entry.state)) {
    r.pushGlobal(r.text(node, "__module__"), "newObj");
    r.stream.push(token);
    return tupleOf(r.stream, 1) && r.step(stepReduce);
  }
  r.stream.push(token);
  return tupleOf(r.stream, 0) && r.step(isLoss(entry) ? stepReduce : stepNewobj);
}

/** The state of what stands below it. None is no state. */
function* built(r: SkopsReader, state: Token): Steps {
  yield state;
  if (r.top() !== NONE) return r.step(stepBuild);
  r.pop();
  return true;
}

export const objectNode: Loader = {
  keys: [],
  optional: ["content"],
  *run(r, node) {
    if (!instance(r, node)) return false;
    const state = r.json.field(node, "content");
    return state === NO_TOKEN || r.json.kind(state) === TOKEN.NULL || (yield* built(r, state));
  },
};

/** `cls(*args)`. */
export const constructorNode: Loader = {
  keys: ["content"],
  *run(r, node) {
    r.stream.push(r.named(node));
    yield r.json.field(node, "content");
    return r.step(stepReduce);
  },
};

const isEmpty = ({ tape }: SkopsReader, value: Handle): boolean =>
  value === NONE || ((tape.kind(value) === KIND.TUPLE || tape.kind(value) === KIND.DICT) && tape.count(value) === 0);

/** `cls(*args)` with a state, which is none where it is empty. */
function* reduced(r: SkopsReader, node: Token): Steps {
  const reduce = r.json.field(node, "__reduce__");
  const args = r.json.field(reduce, "args");
  if (args === NO_TOKEN || r.json.count(reduce) !== 1) return r.refuse("skops.content");
  r.stream.push(r.named(node));
  yield args;
  if (!r.step(stepReduce)) return false;
  yield r.json.field(node, "content");
  if (!isEmpty(r, r.top())) return r.step(stepBuild);
  r.pop();
  return true;
}

export const lossNode: Loader = { keys: ["__reduce__", "content"], run: reduced };

/** skops makes a `Tree` whatever the node says. */
export const treeNode: Loader = {
  keys: ["__reduce__", "content"],
  *run(r, node) {
    if (!r.isOf(node, "sklearn.tree._tree", "Tree")) {
      r.named(node);
      return r.refuse("skops.class");
    }
    return yield* reduced(r, node);
  },
};
