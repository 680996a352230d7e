/**
 * The object graph that a pickle builds, as a tree of nodes that may be shared and cyclic: what the confusing fuzzer
 * mutates. `lift` reads it out of genuine pickles, `lower` writes it as a pickler would.
 */
export type Scalar =
  | { readonly t: "none" }
  | { readonly t: "bool"; readonly v: boolean }
  | { readonly t: "int"; readonly v: bigint }
  | { readonly t: "float"; readonly v: number }
  | { readonly t: "str"; readonly v: Uint8Array }
  | { readonly t: "old"; readonly v: Uint8Array }
  | { readonly t: "bytes"; readonly v: Uint8Array }
  | { readonly t: "bytearray"; readonly v: Uint8Array }
  | { readonly t: "global"; readonly module: string; readonly name: string };

export interface Sequence {
  t: "list" | "tuple" | "set" | "frozenset";
  items: Node[];
}

export interface Dict {
  t: "dict";
  pairs: [Node, Node][];
}

/** What is made by REDUCE, NEWOBJ and their like, and what was then put into it, in order. */
export interface Made {
  t: "made";
  how: "reduce" | "newobj" | "newobj-ex";
  of: Node;
  args: Node;
  kwargs: Node | null;
  items: Node[];
  pairs: [Node, Node][];
  state: Node | null;
  behind?: Behind;
}

/** What joblib writes behind a wrapper: array bytes with or without their padding, or a pickle of its own. */
export interface Behind {
  padded: boolean;
  /** A `bytes` node's bytes stand as they are; anything else is the root of the nested pickle. */
  payload: Node;
}

export type Node = Scalar | Sequence | Dict | Made;

export const none: Node = { t: "none" };
export const int = (v: number | bigint): Node => ({ t: "int", v: BigInt(v) });
export const float = (v: number): Node => ({ t: "float", v });
export const bool = (v: boolean): Node => ({ t: "bool", v });
export const str = (text: string): Node => ({ t: "str", v: Buffer.from(text, "utf8") });
export const bytes = (v: Uint8Array): Node => ({ t: "bytes", v });
export const global = (module: string, name: string): Node => ({ t: "global", module, name });
export const tuple = (...items: Node[]): Sequence => ({ t: "tuple", items });
export const list = (...items: Node[]): Sequence => ({ t: "list", items });
export const dict = (...pairs: [Node, Node][]): Dict => ({ t: "dict", pairs });
export const made = (how: Made["how"], of: Node, args: Node, state: Node | null = null): Made => ({
  t: "made",
  how,
  of,
  args,
  kwargs: null,
  items: [],
  pairs: [],
  state,
});
export const call = (module: string, name: string, args: readonly Node[], state: Node | null = null): Made =>
  made("reduce", global(module, name), tuple(...args), state);

/** Replaceable places of a node: a getter's value and its setter. */
export interface Place {
  readonly parent: Node;
  readonly value: Node;
  readonly set: (value: Node) => void;
}

function placesOf(node: Node): Place[] {
  const found: Place[] = [];
  const inList = (items: Node[]): void => {
    items.forEach((value, i) => {
      found.push({ parent: node, value, set: (next) => (items[i] = next) });
    });
  };
  const inPairs = (pairs: [Node, Node][]): void => {
    for (const pair of pairs) {
      found.push({ parent: node, value: pair[0], set: (next) => (pair[0] = next) });
      found.push({ parent: node, value: pair[1], set: (next) => (pair[1] = next) });
    }
  };
  switch (node.t) {
    case "list":
    case "tuple":
    case "set":
    case "frozenset":
      inList(node.items);
      break;
    case "dict":
      inPairs(node.pairs);
      break;
    case "made": {
      found.push({ parent: node, value: node.of, set: (next) => (node.of = next) });
      found.push({ parent: node, value: node.args, set: (next) => (node.args = next) });
      inList(node.items);
      inPairs(node.pairs);
      const { state } = node;
      if (state !== null) found.push({ parent: node, value: state, set: (next) => (node.state = next) });
      const { behind } = node;
      if (behind !== undefined) found.push({ parent: node, value: behind.payload, set: (next) => (behind.payload = next) });
      break;
    }
    default:
  }
  return found;
}

/** Every place below `root` once, itself not; iterative. */
export function allPlaces(root: Node, most = 20_000): Place[] {
  const seen = new Set<Node>([root]);
  const queue: Node[] = [root];
  const found: Place[] = [];
  for (let node = queue.pop(); node !== undefined && found.length < most; node = queue.pop()) {
    for (const place of placesOf(node)) {
      found.push(place);
      if (!seen.has(place.value)) {
        seen.add(place.value);
        queue.push(place.value);
      }
    }
  }
  return found;
}
