/**
 * Two states side by side: attributes that one of them has and the other has not, and arrays of another dtype, number of axes or
 * order. What stands in lists is held against each other item by item as far as both go.
 */
import { attributesOf } from "../../src/neutral/attributes.js";
import { own, References, typeOf } from "../../src/neutral/document.js";

/** `Class.attribute`, and what is different there. */
export interface StateDifference {
  readonly class: string;
  readonly name: string;
  readonly what: "missing" | "extra" | string;
}

interface Pair {
  readonly ours: unknown;
  readonly theirs: unknown;
  readonly class: string;
  readonly name: string;
}

/** An array's dtype, axes and order. */
const kindOf = (value: unknown): string =>
  `${JSON.stringify(own(value, "dtype"))} ${Number((own(value, "shape") as unknown[]).length)} ${String(own(value, "order") ?? "C")}`;

/** Differences of a root from another, each once. */
export function stateDifferences(ours: unknown, theirs: unknown): StateDifference[] {
  const [mine, other] = [new References(ours), new References(theirs)];
  const found = new Map<string, StateDifference>();
  const seen = new Map<unknown, Set<unknown>>();
  const pending: Pair[] = [{ ours, theirs, class: "", name: "" }];
  const tell = (difference: StateDifference): void => void found.set(JSON.stringify(difference), difference);
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [a, b] = [mine.resolve(pair.ours), other.resolve(pair.theirs)];
    if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) continue;
    const before = seen.get(a) ?? new Set();
    if (before.has(b)) continue;
    seen.set(a, before.add(b));
    const [mineType, otherType] = [typeOf(a), typeOf(b)];
    if (mineType !== otherType) continue;
    if (mineType === "ndarray") {
      if (kindOf(a) !== kindOf(b)) tell({ class: pair.class, name: pair.name, what: `${kindOf(a)}, today ${kindOf(b)}` });
      if (own(a, "dtype") === "object") pending.push({ ...pair, ours: own(a, "data"), theirs: own(b, "data") });
    } else if (mineType === "object") pending.push(...inObjects(a, b, mine, other, tell));
    else if (Array.isArray(a) && Array.isArray(b))
      pending.push(...a.slice(0, b.length).map((item: unknown, i): Pair => ({ ...pair, ours: item, theirs: b[i] })));
    else if (mineType === "tuple" || mineType === "list") pending.push({ ...pair, ours: own(a, "items"), theirs: own(b, "items") });
    else if (mineType === null) for (const key of Object.keys(a)) pending.push({ ...pair, ours: own(a, key), theirs: own(b, key) });
  }
  return [...found.values()];
}

function inObjects(a: object, b: object, mine: References, other: References, tell: (one: StateDifference) => void): Pair[] {
  const name = String(own(b, "class"));
  if (own(a, "class") !== name) return [];
  if (own(a, "origin") !== own(b, "origin"))
    tell({ class: name, name: "", what: `${String(own(a, "origin"))}, today ${String(own(b, "origin"))}` });
  const [x, y] = [attributesOf(own(a, "state") ?? null, mine), attributesOf(own(b, "state") ?? null, other)];
  const pairs: Pair[] = ["args", "items", "pairs"].map((part) => ({ ours: own(a, part), theirs: own(b, part), class: name, name: part }));
  if (x === null || y === null) return [...pairs, { ours: own(a, "state"), theirs: own(b, "state"), class: name, name: "(state)" }];
  for (const key of y.keys()) if (!x.has(key)) tell({ class: name, name: key, what: "missing" });
  for (const key of x.keys()) if (!y.has(key)) tell({ class: name, name: key, what: "extra" });
  for (const [key, value] of x) pairs.push({ ours: value, theirs: y.get(key), class: name, name: key });
  return pairs;
}
