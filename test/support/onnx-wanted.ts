/**
 * What the specification makes of a graph: the ModelProto that a file of it has to be, written down by the names of its own
 * fields. With `onnx-official.ts` this says that a file is its graph, value by value, whoever decodes it.
 */
import type { Attribute, DType, Graph, Node, Tensor, Value } from "../../src/graph/ir.js";
import type { OnnxHead } from "../../src/targets/onnx/model.js";
import { type Plain, wordNumber } from "./onnx-official.js";

const DTYPES: Readonly<Record<DType, string>> = {
  float64: "DOUBLE",
  float32: "FLOAT",
  int64: "INT64",
  int32: "INT32",
  bool: "BOOL",
  string: "STRING",
};

const elementType = (dtype: DType): number => wordNumber("TensorProto.DataType", DTYPES[dtype]);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

type Fields = { readonly [name: string]: Plain };

/** Fields of a list are set where it has items. */
const list = (name: string, items: readonly Plain[]): Fields => (items.length === 0 ? {} : { [name]: items });

/** Bytes of a tensor, where they do not stand in the file. */
export type Places = ReadonlyMap<Tensor, Fields>;

function tensor(name: string, value: Tensor, places: Places): Plain {
  const { dtype, shape, data } = value;
  const head = { ...list("dims", shape.map(BigInt)), data_type: elementType(dtype), ...(name === "" ? {} : { name }) };
  if (!ArrayBuffer.isView(data)) return { ...head, ...list("string_data", data.map(utf8)) };
  return { ...head, ...(places.get(value) ?? { raw_data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }) };
}

function attributeValue(attribute: Attribute): readonly [word: string, value: Fields] {
  switch (attribute.type) {
    case "float":
      return ["FLOAT", { f: Math.fround(attribute.value) }];
    case "int":
      return ["INT", { i: BigInt(attribute.value) }];
    case "string":
      return ["STRING", { s: utf8(attribute.value) }];
    case "tensor":
      return ["TENSOR", { t: tensor("", attribute.value, new Map()) }];
    case "floats":
      return ["FLOATS", list("floats", Array.from(attribute.value, Math.fround))];
    case "ints":
      return ["INTS", list("ints", Array.from(attribute.value, BigInt))];
    case "strings":
      return ["STRINGS", list("strings", attribute.value.map(utf8))];
  }
}

function attribute(name: string, one: Attribute): Plain {
  const [word, value] = attributeValue(one);
  return { name, ...value, type: wordNumber("AttributeProto.AttributeType", word) };
}

const node = ({ op, domain, inputs, outputs, attributes }: Node): Plain => ({
  ...list("input", inputs),
  ...list("output", outputs),
  op_type: op,
  ...list(
    "attribute",
    Object.entries(attributes).map(([name, one]) => attribute(name, one)),
  ),
  ...(domain === "" ? {} : { domain }),
});

const port = (name: string, { dtype, shape }: Value): Plain => ({
  name,
  type: {
    tensor_type: {
      elem_type: elementType(dtype),
      shape: {
        ...list(
          "dim",
          shape.map((dim) => (dim === "N" ? { dim_param: "N" } : { dim_value: BigInt(dim) })),
        ),
      },
    },
  },
});

/** Operator sets that a graph needs: ONNX's, and each other domain's that a node is of. */
function operatorSets({ nodes }: Graph, opset: number): Plain[] {
  const domains = new Set(nodes.map(({ domain }) => domain));
  const others = [
    ["ai.onnx.ml", 3n],
    ["com.microsoft", 1n],
  ] as const;
  return [{ version: BigInt(opset) }, ...others.flatMap(([domain, version]) => (domains.has(domain) ? [{ domain, version }] : []))];
}

/** The model that a file of this graph is to be. */
export const wantedModel = (graph: Graph, head: OnnxHead, places: Places = new Map()): Fields => ({
  ir_version: 8n,
  producer_name: "cornichon",
  producer_version: head.producerVersion,
  graph: {
    ...list("node", [
      ...graph.nodes.map(node),
      ...graph.outputs.map(({ name, value }) => ({ input: [value.name], output: [name], op_type: "Identity" })),
    ]),
    name: "model",
    ...list(
      "initializer",
      Array.from(graph.constants, ([name, one]) => tensor(name, one, places)),
    ),
    ...list(
      "input",
      graph.inputs.map((value) => port(value.name, value)),
    ),
    ...list(
      "output",
      graph.outputs.map(({ name, value }) => port(name, value)),
    ),
  },
  opset_import: operatorSets(graph, head.opset),
  ...list(
    "metadata_props",
    Object.entries(head.metadata).map(([key, value]) => ({ key, value })),
  ),
});
