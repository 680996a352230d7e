/**
 * Dict keys and set items as Python hashes them. It walks tuples as trees, by recursion and anew each time, and a dict whose
 * keys share one hash compares each with all: a short stream can so keep an interpreter busy for years, or end it.
 *
 * Refused: what Python cannot hash. Stopped: nesting that its C stack does not take (`limit.depth`), and more steps than a
 * stream of that length can need (`limit.work`, counted with the checkers' own). Texts and bytes are hashed with a secret
 * that no file knows; numbers, and tuples and frozensets of numbers, collide where their writer wants them to.
 */
import { type Handle, KIND, NONE, SLICE_FIELDS, TAG, tagOf } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import type { ClassEntry } from "../wire/policy.js";
import { NumberHashes } from "./number-hash.js";

/** Levels of tuples in a key: CPython's stack takes some ten thousands, no pickler comes near. */
export const MOST_KEY_DEPTH = 1_000;

/** Classes that compare by value and do not hash, and pandas' dtypes, whose hash asks the values of their state. */
const UNHASHABLE =
  /^(?:pandas\.(?!Timestamp|Timedelta|Period$|Interval$|tseries|offsets)|scipy\.sparse\.|numpy\.(?:ma|poly1d|polynomial)\b|sklearn\.gaussian_process\.kernels\.)/;

const NEVER = new Set<number>([KIND.LIST, KIND.DICT, KIND.SET, KIND.BYTEARRAY, KIND.NDARRAY]);

/** Steps that hashing a value as a tree takes, and how deep it goes. */
interface Tree {
  readonly steps: number;
  readonly depth: number;
}

const LEAF: Tree = { steps: 1, depth: 0 };
/** More steps than any budget has: sums stay exact. */
const ENDLESS = 2 ** 40;

/** Whose keys they are: a class may hash in one version and not in another, so a side reading's loader (a variant) goes on. */
interface Owner {
  readonly tape: Tape;
  readonly variant: object | null;
  classOf(instance: Handle): ClassEntry | null;
  bytesOf(value: Handle, most: number): Uint8Array | null;
}

export class Hashing {
  readonly #owner: Owner;
  readonly #tape: Tape;
  /** Trees of tuples and slices that hold others. What they hold never changes. */
  readonly #trees = new Map<Handle, Tree>();
  readonly #numbers: NumberHashes;

  constructor(owner: Owner) {
    this.#owner = owner;
    this.#tape = owner.tape;
    this.#numbers = new NumberHashes({
      tape: owner.tape,
      classPath: (instance) => owner.classOf(instance)?.path ?? "",
      bytesOf: (value, most) => owner.bytesOf(value, most),
    });
  }

  /** What comes of a value as a key: instances hash by identity or value, tuples by what they hold. Its steps are counted. */
  key(value: Handle): "fits" | "unhashable" | "deep" {
    const tree = tagOf(value) === TAG.NODE ? this.#treeOf(value) : LEAF;
    if (tree === null) return "unhashable";
    this.#tape.work += tree.steps + this.#numbers.collisions(value, tree.steps);
    return tree.depth <= MOST_KEY_DEPTH ? "fits" : "deep";
  }

  /** Null for what Python cannot hash. */
  #treeOf(value: Handle): Tree | null {
    const pending = [value];
    while (pending.length > 0) {
      const next = pending[pending.length - 1] ?? NONE;
      // One that stands there many times was asked for as often.
      const known = this.#trees.get(next);
      if (known !== undefined) {
        pending.pop();
        if (pending.length === 0) return known;
        continue;
      }
      if (!this.#isHashableHere(next)) return null;
      const waiting = pending.length;
      const tree = this.#sum(next, pending);
      if (pending.length > waiting) continue;
      pending.pop();
      // Flat ones are summed up faster than they are looked up.
      if (tree.depth > 1 || pending.length > 0) this.#trees.set(next, tree);
      if (pending.length === 0) return tree;
    }
    return LEAF;
  }

  /** Sums up what a value holds; parts that are not known yet are added to `pending` instead. */
  #sum(value: Handle, pending: Handle[]): Tree {
    let steps = 1;
    let depth = 0;
    for (const item of this.#parts(value)) {
      const tree = tagOf(item) === TAG.NODE ? (this.#trees.get(item) ?? this.#leaf(item)) : LEAF;
      if (tree === null) pending.push(item);
      else {
        steps = Math.min(ENDLESS, steps + tree.steps);
        depth = Math.max(depth, tree.depth + 1);
      }
    }
    return { steps, depth };
  }

  /** A node that holds nothing to hash; null for one that must be looked into. */
  #leaf(item: Handle): Tree | null {
    const kind = this.#tape.kind(item);
    return kind === KIND.TUPLE || kind === KIND.SLICE || !this.#isHashableHere(item) ? null : LEAF;
  }

  /** Items of a tuple, fields of a slice (which hashes from Python 3.12 on). */
  *#parts(value: Handle): Generator<Handle> {
    const kind = this.#tape.kind(value);
    if (kind === KIND.TUPLE) for (let i = 0; i < this.#tape.count(value); i++) yield this.#tape.tupleItem(value, i);
    if (kind === KIND.SLICE) for (const field of SLICE_FIELDS) yield this.#tape.field(value, field);
  }

  #isHashableHere(value: Handle): boolean {
    const kind = this.#tape.kind(value);
    if (NEVER.has(kind)) return false;
    if (kind !== KIND.OBJECT || this.#owner.variant !== null) return true;
    const entry = this.#owner.classOf(value);
    return entry === null || !(entry.form === "dict-subclass" || entry.form === "list-subclass" || UNHASHABLE.test(entry.path));
  }
}
