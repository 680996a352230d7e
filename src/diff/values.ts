/**
 * Two documents, value by value: what is of another class or type or not there, and what differs. Walked side by side,
 * without recursion; what references lead to is compared once for each pair of places, and the pairs are counted: two
 * documents that refer to themselves in many ways could be compared for ever.
 *
 * What is no difference: the order of a dict's keys and of a set's items, Fortran's order of an array, what `views.ts`
 * tells, and which version of sklearn wrote a state (`_sklearn_version`), which is told beside.
 */
import { CornichonError, sentence } from "../errors.js";
import { partsOf } from "../model/inside.js";
import { type Path, pathText } from "../model/paths.js";
import { exactNumberOf, isObject, numberOf, own, type References, typeOf } from "../neutral/document.js";
import { type Entry, entryOf } from "../targets/parts/arrays/written.js";
import { columnsOf, isExact } from "./columns.js";
import type { DiffPart, DiffTolerance, Found } from "./difference.js";
import { compareItems, isClose, isSame, merged, shown } from "./numbers.js";
import { asCompared } from "./views.js";

/** A value with the references that it may have. */
export interface Rooted {
  readonly root: unknown;
  readonly references: References;
}

/** Pairs of values, and blocks of numbers, that are compared. */
const MOST_STEPS = 5_000_000;
const BLOCK = 256;

/** Says which version wrote a state; told beside, and no difference. */
const VERSION = "_sklearn_version";

/** Two values at one path, on their way to be compared. */
interface Pair {
  readonly a: unknown;
  readonly b: unknown;
  readonly parts: Path;
  readonly part: DiffPart;
  readonly from: Pair | null;
}

function pathOf(pair: Pair): string {
  const parts: Path[] = [];
  for (let at: Pair | null = pair; at !== null; at = at.from) parts.push(at.parts);
  return pathText(parts.reverse().flat());
}

/** What a value is, as far as two must be alike to be compared. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "None";
  const type = typeOf(value);
  if (typeof value === "string" || type === "str") return "str";
  if (typeof value === "boolean") return "bool";
  if (type === "scalar" || type === "ndarray")
    return own(value, "dtype") === "object" ? "objects" : type === "scalar" ? "numpy scalar" : "array";
  if (numberOf(value) !== undefined) return "number";
  if (Array.isArray(value)) return "list";
  return type ?? "dict";
}

const HELD = new Set(["list", "tuple", "dict", "object", "objects", "unlisted", "slice"]);
const SETS = new Set(["set", "frozenset"]);

const classOf = (value: unknown): string => String(own(value, "class") ?? own(value, "name") ?? "");

/** What a value is, in a few words. */
function described(value: unknown): string {
  const kind = kindOf(value);
  if (kind === "object" || kind === "unlisted") return classOf(value);
  if (kind === "array" || kind === "numpy scalar" || kind === "objects") return `${kind} of ${dtypeText(own(value, "dtype"))}`;
  if (kind === "None" || HELD.has(kind) || SETS.has(kind)) return kind;
  return SINGLE.has(kind) ? shown(plainOf(value)) : `${kind} ${shown(plainOf(value))}`;
}

const dtypeText = (dtype: unknown): string => (typeof dtype === "string" ? dtype : JSON.stringify(dtype));

const plainOf = (value: unknown): unknown => (typeof value === "boolean" ? value : (exactNumberOf(value) ?? value));

/** Kinds of what is no container and no array: one for another is another value. */
const SINGLE = new Set(["None", "bool", "str", "number"]);

/** A key for each way that leads on, the same on both sides. */
const keyOf = (path: Path): string => JSON.stringify(path);

/** An attribute by its name: parameters are what `__init__` took. */
const partOf = (name: string | number | undefined): DiffPart =>
  typeof name === "string" && (name.endsWith("_") || name.startsWith("_")) ? "attributes" : "parameters";

/** Something of sklearn's that users make: its path has no private module (`sklearn.tree._tree.Tree` is a part of one). */
const isEstimator = (value: unknown): boolean => /^sklearn(?:\.(?!_)\w+)+$/.test(classOf(value));

