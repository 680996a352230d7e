/**
 * sklearn2pmml's transformers that need no code and no rules of another library: aggregates, powers, lookups, texts
 * (preprocessing 0.25 to 0.133). Expressions and regular expressions are Python's; they stay data.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { itemsOf } from "../../neutral/attributes.js";
import { float64, type NDArray, texts } from "../../numeric/ndarray.js";
import { sparseOf } from "../../numeric/stack.js";
import { type Method, type ModelDefinition, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { categoriesOf, keyOf } from "../parts/columns/categories.js";
import { selectorModel } from "../parts/columns/selector.js";
import { storedSupport } from "../parts/columns/support.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

const transformer = (name: string, read: (state: State) => Method): ModelDefinition => ({
  class: `sklearn2pmml.${name}`,
  build: (state) => ({ nFeatures: null, featureNames: null, methods: methods({ transform: read(state) }) }),
});

const isMissing = (value: unknown): boolean => value === null || value === undefined || Number.isNaN(value);

type Aggregate = (values: readonly number[]) => number;

const add: Aggregate = (values) => values.reduce((sum, value) => sum + value, 0);
const AGGREGATES: ReadonlyMap<string, Aggregate> = new Map<string, Aggregate>([
  ["sum", add],
  ["mean", (values) => add(values) / values.length],
  ["avg", (values) => add(values) / values.length],
  ["product", (values) => values.reduce((product, value) => product * value, 1)],
  ["prod", (values) => values.reduce((product, value) => product * value, 1)],
  ["min", (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)],
  ["max", (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)],
]);

/** One number a row. Until 0.49 a missing value made the row missing, then it was passed over: no state tells which. */
function aggregate(state: State): Method {
  const name = state.text("function") ?? "";
  const of = AGGREGATES.get(name);
  if (of === undefined) throw state.inconsistent(`its function ${name} is none that it has`);
  return (x) => {
    const { rows, cols, data } = x.matrix(unnamed(state.name, null));
    if (data.some(Number.isNaN))
      throw new CornichonError(
        "input.value",
        sentence`${showText(state.name)}: what its version makes of missing values is not in the model.`,
      );
    return float64(
      [rows, 1],
      Float64Array.from({ length: rows }, (_, i) => of(Array.from(data.subarray(i * cols, (i + 1) * cols)))),
    );
  };
}

function power(state: State): Method {
  const exponent = state.amount("power");
  return (x) => {
    const { rows, cols, data } = x.matrix(unnamed(state.name, null));
    return float64(
      [rows, cols],
      data.map((value) => value ** exponent),
    );
  };
}

/** Values of X with its axes, each changed. */
function mapped(x: Samples, change: (value: unknown) => unknown): NDArray {
  const { shape, data } = x.array();
  return { dtype: "object", shape, data: Array.from<unknown, unknown>(data, change) };
}

/** Values of a column. @throws CornichonError `input.shape` for several */
function one(state: State, x: Samples): readonly unknown[] {
  if (x.width !== 1) throw new CornichonError("input.shape", sentence`${showText(state.name)} takes one column, and X has ${x.width}.`);
  return Array.from<unknown>(x.array().data);
}

/** A value by another; what stands nowhere is the default, missing values stay. */
function lookup(state: State): Method {
  const table = new Map(state.entries("mapping").map(([key, value]) => [keyOf(state.plain(key)), state.plain(value)]));
  const otherwise = state.plain(state.get("default_value")) ?? null;
  return (x) => {
    one(state, x);
    return mapped(x, (value) => (isMissing(value) ? value : table.has(keyOf(value)) ? table.get(keyOf(value)) : otherwise));
  };
}

/** Values of a row by another; rows with missing values are missing. */
function multiLookup(state: State): Method {
  const keyed = (values: readonly unknown[]): string =>
    JSON.stringify(values.map((value) => [typeof value, String(keyOf(state.plain(value)))]));
  const table = new Map(
    state.entries("mapping").map(([key, value]) => [keyed(itemsOf(key, state.references) ?? []), state.plain(value)] as const),
  );
  const otherwise = state.plain(state.get("default_value")) ?? null;
  return (x) => {
    const { rows } = x.table(unnamed(state.name, null));
    const data = rows.map((row) => (row.some(isMissing) ? null : table.has(keyed(row)) ? table.get(keyed(row)) : otherwise));
    return { dtype: "object", shape: [rows.length, 1], data };
  };
}

/** A text of a value. Python writes numbers by their type, which rows of values do not tell. @throws CornichonError `input.malformed` */
function textOf(state: State, value: unknown): string {
  if (typeof value === "string") return value;
  throw new CornichonError(
    "input.malformed",
    sentence`${showText(state.name)} takes texts here: how a number is written depends on its type.`,
  );
}

function concat(state: State): Method {
  const separator = state.text("separator") ?? "";
  return (x) => {
    const { rows } = x.table(unnamed(state.name, null));
    const data = rows.map((row) => row.map((value) => textOf(state, value)).join(separator));
    return { dtype: "object", shape: [rows.length, 1], data };
  };
}

function substring(state: State): Method {
  const [begin, end] = [state.whole("begin", 0, 2 ** 31), state.whole("end", 0, 2 ** 31)];
  return (x) => {
    one(state, x);
    return mapped(x, (value) => [...textOf(state, value)].slice(begin, end).join(""));
  };
}

/** A column a class, missing and unknown values in none. */
function binarize(state: State): Method {
  const { values, find } = categoriesOf(state.array("classes_"));
  return (x) => {
    const given = one(state, x);
    const data = new Array<number>(given.length * values.length).fill(0);
    given.forEach((value, i) => {
      const place = isMissing(value) ? -1 : find(value);
      if (place >= 0) data[i * values.length + place] = 1;
    });
    const array = { dtype: "int64", shape: [given.length, values.length], data };
    return state.flag("sparse_output", false) ? sparseOf(array) : array;
  };
}

const asItIs = (): Method => (x) => x.array();

/** The columns of a frame by the names that they get. */
const frameConstructor = (state: State): ReturnType<ModelDefinition["build"]> => {
  const names = (itemsOf(state.get("columns") ?? null, state.references) ?? []).map(String);
  if (state.has("dtype") && state.global("dtype") !== "numpy.float64" && state.global("dtype") !== "builtins.float")
    throw new CornichonError("model.method", sentence`${showText(state.name)}: columns of another type than float64 are not made here.`);
  return {
    nFeatures: names.length,
    featureNames: null,
    givesFrames: true,
    methods: methods({
      transform: (x) => {
        const { rows, cols, data } = x.matrix(unnamed(state.name, names.length));
        return float64([rows, cols], data);
      },
      get_feature_names_out: () => texts(names),
    }),
  };
};

export const PMML_TRANSFORMERS: readonly ModelDefinition[] = [
  transformer("preprocessing.Aggregator", aggregate),
  transformer("preprocessing.AggregateTransformer", aggregate),
  transformer("preprocessing.PowerFunctionTransformer", power),
  transformer("preprocessing.LookupTransformer", lookup),
  transformer("preprocessing.MultiLookupTransformer", multiLookup),
  transformer("preprocessing.ConcatTransformer", concat),
  transformer("preprocessing.SubstringTransformer", substring),
  transformer("preprocessing.PMMLLabelBinarizer", binarize),
  transformer("preprocessing.IdentityTransformer", asItIs),
  { class: "sklearn2pmml.preprocessing.DataFrameConstructor", build: frameConstructor },
  {
    class: "sklearn2pmml.feature_selection.SelectUnique",
    build: (state) => selectorModel(state, storedSupport(state, "support_mask_")),
  },
];
