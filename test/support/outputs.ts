/**
 * Compares what a model answers with what Python recorded: rtol 1e-9, atol 1e-12 (1e-5 where Python's own answer is
 * float32); dtypes, shapes, labels and indices exactly; lists item by item, sparse rows with their indices.
 */
import { type Model, modelFromDocument, type Result, type X } from "../../src/model/all.js";
import { dtypeName } from "../../src/models/input/x.js";
import type { NeutralDocument } from "../../src/neutral/document.js";
import { isClose } from "../../src/numeric/ndarray.js";
import type { ExpectedLabel } from "./shared.js";

const RTOL = 1e-9;
const RTOL_FLOAT32 = 1e-5;
const ATOL = 1e-12;
/** What float32 steps leave of a difference of large numbers. */
const FLOAT32_OF_SCALE = 1e-6;
/** Python's side was cut to its first rows: names of columns, and each array of a list. */
const ROWS_RECORDED = 10;

export type Json = unknown;

/** How an answer was recorded, and how it is held against ours. */
interface As {
  /** Cut to its first rows, it or the arrays of a list. */
  readonly cut?: boolean;
  readonly cutItems?: boolean;
  /** X could not say that its columns are float32 or integers: dtypes tell nothing, values agree as float32 do. */
  readonly anyDtype?: boolean;
}

