/**
 * An ONNX file read back, for who compares two: nodes, constants, inputs and outputs, metadata. Nothing of it runs. A file
 * may come from anyone: every length is held against what is there, wire types that protocol buffers no longer have are
 * refused, and fields are counted. Weights in a file of their own are not looked for; what has a graph inside a node
 * (`If`, `Loop`) keeps it as bytes. Slow: the file is in memory, and so is each constant, copied.
 */
import { CornichonError, sentence, showText } from "../../errors.js";

/** A constant, or an attribute that is one. */
export interface OnnxTensor {
  /** TensorProto.DataType. */
  readonly type: number;
  readonly shape: readonly number[];
  readonly data: ArrayLike<number | bigint | string>;
}

export interface OnnxAttribute {
  readonly name: string;
  /** Numbers and texts in the order of the fields; a graph as its bytes. */
  readonly values: readonly (number | bigint | string)[];
  readonly tensor: OnnxTensor | null;
}

export interface OnnxNode {
  readonly op: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly OnnxAttribute[];
}

/** An input or output: its name, element type, and sizes (a text where it is open). */
export interface OnnxValue {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly (number | string)[];
}

export interface OnnxFile {
  readonly producer: string;
  /** Version of each operator set by its domain. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly metadata: ReadonlyMap<string, string>;
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

const malformed = (why: string): CornichonError =>
  new CornichonError("input.unreadable", sentence`It is no ONNX file that can be read: ${showText(why)}.`);

/** A field: a number (varints and fixed ones) or bytes. */
interface Field {
  readonly tag: number;
  readonly wire: number;
  readonly number: bigint;
  readonly bytes: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);
const MOST_FIELDS = 20_000_000;

/** Fields of messages, counted over the whole file. */
class Proto {
  #count = 0;

  /** @throws CornichonError `input.unreadable` */
  *fields(bytes: Uint8Array): Generator<Field> {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    const varint = (): bigint => {
      let value = 0n;
      for (let shift = 0n; shift < 70n; shift += 7n) {
        const byte = bytes[at++];
        if (byte === undefined) throw malformed("a number is cut off");
        value |= BigInt(byte & 0x7f) << shift;
        if (byte < 0x80) return BigInt.asUintN(64, value);
      }
      throw malformed("a number has more than ten bytes");
    };
    const taken = (length: number): number => {
      if (length > bytes.length - at) throw malformed("a field is longer than its message");
      at += length;
      return at - length;
    };
    while (at < bytes.length) {
      if (++this.#count > MOST_FIELDS) throw malformed(`it has more than ${MOST_FIELDS} fields`);
      const key = varint();
      const [tag, wire] = [Number(key >> 3n), Number(key & 7n)];
      if (tag < 1 || key > 0xffffffffn) throw malformed("a field has no number");
      if (wire === 0) yield { tag, wire, number: varint(), bytes: NO_BYTES };
      else if (wire === 1) yield { tag, wire, number: view.getBigUint64(taken(8), true), bytes: NO_BYTES };
      else if (wire === 5) yield { tag, wire, number: BigInt(view.getUint32(taken(4), true)), bytes: NO_BYTES };
      else if (wire === 2) {
        const length = Number(varint());
        const from = taken(length);
        yield { tag, wire, number: 0n, bytes: bytes.subarray(from, from + length) };
      } else throw malformed(`a field has the wire type ${wire}`);
    }
  }

  /** Numbers of a repeated field, packed or not; `width`: their bytes, 0 for varints. */
  *numbers(field: Field, width: 0 | 4 | 8): Generator<bigint> {
    if (field.wire !== 2) return yield field.number;
    if (width > 0 && field.bytes.length % width !== 0) throw malformed("packed numbers are cut off");
    const view = new DataView(field.bytes.buffer, field.bytes.byteOffset, field.bytes.byteLength);
    if (width > 0)
      for (let at = 0; at < field.bytes.length; at += width)
        yield width === 4 ? BigInt(view.getUint32(at, true)) : view.getBigUint64(at, true);
    else yield* varints(field.bytes);
  }
}

function* varints(bytes: Uint8Array): Generator<bigint> {
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte >= 0x80 && shift < 70n) continue;
    if (byte >= 0x80) throw malformed("a number has more than ten bytes");
    yield BigInt.asUintN(64, value);
    [value, shift] = [0n, 0n];
  }
  if (shift > 0n) throw malformed("packed numbers are cut off");
}

