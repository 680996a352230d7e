/**
 * A graph written as a pickler writes it: depth first, each value made, memoised, filled and built where it stands, and what
 * joblib puts behind a wrapper.
 */
import { type Behind, dict, type Made, type Node, str } from "./nodes.js";
import { get, op, put } from "./operations.js";

export interface Form {
  readonly protocol: 2 | 4;
}

/** A tuple may be entered again while it is written (a cycle through a list); more often only a cycle of tuples is. */
const ENTRIES = 2;
const DEPTH = 700;
/** Pickles in pickles, and values written: a mutant may hold itself. */
const NESTING = 3;
const WRITTEN = 50_000;

/** Modules that Python 2 and 3 call otherwise: donors come from pickles of every protocol. */
const RENAMED: Readonly<Record<string, string>> = { __builtin__: "builtins", copy_reg: "copyreg", exceptions: "builtins" };

function spelledFor(protocol: Form["protocol"], module: string): string {
  if (protocol >= 3) return RENAMED[module] ?? module;
  return module === "builtins" ? "__builtin__" : module === "copyreg" ? "copy_reg" : module;
}

class TooDeep extends Error {}

class Lowerer {
  readonly #out: Uint8Array[] = [];
  readonly #memo = new Map<Node, number>();
  readonly #globals = new Map<string, Node>();
  readonly #active = new Map<Node, number>();
  readonly #form: Form;
  readonly #nesting: number;
  #length = 0;
  #depth = 0;
  #written = 0;

  constructor(form: Form, nesting: number) {
    this.#form = form;
    this.#nesting = nesting;
    if (nesting > NESTING) throw new TooDeep();
  }

  whole(root: Node): Buffer {
    this.#emit("\x80", Uint8Array.of(this.#form.protocol));
    this.#write(root);
    this.#emit(".");
    return Buffer.concat(this.#out);
  }

  #raw(bytes: Uint8Array): void {
    this.#out.push(bytes);
    this.#length += bytes.length;
    if (this.#length > 2 ** 22) throw new TooDeep();
  }

  #emit(name: string, argument?: Uint8Array): void {
    const { code, argument: rest } = op(name, argument);
    this.#raw(Uint8Array.of(code));
    this.#raw(rest);
  }

  #memoise(node: Node): void {
    const index = this.#memo.size;
    this.#memo.set(node, index);
    if (this.#form.protocol >= 4) this.#emit("\x94");
    else {
      const { code, argument } = put(index);
      this.#raw(Uint8Array.of(code));
      this.#raw(argument);
    }
  }