class Walk {
  readonly #a: References;
  readonly #b: References;
  readonly #found: Found;
  readonly #tolerance: DiffTolerance;
  readonly #left: Pair[] = [];
  readonly #seen = new Map<unknown, Set<unknown>>();
  readonly #views = new Map<unknown, unknown>();
  #steps = 0;

  constructor(a: References, b: References, found: Found, tolerance: DiffTolerance) {
    [this.#a, this.#b, this.#found, this.#tolerance] = [a, b, found, tolerance];
  }

  run(a: unknown, b: unknown): void {
    this.#left.push({ a, b, parts: [], part: "attributes", from: null });
    for (let pair = this.#left.pop(); pair !== undefined; pair = this.#left.pop()) {
      this.#step(1);
      this.#compare({ ...pair, a: this.#viewed(pair.a, this.#a), b: this.#viewed(pair.b, this.#b) });
    }
  }

  /** A value as it is compared, the same each time that it is met. */
  #viewed(value: unknown, references: References): unknown {
    const found = references.resolve(value);
    const view = this.#views.get(found) ?? asCompared(found, references);
    if (view !== found) this.#views.set(found, view);
    return view;
  }

  #step(count: number): void {
    this.#steps += count;
    if (this.#steps > MOST_STEPS)
      throw new CornichonError(
        "document.limit",
        sentence`The two have more than ${MOST_STEPS} values to compare: choose a part of them with --select.`,
      );
  }

