/**
 * An ONNX file read back, for who compares two or asks one: nodes, constants, inputs and outputs, metadata. Nothing of it runs
 * here. A file may come from anyone (`wire.ts`). Of weights that stand in a file beside it the places are read, and `fill`
 * takes the bytes; what has a graph inside a node (`If`, `Loop`) keeps it as bytes. Slow: the file is in memory, and so is
 * each constant, copied.
 */
import type { Attribute } from "../../graph/ir.js";
import { type Field, malformed, Numbers, Proto, text } from "./wire.js";

/** Where weights stand in a file beside it. */
export interface OnnxPlace {
  readonly location: string;
  readonly offset: number;
  /** Null: to the end of the file. */
  readonly length: number | null;
}

/** A constant, or an attribute that is one. */
export interface OnnxTensor {
  /** TensorProto.DataType. */
  readonly type: number;
  readonly shape: readonly number[];
  readonly data: ArrayLike<number | bigint | string>;
  /** Where its values are, while they are not here. */
  readonly place?: OnnxPlace;
}

export interface OnnxAttribute {
  readonly name: string;
  /** What it is by its fields; null for a graph, a mixture, or what a function gives. */
  readonly type: Attribute["type"] | null;
  /** Numbers and texts in the order of the fields; a graph as its bytes. */
  readonly values: ArrayLike<number | string>;
  readonly tensor: OnnxTensor | null;
}

export interface OnnxNode {
  readonly op: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly OnnxAttribute[];
}

/** An input or output: its name, element type (0: no tensor), and sizes (a text where it is open). */
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
  /** Operators that it defines itself, by domain and name. */
  readonly functions: ReadonlySet<string>;
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
  if (shape.length > MOST_AXES || !shape.every((size) => Number.isSafeInteger(size) && size >= 0) || data.length !== count)
    throw malformed("a tensor has another number of values than its shape");
  return { type, shape, data };
}

function ofBytes(shape: readonly number[], raw: Uint8Array, type: number): OnnxTensor {
  const [width = 0, view] = RAW.get(type) ?? [];
  if (view === undefined || raw.length % width !== 0) throw malformed("a tensor's bytes are of no type that is read");
  return ofShape(shape, view(new Uint8Array(raw).buffer), type);
}

/** onnx.proto3, TensorProto.external_data: whole numbers stand as texts of digits. */
function placeOf(entries: ReadonlyMap<string, string>): OnnxPlace {
  const number = (key: string): number | null => {
    const digits = entries.get(key);
    if (digits === undefined) return null;
    if (!/^[0-9]{1,15}$/.test(digits)) throw malformed("the place of its weights is no number");
    return Number(digits);
  };
  return { location: entries.get("location") ?? "", offset: number("offset") ?? 0, length: number("length") };
}

function tensorOf(proto: Proto, bytes: Uint8Array): { readonly name: string; readonly tensor: OnnxTensor } {
  const [shape, numbers] = [new Numbers(), new Numbers()];
  const [texts, entries] = [[] as string[], new Map<string, string>()];
  let [type, name, raw, isBeside]: [number, string, Uint8Array | null, boolean] = [0, "", null, false];
  for (const field of proto.fields(bytes)) {
    if (field.tag === 1) proto.wholes(field, shape);
    else if (field.tag === 2) type = field.number;
    else if (field.tag === 4) proto.floats(field, 4, numbers);
    else if (field.tag === 5 || field.tag === 7 || field.tag === 11) proto.wholes(field, numbers);
    else if (field.tag === 6) texts.push(text(field));
    else if (field.tag === 8) name = text(field);
    else if (field.tag === 9) raw = field.bytes;
    else if (field.tag === 10) proto.floats(field, 8, numbers);
    else if (field.tag === 13) {
      const { key, value } = pairOf(proto, field.bytes);
      entries.set(key, value === undefined ? "" : text(value));
    } else if (field.tag === 14) isBeside = field.number !== 0;
  }
  const sizes = [...shape.all().subarray(0, MOST_AXES + 1)];
  if (isBeside) return { name, tensor: { type, shape: sizes, data: [], place: placeOf(entries) } };
  return { name, tensor: raw === null ? ofShape(sizes, texts.length > 0 ? texts : numbers.all(), type) : ofBytes(sizes, raw, type) };
}

