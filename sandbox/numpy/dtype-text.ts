/**
 * dtype strings (`f8`, `<M8[ns]`, `|S3`, `O8`) to dtypes. Only the forms that numpy itself writes: `parsePickled` takes
 * those of pickles, `parseDtype` those of npy headers; names such as `float64` and comma lists are neither.
 */
import type { DType, DTypeKind } from "../tape/dtype.js";
import { plainAlignment, plainFlags } from "./dtype-flags.js";

/** Longest item: numpy counts itemsize in a C int. */
const MAX_ITEMSIZE = 2 ** 31 - 1;

/** Sizes in bytes that each fixed kind comes in. */
const SIZES: Readonly<Record<string, readonly number[]>> = {
  b: [1],
  i: [1, 2, 4, 8],
  u: [1, 2, 4, 8],
  f: [2, 4, 8, 12, 16],
  c: [8, 16, 24, 32],
  M: [8],
  m: [8],
  O: [4, 8],
};

/** A dtype with everything but `kind` and `itemsize` at rest. */
export function plainDtype(kind: DTypeKind, itemsize: number, bigEndian = false, unit = ""): DType {
  const layout = { fields: null, base: null, shape: [], record: false, hasObject: kind === "O", depth: 0 };
  return { kind, itemsize, bigEndian, unit, ...layout, alignment: plainAlignment(kind, itemsize), flags: plainFlags(kind) };
}

/** True where byte order means something. */
export const hasOrder = (dtype: DType): boolean => dtype.kind === "U" || ("iufcMm".includes(dtype.kind) && dtype.itemsize > 1);

/** The same dtype in another byte order. */
export function withOrder(dtype: DType, bigEndian: boolean): DType {
  return hasOrder(dtype) ? { ...dtype, bigEndian } : dtype;
}

/** Units of datetimes, as numpy writes them. */
const UNITS = new Set(["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as", "generic"]);

/** `ns`, `25s`, `generic`: how a unit stands between the brackets; null for what numpy does not have. */
export function unitText(count: number, unit: string): string | null {
  if (!UNITS.has(unit) || !Number.isInteger(count) || count < 1 || count > 2 ** 31 - 1) return null;
  return unit === "generic" || count === 1 ? unit : `${count}${unit}`;
}

/** The dtype of `numpy.dtype`'s text in a pickle: kind and size, and nothing else. Order and unit come with its state. */
export function parsePickled(text: string): DType | null {
  const [letter = "", ...digits] = text.length <= 11 ? text : "";
  const isSize = digits.length > 0 && digits.every((digit) => digit >= "0" && digit <= "9") && (digits.length === 1 || digits[0] !== "0");
  return isSize && "biufcSUVOMm".includes(letter) ? fromLetter(letter, digits.join(""), false) : null;
}

/** The dtype that a string means, null for any other text. */
export function parseDtype(text: string): DType | null {
  const match = /^([<>=|]?)([?biufcSaUVOMmBTt])(\d{0,10})(?:\[(\d{0,10})([A-Za-z]{1,7})\])?$/.exec(text);
  if (match === null) return null;
  const [, order = "", letter = "", digits = "", count = "", unitName] = match;
  const bigEndian = order === ">";
  if (unitName !== undefined) {
    const unit = unitText(count === "" ? 1 : Number(count), unitName);
    return unit !== null && (letter === "M" || letter === "m") && (digits === "8" || digits === "")
      ? plainDtype(letter, 8, bigEndian, unit)
      : null;
  }
  return fromLetter(letter, digits, bigEndian);
}

function fromLetter(letter: string, digits: string, bigEndian: boolean): DType | null {
  const size = digits === "" ? -1 : Number(digits);
  if (letter === "?") return size <= 0 ? plainDtype("b", 1) : null;
  if (letter === "S" || letter === "a") return sized("S", size, 1, bigEndian);
  if (letter === "U") return sized("U", size, 4, bigEndian);
  if (letter === "V") return sized("V", size, 1, bigEndian);
  if (letter === "O") return size === -1 || size === 4 || size === 8 ? plainDtype("O", 8) : null;
  const kind =
    letter === "M" || letter === "m" || letter === "b" || letter === "i" || letter === "u" || letter === "f" || letter === "c"
      ? letter
      : null;
  if (kind === null || SIZES[kind]?.includes(size) !== true) return null;
  return withOrder(plainDtype(kind, size, false, kind === "M" || kind === "m" ? "generic" : ""), bigEndian);
}

function sized(kind: "S" | "U" | "V", length: number, width: number, bigEndian: boolean): DType | null {
  const itemsize = Math.max(0, length) * width;
  if (itemsize > MAX_ITEMSIZE) return null;
  return plainDtype(kind, itemsize, kind === "U" && bigEndian);
}
