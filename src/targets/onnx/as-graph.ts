/**
 * An ONNX file as a graph that can be worked out (`graph/evaluate/`). What is not known here (an operator set, a type, a
 * function of the file's own, a graph inside a node) becomes an operator that nobody knows, under its name: what does not need
 * it is answered all the same.
 */
import type { Attribute, DType, Node, Tensor, TensorData } from "../../graph/ir.js";
import { ELEMENT_TYPES } from "../../graph/ops.js";
import { functionKey, type OnnxAttribute, type OnnxFile, type OnnxNode, type OnnxTensor } from "./read.js";

/** A graph that somebody else may have made. */
export interface ReadGraph {
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly nodes: readonly Node[];
  readonly outputs: readonly { readonly name: string; readonly value: { readonly name: string } }[];
}

const DTYPES: ReadonlyMap<number, DType> = new Map([
  [ELEMENT_TYPES.float32, "float32"],
  [ELEMENT_TYPES.int32, "int32"],
  [ELEMENT_TYPES.int64, "int64"],
  [ELEMENT_TYPES.string, "string"],
  [ELEMENT_TYPES.bool, "bool"],
  [ELEMENT_TYPES.float64, "float64"],
]);

/** The dtype of an element type; undefined for one that is not read. */
export const dtypeOf = (type: number): DType | undefined => DTYPES.get(type);

/** Versions of operator sets whose operators mean what they mean here. */
const VERSIONS: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ["", [13, 26]],
  ["ai.onnx.ml", [2, 4]],
  ["com.microsoft", [1, 1]],
]);

const isDomain = (domain: string): domain is Node["domain"] => VERSIONS.has(domain);

function dataOf({ data }: OnnxTensor, dtype: DType): TensorData | null {
  if (dtype === "string") return Array.from(data).every((one) => typeof one === "string") ? Array.from(data, String) : null;
  if (data instanceof BigInt64Array || data instanceof Float64Array || data instanceof Float32Array || data instanceof Int32Array)
    return data;
  return Array.isArray(data) && data.length > 0 ? null : Float64Array.from(data, Number);
}

function tensorOf(tensor: OnnxTensor): Tensor | null {
  const dtype = dtypeOf(tensor.type);
  const data = dtype === undefined || tensor.place !== undefined ? null : dataOf(tensor, dtype);
  return dtype === undefined || data === null ? null : { dtype, shape: tensor.shape, data };
}

/** Nobody knows this one. */
const unknown = (op: string, outputs: readonly string[], inputs: readonly string[] = []): Node => ({
  op,
  domain: "",
  inputs,
  outputs,
  attributes: {},
});

function attributeOf({ type, values, tensor }: OnnxAttribute): Attribute | null {
  const numbers = values instanceof Float64Array ? values : new Float64Array(0);
  const texts = values instanceof Float64Array ? [] : Array.from(values, String);
  if (type === "tensor") {
    const value = tensor === null ? null : tensorOf(tensor);
    return value === null ? null : { type, value };
  }
  if (type === "ints" || type === "floats") return { type, value: numbers };
  if (type === "strings") return { type, value: texts };
  if (type === "int" || type === "float") return numbers.length === 1 ? { type, value: Number(numbers[0]) } : null;
  return type === "string" && texts.length === 1 ? { type, value: texts[0] ?? "" } : null;
}

function nodeOf(file: OnnxFile, { op, domain: given, inputs, outputs, attributes }: OnnxNode): Node {
  const domain = given === "ai.onnx" ? "" : given;
  const name = domain === "" ? op : `${domain}.${op}`;
  if (file.functions.has(functionKey(given, op))) return unknown(`${name} of its own functions`, outputs, inputs);
  if (!isDomain(domain)) return unknown(name, outputs, inputs);
  const version = file.opsets.get(domain);
  const [least, most] = VERSIONS.get(domain) ?? [0, 0];
  if (version === undefined || version < least || version > most)
    return unknown(`${name} of ${version === undefined ? "no operator set" : `operator set ${version}`}`, outputs, inputs);
  const read = new Map<string, Attribute>();
  for (const attribute of attributes) {
    const value = attributeOf(attribute);
    if (value === null || read.has(attribute.name)) return unknown(`${name} with such a ${attribute.name}`, outputs, inputs);
    read.set(attribute.name, value);
  }
  return { op, domain, inputs, outputs, attributes: Object.fromEntries(read) };
}

/** The graph of a file. */
export function graphOf(file: OnnxFile): ReadGraph {
  const constants = new Map<string, Tensor>();
  const unread: Node[] = [];
  for (const [name, tensor] of file.constants) {
    const read = tensorOf(tensor);
    if (read === null) unread.push(unknown(`a constant of element type ${tensor.type}`, [name]));
    else constants.set(name, read);
  }
  return {
    constants,
    nodes: [...unread, ...file.nodes.map((node) => nodeOf(file, node))],
    outputs: file.outputs.map(({ name }) => ({ name, value: { name } })),
  };
}