  /** True for two that were compared, or are being compared. */
  #isKnown(a: unknown, b: unknown): boolean {
    if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return false;
    const known = this.#seen.get(a) ?? new Set();
    if (known.has(b)) return true;
    this.#seen.set(a, known.add(b));
    return false;
  }

  #differ(pair: Pair, what: string, a: string | null, b: string | null, part: DiffPart = pair.part): void {
    this.#found.add({ part, path: pathOf(pair), what, a, b });
  }

  #compare(pair: Pair): void {
    const { a, b } = pair;
    if (this.#isKnown(a, b)) return;
    this.#found.values++;
    const kind = kindOf(a);
    if (kind !== kindOf(b)) return this.#types(pair, kind, kindOf(b));
    if (kind === "array" || kind === "numpy scalar") return this.#arrays(pair);
    if (SETS.has(kind)) return this.#sets(pair);
    if (HELD.has(kind)) return this.#holders(pair);
    if (kind === "number") return this.#numbers(pair);
    // What else there is (texts, truths, bytes, names, dtypes) is the same or not.
    const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
    if (x !== y) this.#differ(pair, "value", shown(valueText(a)), shown(valueText(b)));
  }

  #types(pair: Pair, kind: string, other: string): void {
    const { a, b } = pair;
    if (SINGLE.has(kind) && SINGLE.has(other)) this.#differ(pair, "value", described(a), described(b));
    else this.#differ(pair, "type", described(a), described(b), "structure");
  }

  #numbers(pair: Pair): void {
    const [x, y] = [exactNumberOf(pair.a), exactNumberOf(pair.b)];
    this.#found.numbers++;
    if (isSame(x, y)) return;
    if (typeof x === "number" && typeof y === "number" && isClose(x, y, this.#tolerance)) this.#found.close++;
    else this.#differ(pair, "value", shown(x), shown(y));
  }

  #holders(pair: Pair): void {
    const { a, b } = pair;
    if (classOf(a) !== classOf(b)) return this.#differ(pair, "class", classOf(a), classOf(b), "structure");
    if (kindOf(a) === "objects" && String(own(a, "shape")) !== String(own(b, "shape")))
      this.#differ(pair, "shape", shapeText(own(a, "shape")), shapeText(own(b, "shape")), "structure");
    const name = pair.parts.at(-1) ?? "";
    const estimator = isEstimator(a);
    const [mine, theirs] = [this.#parts(a, name, this.#a), this.#parts(b, name, this.#b)];
    const inner: Pair[] = [];
    for (const key of new Set([...mine.keys(), ...theirs.keys()])) {
      const [one, other] = [mine.get(key), theirs.get(key)];
      const parts = (one ?? other)?.path ?? [];
      const next = { a: one?.value, b: other?.value, parts, part: estimator ? partOf(parts[0]) : pair.part, from: pair };
      if (estimator && parts[0] === VERSION) continue;
      if (one !== undefined && other !== undefined) inner.push(next);
      else
        this.#differ(
          next,
          "absent",
          one === undefined ? null : described(this.#a.resolve(one.value)),
          other === undefined ? null : described(this.#b.resolve(other.value)),
          "structure",
        );
    }
    for (const next of inner.reverse()) this.#left.push(next);
  }

  #parts(value: unknown, name: string | number, references: References): Map<string, { readonly path: Path; readonly value: unknown }> {
    const parts = new Map<string, { readonly path: Path; readonly value: unknown }>();
    for (const part of partsOf(value, name, references)) {
      // Two that are called the same are two all the same.
      let key = keyOf(part.path);
      while (parts.has(key)) key += "+";
      parts.set(key, part);
      this.#step(1);
    }
    return parts;
  }

  /** Sets by their items as texts: their order says nothing. */
  #sets(pair: Pair): void {
    const [mine, theirs] = [pair.a, pair.b].map((value) => new Set(itemTexts(value)));
    const [only, others] = [
      [...(mine ?? [])].filter((item) => theirs?.has(item) !== true),
      [...(theirs ?? [])].filter((item) => mine?.has(item) !== true),
    ];
    if (only.length > 0 || others.length > 0)
      this.#differ(
        pair,
        "items",
        `${mine?.size ?? 0} items, ${only.length} of them only here`,
        `${theirs?.size ?? 0} items, ${others.length} of them only here`,
      );
  }

  #arrays(pair: Pair): void {
    const [x, y] = [pair.a, pair.b].map((value) => entryOf({ name: "", path: "", value: isObject(value) ? value : {} }));
    const [xType, yType] = [dtypeText(own(pair.a, "dtype")), dtypeText(own(pair.b, "dtype"))];
    if (x === undefined || y === undefined || !("layout" in x) || !("layout" in y)) {
      if (JSON.stringify(pair.a) !== JSON.stringify(pair.b)) this.#differ(pair, "value", xType, yType);
      return;
    }
    if (x.shape.join() !== y.shape.join()) return this.#differ(pair, "shape", shapeText(x.shape), shapeText(y.shape), "structure");
    if (xType !== yType) this.#differ(pair, "dtype", xType, yType, "structure");
    this.#step(Math.ceil((x.length + y.length) / BLOCK));
    this.#items(pair, x, y, xType === yType);
  }

  #items(pair: Pair, x: Entry, y: Entry, alike: boolean): void {
    const [mine, theirs] = [x.bytes(), y.bytes()];
    const count = x.shape.reduce((product, size) => product * size, 1);
    if (alike && sameBytes(mine, theirs)) {
      this.#found.numbers += count;
      return;
    }
    const others = new Map(columnsOf(y.layout, theirs).map((column) => [column.field, column]));
    const compared = columnsOf(x.layout, mine).flatMap(({ field, dtype, items }) => {
      const other = others.get(field);
      if (other === undefined || other.items.count !== items.count) return [];
      const shape = items.count === count ? x.shape : [...x.shape, count === 0 ? 0 : items.count / count];
      const exact = isExact(dtype) && isExact(other.dtype);
      return [compareItems(items, other.items, shape, exact, this.#tolerance, field === "" ? "" : `${field} `)];
    });
    this.#found.took(pair.part, pathOf(pair), merged(compared));
  }
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

const shapeText = (shape: unknown): string => (Array.isArray(shape) ? `(${shape.join(", ")})` : "()");

const itemTexts = (value: unknown): string[] => {
  const items = own(value, "items");
  return Array.isArray(items) ? items.map((item) => JSON.stringify(item)) : [];
};

/** A value that is compared as a whole, as it is told. */
function valueText(value: unknown): unknown {
  const type = typeOf(value);
  return type === "global" ? own(value, "name") : type === "dtype" ? dtypeText(own(value, "dtype")) : value;
}

/** Adds to `found` what differs between two values. @throws CornichonError `document.malformed`, `document.limit` */
export const compareValues = (a: Rooted, b: Rooted, found: Found, tolerance: DiffTolerance): void =>
  new Walk(a.references, b.references, found, tolerance).run(a.root, b.root);
