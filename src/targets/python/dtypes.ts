/**
 * Neutral dtypes as numpy's: kind, length of an item, fields with their places and padding. A name is matched whole; one
 * that is not known, fields that overlap the item's end, and dtypes in each other beyond a few levels are malformed.
 */
import { malformed, own } from "../../neutral/document.js";

/** A dtype of little-endian items. */
export interface Dtype {
  /** numpy's letter: b i u f c S U V O M m. */
  readonly kind: string;
  readonly itemsize: number;
  /** Of datetimes: `ns`, `25s`; empty where there is none. */
  readonly unit?: { readonly count: number; readonly name: string };
  readonly fields?: readonly DtypeField[];
  readonly sub?: { readonly base: Dtype; readonly shape: readonly number[] };
}

export interface DtypeField {
  readonly name: string;
  readonly dtype: Dtype;
  readonly offset: number;
}

const DEEPEST = 8;
const MOST_FIELDS = 4096;
const MOST_BYTES = 2 ** 31 - 1;

const PLAIN = new Map<string, Dtype>([
  ["bool", { kind: "b", itemsize: 1 }],
  ["object", { kind: "O", itemsize: 8 }],
  ["longdouble", { kind: "f", itemsize: 16 }],
  ["clongdouble", { kind: "c", itemsize: 32 }],
  ...[8, 16, 32, 64].flatMap((bits): [string, Dtype][] => [
    [`int${bits}`, { kind: "i", itemsize: bits / 8 }],
    [`uint${bits}`, { kind: "u", itemsize: bits / 8 }],
  ]),
  ...[16, 32, 64].map((bits): [string, Dtype] => [`float${bits}`, { kind: "f", itemsize: bits / 8 }]),
  ...[64, 128].map((bits): [string, Dtype] => [`complex${bits}`, { kind: "c", itemsize: bits / 8 }]),
]);

const SIZED = /^([SUV])(\d{1,9})$/;
const TIMES = /^(datetime|timedelta)64(?:\[(\d{0,9})(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?$/;

function named(name: string): Dtype {
  const plain = PLAIN.get(name);
  if (plain !== undefined) return plain;
  const [, kind = "", digits = ""] = SIZED.exec(name) ?? [];
  if (kind !== "") return { kind, itemsize: within(Number(digits) * (kind === "U" ? 4 : 1)) };
  const times = TIMES.exec(name);
  if (times === null) throw malformed("a dtype that is not known");
  const [, type, count = "", unit = ""] = times;
  const kindOfTime = type === "datetime" ? "M" : "m";
  return { kind: kindOfTime, itemsize: 8, unit: { count: count === "" ? 1 : Number(count), name: unit } };
}

function within(bytes: unknown): number {
  if (typeof bytes !== "number" || !Number.isSafeInteger(bytes) || bytes < 0 || bytes > MOST_BYTES) throw malformed("a dtype's length");
  return bytes;
}

function structured(value: unknown, depth: number): Dtype {
  const [names, formats, offsets] = ["names", "formats", "offsets"].map((key) => own(value, key));
  const itemsize = within(own(value, "itemsize"));
  if (!Array.isArray(names) || !Array.isArray(formats) || !Array.isArray(offsets) || names.length > MOST_FIELDS)
    throw malformed("a dtype's fields");
  const fields = names.map((name: unknown, i): DtypeField => {
    const [dtype, offset] = [dtypeOf(formats[i], depth + 1), within(offsets[i])];
    if (typeof name !== "string" || offset + dtype.itemsize > itemsize) throw malformed("a dtype's field outside its item");
    return { name, dtype, offset };
  });
  if (new Set(names).size !== names.length) throw malformed("a dtype with a field twice");
  return { kind: "V", itemsize, fields };
}

function subarray(value: unknown, depth: number): Dtype {
  const [base, shape] = [dtypeOf(own(value, "base"), depth + 1), own(value, "shape")];
  if (!Array.isArray(shape) || shape.length > 64) throw malformed("a dtype's shape");
  const sizes = shape.map(within);
  return { kind: "V", itemsize: within(sizes.reduce((all, n) => all * n, base.itemsize)), sub: { base, shape: sizes } };
}

/** Reads a dtype as a document has it. @throws CornichonError `document.malformed` */
export function dtypeOf(value: unknown, depth = 0): Dtype {
  if (depth > DEEPEST) throw malformed("a dtype of too many levels");
  if (typeof value === "string") return named(value);
  return own(value, "base") === undefined ? structured(value, depth) : subarray(value, depth);
}

/** True where an item holds Python objects. */
export const hasObjects = ({ kind, fields, sub }: Dtype): boolean =>
  kind === "O" || (sub !== undefined && hasObjects(sub.base)) || (fields ?? []).some(({ dtype }) => hasObjects(dtype));

/** `f8`, `U4`, `V64`: numpy's text of a dtype without its byte order. */
export function codeOf({ kind, itemsize }: Dtype): string {
  return `${kind}${kind === "U" ? itemsize / 4 : itemsize}`;
}

/** `|` where the order of bytes means nothing. */
export const orderOf = ({ kind, itemsize }: Dtype): "|" | "<" => (itemsize === 1 && kind !== "U" ? "|" : "bSVO".includes(kind) ? "|" : "<");