/** Kinds of attributes by the field that their value stands in. */
const KINDS: ReadonlyMap<number, Attribute["type"]> = new Map([
  [2, "float"],
  [3, "int"],
  [4, "string"],
  [5, "tensor"],
  [7, "floats"],
  [8, "ints"],
  [9, "strings"],
]);
/** onnx.proto3, AttributeProto.AttributeType. */
const TYPES: ReadonlyMap<number, Attribute["type"]> = new Map([
  [1, "float"],
  [2, "int"],
  [3, "string"],
  [4, "tensor"],
  [6, "floats"],
  [7, "ints"],
  [8, "strings"],
]);
/** Name, and a text for who reads it. */
const NO_VALUE = new Set([1, 13]);
const TYPE = 20;
/** Bytes that become base64 at a time: whole groups of three. */
const PIECE = 3 * 1024;

/** Without Node's buffers: the page reads these files, too. */
function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  return text;
}

function attributeOf(proto: Proto, bytes: Uint8Array): OnnxAttribute {
  const numbers = new Numbers();
  const texts: string[] = [];
  const kinds = new Set<Attribute["type"] | null>();
  let [name, tensor, said]: [string, OnnxTensor | null, Attribute["type"] | null] = ["", null, null];
  for (const field of proto.fields(bytes)) {
    if (!NO_VALUE.has(field.tag) && field.tag !== TYPE) kinds.add(KINDS.get(field.tag) ?? null);
    if (field.tag === 1) name = text(field);
    else if (field.tag === 2 || field.tag === 7) proto.floats(field, 4, numbers);
    else if (field.tag === 3 || field.tag === 8) proto.wholes(field, numbers);
    else if (field.tag === 4 || field.tag === 9) texts.push(text(field));
    else if (field.tag === 5) tensor = tensorOf(proto, field.bytes).tensor;
    else if (field.tag === TYPE) said = TYPES.get(field.number) ?? null;
    else if (field.tag !== 13) texts.push(base64Of(field.bytes));
  }
  // An empty list has no field of its own; files of IR 1 do not say what it is.
  const [only = said] = kinds;
  const type = kinds.size <= 1 && (said === null || said === only) ? only : null;
  return { name, type, values: texts.length > 0 ? texts : numbers.all(), tensor };
}

function nodeOf(proto: Proto, bytes: Uint8Array): OnnxNode {
  const node = { op: "", domain: "", inputs: [] as string[], outputs: [] as string[], attributes: [] as OnnxAttribute[] };
  for (const field of proto.fields(bytes)) {
    if (field.tag === 1) node.inputs.push(proto.name(field));
    else if (field.tag === 2) node.outputs.push(proto.name(field));
    else if (field.tag === 4) node.op = text(field);
    else if (field.tag === 5) node.attributes.push(attributeOf(proto, field.bytes));
    else if (field.tag === 7) node.domain = text(field);
  }
  return node;
}

/** Bytes of the first field of that number, and of that in it, and so on; none where one is not there. */
function within(proto: Proto, bytes: Uint8Array, ...tags: readonly number[]): Uint8Array {
  let inner = bytes;
  for (const tag of tags) inner = first(proto, inner, tag)?.bytes ?? new Uint8Array(0);
  return inner;
}

function first(proto: Proto, bytes: Uint8Array, tag: number): Field | undefined {
  for (const field of proto.fields(bytes)) if (field.tag === tag) return field;
  return undefined;
}

