/**
 * catboost's model as its flatbuffer has it, read and checked: splits are counted over all features, trees say theirs by number.
 * A symmetric tree tests one split a level, the first one in the lowest bit of the leaf's number; it becomes a tree of nodes, level
 * by level. A step node whose way ends on one side becomes a split and a leaf.
 *
 * Values are compared as float32; what is missing goes to the right only where the feature was trained with it as the largest.
 * Categories are compared by their hashes; of the columns that have them the trees see the number of the value, −1 for others.
 */
import type { Expectation } from "../../samples.js";
import { MOST_FEATURES, type State } from "../../state.js";
import { decodedOf, type Native, unansweredBy } from "./native.js";
import { type BoosterNodes, type BoosterTree, boosterTree, type CategorySets } from "./trees.js";

const MOST_OUTPUTS = 2 ** 16;
const MOST_LEVELS = 30;
/** Categories that one column is compared with: catboost itself packs 254 at once. */
const MOST_VALUES = 1024;
/** `NanValueTreatment`: what is missing is above all borders. */
const AS_TRUE = 2;
const MISSING_KINDS = 2;

/** Splits of all features, by their numbers. */
interface Splits {
  readonly count: number;
  readonly feature: Int32Array;
  readonly border: Float64Array;
  readonly missingLeft: Uint8Array;
  /** Number of the one-hot value among all of them, −1 of a border. */
  readonly value: Int32Array;
}

export interface CatboostTree extends BoosterTree {
  /** By node: the number of a leaf among those of its tree, as catboost counts them. */
  readonly leafNumbers: Int32Array;
}

export interface CatboostModel {
  readonly expected: Expectation;
  readonly features: number;
  /** Raw values a row. */
  readonly outputs: number;
  readonly trees: readonly CatboostTree[];
  readonly scale: number;
  readonly bias: Float64Array;
  /** Name of the loss, empty where the model does not say it. */
  readonly loss: string;
  /** Text of `binclass_probability_threshold`. */
  readonly threshold: string | null;
  /** Of a column of categories the hashes that trees ask for, with their numbers; null for a column of numbers. */
  readonly hashes: readonly (ReadonlyMap<number, number> | null)[];
  readonly info: Native;
}

/** Reads the decoded model. @throws CornichonError `model.*` */
export function readCatboost(state: State): CatboostModel {
  const decoded = decodedOf(state, "ModelTrees");
  const [model, info] = [decoded.dict("ModelTrees"), decoded.dict("InfoMap")];
  const columns = columnsOf(state, model);
  const { splits, hashes } = splitsOf(state, model, columns.features);
  const outputs = model.whole("ApproxDimension", 0, 1, MOST_OUTPUTS);
  return {
    expected: { name: state.name, nFeatures: columns.features, featureNames: columns.names },
    features: columns.features,
    outputs,
    trees: treesOf(state, model, splits, outputs, columns.features),
    scale: model.number("Scale", 1),
    bias: biasOf(state, model, outputs),
    loss: lossOf(info),
    threshold: info.text("binclass_probability_threshold"),
    hashes,
    info,
  };
}

function lossOf(info: Native): string {
  const params = info.has("params") ? info.dict("params") : null;
  const holder = params?.has("loss_function") === true ? params : info.has("loss_function") ? info : null;
  return holder?.dict("loss_function").text("type") ?? "";
}

function biasOf(state: State, model: Native, outputs: number): Float64Array {
  const several = model.numbers("MultiBias");
  if (several.length === outputs) return several;
  if (several.length > 0) throw state.inconsistent(`${several.length} biases of ${outputs} outputs`);
  return new Float64Array(outputs).fill(model.number("Bias", 0));
}

const KINDS = ["FloatFeatures", "CatFeatures"] as const;

/** How many columns X has, and their names where each has one of its own. */
function columnsOf(state: State, model: Native): { readonly features: number; readonly names: readonly string[] | null } {
  const named = new Map<number, string>();
  for (const kind of KINDS)
    for (const feature of model.dicts(kind)) {
      const column = feature.whole("FlatIndex", -1, 0, MOST_FEATURES - 1);
      if (named.has(column)) throw state.inconsistent(`the column ${column} is that of two features`);
      named.set(column, feature.text("FeatureId") ?? "");
    }
  const features = 1 + [...named.keys()].reduce((most, column) => Math.max(most, column), -1);
  const names = Array.from({ length: features }, (_, j) => named.get(j) ?? "");
  const own = names.every((name) => name !== "") && names.some((name, j) => name !== String(j));
  return { features, names: own ? names : null };
}

