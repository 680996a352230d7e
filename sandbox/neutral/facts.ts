/**
 * What a document's metadata and `load` want to know: which estimators are in it, reached through dicts, lists, tuples,
 * subclasses of those (OrderedDict, Bunch) and object arrays, with their features; and the metadata dict that stands beside
 * the only one. Caps keep it small.
 */
import { decodeUtf8 } from "../bytes/utf8.js";
import { shown } from "../finding/findings.js";
import { shapeOf } from "../numpy/shape.js";
import { ARRAY, type Handle, KIND, NOTHING, OBJECT, TAG, tagOf } from "../tape/handle.js";
import { dictValue, eachItem, eachPair, stateValue } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";
import type { EstimatorFact, GuestFacts } from "../wire/job.js";

const MAX_ESTIMATORS = 1000;
const MAX_FEATURES = 10_000;
/** Characters of their names together: each may be the same long text. */
const MAX_NAMES = 4 * 1024 * 1024;
/** Collections looked into. */
const MAX_LOOKS = 100_000;
const MAX_STEPS = 1000;

/** A dict's key (its handle) or an index. Keys become texts for what is found only: there are far more that are passed. */
interface Step {
  readonly key: Handle;
  readonly index: number;
}

interface Found {
  readonly handle: Handle;
  /** How it was reached, null at the root. */
  readonly from: { readonly parent: Found; readonly step: Step } | null;
  /** Dict that holds it, NOTHING at the root. */
  readonly beside: Handle;
}

/** `metadata` is the neutral JSON text of a handle, made by the caller's writer. */
export function factsOf(
  tape: Tape,
  root: Handle,
  isEstimator: (handle: Handle) => boolean,
  print: (handle: Handle) => string | null,
): GuestFacts {
  const found = findEstimators(tape, root, isEstimator);
  const only = found.length === 1 ? found[0] : undefined;
  const beside = only === undefined ? NOTHING : pairsOf(tape, dictValue(tape, only.beside, "metadata"));
  return {
    // Of several nothing but their classes is told: their paths and names would be the same texts again and again.
    estimators: only === undefined ? found.map((f) => classesOf(tape, f)) : [factOf(tape, only)],
    metadata: tape.kind(beside) === KIND.DICT ? print(beside) : null,
  };
}

function findEstimators(tape: Tape, root: Handle, isEstimator: (handle: Handle) => boolean): Found[] {
  const found: Found[] = [];
  const queue: Found[] = [{ handle: root, from: null, beside: NOTHING }];
  const seen = new Set<Handle>([root]);
  for (let i = 0; i < queue.length && i < MAX_LOOKS && found.length < MAX_ESTIMATORS; i++) {
    const one = queue[i];
    if (one === undefined) break;
    if (isEstimator(one.handle)) found.push(one);
    else
      children(tape, one.handle, (handle, step, beside) => {
        if (tagOf(handle) !== TAG.NODE || seen.has(handle) || queue.length > MAX_LOOKS) return;
        seen.add(handle);
        queue.push({ handle, from: { parent: one, step }, beside });
      });
  }
  return found;
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

function children(tape: Tape, handle: Handle, visit: (handle: Handle, step: Step, beside: Handle) => void): void {
  const pairs = pairsOf(tape, handle);
  eachPair(tape, pairs, MAX_LOOKS, (key, value) => {
    if (tagOf(key) === TAG.STR) visit(value, { key, index: 0 }, pairs);
  });
  const items = itemsOf(tape, handle);
  if (items === NOTHING) return;
  let at = 0;
  eachItem(tape, items, (item) => visit(item, { key: NOTHING, index: at++ }, NOTHING));
}

function pathOf(tape: Tape, found: Found): (string | number)[] {
  const path: (string | number)[] = [];
  for (let { from } = found; from !== null; from = from.parent.from) {
    const { key, index } = from.step;
    path.push(key === NOTHING ? index : shown(textOf(tape, key) ?? ""));
  }
  return path.reverse();
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

function factOf(tape: Tape, found: Found): EstimatorFact {
  const { first, last } = ends(tape, found.handle);
  return {
    ...classesOf(tape, found),
    path: pathOf(tape, found),
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
