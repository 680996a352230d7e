/**
 * A graph as an ONNX model (onnx.proto3: ModelProto and what is in it, IR 8). Numbers of fields stand beside the names
 * that the specification has for them. The same graph gives the same bytes.
 */
import type { Attribute, Dim, Graph, Node, Tensor, Value } from "../../graph/ir.js";
import { ELEMENT_TYPES } from "../../graph/ops.js";
import { type Deferred, joined } from "../deferred.js";
import type { ExternalData } from "./external.js";
import { ProtoWriter } from "./protobuf.js";

/** What a model says of itself. */
export interface OnnxHead {
  readonly producerVersion: string;
  readonly opset: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** IR version; 8 is what opset 17 and 18 came with, and every onnxruntime since 1.13 reads. */
const IR_VERSION = 8;
const ML_OPSET = 3;
const CONTRIB_OPSET = 1;

/** onnx.proto3, AttributeProto.AttributeType. */
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7, strings: 8 } as const;

/** Bytes of an ONNX model. */
export const onnxModel = (graph: Graph, head: OnnxHead): Uint8Array => joined(onnxFile(graph, head));

/** An ONNX model that is measured, and encoded when it is written; long constants go to `data` where there is one. */
export function onnxFile(graph: Graph, { producerVersion, opset, metadata }: OnnxHead, data: ExternalData | null = null): Deferred {
  const domains = new Set(graph.nodes.map(({ domain }) => domain));
  const model = new ProtoWriter();
  model.int(1, IR_VERSION);
  model.text(2, "cornichon");
  model.text(3, producerVersion);
  model.message(7, (inner) => writeGraph(inner, graph, data));
  const sets: readonly (readonly [string, number])[] = [
    ["", opset],
    ...(domains.has("ai.onnx.ml") ? [["ai.onnx.ml", ML_OPSET] as const] : []),
    ...(domains.has("com.microsoft") ? [["com.microsoft", CONTRIB_OPSET] as const] : []),
  ];
  for (const [domain, version] of sets)
    model.message(8, (set) => {
      if (domain !== "") set.text(1, domain);
      set.int(2, version);
    });
  for (const [key, value] of Object.entries(metadata))
    model.message(14, (entry) => {
      entry.text(1, key);
      entry.text(2, value);
    });
  return model;
}

/** Bytes of numbers that a graph's constants have. */
export const weightsOf = ({ constants }: Graph): number =>
  [...constants.values()].reduce((sum, { data }) => sum + (ArrayBuffer.isView(data) ? data.byteLength : 0), 0);

function writeGraph(out: ProtoWriter, graph: Graph, data: ExternalData | null): void {
  for (const node of graph.nodes) out.message(1, (inner) => writeNode(inner, node));
  // An output has a name of its own, whatever the value is called.
  for (const { name, value } of graph.outputs)
    out.message(1, (inner) => writeNode(inner, { op: "Identity", domain: "", inputs: [value.name], outputs: [name], attributes: {} }));
  out.text(2, "model");
  for (const [name, tensor] of graph.constants) out.message(5, (inner) => writeTensor(inner, name, tensor, data));
  for (const value of graph.inputs) out.message(11, (inner) => writeValue(inner, value.name, value));
  for (const { name, value } of graph.outputs) out.message(12, (inner) => writeValue(inner, name, value));
}

function writeNode(out: ProtoWriter, { op, domain, inputs, outputs, attributes }: Node): void {
  for (const name of inputs) out.text(1, name);
  for (const name of outputs) out.text(2, name);
  out.text(4, op);
  for (const [name, attribute] of Object.entries(attributes)) out.message(5, (inner) => writeAttribute(inner, name, attribute));
  if (domain !== "") out.text(7, domain);
}

function writeAttribute(out: ProtoWriter, name: string, attribute: Attribute): void {
  out.text(1, name);
  if (attribute.type === "float") out.float(2, attribute.value);
  else if (attribute.type === "int") out.int(3, attribute.value);
  else if (attribute.type === "string") out.text(4, attribute.value);
  else if (attribute.type === "tensor") out.message(5, (inner) => writeTensor(inner, "", attribute.value));
  else if (attribute.type === "floats") out.floats(7, attribute.value);
  else if (attribute.type === "ints") out.ints(8, attribute.value);
  else out.texts(9, attribute.value);
  out.int(20, ATTRIBUTE_TYPES[attribute.type]);
}

function writeTensor(out: ProtoWriter, name: string, { dtype, shape, data }: Tensor, beside: ExternalData | null = null): void {
  out.ints(1, shape);
  out.int(2, ELEMENT_TYPES[dtype]);
  // Typed arrays stand in memory as raw_data has them: little-endian machines are the only ones that Node runs on here.
  if (ArrayBuffer.isView(data)) {
    if (name !== "") out.text(8, name);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const offset = beside?.place(bytes) ?? null;
    if (beside === null || offset === null) out.raw(9, bytes);
    else writePlace(out, { location: beside.location, offset: String(offset), length: String(bytes.length) });
    return;
  }
  out.texts(6, data);
  if (name !== "") out.text(8, name);
}

/** onnx.proto3, TensorProto.DataLocation. */
const EXTERNAL = 1;

function writePlace(out: ProtoWriter, place: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(place))
    out.message(13, (entry) => {
      entry.text(1, key);
      entry.text(2, value);
    });
  out.int(14, EXTERNAL);
}

const writeDim = (out: ProtoWriter, dim: Dim): void => (dim === "N" ? out.text(2, "N") : out.int(1, dim));

function writeValue(out: ProtoWriter, name: string, { dtype, shape }: Value): void {
  out.text(1, name);
  out.message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.int(1, ELEMENT_TYPES[dtype]);
      tensor.message(2, (dims) => {
        for (const dim of shape) dims.message(1, (inner) => writeDim(inner, dim));
      });
    }),
  );
}
