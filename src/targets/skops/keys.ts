/**
 * Keys of a dict as skops keeps them: a text, and the type that is called with it when it is loaded. True, None and tuples do not
 * come back from their text.
 */
import { sentence } from "../../errors.js";
import { numberOf, own } from "../../neutral/document.js";
import { type Place, refused } from "../parts/python/place.js";
import type { PythonValue } from "../parts/python/values.js";
import { floatText } from "./numbers.js";

/** A key's text and its type. */
export interface Key {
  readonly text: string;
  readonly module: string;
  readonly type: string;
}

const builtin = (type: string, text: string): Key => ({ text, module: "builtins", type });

/** A numpy scalar that is a key, by its type. */
function scalarKey(value: unknown, dtype: string): Key | null {
  const held = own(value, "value");
  if (/^u?int(?:8|16|32|64)$/.test(dtype)) {
    const digits = own(held, "value");
    return { text: typeof digits === "string" ? digits : String(numberOf(held)), module: "numpy", type: dtype };
  }
  if (/^float(?:16|32|64)$/.test(dtype)) return { text: floatText(numberOf(held) ?? Number.NaN), module: "numpy", type: dtype };
  return dtype.startsWith("U") && typeof held === "string" ? { text: held, module: "numpy", type: "str_" } : null;
}

/** @throws CornichonError `target.unsupported` */
export function keyOf(read: PythonValue, value: unknown, place: Place): Key {
  if (read.kind === "text") return builtin("str", read.text);
  if (read.kind === "int") return builtin("int", String(read.value));
  if (read.kind === "float") return builtin("float", floatText(read.value));
  const key = read.kind === "scalar" ? scalarKey(value, String(own(value, "dtype"))) : null;
  if (key !== null) return key;
  throw refused(place, "dict", sentence`skops keeps a dict's keys as texts, and one of these would not come back from its text`);
}
