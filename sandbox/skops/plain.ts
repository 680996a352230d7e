/**
 * Loaders of plain values: JSON scalars, lists, tuples, sets, dicts, bytes, slices. A node of another class than the plain one
 * is a call of that class, which the policy knows or refuses.
 */
import { addItems, appends, setItem, setItems, tupleOf, tupleToMark } from "../machine/collections.js";
import { stepNewobj, stepReduce } from "../machine/construct.js";
import type { Stream } from "../machine/stream.js";
import { type Handle, KIND, NONE, NOTHING } from "../tape/handle.js";
import { itemsOf } from "../tape/read.js";
import { isFault } from "./files.js";
import { NO_TOKEN, TOKEN, type Token } from "./json-tape.js";
import type { Loader, SkopsReader, Steps } from "./reader.js";
import { keyOf, scalarOf } from "./scalars.js";

/** A text that is JSON: no list and no object, for which skops has nodes. */
export const jsonNode: Loader = {
  keys: ["content"],
  optional: ["is_json"],
  leaf: (r, node) => {
    const content = r.json.field(node, "content");
    if (r.json.kind(content) !== TOKEN.STRING) return r.refuse("skops.content");
    if (!r.isOf(node, "builtins", "str")) return r.refuse("skops.class");
    return r.made(scalarOf(r.tape, r.json.text(content), r.machine.limits));
  },
};

/** The values of an array, then the step that takes them from the mark on. */
function* filled(r: SkopsReader, array: Token, fill: (s: Stream) => boolean): Steps {
  if (r.json.count(array) === 0 && fill !== tupleToMark) return true;
  r.stream.mark();
  for (const item of r.json.items(array)) yield item;
  return r.step(fill);
}

/** The content of a list, tuple or set. */
function arrayOf(r: SkopsReader, node: Token): Token {
  const content = r.json.field(node, "content");
  if (r.json.kind(content) === TOKEN.ARRAY) return content;
  r.refuse("skops.content");
  return NO_TOKEN;
}

/** `cls([…])`: a list subclass that the policy knows is made and filled as a pickle does, everything else is a call. */
function* calledWithList(r: SkopsReader, node: Token, array: Token): Steps {
  const token = r.named(node);
  const entry = r.machine.entry(token);
  const isSubclass = entry?.kind === "class" && entry.form === "list-subclass";
  r.stream.push(token);
  if (isSubclass) {
    tupleOf(r.stream, 0);
    if (!r.step(stepNewobj)) return false;
    return yield* filled(r, array, appends);
  }
  r.stream.pushNew(r.tape.collection(KIND.LIST));
  if (!(yield* filled(r, array, appends))) return false;
  return tupleOf(r.stream, 1) && r.step(stepReduce);
}

export const listNode: Loader = {
  keys: ["content"],
  *run(r, node) {
    const array = arrayOf(r, node);
    if (array === NO_TOKEN) return false;
    if (!r.isOf(node, "builtins", "list")) return yield* calledWithList(r, node, array);
    r.stream.pushNew(r.tape.collection(KIND.LIST));
    return yield* filled(r, array, appends);
  },
};

export const setNode: Loader = {
  keys: ["content"],
  *run(r, node) {
    const array = arrayOf(r, node);
    if (array === NO_TOKEN) return false;
    if (!r.isOf(node, "builtins", "set")) return yield* calledWithList(r, node, array);
    r.stream.pushNew(r.tape.collection(KIND.SET));
    return yield* filled(r, array, addItems);
  },
};

/** A named tuple is made of its items; of any other class skops imports the name and makes a plain tuple. */
export const tupleNode: Loader = {
  keys: ["content"],
  *run(r, node) {
    const array = arrayOf(r, node);
    if (array === NO_TOKEN) return false;
    const isPlain = r.isOf(node, "builtins", "tuple");
    if (!isPlain) r.stream.push(r.named(node));
    if (!(yield* filled(r, array, tupleToMark))) return false;
    return isPlain || r.step(stepNewobj);
  },
};

// ---- dicts ----

/** The types of a dict's keys, in the order of its keys: a plain list of types. NO_TOKEN where it is none, which is told. */
function keyTypes(r: SkopsReader, node: Token, count: number): Token {
  const { json } = r;
  const list = json.field(node, "key_types");
  const types = json.field(list, "content");
  const isList = json.is(json.field(list, "__loader__"), "ListNode") && r.isOf(list, "builtins", "list");
  if (isList && json.kind(types) === TOKEN.ARRAY && json.count(types) === count && json.count(list) <= LIST_KEYS && r.claim(list, NOTHING))
    return types;
  r.refuse("skops.key-types");
  return NO_TOKEN;
}

/** Class, module, loader, content, id. */
const LIST_KEYS = 5;

