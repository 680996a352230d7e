/**
 * SAMME.R (sklearn.ensemble._weight_boosting to 1.5) added logarithms of probabilities, today's AdaBoost adds votes. Of trees
 * both are sums of one vector a leaf, so the same scores are made of votes: a copy of a tree for each class but the first
 * and each leaf but the first, which votes for the class in that leaf and for the first class anywhere else, and one for
 * each class that always votes for it. Weights are whole numbers, some below zero, so that their sums are exact and classes
 * that were equal stay equal.
 *
 * What today's `staged_predict` and kin would say of copies is nothing that the old one said: the pipeline around it has no
 * such methods. Refused: other estimators than trees, and trees of so many leaves that the copies would be too large.
 */
import { sentence } from "../../../errors.js";
import { stateOf } from "../../../neutral/attributes.js";
import type { JsonObject } from "../../../neutral/document.js";
import { columnsOf } from "../../../neutral/structured.js";
import { arrayValue } from "../../../neutral/values.js";
import type { Stored } from "../../../upgrade/define.js";
import { at, type Migrating } from "../../define.js";
import { pipelineValue } from "../../estimators.js";
import { doubles } from "../../numbers.js";
import { sizesOf } from "../../sizes.js";

const TREES = at("tree", "DecisionTreeClassifier ExtraTreeClassifier");

/** What all weights come to: a power of two, which divides without rounding. */
const TOTAL = 2 ** 50;

/** Most values of all copies: a node has one a class. */
const MOST_VALUES = 2 ** 24;

/** A tree, its leaves by node, and what each adds to the scores of the classes. */
interface Grown {
  readonly estimator: Stored;
  readonly nodes: number;
  readonly leaves: readonly number[];
  readonly shares: readonly Float64Array[];
}

/** One copy: its tree votes for a class in one leaf (in all where it is null). */
interface Vote {
  readonly of: Grown;
  readonly leaf: number | null;
  readonly forClass: number;
  readonly weight: number;
}

/** Logarithms of a leaf's probabilities about their mean, as `_samme_proba` has them. */
function shareOf(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const logs = weights.map((weight) => Math.log(Math.max(weight / (sum === 0 ? 1 : sum), Number.EPSILON)));
  const mean = logs.reduce((total, log) => total + log, 0) / logs.length;
  return logs.map((log) => (logs.length - 1) * (log - mean));
}

function grown(stored: Migrating, estimator: Stored | null, classes: number): Grown {
  const tree = estimator === null ? null : stored.part(estimator.get("tree_"));
  const values = tree?.array("values") ?? null;
  if (estimator === null || tree === null || values === null || !TREES.includes(estimator.className))
    throw stored.refusal(sentence`today's sklearn has no SAMME.R, and only of trees votes can be made that come to the same.`);
  const [nodes = 0, outputs, width] = values.shape;
  const left = columnsOf(tree.get("nodes")).get("left_child") ?? new Float64Array();
  if (outputs !== 1 || width !== classes || left.length !== nodes || nodes === 0)
    throw stored.refusal(sentence`one of its trees knows other classes than it has.`);
  const leaves = Array.from(left.keys()).filter((node) => left[node] === -1);
  const numbers = Float64Array.from(values.data, Number);
  return { estimator, nodes, leaves, shares: leaves.map((node) => shareOf(numbers.slice(node * classes, (node + 1) * classes))) };
}

/** Whole numbers in proportion to a leaf's share, which come to zero: equal shares are equal numbers. */
function whole(share: Float64Array, scale: number): readonly number[] {
  const rounded = Array.from(share, (value) => Math.round(value * scale));
  const sum = rounded.reduce((total, value) => total + value, 0);
  return rounded.map((value) => share.length * value - sum);
}

/** Votes that come to the scores: (K · votes − all) / ((K − 1) · all) is what today's sklearn answers for a class. */
function votesOf(trees: readonly Grown[], classes: number, norm: number): readonly Vote[] {
  const scale = (TOTAL * (classes - 1)) / (classes ** 2 * norm);
  const always = new Array<number>(classes).fill(0);
  const votes: Vote[] = [];
  for (const of of trees) {
    const [first = [], ...others] = of.shares.map((share) => whole(share, scale));
    for (let c = 1; c < classes; c++) {
      always[c] = (always[c] ?? 0) + (first[c] ?? 0);
      for (const [i, numbers] of others.entries())
        votes.push({ of, leaf: of.leaves[i + 1] ?? 0, forClass: c, weight: (numbers[c] ?? 0) - (first[c] ?? 0) });
    }
  }
  const [one] = trees;
  if (one === undefined) return [];
  const counted = always.map((weight) => weight + Math.round(TOTAL / classes));
  const rest = [...votes.map(({ weight }) => weight), ...counted.slice(1)].reduce((sum, weight) => sum + weight, 0);
  return [
    ...counted.map((weight, forClass) => ({ of: one, leaf: null, forClass, weight: forClass === 0 ? TOTAL - rest : weight })),
    ...votes.filter(({ weight }) => weight !== 0),
  ];
}

/** The object with other attributes, as one of its own: nothing refers to it. */
function copyOf({ value, attributes }: Stored, changes: Readonly<Record<string, unknown>>): JsonObject {
  const { $id: _, ...rest } = value;
  return { ...rest, state: stateOf(new Map([...attributes, ...Object.entries(changes)])) };
}

function voter(stored: Migrating, { of, leaf, forClass }: Vote, classes: number): JsonObject {
  const tree = stored.part(of.estimator.get("tree_"));
  if (tree === null) throw stored.refusal(sentence`one of its trees cannot be read.`);
  const data = new Float64Array(of.nodes * classes);
  for (let node = 0; node < of.nodes; node++) data[node * classes + (leaf === null || leaf === node ? forClass : 0)] = 1;
  return copyOf(of.estimator, { tree_: copyOf(tree, { values: arrayValue({ dtype: "float64", shape: [of.nodes, 1, classes], data }) }) });
}

/** Today's estimator of the same answers. @throws CornichonError `target.unsupported` */
export function realBoosting(stored: Migrating): JsonObject {
  const [classes = 0] = sizesOf(stored.get("classes_"), stored.references) ?? [];
  const norm = Array.from(stored.array("estimator_weights_")?.data ?? [], Number).reduce((sum, weight) => sum + weight, 0);
  const trees = stored.parts("estimators_").map((estimator) => grown(stored, estimator, classes));
  if (classes < 2 || trees.length === 0 || !(norm > 0)) throw stored.refusal(sentence`today's sklearn has no SAMME.R.`);
  const values = trees.reduce((sum, { nodes, leaves }) => sum + nodes * leaves.length * classes ** 2, 0);
  if (values > MOST_VALUES)
    throw stored.refusal(sentence`today's sklearn has no SAMME.R, and its trees are too large to be made votes of.`);
  const votes = votesOf(trees, classes, norm);
  const boosting = copyOf(stored, {
    algorithm: "SAMME",
    estimators_: votes.map((vote) => voter(stored, vote, classes)),
    estimator_weights_: doubles(votes.map(({ weight }) => weight)),
  });
  stored.note("replaced", "", "votes of its trees that come to the same scores, in a pipeline");
  stored.run.notes.set(boosting, TOTAL);
  return pipelineValue(stored, [["boosting", boosting]]);
}

/** True for what `realBoosting` made: its votes are today's. */
export const isVotes = (stored: Migrating): boolean => stored.run.notes.has(stored.value);
