/**
 * Trees of a model of catboost: symmetric ones, a split a level and two to the depth leaves, or ones of step nodes, which lead
 * on by differences. Splits stand below the model's, trees one behind the other, each leaf's values where exactly it looks.
 *
 * A step node leads to the left or the right by how far the child is behind it; zero says that the way ends here, with the values
 * of this node. So ways only lead forward, and a node that is reached twice is no tree's.
 */
import type { Check } from "../check.js";
import type { PlainDict, Row } from "../plain.js";
import type { Bins } from "./features.js";

/** Outputs of a model, and names of its classes. */
export const MAX_OUTPUTS = 2 ** 16;
/** Deepest symmetric tree: catboost grows 16. */
const MAX_LEVELS = 30;
/** Deepest tree of step nodes: contributions are followed by recursion. */
const MAX_DEPTH = 4096;
const MAX_INT32 = 2 ** 31 - 1;
const MAX_UINT32 = 2 ** 32 - 1;

const KEY = "ModelTrees.";

/** Checks all trees and what is added to them; returns the number of outputs. */
export function checkForest(check: Check, trees: PlainDict, bins: Bins): number {
  const outputs = check.whole(trees.get("ApproxDimension"), `${KEY}ApproxDimension`, 1, MAX_OUTPUTS);
  if (check.failed) return outputs;
  checkScale(check, trees, outputs);
  const splits = check.wholes(trees.get("TreeSplits"), `${KEY}TreeSplits`, null, 0, Math.max(bins.count - 1, 0));
  const sizes = check.wholes(trees.get("TreeSizes"), `${KEY}TreeSizes`, null, 0, MAX_INT32);
  check.must(splits.count === 0 || bins.count > 0, "native.range-of", `${KEY}TreeSplits`);
  checkStarts(check, trees, sizes, splits.count);
  checkPacked(check, trees, splits, bins);
  if (!check.failed) checkLeaves(check, trees, sizes, splits.count, outputs);
  return outputs;
}

function checkScale(check: Check, trees: PlainDict, outputs: number): void {
  const bias = check.number(trees.get("Bias"), `${KEY}Bias`);
  check.must(Number.isFinite(check.number(trees.get("Scale"), `${KEY}Scale`)), "native.range-of", `${KEY}Scale`);
  check.must(Number.isFinite(bias) && (bias === 0 || outputs === 1), "native.range-of", `${KEY}Bias`);
  const several = check.row(trees.get("MultiBias"), `${KEY}MultiBias`, null);
  check.must(several.count === 0 || several.count === outputs, "native.count-of", `${KEY}MultiBias`);
  for (let i = 0; i < several.count; i++) check.must(Number.isFinite(several.at(i)), "native.range-of", `${KEY}MultiBias`);
}

/** Each tree begins where the one before ends. */
function checkStarts(check: Check, trees: PlainDict, sizes: Row, splits: number): void {
  const starts = check.row(trees.get("TreeStartOffsets"), `${KEY}TreeStartOffsets`, sizes.count);
  let end = 0;
  for (let i = 0; i < starts.count; i++) {
    check.must(starts.at(i) === end, "native.range-of", `${KEY}TreeStartOffsets`);
    end += sizes.at(i);
  }
  check.must(end === splits, "native.count-of", `${KEY}TreeSizes`);
}

/** What newer versions write down beside the splits is what comes of them. */
function checkPacked(check: Check, trees: PlainDict, splits: Row, bins: Bins): void {
  const packed = check.row(trees.get("RepackedBins"), `${KEY}RepackedBins`, null);
  check.must(packed.count === 0 || packed.count === splits.count, "native.count-of", `${KEY}RepackedBins`);
  for (let i = 0; i < packed.count && !check.failed; i++)
    check.must(packed.at(i) === bins.packed(splits.at(i)), "native.range-of", `${KEY}RepackedBins`);
}

function checkLeaves(check: Check, trees: PlainDict, sizes: Row, splits: number, outputs: number): void {
  const values = check.row(trees.get("LeafValues"), `${KEY}LeafValues`, null);
  const weights = check.row(trees.get("LeafWeights"), `${KEY}LeafWeights`, null);
  const steps = check.row(trees.get("NonSymmetricStepNodes"), `${KEY}NonSymmetricStepNodes`, null);
  const ids = check.row(trees.get("NonSymmetricNodeIdToLeafId"), `${KEY}NonSymmetricNodeIdToLeafId`, steps.count);
  check.must(steps.count === 0 || steps.count === splits, "native.count-of", `${KEY}NonSymmetricStepNodes`);
  if (check.failed) return;
  const leaves = steps.count === 0 ? levelLeaves(check, sizes) : new StepTrees(check, steps, ids, values.count, outputs).leaves(sizes);
  check.must(values.count === leaves * outputs, "native.count-of", `${KEY}LeafValues`);
  check.must(weights.count === 0 || weights.count === leaves, "native.count-of", `${KEY}LeafWeights`);
  if (!check.failed) checkWeights(check, weights, values, outputs);
}

