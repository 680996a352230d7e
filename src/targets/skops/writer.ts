/**
 * A document's value as skops 0.16 keeps it: nodes in `schema.json`, an `.npy` an array. What is referred to more than once has an id,
 * and stands the second time as a `CachedNode`; parts are written in the order in which skops reads them, so that the first is
 * whole. What holds itself has no form. Iterative: each node is a generator that hands out what stands in it.
 */
import { sentence } from "../../errors.js";
import { own, type References, typeOf } from "../../neutral/document.js";
import { floatValue } from "../../neutral/lossless.js";
import type { PythonName } from "../parts/python/names.js";
import { type Place, refused } from "../parts/python/place.js";
import { type PythonValue, readValue } from "../parts/python/values.js";
import { arrayNode, dtypeNode, scalarNode } from "./arrays.js";
import { constructedNode, dictNode, jsonNode, listNode } from "./containers.js";
import { builtin, type Child, json, Nodes, type SkopsFile, type Steps } from "./nodes.js";
import { floatText } from "./numbers.js";
import { objectNode } from "./objects.js";

function* nodeOf(out: Nodes, read: PythonValue, value: unknown, place: Place): Steps {
  switch (read.kind) {
    case "list":
      return yield* listNode(out, builtin("list"), "ListNode", read.items, value, place);
    case "tuple":
      return yield* listNode(out, builtin("tuple"), "TupleNode", read.items, value, place);
    case "set":
      return yield* listNode(out, builtin("set"), "SetNode", read.items, value, place);
    case "frozenset":
      return yield* constructedNode(out, builtin("frozenset"), [read.items], value, place);
    case "complex":
      return yield* constructedNode(out, builtin("complex"), [floatValue(read.real), floatValue(read.imag)], value, place);
    case "dict":
      return yield* dictNode(out, builtin("dict"), read.pairs, value, place);
    case "object":
      return yield* objectNode(out, read.made, value, place);
    case "array":
      return yield* arrayNode(out, read.array, value, place);
    default:
      leaf(out, read, value, place);
  }
}

function leaf(out: Nodes, read: PythonValue, value: unknown, place: Place): void {
  switch (read.kind) {
    case "none":
      return jsonNode(out, "null");
    case "bool":
      return jsonNode(out, String(read.value));
    case "int":
      return jsonNode(out, String(read.value));
    case "float":
      return jsonNode(out, floatText(read.value));
    case "text":
      return jsonNode(out, json(read.text));
    case "bytes":
    case "bytearray":
      return bytesNode(out, read.kind, read.bytes, value);
    case "slice":
      return sliceNode(out, read.items, value, place);
    case "name":
      return nameNode(out, read.name, place);
    case "dtype":
      return dtypeNode(out, read.dtype, place);
    case "scalar":
      return scalarNode(out, read.dtype, read.bytes, place);
    default:
      throw refused(place, `builtins.${read.kind}`, sentence`skops has no form for it`);
  }
}

function bytesNode(out: Nodes, kind: "bytes" | "bytearray", bytes: Uint8Array, value: unknown): void {
  out.open(builtin(kind), kind === "bytes" ? "BytesNode" : "BytearrayNode", value);
  out.put(`,"file":${out.file("bin", bytes)}`);
  out.close();
}

function sliceNode(out: Nodes, items: readonly unknown[], value: unknown, place: Place): void {
  const [start, stop, step] = items.map((item) => {
    if (item === null || (typeof item === "number" && Number.isInteger(item))) return String(item);
    throw refused(place, "builtins.slice", sentence`skops keeps whole numbers in a slice alone`);
  });
  out.open(builtin("slice"), "SliceNode", value);
  out.put(`,"content":{"start":${start},"stop":${stop},"step":${step}}`);
  out.close();
}

function nameNode(out: Nodes, { module, name, entry }: PythonName, place: Place): void {
  const isType = entry.kind === "class" || (entry.kind === "reference" && entry.what === "type");
  const isFunction = entry.kind === "reference" && (entry.what === "function" || entry.what === "ufunc");
  if (name.includes(".") || !(isType || isFunction)) throw refused(place, entry.path, sentence`skops has no form for it`);
  out.open({ module, name }, isType ? "TypeNode" : "FunctionNode", null);
  out.close();
}

/** A value, or what stands for it where it was written before. */
function* steps(out: Nodes, finished: Set<unknown>, { value: given, place }: Child): Steps {
  const value = out.references.resolve(given);
  const shared = typeof own(value, "$id") === "number";
  const id = out.idOf(value);
  if (shared && id !== undefined) {
    if (!finished.has(value)) throw refused(place, nameOfShared(value), sentence`it holds itself, and skops has no form for that`);
    return out.put(`{"__class__":null,"__module__":null,"__loader__":"CachedNode","__id__":${id}`, "}");
  }
  if (shared) out.giveId(value);
  yield* nodeOf(out, readValue(value, place), value, place);
  finished.add(value);
}

const nameOfShared = (value: unknown): string => String(own(value, "class") ?? typeOf(value) ?? "value");

/** A value of a document as a skops file, and what skops must be told to trust. @throws CornichonError `target.unsupported`, `document.malformed` */
export function skopsOf(root: unknown, references: References): SkopsFile {
  const out = new Nodes(references);
  const finished = new Set<unknown>();
  const stack: Steps[] = [steps(out, finished, { value: root, place: null })];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.next();
    if (next.done === true) stack.pop();
    else stack.push(steps(out, finished, next.value));
  }
  return out.finish();
}