  /** True when it is written by a fetch. */
  #fetched(node: Node): boolean {
    const index = this.#memo.get(node);
    if (index === undefined) return false;
    const { code, argument } = get(index);
    this.#raw(Uint8Array.of(code));
    this.#raw(argument);
    return true;
  }

  #write(node: Node): void {
    if (++this.#depth > DEPTH || ++this.#written > WRITTEN) throw new TooDeep();
    if (!this.#fetched(node)) this.#fresh(node);
    this.#depth--;
  }

  #fresh(node: Node): void {
    switch (node.t) {
      case "none":
        this.#emit("N");
        break;
      case "bool":
        this.#emit(node.v ? "\x88" : "\x89");
        break;
      case "int":
        this.#int(node.v);
        break;
      case "float": {
        const eight = Buffer.alloc(8);
        eight.writeDoubleBE(node.v);
        this.#emit("G", eight);
        break;
      }
      case "global":
        this.#global(node);
        break;
      case "made":
        this.#made(node);
        break;
      case "list":
      case "dict":
      case "set":
      case "tuple":
      case "frozenset":
        this.#container(node);
        break;
      default:
        this.#counted(node);
        this.#memoise(node);
    }
  }

  #int(value: bigint): void {
    const four = Buffer.alloc(4);
    if (value >= 0n && value < 256n) this.#emit("K", Uint8Array.of(Number(value)));
    else if (value >= -(2n ** 31n) && value < 2n ** 31n) {
      four.writeInt32LE(Number(value));
      this.#emit("J", four);
    } else {
      const width = (value < 0n ? -value : value).toString(16).length / 2 + 1;
      const octets: number[] = [];
      for (let rest = BigInt.asUintN(8 * Math.ceil(width), value); octets.length < width; rest >>= 8n) octets.push(Number(rest & 255n));
      this.#emit("\x8a", Uint8Array.of(octets.length, ...octets));
    }
  }

  #counted(node: Extract<Node, { v: Uint8Array }>): void {
    const { t, v } = node;
    const wide = Buffer.alloc(8);
    wide.writeBigUInt64LE(BigInt(v.length));
    const names = { str: "X", old: "T", bytes: "B", bytearray: "\x96" } as const;
    this.#emit(names[t], Buffer.concat([t === "bytearray" ? wide : wide.subarray(0, 4), v]));
  }

  #global(node: Extract<Node, { t: "global" }>): void {
    const module = spelledFor(this.#form.protocol, node.module);
    const name = `${module}\n${node.name}\n`;
    const known = this.#globals.get(name);
    if (known !== undefined) {
      this.#write(known);
      return;
    }
    if (this.#form.protocol >= 4) {
      this.#write(str(module));
      this.#write(str(node.name));
      this.#emit("\x93");
    } else this.#emit("c", Buffer.from(name, "latin1"));
    this.#globals.set(name, node);
    this.#memoise(node);
  }

  #container(node: Extract<Node, { t: "list" | "dict" | "set" | "tuple" | "frozenset" }>): void {
    switch (node.t) {
      case "list":
      case "set":
        this.#emit(node.t === "list" ? "]" : "\x8f");
        this.#memoise(node);
        this.#items(node.items, node.t === "list" ? "e" : "\x90");
        break;
      case "dict":
        this.#emit("}");
        this.#memoise(node);
        this.#pairs(node.pairs);
        break;
      default:
        this.#whole(node, node.items, node.t);
    }
  }

  #items(items: readonly Node[], end: string): void {
    if (items.length === 0) return;
    this.#emit("(");
    for (const item of items) this.#write(item);
    this.#emit(end);
  }

  #pairs(pairs: readonly [Node, Node][]): void {
    this.#items(pairs.flat(), "u");
  }

  /** Tuples and frozensets: their items first; what turns out to be there already is popped and fetched. */
  #whole(node: Node, items: readonly Node[], kind: "tuple" | "frozenset"): void {
    if (!this.#enter(node)) return;
    const short = kind === "tuple" && items.length < 4;
    if (!short) this.#emit("(");
    for (const item of items) this.#write(item);
    this.#active.set(node, (this.#active.get(node) ?? 1) - 1);
    if (this.#memo.has(node)) {
      if (short) for (const _ of items) this.#emit("0");
      else this.#emit("1");
      this.#fetched(node);
      return;
    }
    this.#emit(kind === "frozenset" ? "\x91" : short ? (")\x85\x86\x87"[items.length] ?? "t") : "t");
    if (kind === "frozenset" || items.length > 0) this.#memoise(node);
  }

  #enter(node: Node): boolean {
    const entries = this.#active.get(node) ?? 0;
    if (entries >= ENTRIES) {
      this.#emit("N");
      return false;
    }
    this.#active.set(node, entries + 1);
    return true;
  }

  #made(node: Made): void {
    if (!this.#enter(node)) return;
    this.#write(node.of);
    this.#write(node.args);
    if (node.how === "newobj-ex") this.#write(node.kwargs ?? dict());
    this.#emit({ reduce: "R", newobj: "\x81", "newobj-ex": "\x92" }[node.how]);
    this.#active.set(node, (this.#active.get(node) ?? 1) - 1);
    if (this.#memo.has(node)) {
      this.#emit("0");
      this.#fetched(node);
      return;
    }
    this.#memoise(node);
    this.#items(node.items, "e");
    this.#pairs(node.pairs);
    if (node.state !== null) {
      this.#write(node.state);
      this.#emit("b");
    }
    if (node.behind !== undefined) this.#behind(node.behind);
  }

  #behind({ payload, padded }: Behind): void {
    if (payload.t !== "bytes") {
      this.#raw(new Lowerer({ protocol: this.#form.protocol }, this.#nesting + 1).whole(payload));
      return;
    }
    const padding = 16 - ((this.#length + 1) % 16);
    if (padded) this.#raw(Uint8Array.of(padding, ...new Array<number>(padding).fill(255)));
    this.#raw(payload.v);
  }
}

/** The bytes of a graph; null when it is too deep or too large. */
export function lower(root: Node, form: Form): Buffer | null {
  try {
    return new Lowerer(form, 0).whole(root);
  } catch (error) {
    if (error instanceof TooDeep) return null;
    throw error;
  }
}
