/** One value of a document in a line: what it is, and what of it there is room for. Texts are as they came in. */
import { arrayOf, own, typeOf } from "../../neutral/document.js";

const LONGEST = 120;
const FIRST = 12;

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** Last part of a class's path. */
export const shortName = (name: unknown): string => (typeof name === "string" ? name.slice(name.lastIndexOf(".") + 1) : "");

function shapeText(value: unknown): string {
  const shape: unknown = own(value, "shape");
  return Array.isArray(shape) ? `(${shape.map(String).join(", ")}${shape.length === 1 ? "," : ""})` : "";
}

function itemText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" && value !== null ? valueText(value).text : String(value);
}

/** The first items of an array; none where they are not numbers, truths or texts. */
function firstItems(value: unknown): string {
  try {
    const { data } = arrayOf(value);
    const first = Array.from<unknown>(data.slice(0, FIRST)).map((one) => (typeof one === "object" && one !== null ? "…" : itemText(one)));
    return data.length > FIRST ? `${first.join(", ")}, …` : first.join(", ");
  } catch {
    return "";
  }
}

function arrayText(value: unknown): string {
  const dtype: unknown = own(value, "dtype");
  return cut(`${typeof dtype === "string" ? dtype : "structured"} ${shapeText(value)}  ${firstItems(value)}`);
}

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** A value's kind, and its line. */
export function valueText(value: unknown): { readonly kind: string; readonly text: string } {
  if (value === null) return { kind: "None", text: "None" };
  if (typeof value === "boolean") return { kind: "bool", text: value ? "True" : "False" };
  if (typeof value === "string") return { kind: "str", text: cut(JSON.stringify(value)) };
  if (typeof value === "number") return { kind: "number", text: String(value) };
  if (Array.isArray(value)) return { kind: "list", text: `${value.length} items` };
  const kind = typeOf(value);
  switch (kind) {
    case null:
      return { kind: "dict", text: `${Object.keys(Object(value)).length} keys` };
    case "ndarray":
      return { kind: "array", text: arrayText(value) };
    case "object":
      return { kind: "object", text: shortName(own(value, "class")) };
    case "dict":
      return { kind, text: `${lengthOf(own(value, "items"))} keys` };
    case "list":
    case "tuple":
    case "set":
    case "frozenset":
      return { kind, text: `${lengthOf(own(value, "items"))} items` };
    case "scalar":
      return { kind: String(own(value, "dtype")).slice(0, 40), text: itemText(own(value, "value") ?? "…") };
    case "global":
      return { kind, text: cut(String(own(value, "name"))) };
    case "bytes":
    case "bytearray":
      return { kind, text: `${Math.floor((String(own(value, "base64")).length * 3) / 4)} bytes` };
    default:
      return { kind, text: cut(String(own(value, "value") ?? "")) };
  }
}
