/** Nodes that hold others: lists and tuples, dicts with their keys' types, calls; and whole numbers of our own. */
import { sentence } from "../../errors.js";
import { type Place, refused } from "../parts/python/place.js";
import { type Pair, readValue } from "../parts/python/values.js";
import { keyOf } from "./keys.js";
import { builtin, type Head, json, type Nodes, type Steps } from "./nodes.js";

export function jsonNode(out: Nodes, text: string): void {
  out.open(builtin("str"), "JsonNode", null);
  out.put(`,"content":${json(text)},"is_json":true`);
  out.close();
}

/** A tuple of whole numbers of our own. */
export function sizesNode(out: Nodes, sizes: readonly number[]): void {
  out.open(builtin("tuple"), "TupleNode", null);
  out.put(',"content":[');
  for (const [i, size] of sizes.entries()) {
    if (i > 0) out.put(",");
    jsonNode(out, String(size));
  }
  out.put("]");
  out.close();
}

/** A tuple has no places of its own: it is mostly a step with its name. */
export function* separated(out: Nodes, items: readonly unknown[], place: Place, isList = false): Steps {
  for (const [i, value] of items.entries()) {
    if (i > 0) out.put(",");
    yield { value, place: isList ? { up: place, key: i } : place };
  }
}

export function* listNode(out: Nodes, head: Head, loader: string, items: readonly unknown[], value: unknown, place: Place): Steps {
  out.open(head, loader, value);
  out.put(',"content":[');
  yield* separated(out, items, place, loader === "ListNode");
  out.put("]");
  out.close();
}

export function* dictNode(out: Nodes, head: Head, pairs: readonly Pair[], value: unknown, place: Place): Steps {
  const keys = pairs.map(([key]) => keyOf(readValue(out.references.resolve(key), place), out.references.resolve(key), place));
  if (new Set(keys.map(({ text }) => text)).size !== keys.length)
    throw refused(place, "dict", sentence`two of its keys have the same text, as which skops keeps them`);
  out.open(head, "DictNode", value);
  out.put(',"key_types":');
  out.open(builtin("list"), "ListNode", null);
  out.put(',"content":[');
  for (const [i, { module, type }] of keys.entries()) {
    if (i > 0) out.put(",");
    out.open({ module, name: type }, "TypeNode", null);
    out.close();
  }
  out.put("]");
  out.close();
  out.put(',"content":{');
  for (const [i, { text }] of keys.entries()) {
    out.put(`${i > 0 ? "," : ""}${json(text)}:`);
    yield { value: pairs[i]?.[1], place: { up: place, key: text } };
  }
  out.put("}");
  out.close();
}

export function* constructedNode(out: Nodes, head: Head, args: readonly unknown[], value: unknown, place: Place): Steps {
  out.open(head, "ConstructorFromReduceNode", value);
  out.put(',"content":');
  yield* listNode(out, builtin("tuple"), "TupleNode", args, null, place);
  out.close();
}
