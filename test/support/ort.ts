/** ONNX models run by onnxruntime-node, an oracle that is not ours, and what comes out held against what Python recorded. */
import * as ort from "onnxruntime-node";
import { isClose } from "../../src/numeric/ndarray.js";
import { isObject, type Json, plain } from "./outputs.js";

export interface OrtX {
  readonly tensor: ort.Tensor;
  readonly columns: number;
  /** What float32 rows leave of an answer in double. */
  readonly rtol: number;
}

/** Dense X of numbers as the expected file has it, as doubles; null where it is sparse, a table or texts. */
export function ortTensorOf(input: Json): OrtX | null {
  if (!isObject(input) || "sparse" in input || !Array.isArray(input["shape"]) || input["shape"].length !== 2) return null;
  const dtype = String(input["dtype"]);
  if (!/^[<>|=]?[fiub]/.test(dtype)) return null;
  const data = (input["data"] as Json[]).map((value) => Number(plain(value, true)));
  const shape = input["shape"] as number[];
  const tensor = new ort.Tensor("float64", Float64Array.from(data), shape);
  return { tensor, columns: shape[1] ?? 0, rtol: /f4$|float32/.test(dtype) ? 1e-6 : 1e-9 };
}

/** Runs a model over one X. */
export async function runOnnx(model: Uint8Array, x: ort.Tensor): Promise<Readonly<Record<string, ort.Tensor>>> {
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
  const found = await session.run({ X: x });
  await session.release();
  return found;
}

const WORD = /^(?:NaN|-?Infinity)$/;

/** What differs, null when nothing does: labels and integers exactly, numbers within `rtol`. */
export function tensorDifference(ours: ort.Tensor | undefined, theirs: Json, rtol: number): string | null {
  if (ours === undefined) return "no such output";
  if (!isObject(theirs) || !Array.isArray(theirs["data"])) return "Python gives no array";
  if ("sparse" in theirs) return "Python gives sparse rows";
  if (ours.dims.join() !== (theirs["shape"] as number[]).join()) return `shape ${ours.dims}, Python says ${theirs["shape"]}`;
  const isText = ours.type === "string";
  const wanted = (theirs["data"] as Json[]).map((value) => (isText ? value : plain(value, typeof value === "string" && WORD.test(value))));
  const data: readonly unknown[] = Array.from(ours.data as ArrayLike<unknown>);
  const at = wanted.findIndex((value, i) => (isText ? data[i] !== value : !isClose(Number(data[i]), Number(value), rtol, rtol / 1000)));
  return at < 0 ? null : `value ${at} is ${String(data[at])}, Python says ${String(wanted[at])}`;
}
