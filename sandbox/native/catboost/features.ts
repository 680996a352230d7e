/**
 * Features of a model of catboost and the yes-or-no splits that come of them, in the order in which trees count them: the borders
 * of each feature of numbers, then the values of each category that is compared as such.
 *
 * Its evaluator packs up to 254 splits of a feature into one byte a row, a bucket, and keeps as many buckets as 16 bits count.
 */
import type { Check } from "../check.js";
import type { Plain, PlainDict } from "../plain.js";

/** Features of a model: rows as long are made to ask it. */
const MAX_FEATURES = 2 ** 24;
const MAX_INT32 = 2 ** 31 - 1;
const MAX_BUCKETS = 2 ** 16;
/** Splits of one bucket. */
const BUCKET = 254;

const FLOAT = "HasNans Index FlatIndex Borders FeatureId NanValueTreatment";
const CATEGORY = "Index FlatIndex FeatureId UsedInModel";
const ONE_HOT = "Index Values StringValues";

/** Splits of a model, each as catboost repacks it: the bucket, what it is xored with, and the number in the bucket. */
export interface Bins {
  readonly count: number;
  packed(bin: number): number;
}

/** One feature's splits: the first bucket, and whether they are compared with values. */
interface Run {
  readonly from: number;
  readonly count: number;
  readonly bucket: number;
  readonly isValue: boolean;
}

class BinRuns implements Bins {
  count = 0;
  buckets = 0;
  readonly #runs: Run[] = [];

  add(count: number, isValue: boolean): void {
    if (count === 0) return;
    this.#runs.push({ from: this.count, count, bucket: this.buckets, isValue });
    this.count += count;
    this.buckets += Math.ceil(count / BUCKET);
  }

  /** The run that a split is of: the last one that begins at it or before. */
  #runOf(bin: number): Run | undefined {
    let [low, high] = [0, this.#runs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#runs[middle]?.from ?? 0) <= bin) low = middle + 1;
      else high = middle;
    }
    return this.#runs[low - 1];
  }

  packed(bin: number): number {
    const run = this.#runOf(bin);
    if (run === undefined) return -1;
    const place = bin - run.from;
    const bucket = run.bucket + Math.floor(place / BUCKET);
    const split = (place % BUCKET) + 1;
    return run.isValue ? bucket + 0x10000 * (~split & 0xff) + 0x1000000 * 0xff : bucket + 0x1000000 * split;
  }
}

/** Places of the features of one kind: each behind the one before. */
class Places {
  readonly #check: Check;
  readonly #flat: Set<number>;
  #before = -1;

  constructor(check: Check, flat: Set<number>) {
    this.#check = check;
    this.#flat = flat;
  }

  /** The feature's number among those of its kind. */
  add(feature: PlainDict, key: string): number {
    const flat = this.#check.whole(feature.get("FlatIndex"), `${key}FlatIndex`, 0, MAX_FEATURES - 1);
    const index = this.#check.whole(feature.get("Index"), `${key}Index`, this.#before + 1, flat);
    this.#check.must(!this.#flat.has(flat), "native.range-of", `${key}FlatIndex`);
    this.#flat.add(flat);
    this.#before = index;
    return index;
  }
}

/** Checks all features. */
export function checkBins(check: Check, trees: PlainDict): Bins {
  const bins = new BinRuns();
  const flat = new Set<number>();
  checkFloats(check, trees.get("FloatFeatures"), new Places(check, flat), bins);
  const used = checkCategories(check, trees.get("CatFeatures"), new Places(check, flat));
  checkOneHots(check, trees.get("OneHotFeatures"), used, bins);
  check.must(bins.buckets <= MAX_BUCKETS, "native.count-of", "ModelTrees.FloatFeatures");
  return bins;
}

function checkFloats(check: Check, value: Plain | undefined, places: Places, bins: BinRuns): void {
  for (const [i, item] of check.list(value, "ModelTrees.FloatFeatures").entries()) {
    const key = `ModelTrees.FloatFeatures[${i}].`;
    const feature = check.dict(item, key, FLOAT);
    if (check.failed) return;
    places.add(feature, key);
    check.whole(feature.get("HasNans"), `${key}HasNans`, 0, 1);
    check.whole(feature.get("NanValueTreatment"), `${key}NanValueTreatment`, 0, 2);
    bins.add(checkBorders(check, feature.get("Borders"), `${key}Borders`), false);
  }
}

/** Finite, each not below the one before; returns how many there are. */
function checkBorders(check: Check, value: Plain | undefined, key: string): number {
  const borders = check.row(value, key, null);
  for (let i = 0; i < borders.count; i++)
    check.must(Number.isFinite(borders.at(i)) && !(borders.at(i) < borders.at(i - 1)), "native.range-of", key);
  return borders.count;
}

/** Returns the numbers of the features that the model uses. */
function checkCategories(check: Check, value: Plain | undefined, places: Places): ReadonlySet<number> {
  const used = new Set<number>();
  for (const [i, item] of check.list(value, "ModelTrees.CatFeatures").entries()) {
    const key = `ModelTrees.CatFeatures[${i}].`;
    const feature = check.dict(item, key, CATEGORY);
    if (check.failed) return used;
    const index = places.add(feature, key);
    if (check.whole(feature.get("UsedInModel"), `${key}UsedInModel`, 0, 1) === 1) used.add(index);
  }
  return used;
}

function checkOneHots(check: Check, value: Plain | undefined, used: ReadonlySet<number>, bins: BinRuns): void {
  let before = -1;
  for (const [i, item] of check.list(value, "ModelTrees.OneHotFeatures").entries()) {
    const key = `ModelTrees.OneHotFeatures[${i}].`;
    const feature = check.dict(item, key, ONE_HOT);
    if (check.failed) return;
    const index = check.whole(feature.get("Index"), `${key}Index`, before + 1, MAX_FEATURES);
    check.must(used.has(index), "native.range-of", `${key}Index`);
    before = index;
    bins.add(checkValues(check, feature, key), true);
  }
}

/** Values are hashes, each once; returns how many there are. */
function checkValues(check: Check, feature: PlainDict, key: string): number {
  const values = check.wholes(feature.get("Values"), `${key}Values`, null, -MAX_INT32 - 1, MAX_INT32);
  const seen = new Set<number>();
  for (let i = 0; i < values.count; i++) seen.add(values.at(i));
  check.must(seen.size === values.count, "native.range-of", `${key}Values`);
  const texts = check.list(feature.get("StringValues"), `${key}StringValues`).length;
  check.must(texts === 0 || texts === values.count, "native.count-of", `${key}StringValues`);
  return values.count;
}
