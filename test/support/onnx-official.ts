/**
 * ONNX files read by an oracle that is not ours: protobuf-es, by the descriptor of the official onnx-ml.proto
 * (`onnx-ml.json`, Apache-2.0, made by `npm run onnx:descriptor`). No code is generated: messages are walked by what the
 * descriptor says of them, so a field that it does not know is told, and nothing is read by our own numbers of fields.
 */
import { readFileSync } from "node:fs";
import { createFileRegistry, type DescField, type DescMessage, equals, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";

const { descriptor }: { descriptor: string } = JSON.parse(readFileSync(new URL("onnx-ml.json", import.meta.url), "utf8"));
const registry = createFileRegistry(fromBinary(FileDescriptorProtoSchema, Buffer.from(descriptor, "base64")), () => undefined);

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Error("onnx-ml.json does not describe ONNX");
  return found;
}

const MODEL: DescMessage = known(registry.getMessage("onnx.ModelProto"));

/** Number of an enumeration's word. */
export const wordNumber = (
  name: "TensorProto.DataType" | "AttributeProto.AttributeType" | "TensorProto.DataLocation",
  word: string,
): number => known(known(registry.getEnum(`onnx.${name}`)).values.find((one) => one.name === word)).number;

/** A message with the fields that are set, by the specification's names; int64 are bigints, `bytes` are bytes. */
export type Plain = number | bigint | string | boolean | Uint8Array | readonly Plain[] | { readonly [name: string]: Plain };

/** A model file as protobuf-es has it. */
export const decoded = (bytes: Uint8Array): Message => fromBinary(MODEL, bytes);
/** The same written by protobuf-es. */
export const encoded = (model: Message): Uint8Array => toBinary(MODEL, model);
export const isSame = (one: Message, other: Message): boolean => equals(MODEL, one, other, { registry, unknown: true });

/** A field's messages, or its values; files are our own, so nesting is what graphs need. */
function plainOf(message: ReflectMessage, field: DescField): Plain {
  const value: unknown = message.get(field);
  const one = (item: unknown): Plain => (isMessage(item) ? fieldsOf(item) : (item as Plain)); // scalars, by protobuf-es's own types
  return field.fieldKind === "list" ? Array.from(value as Iterable<unknown>, one) : one(value);
}

const isMessage = (value: unknown): value is ReflectMessage => typeof value === "object" && value !== null && "sortedFields" in value;

function fieldsOf(message: ReflectMessage): { readonly [name: string]: Plain } {
  return Object.fromEntries(message.fields.filter((field) => message.isSet(field)).map((field) => [field.name, plainOf(message, field)]));
}

export const plainModel = (model: Message): { readonly [name: string]: Plain } => fieldsOf(reflect(MODEL, model));

// ---- what the specification asks of a file ----

/** Fields that its text says must be present, and those without which a tensor has no type. */
const PRESENT: Readonly<Record<string, readonly string[]>> = {
  ModelProto: ["ir_version", "producer_name", "graph", "opset_import"],
  OperatorSetIdProto: ["version"],
  GraphProto: ["name", "node", "input", "output"],
  NodeProto: ["op_type", "output"],
  AttributeProto: ["name", "type"],
  ValueInfoProto: ["name", "type"],
  TypeProto: ["tensor_type"],
  "TypeProto.Tensor": ["elem_type", "shape"],
  TensorProto: ["data_type"],
  StringStringEntryProto: ["key", "value"],
};

/** Which field an attribute of a type has. */
const ATTRIBUTE_FIELDS = { FLOAT: "f", INT: "i", STRING: "s", TENSOR: "t", FLOATS: "floats", INTS: "ints", STRINGS: "strings" } as const;

/** Bytes of an item of `raw_data`. */
const ITEM_SIZES = { FLOAT: 4, DOUBLE: 8, INT32: 4, INT64: 8, BOOL: 1 } as const;

const sizesByNumber = new Map(Object.entries(ITEM_SIZES).map(([word, size]) => [wordNumber("TensorProto.DataType", word), size]));
const STRING = wordNumber("TensorProto.DataType", "STRING");

