/**
 * Neutral dtypes as numpy's: kind, length of an item, fields with their places and padding. A name is matched whole; one
 * that is not known, fields that overlap the item's end or stand there twice, and what numpy itself has no number for are
 * malformed. Bounds are those of the guest, which made the document: what it reads has a dtype here.
 */
import { malformed, own } from "../../../neutral/document.js";

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

const DEEPEST = 64;
const MOST_FIELDS = 10_000;
/** numpy keeps lengths and counts as C's `int`. */
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
  // torch's, of which numpy has only the bytes.
  ["bfloat16", { kind: "V", itemsize: 2 }],
  ["complex32", { kind: "V", itemsize: 4 }],
  ...["e4m3fn", "e5m2", "e4m3fnuz", "e5m2fnuz", "e8m0fnu"].map((name): [string, Dtype] => [`float8_${name}`, { kind: "V", itemsize: 1 }]),
]);

const SIZED = /^([SUV])(0|[1-9]\d{0,9})$/;
const TIMES = /^(datetime|timedelta)64(?:\[(0|[1-9]\d{0,9})?(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?$/;

function named(name: string): Dtype {
  const plain = PLAIN.get(name);
  if (plain !== undefined) return plain;
  const [, kind = "", digits = ""] = SIZED.exec(name) ?? [];
  if (kind !== "") return { kind, itemsize: within(Number(digits) * (kind === "U" ? 4 : 1)) };
  const times = TIMES.exec(name);
  if (times === null) throw malformed("a dtype that is not known");
  const [, type, count = "", unit = ""] = times;
  const kindOfTime = type === "datetime" ? "M" : "m";
  return { kind: kindOfTime, itemsize: 8, unit: { count: count === "" ? 1 : within(Number(count)), name: unit } };
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

/** A dtype without fields and without a shape of its own. */
export const isPlain = ({ fields, sub }: Dtype): boolean => fields === undefined && sub === undefined;

/** Between brackets: `[ns]`, `[25s]`; empty where there is no unit. */
export function unitOf({ unit }: Dtype): string {
  if (unit === undefined || unit.name === "") return "";
  return `[${unit.count === 1 ? "" : unit.count}${unit.name}]`;
}

const WORDS: Readonly<Record<string, string>> = { i: "int", u: "uint", f: "float", c: "complex" };

/** The name of a plain dtype, as a document has it. */
export function nameOf(dtype: Dtype): string {
  const { kind, itemsize } = dtype;
  if (kind === "b") return "bool";
  if (kind === "O") return "object";
  if (kind === "M" || kind === "m") return `${kind === "M" ? "datetime" : "timedelta"}64${unitOf(dtype)}`;
  if (isLongDouble(dtype)) return kind === "f" ? "longdouble" : "clongdouble";
  const word = WORDS[kind];
  return word === undefined ? codeOf(dtype) : `${word}${8 * itemsize}`;
}

/** Numbers wider than a double, whose bytes mean what the machine says. */
export const isLongDouble = ({ kind, itemsize }: Dtype): boolean => (kind === "f" && itemsize > 8) || (kind === "c" && itemsize > 16);
