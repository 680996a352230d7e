/** ONNX models run by onnxruntime-node, an oracle that is not ours, and what comes out held against what Python recorded. */
import * as ort from "onnxruntime-node";
import type { Value } from "../../src/graph/ir.js";
import { isClose } from "../../src/numeric/ndarray.js";
import { isObject, type Json, plain } from "./outputs.js";

export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

const WORD = /^(?:NaN|-?Infinity)$/;
const DOUBLE: Tolerance = { rtol: 1e-9, atol: 1e-12 };
/** What is left of float32 where terms cancel. */
const SINGLE: Tolerance = { rtol: 1e-6, atol: 1e-6 };

export type Feeds = Readonly<Record<string, ort.Tensor>>;

/** Recorded X by rows: an array, a table, or texts. */
export interface Recorded {
  /** Names of columns, null where X has none. */
  readonly columns: readonly string[] | null;
  readonly shape: readonly number[];
  readonly values: readonly Json[];
  readonly tolerance: Tolerance;
}

/** X as the expected file has it; sparse rows with their zeros; null where it is no array. */
export function recordedOf(input: Json): Recorded | null {
  if (Array.isArray(input))
    return input.every((one) => typeof one === "string")
      ? { columns: null, shape: [input.length], values: input, tolerance: DOUBLE }
      : null;
  if (!isObject(input)) return null;
  if ("rows" in input) {
    const [columns, rows] = [input["columns"] as string[], input["rows"] as Json[][]];
    return {
      columns,
      shape: [rows.length, columns.length],
      values: rows.flat().map((value) => plain(value, isWord(value))),
      tolerance: DOUBLE,
    };
  }
  const dtype = String(input["dtype"]);
  const isNumeric = /^[<>|=]?[fiub]/.test(dtype);
  const values = denseOf(input).map((value) => plain(value, isNumeric));
  return { columns: null, shape: input["shape"] as number[], values, tolerance: /f4$|float32/.test(dtype) ? SINGLE : DOUBLE };
}

const isWord = (value: Json): boolean => typeof value === "string" && WORD.test(value);

/** Number of columns of recorded X. */
export const widthOf = ({ shape }: Recorded): number | null => shape[1] ?? null;

function tensorOf(dtype: string, shape: readonly number[], values: readonly Json[]): ort.Tensor | null {
  if (dtype === "string")
    return values.every((value) => typeof value === "string") ? new ort.Tensor("string", values.map(String), shape) : null;
  if (values.some((value) => typeof value === "string")) return null;
  if (dtype === "int64" && !values.every((value) => Number.isInteger(Number(value)))) return null;
  if (dtype === "int64")
    return new ort.Tensor(
      "int64",
      BigInt64Array.from(values, (value) => BigInt(Number(value))),
      shape,
    );
  const doubles = Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)));
  return new ort.Tensor("float64", doubles, shape);
}

/** An input as a graph has it, or the report of a file. */
type Input = Pick<Value, "name" | "shape"> & { readonly dtype: string };

/** X as a model's inputs take it; null where a value is of another kind. */
export function feedsOf({ columns, shape, values }: Recorded, inputs: readonly Input[]): Feeds | null {
  const [rows = 0, cols = 1] = shape;
  const [first] = inputs;
  const feeds = inputs.map(({ name, dtype, shape: own }) => {
    if (inputs.length === 1 && first?.name === "X")
      return own.length >= shape.length ? tensorOf(dtype, own.length > shape.length ? [rows, 1] : shape, values) : null;
    // A model that knows no names has x0, x1 ….
    const j = columns?.includes(name) === true ? columns.indexOf(name) : Number(name.slice(1));
    return tensorOf(
      dtype,
      [rows, 1],
      values.filter((_, at) => at % cols === j),
    );
  });
  const entries = feeds.flatMap((tensor, k) => (tensor === null ? [] : [[inputs[k]?.name ?? "", tensor] as const]));
  return entries.length === inputs.length ? Object.fromEntries(entries) : null;
}

/** A model that is asked about several X. */
export async function withOnnx<T>(model: Uint8Array, asking: (run: (feeds: Feeds) => Promise<Feeds>) => Promise<T>): Promise<T> {
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
  try {
    // What fails says so by its error, and is not printed besides.
    return await asking((feeds) => session.run(feeds, { logSeverityLevel: 4 }));
  } finally {
    await session.release();
  }
}

/** Runs a model over one X. */
export const runOnnx = (model: Uint8Array, feeds: Feeds): Promise<Feeds> => withOnnx(model, (run) => run(feeds));

/** Recorded rows as one list; sparse ones written out. */
export function denseOf(theirs: Readonly<Record<string, Json>>): Json[] {
  const data = theirs["data"] as Json[];
  if (!("sparse" in theirs)) return data;
  const [rows = 0, cols = 0] = theirs["shape"] as number[];
  const [indptr, indices] = [theirs["indptr"] as number[], theirs["indices"] as number[]];
  const out = new Array<Json>(rows * cols).fill(0);
  for (let i = 0; i < rows; i++)
    for (let at = indptr[i] ?? 0; at < (indptr[i + 1] ?? 0); at++) out[i * cols + (indices[at] ?? 0)] = data[at];
  return out;
}

/** What differs, null when nothing does: labels and integers exactly, numbers within the tolerance, or that of float32 answers. */
export function tensorDifference(ours: ort.Tensor | undefined, theirs: Json, given: Tolerance): string | null {
  if (ours === undefined) return "no such output";
  if (!isObject(theirs) || !Array.isArray(theirs["data"])) return "Python gives no array";
  if (ours.dims.join() !== (theirs["shape"] as number[]).join()) return `shape ${ours.dims}, Python says ${theirs["shape"]}`;
  const isText = ours.type === "string";
  const { rtol, atol } = /f4$|float32/.test(String(theirs["dtype"])) ? SINGLE : given;
  const wanted = denseOf(theirs).map((value) => (isText ? value : plain(value, isWord(value))));
  const data: readonly unknown[] = Array.from(ours.data as ArrayLike<unknown>);
  const at = wanted.findIndex((value, i) => (isText ? data[i] !== value : !isClose(Number(data[i]), Number(value), rtol, atol)));
  return at < 0 ? null : `value ${at} is ${String(data[at])}, Python says ${String(wanted[at])}`;
}
