/**
 * Trees of histogram boosting (`TreePredictor`, sklearn.ensemble._hist_gradient_boosting 0.21 to 1.9) read, checked and
 * packed. Their native code checks nothing: a tree is refused unless walking it ends, and its bitsets are where the
 * nodes say.
 */
import { arrayOf, typeOf } from "../../../neutral/document.js";
import { columnsOf } from "../../../neutral/structured.js";
import type { State } from "../../state.js";
import { checkChildren } from "../trees/nodes.js";
import { type CategorySplits, type PackedTree, packTree } from "../trees/walk.js";

/** Words of 32 bits a set of categories. */
const WORDS = 8;
const BITS = 255;

/** Categories that were seen in training, by feature: bits, and each feature's row of them (−1: none). */
export interface KnownCategories {
  readonly bits: Uint32Array;
  readonly rowOf: Int32Array;
}

export interface HistogramTree {
  readonly packed: PackedTree;
  /** Value of each packed node. */
  readonly values: Float64Array;
}

/** Categories of `_BinMapper` (make_known_categories_bitsets); null where no feature has any. @throws CornichonError `model.inconsistent` */
export function knownCategories(mapper: State | null, features: number): KnownCategories | null {
  if (mapper === null || !mapper.has("is_categorical_")) return null;
  const flags = mapper.vector("is_categorical_", features);
  const rowOf = new Int32Array(features).fill(-1);
  const places = [...flags].flatMap((flag, j) => (flag === 0 ? [] : [j]));
  if (places.length === 0) return null;
  const thresholds = mapper.items("bin_thresholds_");
  const bits = new Uint32Array(WORDS * places.length);
  places.forEach((feature, row) => {
    rowOf[feature] = row;
    for (const category of numbersOf(mapper, thresholds[feature])) {
      // To 1.2 they could be fitted, and never asked: no bit stands for them. What is cut to zero is zero.
      if (category <= -1) throw mapper.inconsistent("a category is negative");
      const at = WORDS * row + ((category & BITS) >>> 5);
      bits[at] = bits[at] | (1 << (category & 31));
    }
  });
  return { bits, rowOf };
}

function numbersOf(mapper: State, value: unknown): number[] {
  if (typeOf(value) !== "ndarray") throw mapper.inconsistent("bin_thresholds_ is no list of arrays");
  return Array.from(arrayOf(value).data, Number);
}

/** Reads a `TreePredictor`. @throws CornichonError `model.inconsistent` */
export function readHistogramTree(predictor: State, features: number, known: KnownCategories | null): HistogramTree {
  const nodes = columnsOf(predictor.fitted("nodes"));
  const column = (name: string, instead?: string): Float64Array => {
    const values = nodes.get(name) ?? (instead === undefined ? null : nodes.get(instead));
    if (values === null) throw predictor.inconsistent(`its nodes have no ${name}`);
    return values;
  };
  const none = new Float64Array(nodes.count);
  const leaf = column("is_leaf");
  if (leaf.some((flag) => flag !== 0 && flag !== 1)) throw predictor.inconsistent("a node neither is a leaf nor is none");
  const children = (name: string): Float64Array => column(name).map((child, id) => (leaf[id] === 1 ? -1 : child));
  const left = children("left");
  const right = children("right");
  const feature = column("feature_idx");
  checkChildren(predictor, left, right, feature, features);
  const categorical = nodes.get("is_categorical") ?? none;
  const splits = splitsOf(predictor, categorical, nodes.get("bitset_idx") ?? none, leaf, known);
  const packed = packTree(
    { left, right, feature, threshold: column("num_threshold", "threshold"), missingLeft: nodes.get("missing_go_to_left") ?? none },
    splits,
  );
  const value = column("value");
  return { packed, values: Float64Array.from(packed.ids, (id) => value[id]) };
}

/** Checks the splits on categories; what it gives packs them, undefined where there are none. */
function splitsOf(
  predictor: State,
  categorical: Float64Array,
  index: Float64Array,
  leaf: Float64Array,
  known: KnownCategories | null,
): ((ids: Int32Array) => CategorySplits) | undefined {
  const splits = (id: number): boolean => categorical[id] !== 0 && leaf[id] === 0;
  if (!categorical.some((_, id) => splits(id))) return undefined;
  const { shape, data } = predictor.numbers("raw_left_cat_bitsets");
  const [rows = 0, words = 0] = shape;
  if (shape.length !== 2 || words !== WORDS) throw predictor.inconsistent("raw_left_cat_bitsets are not rows of 8 words");
  categorical.forEach((_, id) => {
    const row = index[id];
    if (splits(id) && !(Number.isInteger(row) && row >= 0 && row < rows))
      throw predictor.inconsistent(`node ${id} has bitset ${row} of ${rows}`);
  });
  const left = Uint32Array.from(data);
  return (ids) => ({
    bitset: Int32Array.from(ids, (id) => (splits(id) ? index[id] : -1)),
    left,
    knownOf: known?.rowOf ?? new Int32Array(0),
    known: known?.bits ?? new Uint32Array(0),
  });
}