class SplitList {
  readonly feature: number[] = [];
  readonly border: number[] = [];
  readonly missingLeft: number[] = [];
  readonly value: number[] = [];

  add(feature: number, border: number, missingLeft: boolean, value: number): void {
    this.feature.push(feature);
    this.border.push(border);
    this.missingLeft.push(missingLeft ? 1 : 0);
    this.value.push(value);
  }

  splits(): Splits {
    return {
      count: this.feature.length,
      feature: Int32Array.from(this.feature),
      border: Float64Array.from(this.border),
      missingLeft: Uint8Array.from(this.missingLeft),
      value: Int32Array.from(this.value),
    };
  }
}

function splitsOf(state: State, model: Native, features: number): { readonly splits: Splits } & Pick<CatboostModel, "hashes"> {
  const list = new SplitList();
  for (const feature of model.dicts("FloatFeatures")) {
    const column = feature.whole("FlatIndex", -1, 0, features - 1);
    const kind = feature.whole("NanValueTreatment", 0, 0, MISSING_KINDS);
    const isRight = kind === AS_TRUE && feature.number("HasNans", 0) !== 0;
    for (const border of feature.numbers("Borders")) list.add(column, border, !isRight, -1);
  }
  const hashes = new Array<ReadonlyMap<number, number> | null>(features).fill(null);
  const columns = new Map<number, number>();
  for (const feature of model.dicts("CatFeatures")) {
    const column = feature.whole("FlatIndex", -1, 0, features - 1);
    columns.set(feature.whole("Index", -1, 0, features - 1), column);
    hashes[column] = new Map();
  }
  for (const feature of model.dicts("OneHotFeatures")) {
    const column = columns.get(feature.number("Index", -1));
    if (column === undefined) throw state.inconsistent("a category that is compared has no column");
    const values = feature.numbers("Values");
    if (values.length > MOST_VALUES) throw unansweredBy(state.name, `model that compares one column with ${values.length} categories`);
    hashes[column] = new Map(Array.from(values, (hash, at) => [hash, at]));
    values.forEach((_, at) => {
      list.add(column, 0, true, at);
    });
  }
  return { splits: list.splits(), hashes };
}

function treesOf(state: State, model: Native, splits: Splits, outputs: number, features: number): readonly CatboostTree[] {
  const [chosen, sizes, values] = [model.numbers("TreeSplits"), model.numbers("TreeSizes"), model.numbers("LeafValues")];
  if (chosen.some((split) => !(split >= 0 && split < splits.count))) throw state.inconsistent("a tree has a split that there is not");
  const [steps, ids] = [model.numbers("NonSymmetricStepNodes"), model.numbers("NonSymmetricNodeIdToLeafId")];
  const forest = { state, splits, chosen, values, outputs, features, steps, ids };
  const trees: CatboostTree[] = [];
  let [start, leaf] = [0, 0];
  for (const size of sizes) {
    if (!(size >= 0 && start + size <= chosen.length)) throw state.inconsistent("its trees have more splits than there are");
    if (steps.length === 0) {
      trees.push(levelTree(forest, start, size, leaf));
      leaf += 2 ** size;
    } else trees.push(stepTree(forest, start, size));
    start += size;
  }
  return trees;
}

interface Forest {
  readonly state: State;
  readonly splits: Splits;
  readonly chosen: Float64Array;
  readonly values: Float64Array;
  readonly outputs: number;
  readonly features: number;
  readonly steps: Float64Array;
  readonly ids: Float64Array;
}

/** Nodes as they are filled. */
class Growing {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly split: Int32Array;
  /** Where the values of a leaf begin. */
  readonly leaf: Float64Array;

  constructor(count: number) {
    this.left = new Int32Array(count).fill(-1);
    this.right = new Int32Array(count).fill(-1);
    this.split = new Int32Array(count).fill(-1);
    this.leaf = new Float64Array(count).fill(-1);
  }
}