/** `type(key)` on the stack. */
function pushKey(r: SkopsReader, key: Token, type: Handle): boolean {
  const text = r.json.text(key);
  const path = r.machine.entry(type)?.path ?? "";
  const value = keyOf(r.tape, path, text, r.machine.limits);
  if (value !== null) return r.made(value);
  r.stream.push(type);
  r.stream.push(r.tape.str(text, 0, text.length));
  return tupleOf(r.stream, 1) && r.step(stepReduce);
}

/** The pairs of a dict node, into the dict or instance on top. */
function* pairs(r: SkopsReader, node: Token): Steps {
  const { json } = r;
  const content = json.field(node, "content");
  if (json.kind(content) !== TOKEN.OBJECT) return r.refuse("skops.content");
  let type = keyTypes(r, node, json.count(content));
  if (type === NO_TOKEN) return false;
  if (json.count(content) === 0) return true;
  type = json.first(type);
  r.stream.mark();
  for (const key of json.keys(content)) {
    const kind = r.typeOf(type);
    if (kind === NOTHING || !pushKey(r, key, kind)) return false;
    type = json.next(type);
    yield json.behind(key);
  }
  return r.step(setItems);
}

/** `cls()`, empty: an `OrderedDict` by its call, other subclasses as instances, as pickles make them. */
function emptyDict(r: SkopsReader, node: Token): boolean {
  if (r.isOf(node, "builtins", "dict")) return r.stream.pushNew(r.tape.collection(KIND.DICT));
  const token = r.named(node);
  const entry = r.machine.entry(token);
  r.stream.push(token);
  tupleOf(r.stream, 0);
  return r.step(entry?.kind === "class" && entry.form === "dict-subclass" && entry.call === undefined ? stepNewobj : stepReduce);
}

export const dictNode: Loader = {
  keys: ["content", "key_types"],
  *run(r, node) {
    return emptyDict(r, node) && (yield* pairs(r, node));
  },
};

/** `defaultdict(factory)` with the pairs of another dict node. */
export const defaultDictNode: Loader = {
  keys: ["content"],
  *run(r, node) {
    const content = r.json.field(node, "content");
    const [main, factory] = [r.json.field(content, "main"), r.json.field(content, "default_factory")];
    if (main === NO_TOKEN || factory === NO_TOKEN || r.json.count(content) !== 2) return r.refuse("skops.content");
    if (!r.isOf(node, "collections", "defaultdict")) return r.refuse("skops.class");
    r.stream.push(r.named(node));
    yield factory;
    const isNone = r.top() === NONE;
    if (isNone) r.pop();
    if (!tupleOf(r.stream, isNone ? 0 : 1) || !r.step(stepReduce)) return false;
    yield main;
    return poured(r);
  },
};

/** The pairs of the plain dict on top, into what stands below it. */
function poured(r: SkopsReader): boolean {
  const dict = r.pop();
  if (r.tape.kind(dict) !== KIND.DICT) return r.refuse("skops.content");
  const items = itemsOf(r.tape, dict);
  for (let i = 0; i < items.length; i += 2) {
    r.stream.push(items[i] ?? NOTHING);
    r.stream.push(items[i + 1] ?? NOTHING);
    if (!r.step(setItem)) return false;
  }
  return true;
}

// ---- bytes and slices ----

const bytesLoader = (kind: typeof KIND.BYTES | typeof KIND.BYTEARRAY, name: string): Loader => ({
  keys: ["file"],
  leaf: (r, node) => {
    const file = r.fileOf(node);
    if (file === null) return r.refuse("skops.content");
    if (!r.isOf(node, "builtins", name)) return r.refuse("skops.class");
    return r.made(r.files.bytes(r.tape, kind, file), file);
  },
});

export const bytesNode = bytesLoader(KIND.BYTES, "bytes");
export const bytearrayNode = bytesLoader(KIND.BYTEARRAY, "bytearray");

const BOUNDS = ["start", "stop", "step"];

export const sliceNode: Loader = {
  keys: ["content"],
  leaf: (r, node) => {
    const { json } = r;
    const content = json.field(node, "content");
    if (!r.isOf(node, "builtins", "slice")) return r.refuse("skops.class");
    if (json.kind(content) !== TOKEN.OBJECT || json.count(content) !== BOUNDS.length) return r.refuse("skops.content");
    const bounds: Handle[] = [];
    for (const key of BOUNDS) {
      const bound = json.field(content, key);
      const kind = bound === NO_TOKEN ? 0 : json.kind(bound);
      const value = kind === TOKEN.NULL ? NONE : kind === TOKEN.NUMBER ? scalarOf(r.tape, json.text(bound), r.machine.limits) : null;
      if (value === null) return r.refuse("skops.content");
      if (isFault(value)) return r.tell(value);
      bounds.push(value);
    }
    return r.stream.push(r.tape.small(KIND.SLICE, ...bounds));
  },
};