const WHOLE: As = {};
export const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const WORDS = new Map<Json, number>([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);
const isNumeric = (dtype: string): boolean => /^(?:u?int|float)\d+$/.test(dtype);

/** A recorded value (the notation of `fixtures/dump.py`) in plain form. */
export function plain(value: Json, numeric = false): Json {
  if (numeric && typeof value === "string") return WORDS.get(value) ?? BigInt(value);
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (!isObject(value)) return value;
  if ("$float" in value) return WORDS.get(value["$float"]);
  if ("$int" in value) return BigInt(String(value["$int"]));
  if ("$tuple" in value) return plain(value["$tuple"]);
  if ("$bytes" in value) return Buffer.from(String(value["$bytes"]), "base64").toString("latin1");
  if ("$scalar" in value) return plain(value["v"], isNumeric(dtypeName(String(value["$scalar"]))));
  if ("$dict" in value) return Object.fromEntries((value["$dict"] as [Json, Json][]).map(([key, item]) => [String(key), plain(item)]));
  if ("$nd" in value) return plain(value["v"]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** A neutral document around a root. */
export const documentOf = (root: unknown) => ({ format: "cornichon", formatVersion: 1, source: {}, metadata: {}, root }) as const;

function valueDiffers(ours: Json, theirs: Json, rtol: number, exact: boolean, atol = ATOL): boolean {
  if (typeof ours === "number" && typeof theirs === "number")
    return exact ? !Object.is(ours + 0, theirs + 0) : !isClose(ours, theirs, rtol, atol);
  // 2^53 itself is written as a number by Python and is a bigint here.
  if (typeof ours === "bigint" && Number.isInteger(theirs)) return ours !== BigInt(Number(theirs));
  if (Array.isArray(ours) && Array.isArray(theirs))
    return ours.length !== theirs.length || ours.some((one, i) => valueDiffers(one, theirs[i], rtol, exact, atol));
  if (isObject(ours) && isObject(theirs)) {
    const keys = Object.keys(theirs);
    return keys.join("\0") !== Object.keys(ours).join("\0") || keys.some((key) => valueDiffers(ours[key], theirs[key], rtol, exact));
  }
  return ours !== theirs;
}

/** The largest finite number of a list, as its scale. */
const scaleOf = (values: readonly Json[]): number =>
  values.reduce<number>((most, value) => (typeof value === "number" ? Math.max(most, Math.abs(value)) : most), 0);

function listDifference(ours: ArrayLike<unknown>, theirs: readonly Json[], dtype: string, what: string, as: As = WHOLE): string | null {
  if (ours.length !== theirs.length) return `${what}: ${ours.length} values, Python has ${theirs.length}`;
  const exact = /^u?int/.test(dtype) && !as.anyDtype;
  const rtol = dtype === "float32" || as.anyDtype ? RTOL_FLOAT32 : RTOL;
  const atol = as.anyDtype ? Math.max(ATOL, FLOAT32_OF_SCALE * scaleOf(theirs)) : ATOL;
  for (const [i, raw] of theirs.entries()) {
    const wanted = plain(raw, isNumeric(dtype));
    if (valueDiffers(ours[i], wanted, rtol, exact, atol)) return `${what} ${i} is ${show(ours[i])}, Python says ${show(wanted)}`;
  }
  return null;
}

const bigText = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}n` : value);

/** The beginning of a value, for people. */
export const show = (value: unknown): string => (JSON.stringify(value, bigText) ?? String(value)).slice(0, 80);

function arrayDifference(ours: Record<string, Json>, theirs: Record<string, Json>, as: As): string | null {
  const { cut = false, anyDtype = false } = as;
  const dtype = dtypeName(String(theirs["dtype"]));
  const shape = theirs["shape"] as number[];
  const sparse = "sparse" in theirs;
  if (sparse !== "indptr" in ours) return sparse ? "not sparse, Python's is" : "sparse, Python's is not";
  if (ours["dtype"] !== dtype && !anyDtype) return `dtype ${show(ours["dtype"])}, Python says ${dtype}`;
  const rows = cut ? Math.min(ROWS_RECORDED, Number((ours["shape"] as number[])[0])) : Number((ours["shape"] as number[])[0]);
  const [, ...rest] = ours["shape"] as number[];
  if ((shape.length === 0 ? "" : [rows, ...rest].join()) !== shape.join()) return `shape (${show(ours["shape"])}), Python says (${shape})`;
  const data = ours["data"] as ArrayLike<unknown>;
  const wanted = theirs["data"] as Json[];
  if (!sparse) return listDifference(Array.from(data).slice(0, cut ? wanted.length : data.length), wanted, dtype, "value", as);
  return (
    listDifference(ours["indptr"] as ArrayLike<unknown>, theirs["indptr"] as Json[], "int64", "indptr") ??
    listDifference(ours["indices"] as ArrayLike<unknown>, theirs["indices"] as Json[], "int64", "index") ??
    listDifference(data, wanted, dtype, "value", as)
  );
}

function difference(ours: Result | undefined, theirs: Json, as: As): string | null {
  if (Array.isArray(theirs)) {
    const inside = { ...as, cut: as.cutItems ?? false };
    if (!Array.isArray(ours) || ours.length !== theirs.length) return `${show(ours)} where Python gives a list of ${theirs.length}`;
    for (const [i, one] of theirs.entries()) {
      const found = difference(ours[i], one, inside);
      if (found !== null) return `[${i}] ${found}`;
    }
    return null;
  }
  if (isObject(theirs) && "dtype" in theirs && "data" in theirs)
    return isObject(ours) && "data" in ours ? arrayDifference(ours, theirs, as) : `${show(ours)} where Python gives an array`;
  const wanted = plain(theirs);
  return valueDiffers(ours, wanted, RTOL, false) ? `${show(ours)}, Python says ${show(wanted)}` : null;
}

/** The first difference of one answer that Python recorded whole. */
export const resultDifference = (ours: Result | undefined, theirs: Json, anyDtype = false): string | null =>
  difference(ours, theirs, { anyDtype });

/** Numbers of an answer one after another; null where there is anything else, or where an array's dtype or shape is not theirs. */
function pairsOf(ours: unknown, theirs: Json): (readonly [number, number])[] | null {
  if (Array.isArray(theirs)) {
    if (!Array.isArray(ours) || ours.length !== theirs.length) return null;
    const inner = theirs.map((one, i) => pairsOf(ours[i], one));
    return inner.every((one) => one !== null) ? inner.flat() : null;
  }
  if (isObject(theirs) && "dtype" in theirs && "data" in theirs) {
    const values = theirs["data"] as Json[];
    if (!isObject(ours) || ours["dtype"] !== dtypeName(String(theirs["dtype"]))) return null;
    const data = Array.from(ours["data"] as ArrayLike<unknown>);
    const same = (key: string): boolean =>
      !(key in theirs) || JSON.stringify(Array.from(ours[key] as number[])) === JSON.stringify(theirs[key]);
    return data.length === values.length && ["shape", "indices", "indptr"].every(same)
      ? pairsOf(
          data,
          values.map((v) => WORDS.get(v) ?? v),
        )
      : null;
  }
  const wanted = plain(theirs);
  return typeof ours === "number" && typeof wanted === "number" ? [[ours, wanted]] : null;
}

/**
 * How far an answer is from Python's: the largest difference of two numbers, as a part of the largest number. Infinite
 * where anything else differs, too.
 */
export function resultGap(ours: Result | undefined, theirs: Json): number {
  const pairs = pairsOf(ours, theirs);
  if (pairs === null) return Number.POSITIVE_INFINITY;
  const scale = scaleOf(pairs.map(([, wanted]) => wanted));
  const most = pairs.reduce((all, [a, b]) => (Object.is(a, b) ? all : Math.max(all, Math.abs(a - b))), 0);
  return Number.isFinite(most) ? most / scale : Number.POSITIVE_INFINITY;
}

/** X as the expected file has it: an array, sparse rows, a table, texts, dicts or lists, as the library takes them. */
export function inputOf(input: Json): X {
  if (!isObject(input)) return plain(input) as X;
  if ("rows" in input)
    return { columns: input["columns"], rows: (input["rows"] as Json[][]).map((row) => row.map((v) => WORDS.get(v) ?? v)) } as X;
  const dtype = dtypeName(String(input["dtype"]));
  const data = (input["data"] as Json[]).map((value) => plain(value, isNumeric(dtype)));
  const { sparse: _, ...rest } = input;
  // Recorded by our own generator; its notation of sparse rows differs in one key.
  return { ...rest, ...("sparse" in input ? { format: "csr" } : {}), dtype, data } as unknown as X;
}

/** What a method answers; `inverse_transform` is asked about what `transform` gave, as Python was. */
export function answer(method: string, model: Model, x: X): Result | undefined {
  if (method === "get_feature_names_out") return model.call(method);
  if (method === "inverse_transform") return model.call(method, model.call("transform", x) as X);
  if (method !== "predict_std") return model.call(method, x);
  const both = model.call("predict", x, { return_std: true });
  return Array.isArray(both) ? both[1] : undefined;
}

/** The first difference of a label's recorded outputs, null when all agree. */
export const outputDifference = (root: unknown, label: ExpectedLabel): string | null => outputDifferenceOf(documentOf(root), label);

/** The same for a whole document. */
export function outputDifferenceOf(document: NeutralDocument, label: ExpectedLabel): string | null {
  const model = modelFromDocument(document);
  const x = inputOf(label.input);
  for (const [method, theirs] of Object.entries(label.outputs ?? {})) {
    const found = difference(answer(method, model, x), theirs, { cut: method === "get_feature_names_out", cutItems: true });
    if (found !== null) return `${method}: ${found}`;
  }
  return null;
}