/** Level `d` begins at node 2^d − 1; a node's place in it has the sides so far as bits, the first lowest. */
function levelTree(forest: Forest, start: number, levels: number, firstLeaf: number): CatboostTree {
  const { state, values, outputs, chosen } = forest;
  if (levels > MOST_LEVELS || (firstLeaf + 2 ** levels) * outputs > values.length) throw state.inconsistent("its leaves have no values");
  const inner = 2 ** levels - 1;
  const nodes = new Growing(2 * inner + 1);
  for (let level = 0, first = 0; level < levels; first += 2 ** level++) {
    const [width, next] = [2 ** level, first + 2 ** level];
    for (let place = 0; place < width; place++) {
      nodes.split[first + place] = chosen[start + level];
      nodes.left[first + place] = next + place;
      nodes.right[first + place] = next + place + width;
    }
  }
  for (let place = 0; place <= inner; place++) nodes.leaf[inner + place] = (firstLeaf + place) * outputs;
  return finished(forest, nodes);
}

const LOW = 2 ** 16;

function stepTree(forest: Forest, start: number, size: number): CatboostTree {
  const { state, steps, ids, chosen } = forest;
  if (start + size > steps.length || start + size > ids.length) throw state.inconsistent("its trees have more nodes than there are");
  const sides = (at: number): readonly [number, number] => [steps[at] % LOW, Math.floor(steps[at] / LOW)];
  let halves = 0;
  for (let i = 0; i < size; i++) if (sides(start + i).includes(0) && steps[start + i] !== 0) halves++;
  const nodes = new Growing(size + halves);
  let next = size;
  for (let i = 0; i < size; i++) {
    const [left, right] = sides(start + i);
    if (left === 0 && right === 0) {
      nodes.leaf[i] = ids[start + i];
      continue;
    }
    nodes.split[i] = chosen[start + i];
    if (left === 0 || right === 0) nodes.leaf[next] = ids[start + i];
    nodes.left[i] = left === 0 ? next : i + left;
    nodes.right[i] = right === 0 ? next : i + right;
    if (left === 0 || right === 0) next++;
  }
  return finished(forest, nodes);
}

function finished({ state, splits, values, outputs, features }: Forest, { left, right, split, leaf }: Growing): CatboostTree {
  const count = left.length;
  const [feature, threshold] = [new Int32Array(count), new Float64Array(count)];
  const missingLeft = new Uint8Array(count).fill(1);
  const held = new Float64Array(count * outputs);
  for (let id = 0; id < count; id++) {
    const at = split[id];
    if (at < 0) {
      if (!(leaf[id] >= 0 && leaf[id] + outputs <= values.length)) throw state.inconsistent("a leaf has no values");
      for (let k = 0; k < outputs; k++) held[id * outputs + k] = values[leaf[id] + k];
      continue;
    }
    feature[id] = splits.feature[at];
    threshold[id] = splits.border[at];
    missingLeft[id] = splits.missingLeft[at];
  }
  const cover = new Float64Array(count).fill(1);
  const nodes: BoosterNodes = {
    left,
    right,
    feature,
    threshold,
    missingLeft,
    zeroMissing: null,
    categories: setsOf(splits, split),
    cover,
  };
  return { ...boosterTree(state, nodes, held, outputs, features), leafNumbers: leafNumbers(leaf, outputs) };
}

function leafNumbers(leaf: Float64Array, outputs: number): Int32Array {
  const first = leaf.reduce((least, at) => (at < 0 ? least : Math.min(least, at)), Number.POSITIVE_INFINITY);
  return Int32Array.from(leaf, (at) => (at < 0 ? -1 : (at - first) / outputs));
}

/** A set of one value for each split on a category: what is in it goes right. */
function setsOf({ value }: Splits, split: Int32Array): CategorySets | null {
  const of = split.map((at) => (at < 0 || value[at] < 0 ? -1 : value[at]));
  if (of.every((one) => one < 0)) return null;
  const count = of.reduce((most, one) => Math.max(most, one + 1), 0);
  const each = Math.ceil(count / 32);
  const begin = Int32Array.from({ length: count + 1 }, (_, set) => set * each);
  const words = new Uint32Array(count * each);
  for (let set = 0; set < count; set++) words[set * each + Math.floor(set / 32)] = (1 << (set % 32)) >>> 0;
  const always = new Uint8Array(of.length).fill(1);
  return { of, begin, words, insideLeft: false, beyondLeft: always, belowLeft: always, isStrict: false };
}
