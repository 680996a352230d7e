/** X in a document of what an `.npy`, an `.npz` or a pickle holds: an array, or the only one, or the one that is called X. */
import { CornichonError, type Shown, sentence, showList, showText } from "../errors.js";
import type { X } from "../model/all.js";
import { arrayOf, isObject, own, typeOf } from "../neutral/document.js";
import { malformed } from "./decode.js";

const isArray = (value: unknown): boolean => typeOf(value) === "ndarray";

/** The array among those of an `.npz`. */
function chosen(arrays: { readonly [key: string]: unknown }): unknown {
  const names = Object.keys(arrays);
  const [only] = names;
  if (names.length === 1 && only !== undefined) return own(arrays, only);
  const named = own(arrays, "X") ?? own(arrays, "x");
  if (named !== undefined) return named;
  throw malformed(sentence`it has ${names.length} arrays and none is called X: ${showList(names)}`);
}

function whatElse(value: unknown): Shown {
  const name = own(value, "class");
  return typeof name === "string" ? sentence`a ${showText(name)}` : sentence`no array`;
}

/** @throws CornichonError `input.malformed` */
export function arrayIn(root: unknown): X {
  const value = isObject(root) && typeOf(root) === null ? chosen(root) : root;
  if (!isArray(value)) throw malformed(sentence`it holds ${whatElse(value)}, and X is an array; to_csv and to_json write what is read`);
  const type = own(value, "dtype");
  if (typeof type !== "string" || /^(?:complex|datetime|timedelta|V|longdouble|clongdouble)/.test(type))
    throw new CornichonError(
      "input.malformed",
      sentence`its array is of ${showText(typeof type === "string" ? type : "a structured dtype")}, and X is of numbers or texts`,
    );
  return arrayOf(value);
}

/** True where the array's bytes are no numbers that are read here, so that its values are needed one by one. */
export const needsValues = (error: unknown): boolean => error instanceof CornichonError && error.code === "document.malformed";
