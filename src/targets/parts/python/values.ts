/**
 * A document's value as what Python builds of it, one level deep: what stands in it is still the document's. Whole floats
 * must have come as `Float` (`parseLossless`): a number without a point is an int. What a document may not say (`unlisted`)
 * is refused by name.
 */
import { sentence, showText } from "../../../errors.js";
import { bytesOf, exactNumberOf, isObject, malformed, numberOf, own, typeOf } from "../../../neutral/document.js";
import { Float } from "../../../neutral/lossless.js";
import { type Dtype, dtypeOf } from "../numpy/dtypes.js";
import { type PythonArray, pythonArrayOf, scalarOf } from "./arrays.js";
import { nameOf, type PythonName } from "./names.js";
import { type Construction, checkKey, constructionOf, isByName } from "./objects.js";
import { type Place, pathOf, refused } from "./place.js";
import { textOfUnits } from "./texts.js";

export type Pair = readonly [unknown, unknown];

export type PythonValue =
  | { readonly kind: "none" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: number | bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "complex"; readonly real: number; readonly imag: number }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes" | "bytearray"; readonly bytes: Uint8Array }
  | { readonly kind: "list" | "tuple" | "set" | "frozenset" | "slice"; readonly items: readonly unknown[] }
  | { readonly kind: "dict"; readonly pairs: readonly Pair[] }
  | { readonly kind: "array"; readonly array: PythonArray }
  | { readonly kind: "scalar"; readonly dtype: Dtype; readonly bytes: Uint8Array }
  | { readonly kind: "dtype"; readonly dtype: Dtype }
  | { readonly kind: "name"; readonly name: PythonName }
  | { readonly kind: "object"; readonly made: Construction };

/** Texts, numbers, constants: what has no `$type`. */
function plainOf(value: unknown): PythonValue | null {
  if (value === null) return { kind: "none" };
  if (typeof value === "boolean") return { kind: "bool", value };
  if (typeof value === "string") return { kind: "text", text: value };
  if (value instanceof Float) return { kind: "float", value: value.value };
  if (typeof value === "number") return Number.isInteger(value) ? { kind: "int", value } : { kind: "float", value };
  if (Array.isArray(value)) return { kind: "list", items: value };
  if (!isObject(value)) throw malformed("a value that is none of JSON's");
  return typeOf(value) === null ? { kind: "dict", pairs: Object.entries(value) } : null;
}

function listIn(value: unknown): readonly unknown[] {
  const items = own(value, "items");
  if (!Array.isArray(items)) throw malformed("a collection without its items");
  return items;
}

function pairOf(pair: unknown): Pair {
  if (!Array.isArray(pair) || pair.length !== 2) throw malformed("a dict's pair that is none");
  return [pair[0], pair[1]];
}

function pairsIn(value: unknown): readonly Pair[] {
  if (!Array.isArray(value)) throw malformed("a dict without its pairs");
  return value.map(pairOf);
}

function bytesIn(value: unknown): Uint8Array {
  const bytes = bytesOf(value);
  if (bytes === null) throw malformed("bytes without their base64");
  return bytes;
}

function floatIn(value: unknown): number {
  const number = typeof value === "boolean" ? undefined : numberOf(value);
  if (number === undefined) throw malformed("a float that is none");
  return number;
}

function intIn(value: unknown): number | bigint {
  const number = exactNumberOf(value);
  if (number === undefined) throw malformed("an int that is none");
  return number;
}

type Reader = (value: unknown, place: Place) => PythonValue;

const READERS = new Map<string, Reader>([
  ["int", (value) => ({ kind: "int", value: intIn(value) })],
  ["float", (value) => ({ kind: "float", value: floatIn(value) })],
  ["complex", (value) => ({ kind: "complex", real: floatIn(own(value, "real")), imag: floatIn(own(value, "imag")) })],
  ["str", (value) => ({ kind: "text", text: textOfUnits(value) })],
  ["bytes", (value) => ({ kind: "bytes", bytes: bytesIn(value) })],
  ["bytearray", (value) => ({ kind: "bytearray", bytes: bytesIn(value) })],
  ["list", (value) => ({ kind: "list", items: listIn(value) })],
  ["tuple", (value) => ({ kind: "tuple", items: listIn(value) })],
  ["set", (value) => ({ kind: "set", items: listIn(value) })],
  ["frozenset", (value) => ({ kind: "frozenset", items: listIn(value) })],
  ["slice", (value) => ({ kind: "slice", items: three(listIn(value)) })],
  ["dict", (value) => ({ kind: "dict", pairs: pairsIn(own(value, "items")) })],
  ["ndarray", (value, place) => ({ kind: "array", array: pythonArrayOf(value, place) })],
  ["scalar", (value, place) => ({ kind: "scalar", ...scalarOf(value, place) })],
  ["dtype", (value) => ({ kind: "dtype", dtype: dtypeOf(own(value, "dtype")) })],
  ["global", (value, place) => ({ kind: "name", name: referenceOf(own(value, "name"), place) })],
  ["object", (value, place) => ({ kind: "object", made: constructionOf(value, place) })],
]);

function three(items: readonly unknown[]): readonly unknown[] {
  if (items.length !== 3) throw malformed("a slice without start, stop and step");
  return items;
}

/** A name that may stand as a value. */
function referenceOf(path: unknown, place: Place): PythonName {
  const name = nameOf(path, pathOf(place));
  const { entry } = name;
  if (entry.kind === "reference" || (entry.kind === "class" && entry.reference === true)) return name;
  throw refused(place, entry.path, sentence`it may not stand as a value`);
}

/** Reads a value that is no reference. @throws CornichonError `document.malformed`, `target.unsupported` */
export function readValue(value: unknown, place: Place): PythonValue {
  const plain = plainOf(value);
  if (plain !== null) return plain;
  const type = typeOf(value) ?? "";
  const reader = READERS.get(type);
  if (reader !== undefined) return reader(value, place);
  const name = own(value, "name");
  if (type === "unlisted") throw refused(place, typeof name === "string" ? name : type, sentence`its name is not on the allow-list`);
  throw malformed(showText(`a value of the type ${type}`));
}

/** Holds a state by attribute name against what its class may keep. @throws CornichonError `target.unsupported` */
export function checkKeys(made: Construction, state: unknown, place: Place): void {
  if (!isByName(state)) return;
  const read = readValue(state, place);
  if (read.kind === "dict") for (const [key, held] of read.pairs) checkKey(made, key, held, place);
}
