/**
 * sklearn.ensemble.HistGradientBoosting* in double (sklearn.ensemble._hist_gradient_boosting, 0.21 to 1.9): a baseline plus
 * the trees. A split on categories becomes a split of a column that holds 0 where its categories go left and 1 elsewhere,
 * looked up by the category: only standard operators, which every onnxruntime has. Refused: categories that are no numbers.
 */
import { sentence } from "../../errors.js";
import { histogramExpectation, type Iterations, readIterations } from "../../models/parts/boosting/histogram.js";
import { type Column, codedColumns } from "../../models/parts/boosting/histogram-columns.js";
import { checkBoosting, type Link, linkOf } from "../../models/parts/boosting/scores.js";
import { labelsOf } from "../../models/parts/labels.js";
import type { PackedTree } from "../../models/parts/trees/walk.js";
import { type Context, defineLowering, type Lowered, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { boostedDecision, boostedProbabilities, boostedValues, likeliest, stagedSum } from "../parts/boosting.js";
import { decoded, labelTable, second } from "../parts/labels.js";
import { type Branches, leafTable, packedBranches } from "../trees/tables.js";

/** X as the trees were fitted on it: categories by their numbers, in front; what was not seen is NaN. */
function fittedColumns(context: Context, columns: readonly Column[]): Value {
  const { ops, rows } = context;
  const plain = columns.filter(({ codes }) => codes === null).map(({ from }) => from);
  const coded = columns.filter(({ codes }) => codes !== null).map((column) => codesOf(context, column));
  return ops.concat(plain.length === 0 ? coded : [...coded, ops.columns(rows.x, plain)]);
}

function codesOf({ ops, rows, at, state }: Context, { from, codes, numeric }: Column): Value {
  const values = [...(codes?.keys() ?? [])].map(Number);
  // A missing category is none, and equal to nothing: its number was not seen in training.
  if (!numeric) throw unsupported(at, state.className, sentence`categories that are no numbers`);
  if (values.length === 0) return ops.mul(ops.columns(rows.x, [from]), ops.double(Number.NaN));
  const same = ops.cast(ops.equal(ops.columns(rows.x, [from]), ops.row(Float64Array.from(values))), "float64");
  const isSeen = ops.greater(ops.greatest(same, true), ops.double(0));
  return ops.where(isSeen, ops.cast(ops.column(ops.argmax(same)), "float64"), ops.double(Number.NaN));
}

/** Rows of a look-up table: categories of 8 bits, and what is missing. */
const CATEGORIES = 256;

/** Columns that splits on categories need beside X: for each feature those of its sets, each once. */
class CategoryColumns {
  readonly #features: number;
  readonly #sides = new Map<string, { readonly column: number; readonly feature: number; readonly right: Uint8Array }>();

  constructor(features: number) {
    this.#features = features;
  }

  /** Column of the split at a packed node: 1 where it goes right (`walkCategories` in models/parts/trees/walk.ts). */
  columnOf(tree: PackedTree, node: number, feature: number): number {
    const { categories, missingLeft } = tree;
    const missing = missingLeft[node] === 1;
    const row = Number(categories?.bitset[node]);
    const known = categories?.knownOf[feature] ?? -1;
    const has = (bits: Uint32Array | undefined, at: number, category: number): boolean =>
      ((Number(bits?.[8 * at + (category >>> 5)]) >>> (category & 31)) & 1) === 1;
    const right = Uint8Array.from({ length: CATEGORIES + 1 }, (_, category) => {
      if (category < CATEGORIES && has(categories?.left, row, category)) return 0;
      return category < CATEGORIES && known >= 0 && has(categories?.known, known, category) ? 1 : Number(!missing);
    });
    const key = `${feature}:${right.join("")}`;
    const found = this.#sides.get(key) ?? { column: this.#features + this.#sides.size, feature, right };
    this.#sides.set(key, found);
    return found.column;
  }

  /** X with these columns behind its own. */
  over(ops: Ops, x: Value): Value {
    const sides = [...this.#sides.values()];
    const features = [...new Set(sides.map(({ feature }) => feature))];
    const parts = features.map((feature) =>
      lookedUp(
        ops,
        x,
        feature,
        sides.filter((side) => side.feature === feature),
      ),
    );
    // They stand feature by feature; the nodes know them in the order in which they were met.
    const places = features.flatMap((feature) => sides.flatMap((side) => (side.feature === feature ? [side.column - this.#features] : [])));
    const order = sides.map((_, column) => places.indexOf(column));
    return sides.length === 0 ? x : ops.concat([x, ops.columns(ops.concat(parts), order)]);
  }
}

function lookedUp(ops: Ops, x: Value, feature: number, sides: readonly { readonly right: Uint8Array }[]): Value {
  const table = new Float64Array((CATEGORIES + 1) * sides.length);
  sides.forEach(({ right }, j) => {
    right.forEach((side, category) => {
      table[category * sides.length + j] = side;
    });
  });
  const value = ops.flat(ops.columns(x, [feature]));
  return ops.gather(ops.doubles([CATEGORIES + 1, sides.length], table), categoryOf(ops, value));
}

/** A category's row: its lower 8 bits; the last one where it is NaN or below zero. Infinity is 0, as it is cut. */
function categoryOf(ops: Ops, value: Value): Value {
  const isSome = ops.not(ops.or(ops.isNaN(value), ops.less(value, ops.double(0))));
  const isBounded = ops.less(value, ops.double(Number.POSITIVE_INFINITY));
  const whole = ops.floor(ops.where(ops.and(isSome, isBounded), value, ops.double(0)));
  const upper = ops.floor(ops.div(whole, ops.double(CATEGORIES)));
  const low = ops.sub(whole, ops.mul(upper, ops.double(CATEGORIES)));
  return ops.cast(ops.where(isSome, low, ops.double(CATEGORIES)), "int64");
}

/** Trees whose splits on categories are splits on columns of their own. */
function branchesOf({ trees }: Iterations, columns: CategoryColumns): readonly Branches[] {
  return trees.map(({ packed }) => {
    const plain = packedBranches(packed);
    if (packed.categories === null) return plain;
    const splits = plain.splits();
    const { bitset } = packed.categories;
    const isPlain = (node: number): boolean => Number(bitset[node]) < 0;
    const feature = splits.feature.map((one, node) => (isPlain(node) ? one : columns.columnOf(packed, node, one)));
    const threshold = splits.threshold.map((one, node) => (isPlain(node) ? one : 0.5));
    return { ...plain, splits: () => ({ ...splits, feature, threshold }) };
  });
}

interface Histogram {
  readonly link: Link;
  readonly each: number;
  readonly scores: () => Value;
}

function histogram(context: Context): Histogram {
  const { state, ops, rows } = context;
  const link = linkOf(state);
  const features = histogramExpectation(state).nFeatures ?? 0;
  const iterations = readIterations(state, features);
  const coded = codedColumns(state, features);
  const { trees, each, baseline } = iterations;
  const scores = (): Value => {
    const columns = new CategoryColumns(features);
    const all = branchesOf(iterations, columns);
    const x = columns.over(ops, coded === null ? rows.x : fittedColumns(context, coded));
    const leaves = leafTable(context, all, x, false);
    return stagedSum(ops, baseline, { leaves, trees: trees.length, each, share: (tree, node) => trees[tree]?.values[node] ?? 0 });
  };
  return { link, each, scores: once(scores) };
}

function regressor(context: Context): Lowered {
  const { link, each, scores } = histogram(context);
  if (each !== 1 || (link !== "identity" && link !== "log"))
    throw context.state.inconsistent("its loss or its iterations are a classifier's");
  return { kind: "regressor", methods: makes({ predict: () => boostedValues(context.ops, link, scores()) }) };
}

/** The class is the one with the larger probability until 1.4, the one with the larger score since. */
function classifier(context: Context): Lowered {
  const { state, ops } = context;
  const { link, each, scores } = histogram(context);
  checkBoosting(state, labelsOf(state), link, each);
  const proba = once(() => boostedProbabilities(ops, link, scores(), state.before(1, 1)));
  const winner = (): Value => {
    if (state.before(1, 5)) return likeliest(ops, scores(), proba());
    return each > 1 ? ops.argmax(scores()) : second(ops, ops.greater(ops.flat(scores()), ops.double(0)));
  };
  return {
    kind: "classifier",
    methods: makes({
      predict: () => decoded(ops, labelTable(context), winner()),
      predict_proba: proba,
      decision_function: () => boostedDecision(ops, scores()),
    }),
  };
}

export const HIST_GRADIENT_BOOSTING = [
  defineLowering({ class: "sklearn.ensemble.HistGradientBoostingClassifier", lower: classifier }),
  defineLowering({ class: "sklearn.ensemble.HistGradientBoostingRegressor", lower: regressor }),
];
