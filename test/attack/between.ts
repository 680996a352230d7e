/**
 * Mutations between the operations of a genuine stream: what was made is fetched again and written to, consumed values
 * are used twice, orders change. Every exploit of a machine that is not Python's object graph looks like this.
 */
import type { Random } from "../fuzz/random.js";
import { get, type Operation, op, put, textOp } from "./operations.js";
import { POISON } from "./poison.js";

const FETCHES = "hjg";
const PUTS = "qr\x94p";
const LITERALS = "NKMJG\x88\x89X\x8c\x8aUTC";
const name = (operation: Operation): string => String.fromCharCode(operation.code);
const isAny = (names: string) => (operation: Operation) => names.includes(name(operation));

type Mutation = (all: Operation[], random: Random) => void;

const at = (all: readonly Operation[], random: Random): number => 1 + random.below(all.length - 1);

/** Memo indices in use up to an operation. */
function memoised(all: readonly Operation[], upTo: number): number {
  return all.slice(0, upTo).filter(isAny(PUTS)).length;
}

function fetch(all: readonly Operation[], upTo: number, random: Random): Operation {
  return get(random.below(Math.max(1, memoised(all, upTo))));
}

/** A literal or a name from elsewhere in the stream, a fetched value, or poison. */
function value(all: readonly Operation[], upTo: number, random: Random): Operation[] {
  switch (random.below(5)) {
    case 0:
      return [fetch(all, upTo, random)];
    case 1:
      return [textOp(random.pick(POISON.texts))];
    case 2:
      return [...random.pick<readonly Operation[]>(POISON.streams)];
    default: {
      const pool = all.filter(isAny(LITERALS));
      return pool.length === 0 ? [op("N")] : [random.pick(pool)];
    }
  }
}

function insert(all: Operation[], where: number, more: readonly Operation[]): void {
  all.splice(where, 0, ...more);
}

/** A span that leaves what it found: `make`'s operations, then POP. */
const aside =
  (make: (all: readonly Operation[], where: number, random: Random) => Operation[]): Mutation =>
  (all, random) => {
    const where = at(all, random);
    insert(all, where, [...make(all, where, random), op("0")]);
  };

const MUTATIONS: readonly Mutation[] = [
  // A write to what was fetched.
  aside((all, where, random) => [fetch(all, where, random), ...value(all, where, random), ...value(all, where, random), op("s")]),
  aside((all, where, random) => [fetch(all, where, random), op("("), ...value(all, where, random), ...value(all, where, random), op("u")]),
  aside((all, where, random) => [fetch(all, where, random), ...value(all, where, random), op("a")]),
  aside((all, where, random) => [fetch(all, where, random), op("("), ...value(all, where, random), op("\x90")]),
  aside((all, where, random) => [fetch(all, where, random), fetch(all, where, random), op("b")]),
  aside((all, where, random) => [
    fetch(all, where, random),
    op("}"),
    op("("),
    ...value(all, where, random),
    ...value(all, where, random),
    op("u"),
    op("b"),
  ]),
  // A write to the top, and what it was before.
  (all, random) => insert(all, at(all, random), [...value(all, all.length, random), ...value(all, all.length, random), op("s")]),
  (all, random) =>
    insert(all, at(all, random), [op("2"), ...value(all, all.length, random), ...value(all, all.length, random), op("s"), op("0")]),
  (all, random) => insert(all, at(all, random), [op("2"), ...value(all, all.length, random), op("b"), op("0")]),
  // A copy of a copy: the call's result, or its argument, goes on.
  aside((all, where, random) => [
    ...random.pick(POISON.copies),
    fetch(all, where, random),
    op("\x85"),
    op("R"),
    put(1000 + random.below(4)),
  ]),
  (all, random) => {
    const fetches = [...all.keys()].filter((i) => isAny(FETCHES)(all[i] ?? op("N")));
    if (fetches.length > 0) all[random.pick(fetches)] = get(1000 + random.below(4));
  },
  // A fetch instead of a value, another fetch instead of a fetch.
  (all, random) => {
    const places = [...all.keys()].filter((i) => isAny(LITERALS + FETCHES)(all[i] ?? op("N")));
    if (places.length === 0) return;
    const where = random.pick(places);
    all.splice(where, 1, ...value(all, where, random));
  },
  // The memo overwritten.
  (all, random) => insert(all, at(all, random), [put(random.below(Math.max(1, memoised(all, all.length))))]),
  // Operations swapped, repeated, left out, moved.
  (all, random) => {
    const where = at(all, random);
    const [one, two] = all.slice(where, where + 2);
    if (one !== undefined && two !== undefined) all.splice(where, 2, two, one);
  },
  (all, random) => {
    const where = at(all, random);
    insert(all, at(all, random), all.slice(where, where + 1 + random.below(6)));
  },
  (all, random) => {
    all.splice(at(all, random), 1 + random.below(2));
  },
  (all, random) => {
    const where = at(all, random);
    const moved = all.splice(where, 1 + random.below(8));
    insert(all, at(all, random), moved);
  },
  (all, random) =>
    insert(all, at(all, random), [op(random.pick(["0", "1", "2", "(", ")", "}", "]", "N", "b", "R", "\x81", "\x85", "a", "e", "s", "u"]))]),
];

/** `all` with one to three mutations; STOP stays where it is. */
export function mutateBetween(all: readonly Operation[], random: Random): Operation[] {
  const body = all.slice(0, -1);
  for (let left = 1 + random.below(3); left > 0 && body.length > 2; left--) random.pick(MUTATIONS)(body, random);
  return [...body, op(".")];
}
