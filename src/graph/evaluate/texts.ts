/**
 * Operators on texts, as our graphs have them. A tokenizer's pattern comes from the file and is none that runs here: it is
 * one of the few that our own lowerings write, compared whole, or not known.
 */
import { sentence } from "../../errors.js";
import { oddSigma } from "../text/letters.js";
import { tokenPattern } from "../text/variants.js";
import type { Call, Operator } from "./operator.js";
import { type Evaluated, made, type Texts } from "./tensor.js";

/** Patterns that are written, and what finds the same here. */
let known: ReadonlyMap<string, RegExp> | null = null;

function patterns(): ReadonlyMap<string, RegExp> {
  const words = [1, 2].flatMap((least) => [true, false].map((isLowered) => tokenPattern(least, isLowered)));
  known ??= new Map([
    ["(?s).", /./gsu],
    ...[...words, oddSigma()].map((pattern) => [pattern, new RegExp(pattern.replaceAll("\\x{", "\\u{"), "gu")] as const),
  ]);
  return known;
}

const tokenizer: Operator = {
  domain: "com.microsoft",
  inputs: [1, 1],
  attributes: { mark: "int", mincharnum: "int", pad_value: "string", tokenexp: "string" },
  run: (call): Texts => {
    const { shape, data } = call.texts(0);
    const pattern = patterns().get(call.string("tokenexp") ?? "");
    if (pattern === undefined) throw call.no(sentence`its pattern is none that cornichon writes`);
    if (call.flag("mark", 0) || call.int("mincharnum", 1) !== 1) throw call.no(sentence`it marks its tokens, or leaves some out`);
    const pad = call.string("pad_value") ?? "";
    call.budget.work(data.reduce((sum, text) => sum + text.length, 0));
    const rows = data.map((text) => text.match(pattern) ?? []);
    const length = rows.reduce((most, row) => Math.max(most, row.length), 0);
    const to = [...shape, length];
    call.budget.size(to);
    return { dtype: "string", shape: to, data: rows.flatMap((row) => Array.from({ length }, (_, i) => row[i] ?? pad)) };
  },
};

/** Small letters of ASCII: what the locale C knows. */
const normalizer: Operator = {
  inputs: [1, 1],
  attributes: { case_change_action: "string", is_case_sensitive: "int", locale: "string" },
  run: (call) => {
    const { dtype, shape, data } = call.texts(0);
    call.word("locale", ["C"], "");
    const isLowered = call.word("case_change_action", ["LOWER", "NONE"], "NONE") === "LOWER";
    call.budget.size(shape);
    return { dtype, shape, data: isLowered ? data.map((text) => text.replace(/[A-Z]/g, (char) => char.toLowerCase())) : data };
  },
};

type Listed = ReadonlyMap<"strings" | "int64s" | "floats", ArrayLike<string | number>>;

function listed(call: Call, prefix: string): Listed {
  const all = [
    ["strings", call.strings(`${prefix}_strings`)],
    ["int64s", call.ints(`${prefix}_int64s`)],
    ["floats", call.decimals(`${prefix}_floats`)],
  ] as const;
  return new Map(all.flatMap(([kind, values]) => (values === undefined ? [] : [[kind, values] as const])));
}

