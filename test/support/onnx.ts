/**
 * Just enough of ONNX to read someone else's sklearn models: the nodes of a graph with their attributes, and its
 * initializers (onnx.proto3: ModelProto 7 → GraphProto; NodeProto, AttributeProto, TensorProto). For tests only; files
 * are of the shared corpus.
 */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxAttribute {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>;
}

type Field = readonly [tag: number, value: number | Uint8Array];

/** Fields of a message: varints and floats as numbers, the rest as bytes. */
function fieldsOf(bytes: Uint8Array): Field[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const [tag, wire] = [key >>> 3, key & 7];
    if (wire === 0) out.push([tag, varint()]);
    else if (wire === 5) {
      out.push([tag, view.getFloat32(at, true)]);
      at += 4;
    } else if (wire === 1) {
      out.push([tag, view.getFloat64(at, true)]);
      at += 8;
    } else {
      const length = varint();
      out.push([tag, bytes.subarray(at, at + length)]);
      at += length;
    }
  }
  return out;
}

const asBytes = (value: number | Uint8Array): Uint8Array => (typeof value === "number" ? new Uint8Array(0) : value);
const text = (value: number | Uint8Array): string => new TextDecoder().decode(asBytes(value));
const tagged = (fields: readonly Field[], tag: number): (number | Uint8Array)[] => fields.filter(([t]) => t === tag).map(([, v]) => v);
const first = (fields: readonly Field[], tag: number): Uint8Array => asBytes(tagged(fields, tag)[0] ?? 0);
const isNumber = (value: unknown): value is number => typeof value === "number";

/** Numbers of a repeated field, packed or not. */
function numbers(fields: readonly Field[], tag: number, width: 0 | 4): number[] {
  return tagged(fields, tag).flatMap((value) => {
    if (isNumber(value)) return [value];
    if (width === 4) return floats(value);
    return value.length === 0 ? [] : fieldsOf(packed(value)).map(([, v]) => Number(v));
  });
}

/** Packed varints as a message of field 1. */
function packed(value: Uint8Array): Uint8Array {
  const out: number[] = [8];
  value.forEach((byte, i) => {
    out.push(byte);
    if (byte < 128 && i < value.length - 1) out.push(8);
  });
  return Uint8Array.from(out);
}

function floats(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

function raw(bytes: Uint8Array, type: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === 1) return floats(bytes);
  if (type === 6) return Array.from({ length: bytes.length / 4 }, (_, i) => view.getInt32(4 * i, true));
  return Array.from({ length: bytes.length / 8 }, (_, i) => Number(view.getBigInt64(8 * i, true)));
}

function attribute(bytes: Uint8Array): [string, OnnxAttribute] {
  const fields = fieldsOf(bytes);
  const all = [...numbers(fields, 2, 4), ...numbers(fields, 3, 0), ...numbers(fields, 7, 4), ...numbers(fields, 8, 0)];
  return [text(first(fields, 1)), { numbers: all, texts: [...tagged(fields, 4), ...tagged(fields, 9)].map(text) }];
}

/** Reads a model file. */
export function readOnnx(bytes: Uint8Array): OnnxGraph {
  const graph = fieldsOf(first(fieldsOf(bytes), 7));
  const nodes = tagged(graph, 1).map((value): OnnxNode => {
    const fields = fieldsOf(asBytes(value));
    return {
      op: text(first(fields, 4)),
      inputs: tagged(fields, 1).map(text),
      attributes: new Map(tagged(fields, 5).map((v) => attribute(asBytes(v)))),
    };
  });
  const tensors = tagged(graph, 5).map((value) => {
    const fields = fieldsOf(asBytes(value));
    const type = Number(tagged(fields, 2)[0]);
    const data = [...numbers(fields, 4, 4), ...numbers(fields, 5, 0), ...numbers(fields, 7, 0), ...raw(first(fields, 9), type)];
    return [text(first(fields, 8)), { shape: numbers(fields, 1, 0), data }] as const;
  });
  return { nodes, tensors: new Map(tensors) };
}
