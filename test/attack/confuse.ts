/**
 * Mutations of the object graph that keep a pickler's form: a value of the wrong kind, a size one off, a flag, another
 * class, another function. What comes out is written as a genuine pickler would, so that the checkers of arguments and
 * states are met, not the grammar.
 */
import type { Random } from "../fuzz/random.js";
import {
  allPlaces, bool, bytes, call, type Dict, float, global, int, list, type Made, made, type Node, none, type Place, type Sequence, str, tuple,
} from "./nodes.js"; // biome-ignore format: one import
import { arrayNode, bytesScalar, CODE, dtypeNode, intScalar, POISON, structured, textScalar, WRONG, zeroD } from "./poison.js";

export interface Donors {
  /** A node of some other genuine graph. */
  node(random: Random): Node;
  /** A class or function named in some genuine graph. */
  name(random: Random): Node;
}

const DELTAS = [1n, -1n, 2n, 8n, -8n, 255n, 256n, 2n ** 31n, 2n ** 32n, -(2n ** 32n), 2n ** 62n];

function otherInt(value: bigint, random: Random): Node {
  switch (random.below(7)) {
    case 0:
      return bool(value !== 0n);
    case 1:
      return float(Number(value));
    case 2:
      return intScalar(value);
    case 3:
      return zeroD(Number(value));
    case 4:
      return int(BigInt.asIntN(64, value ^ (1n << BigInt(random.below(34)))));
    default:
      return int(BigInt.asIntN(random.below(3) === 0 ? 80 : 64, value + random.pick(DELTAS)));
  }
}

function otherText(value: Uint8Array, random: Random): Node {
  const text = Buffer.from(value).toString("utf8");
  switch (random.below(7)) {
    case 0:
      return textScalar(text);
    case 1:
      return bytesScalar(text);
    case 2:
      return bytes(value);
    case 3:
      return { t: "old", v: value };
    case 4:
      return arrayNode(
        dtypeNode(`U${text.length || 1}`, "<", [4 * (text.length || 1), 4], 8),
        [],
        bytes(Buffer.alloc(4 * (text.length || 1))),
      );
    default:
      return str(random.pick(POISON.texts));
  }
}

function otherBytes(value: Uint8Array, random: Random): Node {
  const copy = Buffer.from(value);
  switch (random.below(6)) {
    case 0:
      return bytes(copy.subarray(0, random.below(copy.length + 1)));
    case 1:
      return bytes(Buffer.concat([copy, Buffer.alloc(1 + random.below(16), 255)]));
    case 2:
      return { t: "bytearray", v: value };
    case 3:
      return { t: "old", v: value };
    default: {
      if (copy.length === 0) return bytes(Buffer.alloc(8));
      const unit = random.pick([1, 4, 8]);
      const at = unit * random.below(Math.ceil(copy.length / unit));
      for (let i = at; i < Math.min(copy.length, at + unit); i++) copy[i] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)]);
      return bytes(copy);
    }
  }
}

function otherSequence(node: Sequence, random: Random, donors: Donors): Node {
  const items = [...node.items];
  const where = random.below(items.length + 1);
  switch (random.below(6)) {
    case 0:
      items.splice(where, 1);
      break;
    case 1:
      items.splice(where, 0, random.pick(WRONG)());
      break;
    case 2: {
      const one = items[where];
      items.push(one ?? none);
      break;
    }
    case 3: {
      const moved = items.splice(where, 1);
      items.splice(random.below(items.length + 1), 0, ...moved);
      break;
    }
    case 4:
      return { t: random.pick(["list", "tuple", "set", "frozenset"] as const), items };
    default:
      items.splice(where, 0, donors.node(random));
  }
  return { t: node.t, items };
}

function otherDict(node: Dict, random: Random, donors: Donors): Node {
  const pairs = node.pairs.map(([key, value]): [Node, Node] => [key, value]);
  const where = random.below(pairs.length);
  const pair = pairs[where];
  switch (random.below(7)) {
    case 0:
      pairs.splice(where, 1);
      break;
    case 1:
      if (pair?.[0].t === "str") pair[0] = otherText(pair[0].v, random);
      break;
    case 2:
      if (pair?.[0].t === "str") pairs.push([textScalar(Buffer.from(pair[0].v).toString()), random.pick(WRONG)()]);
      break;
    case 3:
      pairs.push([str(random.pick(POISON.texts)), random.below(2) === 0 ? donors.node(random) : random.pick(WRONG)()]);
      break;
    case 4:
      if (pair !== undefined) pairs.push([pair[0], random.pick(WRONG)()]);
      break;
    case 5:
      return copied({ t: "dict", pairs }, random);
    default:
      pairs.push([str("_parse_arg_template"), str(CODE)]);
  }
  return { t: "dict", pairs };
}

/** What equals it in Python, or nearly. */
function copied(node: Node, random: Random): Node {
  switch (random.below(6)) {
    case 0:
      return call("__builtin__", "dict", [node]);
    case 1:
      return call("collections", "OrderedDict", [node]);
    case 2:
      return call("collections", "Counter", [node]);
    case 3:
      return call("collections", "defaultdict", [none, node]);
    case 4:
      return call("copy_reg", "_reconstructor", [global("collections", "OrderedDict"), global("__builtin__", "dict"), node]);
    default:
      return made("newobj", global("sklearn.utils", "Bunch"), tuple(), node);
  }
}

const isDtype = (node: Made): boolean => node.of.t === "global" && node.of.module === "numpy" && node.of.name === "dtype";

const itemsOf = (node: Node | null): Node[] | null => (node?.t === "tuple" ? [...node.items] : null);