/** ai.onnx.ml 2: a value for each key, and another for all else. */
const labelEncoder: Operator = {
  domain: "ai.onnx.ml",
  inputs: [1, 1],
  attributes: {
    keys_strings: "strings",
    keys_int64s: "ints",
    keys_floats: "floats",
    values_strings: "strings",
    values_int64s: "ints",
    values_floats: "floats",
    default_string: "string",
    default_int64: "int",
    default_float: "float",
  },
  run: (call): Evaluated => {
    const x = call.any(0);
    const [[keyKind, keys] = [], ...moreKeys] = listed(call, "keys");
    const [[kind, values] = [], ...moreValues] = listed(call, "values");
    const ofKeys = x.dtype === "string" ? "strings" : x.dtype === "int64" ? "int64s" : "floats";
    if (keys === undefined || values === undefined || moreKeys.length + moreValues.length > 0 || keys.length !== values.length)
      throw call.no(sentence`its keys and values do not fit each other`);
    if (keyKind !== ofKeys || (ofKeys === "floats" && x.dtype !== "float32")) throw call.no(sentence`its keys are of another type`);
    call.budget.work(keys.length);
    call.budget.size(x.shape);
    const table = new Map<unknown, string | number>();
    for (let k = 0; k < keys.length; k++) if (!table.has(keys[k])) table.set(keys[k], values[k] ?? 0);
    const { shape } = x;
    const found = <T>(otherwise: T): (string | number | T)[] =>
      Array.from<unknown, string | number | T>(x.data, (value) => table.get(value) ?? otherwise);
    if (kind === "strings") return { dtype: "string", shape, data: found(call.string("default_string") ?? "_Unused").map(String) };
    if (kind === "int64s") return made("int64", shape, Float64Array.from(found(call.int("default_int64", -1)), Number));
    return made("float32", shape, Float64Array.from(found(call.decimal("default_float") ?? -0), Number));
  },
};

/** ONNX 9 TfIdfVectorizer that counts (`TF`), of whole numbers: columns of n-grams by their numbers, one after the other. */
const counter: Operator = {
  inputs: [1, 1],
  attributes: {
    max_gram_length: "int",
    max_skip_count: "int",
    min_gram_length: "int",
    mode: "string",
    ngram_counts: "ints",
    ngram_indexes: "ints",
    pool_int64s: "ints",
  },
  run: (call) => {
    const x = call.numbers(0);
    call.word("mode", ["TF"], "");
    const [least, most] = [call.int("min_gram_length", 0), call.int("max_gram_length", 0)];
    const [starts, columns] = [call.ints("ngram_counts") ?? [], call.ints("ngram_indexes") ?? []];
    const pool = call.ints("pool_int64s") ?? [];
    if (x.dtype !== "int64" || x.shape.length > 2 || call.int("max_skip_count", 0) !== 0)
      throw call.no(sentence`it counts what is not known`);
    if (!(least >= 1 && most >= least && most <= starts.length && most <= 64)) throw call.no(sentence`its lengths do not fit each other`);
    call.budget.work(pool.length + columns.length);
    const grams = new Map<string, number>();
    let at = 0;
    let width = 0;
    for (let n = 1; n <= starts.length; n++) {
      const to = n < starts.length ? Number(starts[n]) : pool.length;
      if (Number(starts[n - 1]) > to || to > pool.length || (to - Number(starts[n - 1])) % n !== 0)
        throw call.no(sentence`its pool is cut`);
      for (let from = Number(starts[n - 1]); from < to; from += n, at++) {
        const column = Number(columns[at] ?? -1);
        if (!(Number.isSafeInteger(column) && column >= 0)) throw call.no(sentence`a column has no number`);
        width = Math.max(width, column + 1);
        if (n >= least && n <= most) grams.set(Array.from({ length: n }, (_, k) => pool[from + k]).join(), column);
      }
    }
    const length = x.shape.at(-1) ?? 0;
    const rows = x.shape.length === 2 ? Number(x.shape[0]) : 1;
    const data = new Float64Array(call.budget.size([rows, width]));
    call.budget.work(x.data.length * most * most);
    for (let i = 0; i < rows; i++)
      for (let n = least; n <= most; n++)
        for (let k = 0; k + n <= length; k++) {
          const column = grams.get(x.data.subarray(i * length + k, i * length + k + n).join());
          if (column !== undefined) data[i * width + column] = Number(data[i * width + column]) + 1;
        }
    return made("float32", x.shape.length === 2 ? [rows, width] : [width], data);
  },
};

export const TEXTS: Readonly<Record<string, Operator>> = {
  LabelEncoder: labelEncoder,
  StringNormalizer: normalizer,
  TfIdfVectorizer: counter,
  Tokenizer: tokenizer,
};
