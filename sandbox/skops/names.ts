/**
 * Loaders of names and of what is bound to one: types, functions, partials, methods, `operator`'s callables. Each is what a
 * pickle has for it: a name of the policy, or a call that its checker takes or refuses (`getattr`, `operator.attrgetter`).
 */
import { stepBuild } from "../machine/build.js";
import { tupleOf, tupleToMark } from "../machine/collections.js";
import { stepReduce } from "../machine/construct.js";
import { NO_TOKEN, TOKEN, type Token } from "./json-tape.js";
import type { Loader, SkopsReader } from "./reader.js";

export const typeNode: Loader = { keys: [], leaf: (r, node) => r.stream.push(r.named(node)) };

/** By its own name; in protocol 0 by the two that its content has, which a later skops does not look at. */
export const functionNode: Loader = {
  keys: [],
  optional: ["content"],
  leaf: (r, node) => {
    const { json } = r;
    const content = json.field(node, "content");
    if (content === NO_TOKEN) return r.stream.push(r.named(node));
    const [module, name] = [json.field(content, "module_path"), json.field(content, "function")];
    const isText = [module, name].every((part) => part !== NO_TOKEN && json.kind(part) === TOKEN.STRING);
    if (!isText || json.count(content) !== 2) return r.refuse("skops.content");
    return r.pushGlobal(r.text(content, "module_path"), r.text(content, "function"));
  },
};

/** The parts of a content that has exactly these, in this order; null where it has not. */
function partsOf(r: SkopsReader, node: Token, keys: readonly string[]): readonly Token[] | null {
  const content = r.json.field(node, "content");
  const parts = keys.map((key) => r.json.field(content, key));
  return parts.includes(NO_TOKEN) || r.json.count(content) !== keys.length ? null : parts;
}

/** `partial(func)` with the state (func, args, keywords, namespace). */
export const partialNode: Loader = {
  keys: ["content"],
  *run(r, node) {
    const parts = partsOf(r, node, ["func", "args", "kwds", "namespace"]);
    if (parts === null) return r.refuse("skops.content");
    const [func = NO_TOKEN, ...rest] = parts;
    if (!r.isOf(node, "functools", "partial")) return r.refuse("skops.class");
    r.stream.push(r.named(node));
    yield func;
    const held = r.top();
    if (!tupleOf(r.stream, 1) || !r.step(stepReduce)) return false;
    r.stream.mark();
    r.stream.push(held);
    for (const part of rest) yield part;
    return tupleToMark(r.stream) && r.step(stepBuild);
  },
};

/** `getattr(obj, name)`. */
export const methodNode: Loader = {
  keys: ["content"],
  *run(r, node) {
    const parts = partsOf(r, node, ["func", "obj"]);
    if (parts === null) return r.refuse("skops.content");
    const [func = NO_TOKEN, obj = NO_TOKEN] = parts;
    if (r.json.kind(func) !== TOKEN.STRING) return r.refuse("skops.content");
    // Of what class the method is said to be: skops compares it from 0.12 on.
    r.named(node);
    r.pushGlobal("builtins", "getattr");
    yield obj;
    const name = r.json.text(func);
    r.stream.push(r.tape.str(name, 0, name.length));
    return tupleOf(r.stream, 2) && r.step(stepReduce);
  },
};

/** `operator.attrgetter(*attrs)` and its like. */
export const operatorFuncNode: Loader = {
  keys: ["attrs"],
  *run(r, node) {
    r.stream.push(r.named(node));
    yield r.json.field(node, "attrs");
    if (!r.json.is(r.json.field(node, "__module__"), "operator")) r.refuse("skops.class");
    return r.step(stepReduce);
  },
};
