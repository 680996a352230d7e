/** What is sent to servers of models: MLflow's `/invocations`, and the Open Inference Protocol's `/infer`. */
import { sentence, showText } from "../errors.js";
import type { X } from "../model/all.js";
import { malformed } from "./decode.js";
import { at, isMapping, tableOf } from "./json-values.js";

const TYPES: Readonly<Record<string, string>> = {
  FP64: "float64",
  FP32: "float32",
  FP16: "float16",
  INT64: "int64",
  INT32: "int32",
  INT16: "int16",
  INT8: "int8",
  UINT64: "uint64",
  UINT32: "uint32",
  UINT16: "uint16",
  UINT8: "uint8",
  BOOL: "bool",
  BYTES: "object",
};

interface Tensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

export const isTensor = (value: unknown): boolean =>
  isMapping(value) && Array.isArray(at(value, "shape")) && Array.isArray(at(value, "data")) && typeof at(value, "datatype") === "string";

const MOST_AXES = 8;

/** Values that stand in lists of lists of one length, as in an array of any shape, or all in one; null where they do not. */
function flat(data: readonly unknown[]): readonly unknown[] | null {
  let out = data;
  for (let i = 0; i < MOST_AXES && out.some(Array.isArray); i++) {
    const [first] = out;
    const size = Array.isArray(first) ? first.length : -1;
    if (!out.every((one) => Array.isArray(one) && one.length === size)) return null;
    out = out.flat();
  }
  return out;
}

/** Least and most of a type of whole numbers; null of any other. */
function rangeOf(dtype: string): readonly [bigint, bigint] | null {
  const [, unsigned, bits] = /^(u?)int(\d+)$/.exec(dtype) ?? [];
  if (bits === undefined) return null;
  const span = 1n << BigInt(bits);
  return unsigned === "u" ? [0n, span - 1n] : [-span / 2n, span / 2n - 1n];
}

/** Says what a tensor's type can hold; numpy would wrap, cut off or refuse the rest. */
function holder(dtype: string): (value: unknown) => boolean {
  const range = rangeOf(dtype);
  if (range !== null)
    return (value) =>
      typeof value === "boolean" ||
      ((typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))) && value >= range[0] && value <= range[1]);
  if (dtype === "bool") return (value) => typeof value === "boolean" || value === 0 || value === 1;
  return () => true;
}

function tensorOf(value: unknown): Tensor {
  const [shape, data, type, name] = ["shape", "data", "datatype", "name"].map((key) => at(value, key));
  const dtype = typeof type === "string" && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  const label = showText(JSON.stringify(name ?? ""));
  if (dtype === undefined) throw malformed(sentence`tensor ${label} is of datatype ${showText(String(type))}, which is not read`);
  const sizes = Array.isArray(shape) ? shape.map(Number) : [];
  const values = Array.isArray(data) ? flat(data) : [];
  if (values === null) throw malformed(sentence`tensor ${label} has lists of several lengths in its data`);
  if (values.length !== sizes.reduce((product, n) => product * n, 1))
    throw malformed(sentence`tensor ${label} has ${values.length} values, its shape means another number`);
  const holds = holder(dtype);
  const odd = values.find((value) => !holds(value));
  if (odd !== undefined)
    throw malformed(
      sentence`tensor ${label} has the value ${showText(JSON.stringify(String(odd)))}, which ${showText(String(type))} does not hold`,
    );
  return { name: String(name), dtype, shape: sizes, data: values };
}

/** One tensor is X; several are a column each. @throws CornichonError `input.malformed` */
export function tensorsOf(inputs: readonly unknown[]): X {
  const tensors = inputs.map(tensorOf);
  const [first] = tensors;
  if (first === undefined) throw malformed(sentence`the request has no input`);
  if (tensors.length === 1) return { dtype: first.dtype, shape: first.shape, data: first.data };
  const count = first.data.length;
  const odd = tensors.find(({ shape, data }) => data.length !== count || shape[0] !== count);
  if (odd !== undefined)
    throw malformed(sentence`tensor ${showText(JSON.stringify(odd.name))} is no column of ${count} values, as several tensors must be`);
  return tableOf(
    tensors.map(({ name }) => name),
    Array.from({ length: count }, (_, i) => tensors.map(({ data }) => data[i])),
  );
}