const text = ({ bytes }: Field): string => new TextDecoder().decode(bytes);
const signed = (value: bigint): number => Number(BigInt.asIntN(64, value));

function float(bits: bigint, width: 4 | 8): number {
  const view = new DataView(new ArrayBuffer(8));
  if (width === 4) view.setUint32(0, Number(bits & 0xffffffffn));
  else view.setBigUint64(0, bits);
  return width === 4 ? view.getFloat32(0) : view.getFloat64(0);
}

/** Element types by their numbers: bytes of one in `raw_data`, and how they are read. */
const RAW: ReadonlyMap<number, readonly [width: number, view: (buffer: ArrayBuffer) => ArrayLike<number | bigint>]> = new Map([
  [1, [4, (buffer) => new Float32Array(buffer)]],
  [2, [1, (buffer) => new Uint8Array(buffer)]],
  [3, [1, (buffer) => new Int8Array(buffer)]],
  [4, [2, (buffer) => new Uint16Array(buffer)]],
  [5, [2, (buffer) => new Int16Array(buffer)]],
  [6, [4, (buffer) => new Int32Array(buffer)]],
  [7, [8, (buffer) => new BigInt64Array(buffer)]],
  [9, [1, (buffer) => new Uint8Array(buffer)]],
  [11, [8, (buffer) => new Float64Array(buffer)]],
  [12, [4, (buffer) => new Uint32Array(buffer)]],
  [13, [8, (buffer) => new BigUint64Array(buffer)]],
]);

const MOST_AXES = 64;

function ofShape(shape: readonly number[], data: OnnxTensor["data"], type: number): OnnxTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  if (shape.length > MOST_AXES || shape.some((size) => size < 0) || data.length !== count)
    throw malformed("a tensor has another number of values than its shape");
  return { type, shape, data };
}

function tensorOf(proto: Proto, bytes: Uint8Array): { readonly name: string; readonly tensor: OnnxTensor } {
  const shape: number[] = [];
  const values: (number | bigint | string)[] = [];
  let [type, name, raw]: [number, string, Uint8Array | null] = [0, "", null];
  for (const field of proto.fields(bytes)) {
    if (field.tag === 1) for (const size of proto.numbers(field, 0)) shape.push(signed(size));
    else if (field.tag === 2) type = Number(field.number);
    else if (field.tag === 4) for (const bits of proto.numbers(field, 4)) values.push(float(bits, 4));
    else if (field.tag === 5 || field.tag === 7) for (const value of proto.numbers(field, 0)) values.push(signed(value));
    else if (field.tag === 6) values.push(text(field));
    else if (field.tag === 8) name = text(field);
    else if (field.tag === 9) raw = field.bytes;
    else if (field.tag === 10) for (const bits of proto.numbers(field, 8)) values.push(float(bits, 8));
    else if (field.tag === 11) for (const value of proto.numbers(field, 0)) values.push(value);
    else if (field.tag === 13 || (field.tag === 14 && field.number !== 0n)) throw malformed("its weights are in another file");
  }
  const [width = 0, view] = RAW.get(type) ?? [];
  if (raw === null) return { name, tensor: ofShape(shape, values, type) };
  if (view === undefined || raw.length % width !== 0) throw malformed("a tensor's bytes are of no type that is read");
  return { name, tensor: ofShape(shape, view(new Uint8Array(raw).buffer), type) };
}

function attributeOf(proto: Proto, bytes: Uint8Array): OnnxAttribute {
  const values: (number | bigint | string)[] = [];
  let [name, tensor]: [string, OnnxTensor | null] = ["", null];
  for (const field of proto.fields(bytes)) {
    if (field.tag === 1) name = text(field);
    else if (field.tag === 2 || field.tag === 7) for (const bits of proto.numbers(field, 4)) values.push(float(bits, 4));
    else if (field.tag === 3 || field.tag === 8) for (const value of proto.numbers(field, 0)) values.push(signed(value));
    else if (field.tag === 4 || field.tag === 9) values.push(text(field));
    else if (field.tag === 5) tensor = tensorOf(proto, field.bytes).tensor;
    else if (field.tag === 20) continue;
    else values.push(Buffer.from(field.bytes).toString("base64"));
  }
  return { name, values, tensor };
}

