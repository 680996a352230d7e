/**
 * A value on our tape as a graph that can be compared, in the notation of `unpickle.py`: a list of nodes in breadth-first
 * order, each a kind and its children. A child is an atom (`N`, `T`, `F`, `i<hex>`, `f<bits>`, `s<UTF-8>`, `b<bytes>`,
 * `g<module name>`, the empty tuple and frozenset) or `#<node>`, so that what is shared and what is equal are told apart.
 *
 * Comparable are: types, values, order, sharing, cycles; for names who was called with what, and what was set, added and
 * built on the result. Not comparable: the order in sets (told sorted, by value), keyword arguments (always refused here).
 */
import { dictEntries, Keys, setEntries } from "../../sandbox/neutral/keys.js";
import { PYTHON2_NAMES } from "../../sandbox/policy/python2-names.js";
import { type Handle, KIND, NONE, NOTHING, OBJECT, PLACE, TAG, TRUE } from "../../sandbox/tape/handle.js";
import type { Tape } from "../../sandbox/tape/tape.js";

export type GraphNode = readonly string[];

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Python 2's renames whatever the protocol: the C unpickler does not tell which it applies. */
export function renamed(module: string, name: string): string {
  const key = `${module} ${name}`;
  if (Object.hasOwn(PYTHON2_NAMES.names, key)) return PYTHON2_NAMES.names[key] ?? key;
  return `${Object.hasOwn(PYTHON2_NAMES.modules, module) ? PYTHON2_NAMES.modules[module] : module} ${name}`;
}

export const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

class Graph {
  readonly nodes: string[][] = [];
  readonly #tape: Tape;
  readonly #source: Uint8Array;
  readonly #keys: Keys;
  readonly #numbers = new Map<Handle, number>();
  readonly #queue: Handle[] = [];

