/** ONNX models run by onnxruntime-node, an oracle that is not ours, and what comes out held against what Python recorded. */
import * as ort from "onnxruntime-node";
import { isClose } from "../../src/numeric/ndarray.js";
import { isObject, type Json, plain } from "./outputs.js";

export interface OrtX {
  readonly tensor: ort.Tensor;
  readonly columns: number;
  readonly tolerance: Tolerance;
}

export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

const DOUBLE: Tolerance = { rtol: 1e-9, atol: 1e-12 };
/** What is left of float32 where terms cancel. */
const SINGLE: Tolerance = { rtol: 1e-6, atol: 1e-6 };

/** Dense X of numbers as the expected file has it, as doubles; null where it is sparse, a table or texts. */
export function ortTensorOf(input: Json): OrtX | null {
  if (!isObject(input) || "sparse" in input || !Array.isArray(input["shape"]) || input["shape"].length !== 2) return null;
  const dtype = String(input["dtype"]);
  if (!/^[<>|=]?[fiub]/.test(dtype)) return null;
  const data = (input["data"] as Json[]).map((value) => Number(plain(value, true)));
  const shape = input["shape"] as number[];
  const tensor = new ort.Tensor("float64", Float64Array.from(data), shape);
  return { tensor, columns: shape[1] ?? 0, tolerance: /f4$|float32/.test(dtype) ? SINGLE : DOUBLE };
}

/** Runs a model over one X. */
export async function runOnnx(model: Uint8Array, x: ort.Tensor): Promise<Readonly<Record<string, ort.Tensor>>> {
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
  const found = await session.run({ X: x });
  await session.release();
  return found;
}

const WORD = /^(?:NaN|-?Infinity)$/;

/** What differs, null when nothing does: labels and integers exactly, numbers within the tolerance. */
export function tensorDifference(ours: ort.Tensor | undefined, theirs: Json, { rtol, atol }: Tolerance): string | null {
  if (ours === undefined) return "no such output";
  if (!isObject(theirs) || !Array.isArray(theirs["data"])) return "Python gives no array";
  if ("sparse" in theirs) return "Python gives sparse rows";
  if (ours.dims.join() !== (theirs["shape"] as number[]).join()) return `shape ${ours.dims}, Python says ${theirs["shape"]}`;
  const isText = ours.type === "string";
  const wanted = (theirs["data"] as Json[]).map((value) => (isText ? value : plain(value, typeof value === "string" && WORD.test(value))));
  const data: readonly unknown[] = Array.from(ours.data as ArrayLike<unknown>);
  const at = wanted.findIndex((value, i) => (isText ? data[i] !== value : !isClose(Number(data[i]), Number(value), rtol, atol)));
  return at < 0 ? null : `value ${at} is ${String(data[at])}, Python says ${String(wanted[at])}`;
}