function portOf(proto: Proto, bytes: Uint8Array): OnnxValue {
  const shape: (number | string)[] = [];
  const name = first(proto, bytes, 1);
  const tensor = within(proto, bytes, 2, 1);
  const type = first(proto, tensor, 1)?.number ?? 0;
  for (const dim of proto.fields(within(proto, tensor, 2))) {
    const [size] = proto.fields(dim.bytes);
    shape.push(size === undefined ? "?" : size.tag === 1 ? size.number : text(size));
  }
  return { name: name === undefined ? "" : text(name), type, shape };
}

function pairOf(proto: Proto, bytes: Uint8Array): { readonly key: string; readonly value: Field | undefined } {
  const key = first(proto, bytes, 1);
  return { key: key === undefined ? "" : text(key), value: first(proto, bytes, 2) };
}

/** A function's domain and name. */
function functionOf(proto: Proto, bytes: Uint8Array): string {
  const [name, domain] = [first(proto, bytes, 1), first(proto, bytes, 10)];
  return functionKey(domain === undefined ? "" : text(domain), name === undefined ? "" : text(name));
}

export const functionKey = (domain: string, name: string): string => `${domain}\0${name}`;

/** The first byte of an ONNX file: its IR version, which every writer puts first. No pickle, archive or text begins so. */
export const looksLikeOnnx = (bytes: Uint8Array): boolean => bytes[0] === 0x08 && (bytes[1] ?? 0) > 0 && (bytes[1] ?? 0) < 64;

/** Reads an ONNX file. @throws CornichonError `input.unreadable` */
export function readOnnx(bytes: Uint8Array): OnnxFile {
  const proto = new Proto();
  const [opsets, metadata, constants] = [new Map<string, number>(), new Map<string, string>(), new Map<string, OnnxTensor>()];
  const [nodes, inputs, outputs, functions]: [OnnxNode[], OnnxValue[], OnnxValue[], Set<string>] = [[], [], [], new Set()];
  let [producer, graph]: [string, Uint8Array | null] = ["", null];
  for (const field of proto.fields(bytes)) {
    if (field.tag === 2) producer = text(field);
    else if (field.tag === 7) graph = field.bytes;
    else if (field.tag === 8) {
      const { key, value } = pairOf(proto, field.bytes);
      opsets.set(key === "ai.onnx" ? "" : key, value?.number ?? 0);
    } else if (field.tag === 14) {
      const { key, value } = pairOf(proto, field.bytes);
      metadata.set(key, value === undefined ? "" : text(value));
    } else if (field.tag === 25) functions.add(functionOf(proto, field.bytes));
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
  return { producer, opsets, metadata, nodes, constants, inputs, outputs, functions };
}

/** Names of the files that its constants are in, as it has them. */
export const locationsOf = ({ constants }: OnnxFile): readonly string[] => [
  ...new Set([...constants.values()].flatMap(({ place }) => (place === undefined ? [] : [place.location]))),
];

/** Bytes that places may share: two constants may be the same ones, and ten thousand are a bomb. */
const MOST_SHARED = 2 ** 30;

/** The file with the weights that stand beside it, by the names of their files. @throws CornichonError `input.unreadable` */
export function filled(file: OnnxFile, beside: ReadonlyMap<string, Uint8Array>): OnnxFile {
  let left = [...beside.values()].reduce((sum, { length }) => sum + length, MOST_SHARED);
  const one = ({ place, ...tensor }: OnnxTensor): OnnxTensor => {
    if (place === undefined) return tensor;
    const bytes = beside.get(place.location) ?? new Uint8Array(0);
    const length = place.length ?? bytes.length - place.offset;
    if (length < 0 || place.offset > bytes.length - length) throw malformed("the file beside it is shorter than its weights");
    left -= length;
    if (left < 0) throw malformed(`constants share more than ${MOST_SHARED} bytes of the file beside it`);
    return ofBytes(tensor.shape, bytes.subarray(place.offset, place.offset + length), tensor.type);
  };
  return { ...file, constants: new Map([...file.constants].map(([name, tensor]) => [name, one(tensor)])) };
}
