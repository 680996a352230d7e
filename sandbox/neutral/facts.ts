/**
 * What a document's metadata and `load` want to know: which estimators are in it, reached through dicts, lists, tuples,
 * subclasses of those (OrderedDict, Bunch) and object arrays, with their features; and the metadata dict that stands beside
 * the only one. Caps keep it small.
 */
import { decodeUtf8 } from "../bytes/utf8.js";
import { shown } from "../finding/findings.js";
import { shapeOf } from "../numpy/shape.js";
import { ARRAY, type Handle, indexOf, KIND, NOTHING, OBJECT, TAG, tagOf } from "../tape/handle.js";
import { dictValue, eachItem, stateValue } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";
import type { EstimatorFact, GuestFacts } from "../wire/job.js";

const MAX_ESTIMATORS = 1000;
const MAX_FEATURES = 10_000;
/** Characters of their names together: each may be the same long text. */
const MAX_NAMES = 4 * 1024 * 1024;
/** Collections looked into. */
const MAX_LOOKS = 100_000;
const MAX_STEPS = 1000;

/** An estimator, and where it stands among what was looked into. */
interface Found {
  readonly handle: Handle;
  readonly place: number;
}

/** `metadata` is the neutral JSON text of a handle, made by the caller's writer. */
export function factsOf(
  tape: Tape,
  root: Handle,
  isEstimator: (handle: Handle) => boolean,
  print: (handle: Handle) => string | null,
): GuestFacts {
  const search = new Search(tape, root);
  const found = search.estimators(isEstimator);
  const only = found.length === 1 ? found[0] : undefined;
  const beside = only === undefined ? NOTHING : pairsOf(tape, dictValue(tape, search.beside(only), "metadata"));
  return {
    // Of several nothing but their classes is told: their paths and names would be the same texts again and again.
    estimators: only === undefined ? found.map((f) => classesOf(tape, f)) : [factOf(tape, only, search.pathOf(only))],
    metadata: tape.kind(beside) === KIND.DICT ? print(beside) : null,
  };
}

/**
 * Breadth first through collections, each once. Four numbers a value, no object: a list of a million dicts has as many as are
 * looked into.
 */
class Search {
  readonly #tape: Tape;
  #count = 0;
  readonly #seen: Uint8Array;
  /** Room for so many. */
  readonly #most: number;
  readonly #handles: Int32Array;
  /** By place: the collection's place; the key's handle, or NOTHING of an item; the item's index. */
  readonly #parents: Int32Array;
  readonly #keys: Int32Array;
  readonly #indexes: Int32Array;

  constructor(tape: Tape, root: Handle) {
    this.#tape = tape;
    this.#most = Math.min(MAX_LOOKS, tape.nodeCount);
    this.#handles = new Int32Array(this.#most);
    this.#parents = new Int32Array(this.#most);
    this.#keys = new Int32Array(this.#most);
    this.#indexes = new Int32Array(this.#most);
    this.#seen = new Uint8Array(tape.top);
    this.#add(root, -1, NOTHING, 0);
  }