/** A leaf that training brought nothing to has no value: contributions of catboost 0.24 crash over one that does. */
function checkWeights(check: Check, weights: Row, values: Row, outputs: number): void {
  for (let leaf = 0; leaf < weights.count; leaf++) {
    const weight = weights.at(leaf);
    let isHeld = weight > 0 && weight <= Number.MAX_VALUE;
    if (weight === 0) {
      isHeld = true;
      for (let k = 0; k < outputs; k++) isHeld &&= values.at(leaf * outputs + k) === 0;
    }
    check.must(isHeld, "native.range-of", `${KEY}LeafWeights`);
  }
}

/** Leaves of symmetric trees. */
function levelLeaves(check: Check, sizes: Row): number {
  let leaves = 0;
  for (let i = 0; i < sizes.count; i++) {
    check.must(sizes.at(i) <= MAX_LEVELS, "native.range-of", `${KEY}TreeSizes`);
    leaves += 2 ** sizes.at(i);
  }
  return leaves;
}

class StepTrees {
  readonly #check: Check;
  readonly #steps: Row;
  readonly #ids: Row;
  readonly #outputs: number;
  /** How deep each node is, zero where no way leads. */
  readonly #depths: Uint16Array;
  readonly #taken: Uint8Array;

  constructor(check: Check, steps: Row, ids: Row, values: number, outputs: number) {
    this.#check = check;
    this.#steps = steps;
    this.#ids = ids;
    this.#outputs = outputs;
    this.#depths = new Uint16Array(steps.count);
    this.#taken = new Uint8Array(Math.floor(values / outputs));
  }

  /** All leaves of the trees. Those of one stand together, behind those of the tree before. */
  leaves(sizes: Row): number {
    let [start, leaves] = [0, 0];
    for (let i = 0; i < sizes.count && !this.#check.failed; i++) {
      leaves += this.#tree(i, start, start + sizes.at(i), leaves);
      start += sizes.at(i);
    }
    return leaves;
  }

  #tree(index: number, start: number, end: number, first: number): number {
    const key = `trees[${index}]`;
    this.#check.must(start < end, "native.tree-of", key);
    if (this.#check.failed) return 0;
    this.#depths[start] = 1;
    let [leaves, last] = [0, 0];
    for (let at = start; at < end && !this.#check.failed; at++) {
      if (!this.#lead(at, end)) this.#check.fail("native.tree-of", key);
      if (!this.#ends(at)) continue;
      leaves++;
      last = Math.max(last, this.#leaf(at, first));
    }
    this.#check.must(last === first + leaves - 1, "native.range-of", `${KEY}NonSymmetricNodeIdToLeafId`);
    return leaves;
  }

  #left = (at: number): number => this.#steps.at(at) % 0x10000;
  #right = (at: number): number => Math.floor(this.#steps.at(at) / 0x10000);
  #ends = (at: number): boolean => this.#left(at) === 0 || this.#right(at) === 0;

  /** Marks the children of a node; false where it is not reached, or they are not its own. */
  #lead(at: number, end: number): boolean {
    const depth = this.#depths[at] ?? 0;
    if (depth === 0 || depth > MAX_DEPTH) return false;
    for (const step of [this.#left(at), this.#right(at)]) {
      if (step === 0) continue;
      if (at + step >= end || this.#depths[at + step] !== 0) return false;
      this.#depths[at + step] = depth + 1;
    }
    return true;
  }

  /** The number of the leaf whose values a node has, which no other node has. */
  #leaf(at: number, first: number): number {
    const key = `${KEY}NonSymmetricNodeIdToLeafId`;
    const id = this.#ids.at(at);
    const leaf = id / this.#outputs;
    const isOwn = Number.isInteger(leaf) && leaf >= first && id < MAX_UINT32 && leaf < this.#taken.length && this.#taken[leaf] === 0;
    this.#check.must(isOwn, "native.range-of", key);
    if (isOwn) this.#taken[leaf] = 1;
    return leaf;
  }
}
