/** Raw values of catboost's models: leaves' values in doubles, tree after tree, then scale and bias (`ApplyScaleAndBias`). */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { numberAt } from "../../input/numbers.js";
import { Samples } from "../../samples.js";
import type { TreeRows } from "../trees/rows.js";
import type { CatboostModel } from "./catboost-model.js";
import { categoryHash } from "./city-hash.js";
import { unansweredBy } from "./native.js";
import { boosterRows } from "./rows.js";
import { forBoosterLeaves, type TreeRange } from "./trees.js";

/** A category as catboost writes it before it hashes it. @throws CornichonError `input.malformed` */
function spelled(value: unknown, row: number, column: string | number): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value === "bigint") return String(value);
  const where = showText(String(column));
  throw new CornichonError(
    "input.malformed",
    sentence`cat_features must be integer or string, real number values and NaN values should be converted to string (row ${row}, column ${where})`,
    { args: { row, column } },
  );
}

/** The number of a category among those that trees ask for, −1 for others. */
class Numbers {
  readonly #model: CatboostModel;
  readonly #hashes: ReadonlyMap<number, number>;
  readonly #known = new Map<string, number>();

  constructor(model: CatboostModel, hashes: ReadonlyMap<number, number>) {
    this.#model = model;
    this.#hashes = hashes;
  }

  of(text: string): number {
    const known = this.#known.get(text) ?? this.#look(text);
    if (this.#known.size < MOST_KEPT) this.#known.set(text, known);
    return known;
  }

  #look(text: string): number {
    if (this.#hashes.size === 0) return -1;
    const hash = categoryHash(text);
    if (hash === null) throw unansweredBy(this.#model.expected.name, "category whose text is longer than 64 bytes");
    return this.#hashes.get(hash) ?? -1;
  }
}

/** Categories of a column that are remembered. */
const MOST_KEPT = 10_000;

/** X with the numbers of categories in their places. */
function numbered(model: CatboostModel, x: Samples): Samples {
  const { hashes, expected, features } = model;
  if (hashes.every((one) => one === null)) return x;
  const columns = hashes.map((one) => (one === null ? null : new Numbers(model, one)));
  const { rows } = x.table(expected);
  const data = new Float64Array(rows.length * features);
  rows.forEach((row, i) => {
    columns.forEach((numbers, j) => {
      const name = expected.featureNames?.[j] ?? j;
      data[i * features + j] = numbers === null ? numberAt(row[j], i, name) : numbers.of(spelled(row[j], i, name));
    });
  });
  return new Samples({ dtype: "float64", shape: [rows.length, features], data });
}

/** X as the model sees it: float32, nothing but NaN is missing, what sparse rows do not name is zero. */
export const catboostRows = (model: CatboostModel, x: Samples): TreeRows =>
  boosterRows(numbered(model, x), model.expected, { single: true, missing: Number.NaN, absent: 0, noInfinite: false });

/** Raw values, `outputs` a row. The bias is what the first tree adds to. */
export function catboostRaw(model: CatboostModel, rows: TreeRows, { from, to }: TreeRange): Float64Array {
  const { outputs, trees, scale, bias } = model;
  const out = new Float64Array(rows.rows * outputs);
  forBoosterLeaves(rows, trees.slice(from, to), (at, leaves, first, count) => {
    const { values } = trees[from + at];
    for (let i = 0; i < count; i++) for (let k = 0; k < outputs; k++) out[(first + i) * outputs + k] += values[leaves[i] * outputs + k];
  });
  for (let at = 0; at < out.length; at++) out[at] = scale * out[at] + (from === 0 ? bias[at % outputs] : 0);
  return out;
}

/** The leaf of every row in each tree, by the tree's own numbers. */
export function catboostLeafNumbers({ trees }: CatboostModel, rows: TreeRows, { from, to }: TreeRange): readonly number[] {
  const chosen = trees.slice(from, to);
  const out = new Array<number>(rows.rows * chosen.length).fill(0);
  forBoosterLeaves(rows, chosen, (at, leaves, first, count) => {
    const numbers = chosen[at].leafNumbers;
    for (let i = 0; i < count; i++) out[(first + i) * chosen.length + at] = numbers[leaves[i]];
  });
  return out;
}
