/**
 * X held to what sklearn refuses of it: NaN, infinity, what float32 does not hold, negative numbers. A graph answers
 * anything (a comparison with NaN goes one way, the largest of NaNs is the first), so a row that sklearn refuses is made an
 * error (`orError`) before anyone reads it. Which rows these are is told by the rules that models are held to, estimator by
 * estimator: an imputer takes what the step after it must not see. Each X is looked at once for each kind of refusal.
 *
 * Code asks the model itself (`targets/code/refusals.ts`), and needs no guard. Values of columns that are not all numbers
 * are not looked at: encoders refuse what is no category.
 */

import { rowsOf } from "../models/input/rule-table.js";
import { checksOf, type Kind } from "../models/input/rules.js";
import type { State } from "../models/state.js";
import type { Rows } from "./define.js";
import type { Value } from "./ir.js";
import type { Ops } from "./ops.js";
import { orError } from "./parts/places.js";

const KINDS = ["nan", "inf", "large", "negative"] as const satisfies readonly Kind[];
type Refused = (typeof KINDS)[number];

/** Methods that rules are told of; what one of them takes is not refused. */
const METHODS = ["predict", "predict_proba", "decision_function", "score_samples", "transform"];

/** Largest finite float32. */
const MOST_FLOAT32 = 3.4028234663852886e38;

function refusedOf(state: State): readonly Refused[] {
  const check = checksOf(state, rowsOf);
  const rules = METHODS.map((method) => check(method)?.rule ?? {});
  return KINDS.filter((kind) => rules.every((rule) => rule[kind] !== undefined));
}

/** Which values are refused, [N, features]. */
function refusedIn(ops: Ops, x: Value, kinds: readonly Refused[]): Value {
  const size = (): Value => ops.abs(x);
  const conditions = kinds.flatMap((kind): Value[] => {
    if (kind === "nan") return [ops.isNaN(x)];
    if (kind === "negative") return [ops.less(x, ops.double(0))];
    if (kind === "large") return [ops.greater(size(), ops.double(MOST_FLOAT32))];
    return kinds.includes("large") ? [] : [ops.equal(size(), ops.double(Number.POSITIVE_INFINITY))];
  });
  return conditions.reduce((a, b) => ops.or(a, b));
}

/** Whether all values of each row are taken, [N, 1]. NaN and infinity less themselves are NaN, and so is any sum with them. */
function isTaken(ops: Ops, x: Value, kinds: readonly Refused[]): Value {
  if (kinds.join() === "nan,inf") return ops.not(ops.isNaN(ops.sum(ops.sub(x, x), true)));
  return ops.equal(ops.sum(ops.cast(refusedIn(ops, x, kinds), "float64"), true), ops.double(0));
}

export class Guards {
  readonly #ops: Ops;
  /** By the name of a value and what is refused of it. */
  readonly #held = new Map<string, Value>();
  /** What is no longer in a value, by its name. */
  readonly #without = new Map<string, readonly Refused[]>();

  constructor(ops: Ops) {
    this.#ops = ops;
  }

  /** X without what an estimator refuses. */
  held(state: State, rows: Rows): Rows {
    if (rows.blocks !== undefined || rows.single !== undefined) return rows;
    const kinds = refusedOf(state);
    return kinds.length === 0 ? rows : { x: this.#guarded(rows.x, kinds) };
  }

  #guarded(x: Value, kinds: readonly Refused[]): Value {
    const without = this.#without.get(x.name) ?? [];
    const left = kinds.filter((kind) => !without.includes(kind));
    if (left.length === 0) return x;
    const key = `${x.name} ${left.join()}`;
    const guarded = this.#held.get(key) ?? orError(this.#ops, x, isTaken(this.#ops, x, left));
    this.#held.set(key, guarded);
    this.#without.set(guarded.name, [...without, ...left]);
    return guarded;
  }
}
