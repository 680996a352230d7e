/**
 * A document's value in the form that `canon.py` gives of what the page's reader made of it: the same, read by the program's own
 * means. Values with an identity are numbered in the order in which they are met.
 */
import { createHash } from "node:crypto";
import { Float, parseLossless } from "../../src/neutral/lossless.js";
import { bytesOf } from "../support/expected.js";

type Json = unknown;
type Node = Readonly<Record<string, Json>>;

const isNode = (value: Json): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Float);
const list = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);

const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");
const base64 = (value: Node): Buffer => Buffer.from(String(value["base64"]), "base64");
const PARTS = ["args", "state", "items", "pairs", "decoded"] as const;

function textOf(value: Json): string {
  if (!isNode(value)) return String(value);
  return String.fromCharCode(...list(value["utf16"]).map(Number));
}

function dtypeOf(dtype: Json): Json {
  if (!isNode(dtype)) return dtype === "StringDType" ? "object" : dtype;
  if ("base" in dtype) return { base: dtypeOf(dtype["base"]), shape: dtype["shape"] };
  const { names, formats, offsets, itemsize } = dtype;
  return { names: list(names).map((name) => [...utf16(textOf(name))]), formats: list(formats).map(dtypeOf), offsets, itemsize };
}

function floatOf(value: number): Json {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return ["float", Number.isNaN(value) ? "nan" : bytes.toString("hex")];
}

const plainNumber = (value: Json): Json => (typeof value === "object" && value instanceof Float ? value.value : value);

/** A whole float as the number it is, where items are read by their array's dtype. */
const itemOf = (value: Json): Json =>
  isNode(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainNumber(item)])) : plainNumber(value);

/** The bytes that mean something: of a long double ten of sixteen. */
const meant = (dtype: Json, bytes: Buffer): Buffer =>
  dtype === "longdouble" || dtype === "clongdouble"
    ? Buffer.concat(Array.from({ length: bytes.length / 16 }, (_, i) => bytes.subarray(16 * i, 16 * i + 10)))
    : bytes;

class Canon {
  readonly #given = new Map<Json, Node>();
  readonly #seen = new Map<Json, number>();

  constructor(root: Json) {
    const left: Json[] = [root];
    for (let value = left.pop(); value !== undefined; value = left.pop()) {
      if (isNode(value) && "$id" in value) this.#given.set(value["$id"], value);
      if (Array.isArray(value) || isNode(value))
        left.push(...Object.values(value).filter((one) => typeof one === "object" && one !== null));
    }
  }

  value(given: Json, numbered = true): Json {
    if (given === null || typeof given === "boolean") return given;
    if (given instanceof Float) return floatOf(given.value);
    if (typeof given === "number") return Number.isInteger(given) ? ["int", String(given)] : floatOf(given);
    if (typeof given === "string") return ["str", utf16(given).toString("hex")];
    const value = isNode(given) && given["$type"] === "ref" ? this.#given.get(given["id"]) : given;
    const type = Array.isArray(value) ? "list" : isNode(value) ? String(value["$type"] ?? "dict") : "";
    const node: Node = isNode(value) ? value : { items: value };
    const plain = this.#plain(type, node);
    if (plain !== undefined) return plain;
    const empty = (type === "tuple" || type === "frozenset") && list(node["items"]).length === 0;
    if (numbered && !empty) {
      const number = this.#seen.get(value);
      if (number !== undefined) return ["seen", number];
      this.#seen.set(value, this.#seen.size);
    }
    return this.#held(type, node, numbered);
  }

  #plain(type: string, node: Node): Json {
    switch (type) {
      case "int":
        return ["int", node["value"]];
      case "float":
        return floatOf({ nan: Number.NaN, inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY }[String(node["value"])] ?? 0);
      case "complex":
        return ["complex", this.value(node["real"]), this.value(node["imag"])];
      case "str":
        return ["str", utf16(textOf(node)).toString("hex")];
      case "bytes":
        return ["bytes", base64(node).toString("hex")];
      case "slice":
        return ["slice", ...list(node["items"]).map((item) => this.value(item))];
      case "global":
        return ["global", node["name"]];
      case "dtype":
        return ["dtype", dtypeOf(node["dtype"])];
      case "scalar":
        // One of objects is the object.
        if (node["dtype"] === "object" || node["dtype"] === "StringDType") return this.value(node["value"]);
        return ["scalar", ...this.#array({ ...node, shape: [], ...("value" in node ? { data: [node["value"]] } : {}) }).slice(1)];
      default:
        return undefined;
    }
  }

  #array(node: Node): readonly Json[] {
    const { dtype, shape, data } = node;
    const bytes = bytesOf({ ...node, ...(Array.isArray(data) ? { data: data.map(itemOf) } : {}) });
    const items =
      bytes === null ? list(data).map((item) => this.value(item)) : createHash("sha256").update(meant(dtype, bytes)).digest("hex");
    return ["array", dtypeOf(dtype), shape, items];
  }

  #held(type: string, node: Node, numbered: boolean): Json {
    const items = list(node["items"]);
    switch (type) {
      case "bytearray":
        return ["bytearray", base64(node).toString("hex")];
      case "set":
      case "frozenset":
        return [type, items.map((item) => JSON.stringify(this.value(item, false))).sort()];
      case "list":
      case "tuple":
        return [type, items.map((item) => this.value(item, numbered))];
      case "dict":
        return ["dict", this.#pairs("$type" in node ? items : Object.entries(node))];
      case "ndarray":
        return this.#array(node);
      default:
        return [
          type,
          node["class"] ?? node["name"],
          node["origin"] ?? null,
          PARTS.filter((part) => part in node).map((part) => [part, this.#part(part, node[part])]),
        ];
    }
  }

  #part(part: (typeof PARTS)[number], value: Json): Json {
    if (part === "pairs") return this.#pairs(list(value));
    return part === "args" || part === "items" ? list(value).map((item) => this.value(item)) : this.value(value);
  }

  #pairs(pairs: readonly Json[]): Json {
    return pairs.map((pair) => list(pair).map((item) => this.value(item)));
  }
}

/** The canonical form of a document's root, from the root's text. */
export function canonOf(text: string): Json {
  const root = parseLossless(text);
  return new Canon(root).value(root);
}
