/** What an ONNX file says, as tables: nothing of it runs here. Texts are as they came in. */
import type { OnnxAttribute, OnnxFile, OnnxTensor, OnnxValue } from "../../targets/onnx/read.js";
import type { Graph } from "./messages.js";

const MOST = 500;
const FIRST = 12;
const LONGEST = 120;

/** onnx.proto3, TensorProto.DataType. */
const TYPES: ReadonlyMap<number, string> = new Map([
  [1, "float32"],
  [2, "uint8"],
  [3, "int8"],
  [4, "uint16"],
  [5, "int16"],
  [6, "int32"],
  [7, "int64"],
  [8, "string"],
  [9, "bool"],
  [10, "float16"],
  [11, "float64"],
  [12, "uint32"],
  [13, "uint64"],
]);

const typeName = (type: number): string => TYPES.get(type) ?? (type === 0 ? "no tensor" : `type ${type}`);

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

const itemText = (item: number | bigint | string): string => (typeof item === "string" ? JSON.stringify(cut(item)) : String(item));

function firstOf(values: ArrayLike<number | bigint | string>): string {
  const first = Array.from({ length: Math.min(FIRST, values.length) }, (_, i) => itemText(values[i] ?? ""));
  return cut(`${first.join(", ")}${values.length > FIRST ? ", …" : ""}`);
}

const shapeText = (shape: readonly (number | string)[]): string => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

const portOf = ({ name, type, shape }: OnnxValue) => ({ name, type: `${typeName(type)} ${shapeText(shape)}` });

const tensorText = ({ type, shape, data, place }: OnnxTensor): string =>
  `${typeName(type)} ${shapeText(shape)} ${place === undefined ? firstOf(data) : "in a file beside it"}`;

function attributeText({ name, type, values, tensor }: OnnxAttribute): string {
  if (tensor !== null) return `${name}=${tensorText(tensor)}`;
  if (type === null) return `${name}=…`;
  return `${name}=${values.length === 1 ? firstOf(values) : `[${firstOf(values)}]`}`;
}

/** Operators by how often they stand there. */
function operatorsOf({ nodes }: OnnxFile): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { op } of nodes) counts.set(op, (counts.get(op) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).slice(0, MOST);
}

export function graphOf(file: OnnxFile): Graph {
  const { producer, opsets, metadata, nodes, constants, inputs, outputs } = file;
  return {
    producer,
    opsets: [...opsets].slice(0, MOST).map(([domain, version]) => [domain === "" ? "ai.onnx" : domain, version] as const),
    metadata: [...metadata].slice(0, MOST),
    inputs: inputs.slice(0, MOST).map(portOf),
    outputs: outputs.slice(0, MOST).map(portOf),
    operators: operatorsOf(file),
    nodes: nodes.slice(0, MOST).map(({ op, domain, inputs: from, outputs: to, attributes }) => ({
      op: domain === "" ? op : `${domain}.${op}`,
      inputs: cut(from.slice(0, MOST).join(", ")),
      outputs: cut(to.slice(0, MOST).join(", ")),
      attributes: cut(attributes.slice(0, MOST).map(attributeText).join("; ")),
    })),
    moreNodes: Math.max(0, nodes.length - MOST),
    constants: [...constants].slice(0, MOST).map(([name, tensor]) => [name, tensorText(tensor)] as const),
    moreConstants: Math.max(0, constants.size - MOST),
  };
}
