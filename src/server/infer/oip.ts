/**
 * The Open Inference Protocol's requests and answers. What is asked for by name are a model's methods; without a name it
 * is `predict`, as MLServer's sklearn runtime has it: a vector of answers is a column, labels that are texts are BYTES.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import type { Model, Result, X } from "../../index.js";
import { writtenOut } from "../../input/dense.js";
import { tensorsOf } from "../../input/json-bodies.js";
import { at, isMapping } from "../../input/json-values.js";
import { parsePython } from "../../neutral/python-json.js";
import { bytesOf, valuesIn } from "./binary.js";
import { valueText } from "./values.js";

/** Most values of a tensor. */
const MOST_VALUES = 2 ** 27;
/** Most methods of one request. */
const MOST_OUTPUTS = 64;

interface Wanted {
  readonly name: string;
  readonly binary: boolean;
}

/** A request that was read. */
export interface InferRequest {
  readonly id: string | null;
  readonly x: X;
  readonly outputs: readonly Wanted[];
}

/** A tensor of an answer. */
export interface Tensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: ArrayLike<unknown>;
  readonly binary: boolean;
}

const malformed = (why: ReturnType<typeof sentence>): CornichonError => new CornichonError("input.malformed", why);

const DATATYPES: Readonly<Record<string, string>> = {
  float64: "FP64",
  float32: "FP32",
  int64: "INT64",
  int32: "INT32",
  int16: "INT16",
  int8: "INT8",
  uint64: "UINT64",
  uint32: "UINT32",
  uint16: "UINT16",
  uint8: "UINT8",
  bool: "BOOL",
};

/** The protocol's word for a dtype; what is no number is text. */
const datatypeOf = (dtype: string): string => (Object.hasOwn(DATATYPES, dtype) ? (DATATYPES[dtype] ?? "BYTES") : "BYTES");

const countOf = (shape: unknown, name: string): number => {
  const sizes = Array.isArray(shape) ? shape : [];
  if (sizes.some((size) => !Number.isSafeInteger(size) || size < 0))
    throw malformed(sentence`tensor ${showText(JSON.stringify(name))}: its shape is no list of sizes`);
  const count = sizes.map(Number).reduce((product, size) => product * size, 1);
  if (count > MOST_VALUES) throw malformed(sentence`tensor ${showText(JSON.stringify(name))} has more than ${MOST_VALUES} values`);
  return count;
};

/** Inputs with the values that came as bytes put where values stand. */
function filled(inputs: readonly unknown[], tail: Uint8Array): readonly unknown[] {
  let from = 0;
  const out = inputs.map((input) => {
    const size = at(at(input, "parameters"), "binary_data_size");
    if (size === undefined) return input;
    const name = String(at(input, "name"));
    const length = typeof size === "number" && Number.isSafeInteger(size) && size >= 0 ? size : Number.POSITIVE_INFINITY;
    if (from + length > tail.length) throw malformed(sentence`tensor ${showText(JSON.stringify(name))}: its bytes are not all there`);
    const datatype = String(at(input, "datatype"));
    const shape = at(input, "shape");
    const data = valuesIn(tail.subarray(from, from + length), datatype, countOf(shape, name), name);
    from += length;
    return { name, datatype, shape, data };
  });
  if (from !== tail.length) throw malformed(sentence`${tail.length - from} bytes are left behind the last tensor`);
  return out;
}

function outputsOf(request: unknown): readonly Wanted[] {
  const every = at(at(request, "parameters"), "binary_data_output") === true;
  const outputs = at(request, "outputs");
  if (!Array.isArray(outputs) || outputs.length === 0) return [{ name: "predict", binary: every }];
  if (outputs.length > MOST_OUTPUTS) throw malformed(sentence`more than ${MOST_OUTPUTS} outputs are asked for`);
  return outputs.map((output: unknown) => {
    const name = at(output, "name");
    if (typeof name !== "string") throw malformed(sentence`an output has no name`);
    const binary = at(at(output, "parameters"), "binary_data");
    return { name, binary: binary === undefined ? every : binary === true };
  });
}

/**
 * Reads a request. `headerLength` is that of the JSON where bytes follow it.
 * @throws CornichonError `input.malformed`
 */
export function readInfer(body: Buffer, headerLength: number | null): InferRequest {
  if (headerLength !== null && headerLength > body.length)
    throw malformed(sentence`the body is shorter than inference-header-content-length says`);
  const head = headerLength === null ? body : body.subarray(0, headerLength);
  const tail = headerLength === null ? body.subarray(body.length) : body.subarray(headerLength);
  if (head.length === 0)
    throw malformed(sentence`the body is empty; it is JSON with inputs: {"inputs": [{"name": …, "shape": …, "datatype": …, "data": …}]}`);
  const request = parsePython(head.toString());
  if (!isMapping(request)) throw malformed(sentence`the request is no object`);
  const inputs = at(request, "inputs");
  if (!Array.isArray(inputs)) throw malformed(sentence`the request has no inputs`);
  const id = at(request, "id");
  return { id: typeof id === "string" ? id : null, x: tensorsOf(filled(inputs, tail)), outputs: outputsOf(request) };
}

/** One array a tensor; a vector is a column. */
function tensorOf(name: string, { dtype, shape, data }: ReturnType<typeof writtenOut>, binary: boolean): Tensor {
  return { name, datatype: datatypeOf(dtype), shape: shape.length === 1 ? [...shape, 1] : shape, data, binary };
}

function tensorsOfResult(name: string, result: Result, binary: boolean): readonly Tensor[] {
  const isList = Array.isArray(result);
  const parts: readonly Result[] = isList ? result : [result];
  return parts.map((part, i) => tensorOf(isList ? `${name}_${i}` : name, writtenOut(name, part), binary));
}

/** Asks a model. @throws CornichonError `model.method`, `input.*` */
export const answersOf = (model: Model, { x, outputs }: InferRequest): readonly Tensor[] =>
  outputs.flatMap(({ name, binary }) => tensorsOfResult(name, model.call(name, x), binary));

/** Values of a tensor; what is none of JSON's scalars is a text. */
const listText = (data: ArrayLike<unknown>): string =>
  `[${Array.from(data, (value) => valueText(typeof value === "object" ? String(value) : value)).join(",")}]`;

/** The answer as it is sent: JSON, with the bytes of tensors behind it. */
export interface InferBody {
  readonly json: string;
  /** Empty where all is JSON. */
  readonly tail: readonly Uint8Array[];
}

export function writeInfer(
  model: { readonly name: string; readonly version: string | null },
  id: string | null,
  tensors: readonly Tensor[],
): InferBody {
  const tail: Uint8Array[] = [];
  const outputs = tensors.map(({ name, datatype, shape, data, binary }) => {
    const head = `"name":${JSON.stringify(name)},"datatype":"${datatype}","shape":${JSON.stringify(shape)}`;
    if (!binary) return `{${head},"parameters":{"content_type":"${datatype === "BYTES" ? "str" : "np"}"},"data":${listText(data)}}`;
    const bytes = bytesOf(datatype, data);
    tail.push(bytes);
    return `{${head},"parameters":{"binary_data_size":${bytes.length}}}`;
  });
  const told = {
    model_name: model.name,
    ...(model.version === null ? {} : { model_version: model.version }),
    ...(id === null ? {} : { id }),
  };
  return { json: `${JSON.stringify(told).slice(0, -1)},"outputs":[${outputs.join(",")}]}`, tail };
}