/** A dtype whose state says something else than its text. */
function otherDtype(node: Made, random: Random): Node {
  const state = itemsOf(node.state) ?? [int(3), str("<"), none, none, none, int(-1), int(-1), int(0)];
  const args = itemsOf(node.args) ?? [str("f8"), bool(false), bool(true)];
  // A fixture may have written fewer than numpy does.
  while (state.length < 8) state.push(int(-1));
  while (args.length < 3) args.push(bool(true));
  switch (random.below(9)) {
    case 0:
      state[state.length - 1] = int(random.below(256));
      break;
    case 1:
      state[1] = str(random.pick(["<", ">", "|", "=", "", "<<"]));
      break;
    case 2:
      state[5] = int(random.pick([-1, 0, 1, 4, 8, 16, 12, 1024, -8]));
      break;
    case 3:
      state[6] = int(random.pick([-1, 0, 1, 2, 4, 8, 16, 3]));
      break;
    case 4:
      args[0] = str(
        random.pick([
          "O8",
          "O",
          "V8",
          "V0",
          "S8",
          "S0",
          "U2",
          "M8",
          "m8",
          "f8",
          "i8",
          ">i4",
          "?",
          "c16",
          "g",
          "f2",
          "b1",
          "V16",
          "(2,)f8",
          "i4,O",
        ]),
      );
      break;
    case 5:
      args[1 + random.below(2)] = bool(random.below(2) === 0);
      break;
    case 6:
      return random.below(2) === 0 ? structured() : made("reduce", node.of, tuple(...args));
    case 7:
      state.splice(random.below(state.length), 1);
      break;
    default:
      state[2 + random.below(3)] = random.pick(WRONG)();
  }
  return made("reduce", node.of, tuple(...args), tuple(...state));
}

function otherMade(node: Made, random: Random, donors: Donors): Node {
  if (isDtype(node) && random.below(3) > 0) return otherDtype(node, random);
  const copy: Made = { ...node, items: [...node.items], pairs: [...node.pairs] };
  switch (random.below(8)) {
    case 0:
      copy.state = null;
      break;
    case 1:
      copy.of = donors.name(random);
      break;
    case 2:
      copy.how = random.pick(["reduce", "newobj", "newobj-ex"]);
      break;
    case 3: {
      const donor = donors.node(random);
      if (donor.t === "made") copy.state = donor.state;
      break;
    }
    case 4: {
      const donor = donors.node(random);
      if (donor.t === "made") copy.args = donor.args;
      break;
    }
    case 5:
      copy.pairs.push([str(random.pick(POISON.texts)), random.pick(WRONG)()]);
      break;
    case 6:
      return made("newobj", global("sklearn.utils", "Bunch"), tuple(), node.state);
    default:
      return donors.node(random);
  }
  return copy;
}

/** A value in the place of another: of the wrong kind, or nearly the same. */
function other(node: Node, random: Random, donors: Donors): Node {
  switch (random.below(12)) {
    case 0:
      return random.pick(WRONG)();
    case 1:
      return donors.node(random);
    case 2:
      return list(node);
    default:
      return near(node, random, donors);
  }
}

function near(node: Node, random: Random, donors: Donors): Node {
  switch (node.t) {
    case "int":
      return otherInt(node.v, random);
    case "bool":
      return random.pick([bool(!node.v), int(node.v ? 1 : 0), none, intScalar(1n)]);
    case "float":
      return random.pick([float(-node.v), float(Number.NaN), float(Number.POSITIVE_INFINITY), int(1), zeroD(node.v), str("1.0")]);
    case "str":
    case "old":
      return otherText(node.v, random);
    case "bytes":
    case "bytearray":
      return otherBytes(node.v, random);
    case "dict":
      return otherDict(node, random, donors);
    case "made":
      return otherMade(node, random, donors);
    case "global":
      return random.below(3) === 0 ? random.pick(WRONG)() : donors.name(random);
    case "none":
      return random.pick(WRONG)();
    default:
      return otherSequence(node, random, donors);
  }
}

/** The parts of dtypes: each is held item by item, so that what stands in them need not be mutated often. */
function partsOfDtypes(all: readonly Place[]): Set<Node> {
  const parts = new Set<Node>();
  for (const { value, parent } of all) {
    if (value.t === "made" && isDtype(value)) {
      parts.add(value).add(value.args);
      if (value.state !== null) parts.add(value.state);
    } else if (parts.has(parent) && (value.t === "tuple" || value.t === "dict")) parts.add(value);
  }
  return parts;
}

/** Places weigh by what stands around them: the insides of calls and states are where checkers look. */
function place(all: readonly Place[], dtypes: ReadonlySet<Node>, random: Random): Place | undefined {
  let found = all[random.below(all.length)];
  for (let tries = random.below(8); tries > 0; tries--) {
    if (found === undefined || ((found.parent.t === "made" || found.parent.t === "tuple") && !dtypes.has(found.parent))) break;
    found = all[random.below(all.length)];
  }
  return found;
}

/** Mutates a graph in place, and gives its root. */
export function confuse(root: Node, random: Random, donors: Donors): Node {
  const holder: Sequence = tuple(root);
  for (let left = random.pick([1, 1, 1, 2, 2, 3]); left > 0; left--) {
    const all = allPlaces(holder);
    const found = place(all, partsOfDtypes(all), random);
    if (found === undefined) break;
    // Now and then a value that the graph has elsewhere: shared where it was not, or a cycle.
    const alias = all[random.below(all.length)];
    found.set(alias !== undefined && random.below(10) === 0 ? alias.value : other(found.value, random, donors));
  }
  return holder.items[0] ?? none;
}