  constructor(tape: Tape, source: Uint8Array, root: Handle) {
    this.#tape = tape;
    this.#source = source;
    this.#keys = new Keys(tape);
    this.nodes.push(["root", this.#child(root)]);
    for (let at = 0; at < this.#queue.length; at++) this.nodes.push(this.#node(this.#queue[at] ?? NOTHING));
  }

  #bytes(handle: Handle): Uint8Array {
    const range = this.#tape.byteRange(handle);
    if (range === null) return new Uint8Array();
    const from = range.place === PLACE.ARENA ? this.#tape.arena : this.#source;
    return from.slice(range.offset, range.offset + range.length);
  }

  #child(handle: Handle): string {
    const tape = this.#tape;
    switch (handle & 7) {
      case TAG.CONST:
        return handle === NONE ? "N" : handle === TRUE ? "T" : handle === NOTHING ? "nothing" : "F";
      case TAG.INT:
        return `i${(handle >> 3).toString(16)}`;
      case TAG.BIG:
        return `i${tape.bigValue(handle).toString(16)}`;
      case TAG.FLOAT:
        return floatAtom(tape.floatValue(handle));
      case TAG.STR:
        return `s${hex(tape.strBytes(handle))}`;
      case TAG.GLOBAL: {
        const named = tape.globalValue(handle);
        const spelled = renamed(named?.module ?? "", named?.name ?? "");
        // Other names are refused as they stand, however they are decoded.
        return isAscii(spelled) ? `g${spelled}` : "g?";
      }
      default:
        return this.#nodeChild(handle);
    }
  }

  #nodeChild(handle: Handle): string {
    const kind = this.#tape.kind(handle);
    if (kind === KIND.BYTES) return `b${hex(this.#bytes(handle))}`;
    // Read by both sides as latin-1.
    if (kind === KIND.PY2STR) return `s${hex(Buffer.from(Buffer.from(this.#bytes(handle)).toString("latin1"), "utf8"))}`;
    if (kind === KIND.TUPLE && this.#tape.count(handle) === 0) return "()";
    if (kind === KIND.FROZENSET && this.#tape.count(handle) === 0) return "{}";
    const known = this.#numbers.get(handle);
    if (known !== undefined) return `#${known}`;
    this.#numbers.set(handle, this.#queue.length);
    return `#${this.#queue.push(handle) - 1}`;
  }

  /** A set's item, told by its value: sets have no order that two programs share. */
  #flat(handle: Handle, depth = 0): string {
    const tape = this.#tape;
    const kind = tape.kind(handle);
    if (kind === KIND.TUPLE && depth < 20) return `(${this.#tupleItems(handle).map((item) => this.#flat(item, depth + 1))})`;
    if (kind === KIND.FROZENSET && depth < 20)
      return `{${this.#setItems(handle)
        .map((item) => this.#flat(item, depth + 1))
        .sort()}}`;
    return kind === KIND.OBJECT ? "stub" : this.#child(handle);
  }

  #tupleItems(handle: Handle): Handle[] {
    return Array.from({ length: this.#tape.count(handle) }, (_, i) => this.#tape.tupleItem(handle, i));
  }

  #setItems(handle: Handle): Handle[] {
    return [...setEntries(this.#tape, this.#keys, handle)];
  }

  #listItems(handle: Handle): Handle[] {
    const items: Handle[] = [];
    if (handle === NOTHING) return items;
    for (let chunk = this.#tape.firstChunk(handle); chunk !== 0; chunk = this.#tape.chunkNext(chunk))
      for (let i = 0; i < this.#tape.chunkSize(chunk); i++) items.push(this.#tape.chunkItem(chunk, i));
    return items;
  }

  #children(handles: Iterable<Handle>): string[] {
    return Array.from(handles, (handle) => this.#child(handle));
  }

  #node(handle: Handle): string[] {
    const tape = this.#tape;
    switch (tape.kind(handle)) {
      case KIND.LIST:
        return ["list", ...this.#children(this.#listItems(handle))];
      case KIND.TUPLE:
        return ["tuple", ...this.#children(this.#tupleItems(handle))];
      case KIND.DICT:
        return ["dict", ...this.#children(dictEntries(tape, this.#keys, handle, Number.MAX_SAFE_INTEGER))];
      case KIND.SET:
        return ["set", ...this.#sorted(handle)];
      case KIND.FROZENSET:
        return ["frozenset", ...this.#sorted(handle)];
      case KIND.BYTEARRAY:
        return ["bytearray", hex(this.#bytes(handle))];
      case KIND.OBJECT:
        return this.#object(handle);
      default:
        return ["other", String(tape.kind(handle))];
    }
  }

  #sorted(handle: Handle): string[] {
    return this.#setItems(handle)
      .map((item) => this.#flat(item))
      .sort();
  }

  #object(handle: Handle): string[] {
    const tape = this.#tape;
    const field = (name: number): Handle => tape.field(handle, name);
    const named = tape.globalValue(field(OBJECT.CLASS));
    const pseudo = named?.module === "" && field(OBJECT.ARGS) === NOTHING;
    const made = pseudo ? ["nameless"] : ["made", this.#child(field(OBJECT.CLASS))];
    const args = tape.kind(field(OBJECT.ARGS)) === KIND.TUPLE ? this.#tupleItems(field(OBJECT.ARGS)) : [];
    return [
      ...[...made, "args", ...this.#children(args), "state"],
      ...this.#children(field(OBJECT.STATE) === NOTHING ? [] : [field(OBJECT.STATE)]),
      ...["items", ...this.#children(this.#listItems(field(OBJECT.ITEMS)))],
      ...["pairs", ...this.#children(this.#listItems(field(OBJECT.PAIRS)))],
    ];
  }
}

function floatAtom(value: number): string {
  if (Number.isNaN(value)) return "fnan";
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  return `f${bits.toString("hex")}`;
}

/** The graph below `root`; `source`: the bytes that the machine ran. */
export const graphOf = (tape: Tape, source: Uint8Array, root: Handle): readonly GraphNode[] => new Graph(tape, source, root).nodes;