  estimators(isEstimator: (handle: Handle) => boolean): Found[] {
    const found: Found[] = [];
    for (let place = 0; place < this.#count && found.length < MAX_ESTIMATORS; place++) {
      const handle = this.#handles[place] ?? NOTHING;
      if (isEstimator(handle)) found.push({ handle, place });
      else if (this.#count < this.#most) this.#lookInto(handle, place);
    }
    return found;
  }

  /** Dict that holds an estimator, NOTHING at the root and in lists. */
  beside({ place }: Found): Handle {
    const inDict = place > 0 && this.#keys[place] !== NOTHING;
    return inDict ? pairsOf(this.#tape, this.#handles[this.#parents[place] ?? 0] ?? NOTHING) : NOTHING;
  }

  /** Keys and indexes. Keys become texts for what is found only: there are far more that are passed. */
  pathOf({ place }: Found): (string | number)[] {
    const path: (string | number)[] = [];
    for (let at = place; at > 0; at = this.#parents[at] ?? 0) {
      const key = this.#keys[at] ?? NOTHING;
      path.push(key === NOTHING ? (this.#indexes[at] ?? 0) : shown(textOf(this.#tape, key) ?? ""));
    }
    return path.reverse();
  }

  #add(handle: Handle, parent: number, key: Handle, index: number): void {
    const at = indexOf(handle);
    if (tagOf(handle) !== TAG.NODE || this.#seen[at] !== 0 || this.#count === this.#most) return;
    this.#seen[at] = 1;
    this.#handles[this.#count] = handle;
    this.#parents[this.#count] = parent;
    this.#keys[this.#count] = key;
    this.#indexes[this.#count++] = index;
  }

  #lookInto(handle: Handle, place: number): void {
    const tape = this.#tape;
    const pairs = pairsOf(tape, handle);
    if (tape.kind(pairs) === KIND.DICT) this.#values(pairs, place);
    const items = itemsOf(tape, handle);
    if (tape.kind(items) === KIND.TUPLE) this.#items(tape.tupleItems(items), place, 0);
    if (tape.kind(items) !== KIND.LIST) return;
    let index = 0;
    for (let chunk = tape.firstChunk(items); chunk !== 0 && this.#count < this.#most; chunk = tape.chunkNext(chunk)) {
      this.#items(tape.chunkItems(chunk), place, index);
      index += tape.chunkSize(chunk);
    }
  }

  #items(items: Int32Array, place: number, first: number): void {
    for (let i = 0; i < items.length && this.#count < this.#most; i++) this.#add(items[i] ?? NOTHING, place, NOTHING, first + i);
  }

  /** Values under texts. */
  #values(dict: Handle, place: number): void {
    const tape = this.#tape;
    for (let chunk = tape.firstChunk(dict); chunk !== 0 && this.#count < this.#most; chunk = tape.chunkNext(chunk)) {
      const size = tape.chunkSize(chunk);
      for (let i = 0; i < size; i += 2) {
        const key = tape.chunkItem(chunk, i);
        if (tagOf(key) === TAG.STR) this.#add(tape.chunkItem(chunk, i + 1), place, key, 0);
      }
    }
  }
}

/** A dict, or the pairs of a dict subclass; anything else as it is. */
function pairsOf(tape: Tape, handle: Handle): Handle {
  const pairs = tape.kind(handle) === KIND.OBJECT ? tape.field(handle, OBJECT.PAIRS) : NOTHING;
  return pairs === NOTHING ? handle : pairs;
}

/** A list, a tuple, or the items of a list subclass or an array of objects; NOTHING for anything else. */
function itemsOf(tape: Tape, handle: Handle): Handle {
  const kind = tape.kind(handle);
  if (kind === KIND.LIST || kind === KIND.TUPLE) return handle;
  const held = kind === KIND.OBJECT ? tape.field(handle, OBJECT.ITEMS) : kind === KIND.NDARRAY ? tape.field(handle, ARRAY.DATA) : NOTHING;
  return tape.kind(held) === KIND.LIST ? held : NOTHING;
}

function textOf(tape: Tape, handle: Handle): string | null {
  if (tagOf(handle) !== TAG.STR) return null;
  const bytes = tape.strBytes(handle);
  return bytes.length > 65536 ? null : decodeUtf8(bytes, 0, bytes.length);
}

function classesOf(tape: Tape, { handle }: Found): EstimatorFact {
  const finalClass = className(tape, ends(tape, handle).last);
  return { path: [], class: className(tape, handle), finalClass, features: null, nFeatures: null, sklearnVersion: null };
}

function factOf(tape: Tape, found: Found, path: (string | number)[]): EstimatorFact {
  const { first, last } = ends(tape, found.handle);
  return {
    ...classesOf(tape, found),
    path,
    features: featuresOf(tape, found.handle) ?? featuresOf(tape, first),
    nFeatures: countOf(tape, found.handle) ?? countOf(tape, first),
    sklearnVersion:
      textOf(tape, stateValue(tape, found.handle, "_sklearn_version")) ?? textOf(tape, stateValue(tape, last, "_sklearn_version")),
  };
}

const className = (tape: Tape, handle: Handle): string => tape.globalValue(tape.field(handle, OBJECT.CLASS))?.path ?? "";

/** First and last step of a Pipeline, through nested ones; the estimator itself for everything else. */
function ends(tape: Tape, estimator: Handle): { first: Handle; last: Handle } {
  const ends = { first: estimator, last: estimator };
  for (const end of ["first", "last"] as const) {
    for (let i = 0; i < MAX_STEPS; i++) {
      const steps = stepsOf(tape, ends[end]);
      const next = end === "first" ? steps[0] : steps[steps.length - 1];
      if (next === undefined) break;
      ends[end] = next;
    }
  }
  return ends;
}

/** Estimators of a Pipeline's steps, those that are objects. */
function stepsOf(tape: Tape, estimator: Handle): Handle[] {
  const steps = className(tape, estimator) === "sklearn.pipeline.Pipeline" ? stateValue(tape, estimator, "steps") : NOTHING;
  const found: Handle[] = [];
  if (tape.kind(steps) !== KIND.LIST) return found;
  eachItem(tape, steps, (step) => {
    const pair = tape.kind(step) === KIND.TUPLE || tape.kind(step) === KIND.LIST ? second(tape, step) : NOTHING;
    if (tape.kind(pair) === KIND.OBJECT && found.length < MAX_STEPS) found.push(pair);
  });
  return found;
}

function second(tape: Tape, pair: Handle): Handle {
  let at = 0;
  let value: Handle = NOTHING;
  eachItem(tape, pair, (item) => {
    if (at++ === 1) value = item;
  });
  return value;
}

/** `feature_names_in_`: an object array of texts. */
function featuresOf(tape: Tape, estimator: Handle): string[] | null {
  const names = stateValue(tape, estimator, "feature_names_in_");
  const data = tape.kind(names) === KIND.NDARRAY ? tape.field(names, ARRAY.DATA) : NOTHING;
  if (tape.kind(data) !== KIND.LIST || tape.count(data) > MAX_FEATURES) return null;
  const texts: string[] = [];
  let left = MAX_NAMES;
  eachItem(tape, data, (item) => {
    const text = left < 0 ? null : textOf(tape, item);
    left -= text?.length ?? 0;
    if (text !== null) texts.push(text);
  });
  return left >= 0 && texts.length === tape.count(data) ? texts : null;
}

/** Number of features where the estimator says it, or its one-dimensional `mean_`, or `coef_`'s last axis. */
function countOf(tape: Tape, estimator: Handle): number | null {
  for (const key of ["n_features_in_", "n_features_"]) {
    const count = tape.intValue(stateValue(tape, estimator, key));
    if (count !== null && count >= 0) return count;
  }
  for (const key of ["coef_", "mean_", "scale_"]) {
    const array = stateValue(tape, estimator, key);
    const shape = tape.kind(array) === KIND.NDARRAY ? shapeOf(tape, tape.field(array, ARRAY.SHAPE)) : null;
    if (shape !== null && shape.length > 0 && shape.length <= 2) return shape[shape.length - 1] ?? null;
  }
  return null;
}