function nodeOf(proto: Proto, bytes: Uint8Array): OnnxNode {
  const node = { op: "", domain: "", inputs: [] as string[], outputs: [] as string[], attributes: [] as OnnxAttribute[] };
  for (const field of proto.fields(bytes)) {
    if (field.tag === 1) node.inputs.push(text(field));
    else if (field.tag === 2) node.outputs.push(text(field));
    else if (field.tag === 4) node.op = text(field);
    else if (field.tag === 5) node.attributes.push(attributeOf(proto, field.bytes));
    else if (field.tag === 7) node.domain = text(field);
  }
  return node;
}

/** Bytes of the first field of that number, and of that in it, and so on; none where one is not there. */
function within(proto: Proto, bytes: Uint8Array, ...tags: readonly number[]): Uint8Array {
  let inner = bytes;
  for (const tag of tags) inner = [...proto.fields(inner)].find((field) => field.tag === tag)?.bytes ?? NO_BYTES;
  return inner;
}

function portOf(proto: Proto, bytes: Uint8Array): OnnxValue {
  let [name, type]: [string, number] = ["", 0];
  const shape: (number | string)[] = [];
  for (const field of proto.fields(bytes)) if (field.tag === 1) name = text(field);
  const tensor = within(proto, bytes, 2, 1);
  for (const field of proto.fields(tensor)) if (field.tag === 1) type = Number(field.number);
  for (const dim of proto.fields(within(proto, tensor, 2))) {
    const [size] = [...proto.fields(dim.bytes)];
    shape.push(size === undefined ? "?" : size.tag === 1 ? signed(size.number) : text(size));
  }
  return { name, type, shape };
}

function pairOf(proto: Proto, bytes: Uint8Array): { readonly key: string; readonly value: Field | undefined } {
  const fields = [...proto.fields(bytes)];
  const key = fields.find(({ tag }) => tag === 1);
  return { key: key === undefined ? "" : text(key), value: fields.find(({ tag }) => tag === 2) };
}

/** The first byte of an ONNX file: its IR version, which every writer puts first. No pickle, archive or text begins so. */
export const looksLikeOnnx = (bytes: Uint8Array): boolean => bytes[0] === 0x08 && (bytes[1] ?? 0) > 0 && (bytes[1] ?? 0) < 64;

/** Reads an ONNX file. @throws CornichonError `input.unreadable` */
export function readOnnx(bytes: Uint8Array): OnnxFile {
  const proto = new Proto();
  const [opsets, metadata, constants] = [new Map<string, number>(), new Map<string, string>(), new Map<string, OnnxTensor>()];
  const [nodes, inputs, outputs]: [OnnxNode[], OnnxValue[], OnnxValue[]] = [[], [], []];
  let [producer, graph]: [string, Uint8Array | null] = ["", null];
  for (const field of proto.fields(bytes)) {
    if (field.tag === 2) producer = text(field);
    else if (field.tag === 7) graph = field.bytes;
    else if (field.tag === 8) {
      const { key, value } = pairOf(proto, field.bytes);
      opsets.set(key, Number(value?.number ?? 0n));
    } else if (field.tag === 14) {
      const { key, value } = pairOf(proto, field.bytes);
      metadata.set(key, value === undefined ? "" : text(value));
    }
  }
  if (graph === null) throw malformed("it has no graph");
  for (const field of proto.fields(graph)) {
    if (field.tag === 1) nodes.push(nodeOf(proto, field.bytes));
    else if (field.tag === 5) {
      const { name, tensor } = tensorOf(proto, field.bytes);
      constants.set(name, tensor);
    } else if (field.tag === 11) inputs.push(portOf(proto, field.bytes));
    else if (field.tag === 12) outputs.push(portOf(proto, field.bytes));
    else if (field.tag === 15) throw malformed("it has sparse constants");
  }
  return { producer, opsets, metadata, nodes, constants, inputs, outputs };
}