const fieldNamed = (message: ReflectMessage, name: string): DescField => known(message.fields.find((field) => field.name === name));
const has = (message: ReflectMessage, name: string): boolean => message.isSet(fieldNamed(message, name));
const get = (message: ReflectMessage, name: string): Plain => plainOf(message, fieldNamed(message, name));
const listOf = (message: ReflectMessage, name: string): readonly Plain[] => Array.from(get(message, name) as readonly Plain[]);

/** Bytes that a tensor's values have beside the file. */
function besideLength(tensor: ReflectMessage): number {
  const pairs = listOf(tensor, "external_data") as readonly { readonly key: string; readonly value: string }[];
  const place = new Map(pairs.map(({ key, value }) => [key, value]));
  return place.has("location") && place.has("offset") ? Number(place.get("length") ?? Number.NaN) : Number.NaN;
}

/** Exactly one of the three ways to have values, and as many as the shape says. */
function tensorProblem(tensor: ReflectMessage): string | null {
  const count = listOf(tensor, "dims").reduce<number>((product, size) => product * Number(size), 1);
  const type = Number(get(tensor, "data_type"));
  if (type === STRING) return listOf(tensor, "string_data").length === count ? null : "string_data is not as long as dims say";
  const size = sizesByNumber.get(type);
  const ways = ["raw_data", "external_data", "float_data", "int32_data", "int64_data", "double_data", "uint64_data", "string_data"];
  const used = ways.filter((name) => has(tensor, name));
  if (size === undefined) return `data_type ${type}`;
  if (used.length > 1 || !["raw_data", "external_data"].includes(used[0] ?? "raw_data")) return `values in ${used.join(", ")}`;
  const isBeside = used[0] === "external_data";
  if (isBeside !== (get(tensor, "data_location") === wordNumber("TensorProto.DataLocation", "EXTERNAL"))) return "data_location";
  const length = isBeside ? besideLength(tensor) : (get(tensor, "raw_data") as Uint8Array).length;
  return length === count * size ? null : `${used[0]} has ${length} bytes, and dims say ${count * size}`;
}

function attributeProblem(attribute: ReflectMessage): string | null {
  const used = attribute.fields.filter((field) => attribute.isSet(field) && !["name", "type", "doc_string"].includes(field.name));
  const word = Object.entries(ATTRIBUTE_FIELDS).find(
    ([one]) => wordNumber("AttributeProto.AttributeType", one) === get(attribute, "type"),
  )?.[1];
  const isEmptyList = used.length === 0 && word !== undefined && word.length > 1;
  return isEmptyList || (used.length === 1 && used[0]?.name === word) ? null : `its type is not that of ${used.map(({ name }) => name)}`;
}

const isDimension = (dimension: ReflectMessage): boolean => has(dimension, "dim_value") || has(dimension, "dim_param");

function* problemsOf(message: ReflectMessage, name: string): Generator<string> {
  const unknown = message.message.$unknown ?? [];
  if (unknown.length > 0) yield `unknown fields ${unknown.map(({ no }) => no).join(", ")}`;
  for (const field of PRESENT[name] ?? []) if (!has(message, field)) yield `no ${field}`;
  if (name === "TensorShapeProto.Dimension" && !isDimension(message)) yield "neither dim_value nor dim_param";
  const problem = name === "TensorProto" ? tensorProblem(message) : name === "AttributeProto" ? attributeProblem(message) : null;
  if (problem !== null) yield problem;
}

/** Messages inside a message, and inside its lists. */
function innerOf(message: ReflectMessage): readonly ReflectMessage[] {
  return message.fields
    .filter((field) => message.isSet(field) && field.message !== undefined)
    .flatMap((field) => {
      const value: unknown = message.get(field);
      return field.fieldKind === "list" ? Array.from(value as Iterable<unknown>) : [value];
    })
    .filter(isMessage);
}

/** What is wrong by the specification, by the message that it is in: unknown fields, missing ones, values of another number. */
export function specificationProblems(model: Message): string[] {
  const problems: string[] = [];
  const left = [reflect(MODEL, model)];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    const name = one.desc.typeName.replace("onnx.", "");
    for (const problem of problemsOf(one, name)) problems.push(`${name}: ${problem}`);
    for (const inner of innerOf(one)) left.push(inner);
  }
  return problems;
}
