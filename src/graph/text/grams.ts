/** N-grams of numbered words or characters, counted by ONNX's TfIdfVectorizer; the texts they are of, and how long they are. */
import { sentence } from "../../errors.js";
import type { State } from "../../models/state.js";
import { numberOf } from "../../neutral/document.js";
import { type Context, unsupported } from "../define.js";
import type { Attribute, Value } from "../ir.js";

export const int = (value: number): Attribute => ({ type: "int", value });
export const text = (value: string): Attribute => ({ type: "string", value });
const ints = (value: readonly number[]): Attribute => ({ type: "ints", value });

/** Lengths of n-grams. */
export type Range = readonly [least: number, most: number];

export function rangeOf(state: State): Range {
  const [least = 1, most = least] = state.has("ngram_range") ? state.items("ngram_range").map((n) => numberOf(n) ?? Number.NaN) : [];
  if (!Number.isInteger(least) || !Number.isInteger(most) || least < 1) throw state.inconsistent("its ngram_range is odd");
  return [least, most];
}

/** How often each n-gram of the pool is in each text, as doubles. */
export function counted({ ops }: Context, ids: Value, grams: readonly (readonly number[])[]): Value {
  const most = grams.reduce((length, gram) => Math.max(length, gram.length), 1);
  const byLength = Array.from({ length: most }, (_, n) =>
    grams.flatMap((gram, column) => (gram.length === n + 1 ? [{ gram, column }] : [])),
  );
  let start = 0;
  const starts = byLength.map((own, n) => {
    const from = start;
    start += own.length * (n + 1);
    return from;
  });
  const attributes = {
    min_gram_length: int(1),
    max_gram_length: int(most),
    max_skip_count: int(0),
    mode: text("TF"),
    ngram_counts: ints(starts),
    ngram_indexes: ints(byLength.flat().map(({ column }) => column)),
    pool_int64s: ints(byLength.flat().flatMap(({ gram }) => gram)),
  };
  return ops.cast(ops.g.node("TfIdfVectorizer", [ids], "float32", ["N", grams.length], { attributes }), "float64");
}

/** Texts, one axis. */
export function textsOf({ rows, state, at }: Context): Value {
  if (rows.single?.dtype !== "string") throw unsupported(at, state.className, sentence`it takes one axis of texts`);
  return rows.single;
}
