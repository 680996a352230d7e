/**
 * Trees of boosters over X: what a threshold does not say stands in columns of its own behind X's. A split on categories is a
 * split of a column that holds 0 where they go left and 1 elsewhere, looked up by the category; a column to which zero is missing
 * stands there with NaN for it. Refused: categories by the ten thousands.
 */
import { sentence } from "../../errors.js";
import { type BoosterNodes, type BoosterTree, type CategorySets, inSet } from "../../models/parts/boosters/trees.js";
import { type Context, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Branches } from "../trees/tables.js";

/** Most categories of a column that a look-up table holds. */
const MOST_CATEGORIES = 2 ** 14;
/** What counts as zero (LightGBM's kZeroThreshold). */
const ZERO = 1e-35;

/** A column of sides: 1 where a category goes right; behind the categories those that no set has, what is none, what is missing. */
interface Sides {
  readonly column: number;
  readonly feature: number;
  readonly right: Uint8Array;
}

const categoriesIn = ({ begin }: CategorySets, set: number): number => 32 * (Number(begin[set + 1]) - Number(begin[set]));

/** Largest number of categories of each feature's sets. */
function sizesOf(trees: readonly BoosterTree[]): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  for (const { nodes } of trees) {
    const { categories, feature } = nodes;
    categories?.of.forEach((set, id) => {
      if (set >= 0) sizes.set(Number(feature[id]), Math.max(sizes.get(Number(feature[id])) ?? 0, categoriesIn(categories, set)));
    });
  }
  return sizes;
}

function rightOf({ missingLeft }: BoosterNodes, sets: CategorySets, id: number, size: number): Uint8Array {
  const side = (isLeft: boolean): number => (isLeft ? 0 : 1);
  const beyond = Number(sets.beyondLeft[id]) !== 0;
  return Uint8Array.from({ length: size + 3 }, (_, category) => {
    if (category === size) return side(beyond);
    if (category === size + 1) return side(Number(sets.belowLeft[id]) !== 0);
    if (category === size + 2) return side(Number(missingLeft[id]) !== 0);
    const inside = inSet(sets, Number(sets.of[id]), category);
    return side(inside === undefined ? beyond : inside === sets.insideLeft);
  });
}

/** Columns behind X's own. */
class Columns {
  readonly #context: Context;
  readonly #width: number;
  readonly #sizes: ReadonlyMap<number, number>;
  readonly #sides = new Map<string, Sides>();
  readonly #gaps = new Map<number, number>();
  #next: number;

  constructor(context: Context, trees: readonly BoosterTree[], width: number) {
    this.#context = context;
    this.#width = width;
    this.#next = width;
    this.#sizes = sizesOf(trees);
    const { at, state } = context;
    if ([...this.#sizes.values()].some((size) => size > MOST_CATEGORIES))
      throw unsupported(at, state.className, sentence`it has more categories than a table holds`);
  }

  sidesOf(nodes: BoosterNodes, sets: CategorySets, id: number): number {
    const feature = Number(nodes.feature[id]);
    const right = rightOf(nodes, sets, id, this.#sizes.get(feature) ?? 0);
    const key = `${feature}:${right.join("")}`;
    const found = this.#sides.get(key) ?? { column: this.#next++, feature, right };
    this.#sides.set(key, found);
    return found.column;
  }

  withoutZero(feature: number): number {
    const found = this.#gaps.get(feature) ?? this.#next++;
    this.#gaps.set(feature, found);
    return found;
  }

  /** X with these columns behind its own, in the order of their numbers. */
  over(x: Value, isStrict: boolean): Value {
    const { ops } = this.#context;
    const made: (readonly [number, Value])[] = [...this.#gaps].map(([feature, column]) => [column, this.#gap(x, feature)]);
    for (const { column, feature, right } of this.#sides.values()) made.push([column, this.#looked(x, feature, right, isStrict)]);
    made.sort(([a], [b]) => a - b);
    return made.length === 0
      ? x
      : ops.concat([
          ops.columns(
            x,
            Array.from({ length: this.#width }, (_, j) => j),
          ),
          ...made.map(([, one]) => one),
        ]);
  }

  #gap(x: Value, feature: number): Value {
    const { ops } = this.#context;
    const column = ops.columns(x, [feature]);
    return ops.where(ops.lessOrEqual(ops.abs(column), ops.double(ZERO)), ops.double(Number.NaN), column);
  }

  #looked(x: Value, feature: number, right: Uint8Array, isStrict: boolean): Value {
    const { ops } = this.#context;
    const size = right.length - 3;
    const seen = ops.cast(ops.flat(ops.columns(x, [feature])), "float64");
    const isMissing = ops.isNaN(seen);
    const isBelow = isStrict ? ops.less(seen, ops.double(0)) : ops.lessOrEqual(seen, ops.double(-1));
    const inside = ops.floor(ops.min(ops.max(seen, ops.double(0)), ops.double(size)));
    const place = ops.where(isMissing, ops.double(size + 2), ops.where(isBelow, ops.double(size + 1), inside));
    const table = ops.cast(ops.doubles([right.length, 1], Float64Array.from(right)), x.dtype);
    return ops.gather(table, ops.cast(place, "int64"));
  }
}

export interface OverColumns {
  readonly trees: readonly Branches[];
  readonly x: Value;
}

/** Trees over `x`, which has columns for what a threshold does not say; `isStrict`: a number between −1 and 0 is no category. */
export function overColumns(context: Context, trees: readonly BoosterTree[], x: Value, isStrict: boolean): OverColumns {
  const columns = new Columns(context, trees, Number(x.shape[1]));
  const branches = trees.map(({ nodes }): Branches => {
    const { left, right, categories, zeroMissing, missingLeft } = nodes;
    const feature = nodes.feature.slice();
    const threshold = nodes.threshold.slice();
    for (let id = 0; id < left.length; id++) {
      if (Number(left[id]) < 0) continue;
      if (categories !== null && Number(categories.of[id]) >= 0) {
        feature[id] = columns.sidesOf(nodes, categories, id);
        threshold[id] = 0.5;
      } else if (zeroMissing !== null && zeroMissing[id] !== 0) feature[id] = columns.withoutZero(Number(feature[id]));
      if (Number.isNaN(threshold[id])) throw unsupported(context.at, context.state.className, sentence`a threshold is no number`);
    }
    return {
      count: left.length,
      left,
      right: right.map((child, id) => (Number(left[id]) < 0 ? -1 : child)),
      splits: () => ({ feature, threshold, missingLeft }),
    };
  });
  return { trees: branches, x: columns.over(x, isStrict) };
}
