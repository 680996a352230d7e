/**
 * How an item of an array lies in bytes, from the dtype of a document. A dtype may come from anyone: names are matched as a
 * whole, fields must lie inside their item, and nesting is bounded. What holds Python's objects has no layout: its bytes
 * would be addresses.
 */
import { own } from "../../neutral/document.js";

/** Null where an item has no bytes of its own. */
export type Layout =
  | { readonly kind: "plain"; readonly dtype: string; readonly width: number }
  | { readonly kind: "fields"; readonly fields: readonly LayoutField[]; readonly width: number }
  | { readonly kind: "subarray"; readonly base: Layout; readonly shape: readonly number[]; readonly width: number };

export interface LayoutField {
  readonly name: string;
  readonly layout: Layout;
  readonly offset: number;
}

const DEEPEST = 16;
const MOST_FIELDS = 10_000;
const WIDEST = 2 ** 31 - 1;

const FIXED: ReadonlyMap<string, number> = new Map([
  ["bool", 1],
  ...[8, 16, 32, 64].flatMap((bits): [string, number][] => [
    [`int${bits}`, bits / 8],
    [`uint${bits}`, bits / 8],
  ]),
  ["float16", 2],
  ["float32", 4],
  ["float64", 8],
  ["complex64", 8],
  ["complex128", 16],
  ["longdouble", 16],
  ["clongdouble", 32],
]);

const UNIT_BYTES: Readonly<Record<string, number>> = { U: 4, S: 1, V: 1 };
const TEXT = /^([USV])(0|[1-9]\d{0,9})$/;
const TIME = /^(?:datetime|timedelta)64(?:\[(?:[1-9]\d{0,9})?(?:Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?$/;

function widthOf(dtype: string): number | null {
  const fixed = FIXED.get(dtype);
  if (fixed !== undefined) return fixed;
  if (TIME.test(dtype)) return 8;
  const [, letter = "", length = ""] = TEXT.exec(dtype) ?? [];
  const width = letter === "" ? null : Number(length) * (UNIT_BYTES[letter] ?? 0);
  return width === null || width > WIDEST ? null : width;
}

const isWhole = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

function subarray(dtype: unknown, depth: number): Layout | null {
  const shape = own(dtype, "shape");
  const base = layoutOf(own(dtype, "base"), depth + 1);
  if (base === null || !Array.isArray(shape) || shape.length > 64 || !shape.every(isWhole)) return null;
  const width = shape.reduce((product, size) => product * size, base.width);
  return width > WIDEST ? null : { kind: "subarray", base, shape, width };
}

function fields(dtype: unknown, depth: number): Layout | null {
  const [names, formats, offsets] = ["names", "formats", "offsets"].map((key) => own(dtype, key));
  const width = own(dtype, "itemsize");
  if (!Array.isArray(names) || !Array.isArray(formats) || !Array.isArray(offsets) || !isWhole(width) || width > WIDEST) return null;
  if (names.length > MOST_FIELDS || names.length !== formats.length || names.length !== offsets.length) return null;
  const found: LayoutField[] = [];
  for (const [i, name] of names.entries()) {
    const layout = layoutOf(formats[i], depth + 1);
    const offset: unknown = offsets[i];
    if (layout === null || typeof name !== "string" || !isWhole(offset) || offset + layout.width > width) return null;
    found.push({ name, layout, offset });
  }
  return { kind: "fields", fields: found, width };
}

/** The layout of a document's dtype; null for objects, and for what is no dtype that is known. */
export function layoutOf(dtype: unknown, depth = 0): Layout | null {
  if (depth > DEEPEST) return null;
  if (typeof dtype === "string") {
    const width = widthOf(dtype);
    return width === null ? null : { kind: "plain", dtype, width };
  }
  return own(dtype, "base") === undefined ? fields(dtype, depth) : subarray(dtype, depth);
}
