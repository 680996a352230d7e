/** A pickle's operations to its graph. Only for what genuine picklers write: null for anything else. */

import { bool, type Made, made, type Node, none } from "./nodes.js";
import { type Operation, operationsOf } from "./operations.js";

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

/** Little-endian two's complement. */
function long(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return bytes.length > 0 && (bytes.at(-1) ?? 0) & 0x80 ? value - (1n << BigInt(8 * bytes.length)) : value;
}

class Lifter {
  readonly #stack: (Node | null)[] = [];
  readonly #memo = new Map<number, Node>();

  run(operations: readonly Operation[]): Node | null {
    for (const operation of operations) {
      if (operation.code === 0x2e) return this.#stack.length === 1 ? (this.#stack[0] ?? null) : null;
      if (!this.#step(String.fromCharCode(operation.code), Buffer.from(operation.argument))) return null;
    }
    return null;
  }

  #push(node: Node): true {
    this.#stack.push(node);
    return true;
  }

  #pop(): Node {
    const node = this.#stack.pop();
    if (node === undefined || node === null) throw new RangeError("stack");
    return node;
  }

  #top(): Node {
    const node = this.#stack.at(-1);
    if (node === undefined || node === null) throw new RangeError("stack");
    return node;
  }

  #toMark(): Node[] {
    const at = this.#stack.lastIndexOf(null);
    if (at < 0) throw new RangeError("mark");
    const items = this.#stack.splice(at).slice(1);
    return items.filter((item) => item !== null);
  }

  #step(name: string, arg: Buffer): boolean {
    return this.#scalar(name, arg) || this.#sequence(name) || this.#making(name, arg) || this.#memoOp(name, arg);
  }

  #scalar(name: string, arg: Buffer): boolean {
    const line = (): string => latin1(arg).trimEnd();
    switch (name) {
      case "N":
        return this.#push(none);
      case "\x88":
      case "\x89":
        return this.#push(bool(name === "\x88"));
      case "K":
      case "M":
        return this.#push({ t: "int", v: BigInt(arg.readUIntLE(0, arg.length)) });
      case "J":
        return this.#push({ t: "int", v: BigInt(arg.readInt32LE()) });
      case "\x8a":
        return this.#push({ t: "int", v: long(arg.subarray(1)) });
      case "\x8b":
        return this.#push({ t: "int", v: long(arg.subarray(4)) });
      case "I":
        return this.#push(/^0[01]$/.test(line()) ? bool(line() === "01") : { t: "int", v: BigInt(line()) });
      case "L":
        return this.#push({ t: "int", v: BigInt(line().replace(/L$/, "")) });
      case "G":
        return this.#push({ t: "float", v: arg.readDoubleBE() });
      case "F":
        return this.#push({ t: "float", v: Number(line().replace("inf", "Infinity")) });
      default:
        return this.#texts(name, arg);
    }
  }

  #texts(name: string, arg: Buffer): boolean {
    switch (name) {
      case "X":
        return this.#push({ t: "str", v: arg.subarray(4) });
      case "\x8c":
        return this.#push({ t: "str", v: arg.subarray(1) });
      case "\x8d":
        return this.#push({ t: "str", v: arg.subarray(8) });
      case "U":
        return this.#push({ t: "old", v: arg.subarray(1) });
      case "T":
        return this.#push({ t: "old", v: arg.subarray(4) });
      case "C":
        return this.#push({ t: "bytes", v: arg.subarray(1) });
      case "B":
        return this.#push({ t: "bytes", v: arg.subarray(4) });
      case "\x8e":
        return this.#push({ t: "bytes", v: arg.subarray(8) });
      case "\x96":
        return this.#push({ t: "bytearray", v: arg.subarray(8) });
      default:
        return false;
    }
  }

  #sequence(name: string): boolean {
    switch (name) {
      case "(":
        this.#stack.push(null);
        return true;
      case "]":
        return this.#push({ t: "list", items: [] });
      case "}":
        return this.#push({ t: "dict", pairs: [] });
      case ")":
        return this.#push({ t: "tuple", items: [] });
      case "\x8f":
        return this.#push({ t: "set", items: [] });
      case "t":
        return this.#push({ t: "tuple", items: this.#toMark() });
      case "l":
        return this.#push({ t: "list", items: this.#toMark() });
      case "d":
        return this.#push({ t: "dict", pairs: pairsOf(this.#toMark()) });
      case "\x91":
        return this.#push({ t: "frozenset", items: this.#toMark() });
      case "\x85":
      case "\x86":
      case "\x87":
        return this.#push({ t: "tuple", items: [...Array(name.charCodeAt(0) - 0x84)].map(() => this.#pop()).reverse() });
      default:
        return this.#filling(name);
    }
  }

  #filling(name: string): boolean {
    switch (name) {
      case "a":
        return this.#append([this.#pop()]);
      case "e":
      case "\x90":
        return this.#append(this.#toMark());
      case "s": {
        const value = this.#pop();
        return this.#setItems([[this.#pop(), value]]);
      }
      case "u":
        return this.#setItems(pairsOf(this.#toMark()));
      case "b": {
        const state = this.#pop();
        const top = this.#top();
        if (top.t !== "made") return false;
        top.state = state;
        return true;
      }
      default:
        return false;
    }
  }

  #append(items: Node[]): boolean {
    const top = this.#top();
    if (!("items" in top)) return false;
    top.items.push(...items);
    return true;
  }

  #setItems(pairs: [Node, Node][]): boolean {
    const top = this.#top();
    if (!("pairs" in top)) return false;
    top.pairs.push(...pairs);
    return true;
  }

  #making(name: string, arg: Buffer): boolean {
    switch (name) {
      case "c": {
        const [module = "", word = ""] = latin1(arg).split("\n");
        return this.#push({ t: "global", module, name: word });
      }
      case "\x93": {
        const word = this.#pop();
        const module = this.#pop();
        if (word.t !== "str" || module.t !== "str") return false;
        return this.#push({ t: "global", module: latin1(module.v), name: latin1(word.v) });
      }
      case "R":
        return this.#make("reduce");
      case "\x81":
        return this.#make("newobj");
      case "\x92": {
        const kwargs = this.#pop();
        this.#make("newobj-ex");
        const top = this.#top();
        if (top.t === "made") top.kwargs = kwargs;
        return true;
      }
      default:
        return false;
    }
  }

  #make(how: Made["how"]): true {
    const args = this.#pop();
    return this.#push(made(how, this.#pop(), args));
  }

  #memoOp(name: string, arg: Buffer): boolean {
    switch (name) {
      case "\x80":
        return true;
      case "\x94":
        this.#memo.set(this.#memo.size, this.#top());
        return true;
      case "q":
      case "r":
        this.#memo.set(arg.readUIntLE(0, arg.length), this.#top());
        return true;
      case "p":
        this.#memo.set(Number(latin1(arg)), this.#top());
        return true;
      case "h":
      case "j":
      case "g": {
        const node = this.#memo.get(name === "g" ? Number(latin1(arg)) : arg.readUIntLE(0, arg.length));
        return node !== undefined && this.#push(node);
      }
      default:
        return false;
    }
  }
}

const pairsOf = (items: readonly Node[]): [Node, Node][] => {
  const pairs: [Node, Node][] = [];
  for (let i = 0; i + 1 < items.length; i += 2) {
    const [key, value] = items.slice(i, i + 2);
    if (key !== undefined && value !== undefined) pairs.push([key, value]);
  }
  return pairs;
};

/** The graph of a pickle's bytes, null when it holds what no pickler writes or this does not read. */
export function lift(bytes: Uint8Array): Node | null {
  const operations = operationsOf(bytes);
  if (operations === null) return null;
  try {
    return new Lifter().run(operations);
  } catch {
    return null;
  }
}
